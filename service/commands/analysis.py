"""Analysis: the command that analyses one article without a server."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.commands.outcomes import ExitCode, Stop, command, load_settings
from service.commands.terminal import make_console, print_article, print_error, working

if TYPE_CHECKING:
    from service.domain.article import ArticleSubmission
    from service.settings import Settings

#: UTF-8 spends at most so many bytes on a code point.
_BYTES_PER_CHARACTER = 4
_STANDARD_INPUT = "-"


@command
def analyse(  # noqa: PLR0913, PLR0917  one parameter an option, which typer fills by name
    file: Annotated[
        str, typer.Argument(help="File with the article, UTF-8; - reads it from stdin.")
    ],
    title: Annotated[str | None, typer.Option(help="The headline.")] = None,
    published_at: Annotated[
        str | None,
        typer.Option(
            help="Day or RFC 3339 instant of publication, against which 'on Tuesday' is read."
        ),
    ] = None,
    sentences: Annotated[
        int | None, typer.Option(min=1, max=6, help="Length of the summary in sentences.")
    ] = None,
    max_claims: Annotated[
        int | None, typer.Option(min=1, help="The most claims, the most check-worthy first.")
    ] = None,
    min_check_worthiness: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Sentences below this score give no claim."),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the JSON object that the API would answer.")
    ] = False,
) -> None:
    """Analyse one article and print what was found; nothing is stored."""
    settings = load_settings()
    options = {
        "sentences": sentences,
        "max_claims": max_claims,
        "min_check_worthiness": min_check_worthiness,
    }
    submission = _submission(
        {"text": _read(file), "title": title, "published_at": published_at, "options": options}
    )
    article = _analyse(submission, settings)
    if json:
        import json as json_format  # noqa: PLC0415  the option has the module's name

        sys.stdout.write(json_format.dumps(article, ensure_ascii=False, indent=2) + "\n")
        return
    print_article(make_console(), article)


def _read(file: str) -> str:
    """Read the article, never more of it than the longest text can take.

    Raises:
        Stop: If it cannot be read or is not UTF-8.
    """
    from service.domain.article import MAX_TEXT_CHARACTERS  # noqa: PLC0415  heavy

    limit = _BYTES_PER_CHARACTER * MAX_TEXT_CHARACTERS + 1
    try:
        if file == _STANDARD_INPUT:
            if sys.stdin.isatty():
                print_error("reading the article from the terminal; end it with Ctrl-D")
            content = sys.stdin.buffer.read(limit)
        else:
            with Path(file).open("rb") as source:
                content = source.read(limit)
    except OSError as error:
        message = f"{file} cannot be read ({error.strerror})"
        raise Stop(ExitCode.INPUT_REFUSED, message) from error
    if len(content) == limit:
        message = f"{file} is longer than the {MAX_TEXT_CHARACTERS:,} characters that are read"
        raise Stop(ExitCode.INPUT_REFUSED, message)
    try:
        # Some editors put a byte order mark in front, which is no part of the article.
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{file} is not UTF-8 text: byte {error.start} cannot be read"
        raise Stop(ExitCode.INPUT_REFUSED, message) from error


def _submission(fields: dict[str, Any]) -> ArticleSubmission:
    """Hold the fields against the rules of the API.

    Raises:
        Stop: If one breaks a rule.
    """
    from pydantic import ValidationError  # noqa: PLC0415  heavy

    from service.api.schemas.articles import ArticleCreate  # noqa: PLC0415  heavy

    try:
        return ArticleCreate.model_validate(fields).to_domain()
    except ValidationError as error:
        problems = "; ".join(
            f"{' '.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors()
        )
        raise Stop(ExitCode.INPUT_REFUSED, problems) from error


def _analyse(submission: ArticleSubmission, settings: Settings) -> dict[str, Any]:
    """Run the pipeline on a database that is thrown away, and return what the API would.

    The article takes the very way that one submitted to the server takes, so that it is
    checked and answered alike.
    """
    from service.api.schemas.articles import ArticleRead  # noqa: PLC0415  heavy
    from service.main import build_pipeline, utc_now  # noqa: PLC0415  heavy
    from service.storage.migration import upgrade  # noqa: PLC0415  heavy
    from service.storage.unit_of_work import UnitOfWorkFactory  # noqa: PLC0415  heavy
    from service.use_cases.store_analysis import store_analysis  # noqa: PLC0415  heavy
    from service.use_cases.submit_article import submit_article  # noqa: PLC0415  heavy

    with tempfile.TemporaryDirectory(prefix="claimdesk-") as folder:
        url = f"sqlite:///{Path(folder) / 'analysis.sqlite3'}"
        upgrade(url)
        unit_of_work = UnitOfWorkFactory(url)
        try:
            with unit_of_work() as uow:
                article, _ = submit_article(uow, submission, queue_limit=1, now=utc_now())
            with working("Loading the weights"):
                pipeline = build_pipeline(settings)
            with working("Analysing the article"):
                analysis = pipeline.run(article.submission)
            with unit_of_work() as uow:
                uow.articles.mark_processing(article.id, utc_now())
                store_analysis(uow, article.id, analysis, utc_now())
                uow.commit()
                analysed = uow.articles.get_analysed(article.id)
        finally:
            unit_of_work.dispose()
    return ArticleRead.from_analysed(analysed).model_dump(mode="json")
