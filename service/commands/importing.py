"""Importing: the command that takes in fact-checks from a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.commands.embedding import embed_claims
from service.commands.outcomes import ExitCode, Stop, command, load_settings
from service.commands.serving import check_database
from service.commands.terminal import counting, make_console, print_error
from service.domain.errors import WeightsError

if TYPE_CHECKING:
    from service.domain.claim_import import ImportReport, ImportRow
    from service.settings import Settings
    from service.storage.unit_of_work import UnitOfWorkFactory

ACTOR = "command-line"
_PRINTED_ROWS = 20
_PRINTED_RATINGS = 20
_ATTEMPTS = 3


@command
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="JSON Lines, a fact-check a line, or a JSON feed of ClaimReviews; UTF-8.",
        ),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the report as a JSON object, all of it.")
    ] = False,
) -> None:
    """Store fact-checks that were published elsewhere, so that new claims are matched with them.

    They are embedded at once, to be found by meaning too. Rows that are not valid are reported
    and stop no others. What was imported before is left as it is, so that an import can be run
    again.
    """
    settings = load_settings()
    check_database(settings, migrated=True)
    from service.storage.unit_of_work import UnitOfWorkFactory  # noqa: PLC0415  heavy

    total = _count(file)
    unit_of_work = UnitOfWorkFactory(settings.resolved_database_url)
    try:
        report = _import(unit_of_work, file, total)
        (_print_json if as_json else _print)(report)
        _embed(settings, unit_of_work)
    finally:
        unit_of_work.dispose()
    if report.refused_count:
        raise Stop(
            ExitCode.PARTLY_DONE, f"{report.refused_count:,} of {report.rows:,} rows were refused"
        )


def _import(unit_of_work: UnitOfWorkFactory, file: Path, total: int) -> ImportReport:
    from service.domain.claim_import import ImportReport  # noqa: PLC0415  heavy
    from service.use_cases.import_fact_checks import BATCH_ROWS  # noqa: PLC0415  heavy

    report = ImportReport()
    rows = _read(file)
    done = 0
    with counting("Importing", total) as tell:
        while batch := list(islice(rows, BATCH_ROWS)):
            report.add(_store(unit_of_work, batch))
            done += len(batch)
            tell(done, total - done)
    return report


def _embed(settings: Settings, unit_of_work: UnitOfWorkFactory) -> None:
    """Embed what was imported; without weights say who will, as the import itself is whole."""
    sys.stdout.flush()
    try:
        embed_claims(settings, unit_of_work)
    except WeightsError as error:
        print_error(
            f"{error.detail}. Until then what was imported is found by its words alone; the "
            "service embeds it when it starts with the weights, and so does `claimdesk embed`"
        )


def _store(unit_of_work: UnitOfWorkFactory, batch: list[ImportRow]) -> ImportReport:
    """Store a batch; again where another import came in between, whose rows are known then."""
    from service.domain.errors import ArticleExistsError  # noqa: PLC0415  heavy
    from service.main import utc_now  # noqa: PLC0415  heavy
    from service.use_cases.import_fact_checks import import_fact_checks  # noqa: PLC0415  heavy

    for attempt in range(1, _ATTEMPTS + 1):
        with unit_of_work() as uow:
            try:
                report = import_fact_checks(uow, batch, actor=ACTOR, now=utc_now())
                uow.commit()
            except ArticleExistsError:
                if attempt == _ATTEMPTS:
                    raise
            else:
                return report
    raise AssertionError


def _read(file: Path) -> Iterator[ImportRow]:
    """Yield the rows of a file, line by line where it is JSON Lines."""
    from service.domain.claim_import import ImportRow  # noqa: PLC0415  heavy
    from service.domain.errors import FieldProblem  # noqa: PLC0415  heavy
    from service.use_cases.read_fact_checks import (  # noqa: PLC0415  heavy
        read_fact_check,
        read_fact_checks,
        unfold_feed,
    )

    if not _is_json_lines(file):
        yield from read_fact_checks(unfold_feed(_load(file)))
        return
    with file.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                detail = f"This line is not JSON: {error}."
                yield ImportRow(number, (FieldProblem(detail, "#"),))
                continue
            yield read_fact_check(number, value)


def _load(file: Path) -> Any:  # noqa: ANN401  a JSON document is any value
    """Read a file that is one JSON document.

    Raises:
        Stop: If it is none.
    """
    with _readable(file):
        try:
            return json.loads(file.read_bytes().decode("utf-8-sig"))
        except json.JSONDecodeError as error:
            message = f"{file} is neither JSON nor JSON Lines: {error}"
            raise Stop(ExitCode.INPUT_REFUSED, message) from error


def _is_json_lines(file: Path) -> bool:
    """Tell whether the first line that is not blank is a fact-check of its own.

    A feed on one line is a document, and so is one that is spread over lines.
    """
    from service.use_cases.read_fact_checks import unfold_feed  # noqa: PLC0415  heavy

    with _readable(file), file.open(encoding="utf-8-sig") as lines:
        first = next((line for line in lines if line.strip()), "")
        more = any(line.strip() for line in lines)
    try:
        value = json.loads(first)
    except ValueError:
        # A line that is broken among others is reported as a row.
        return more and first.lstrip().startswith("{") and first.rstrip().endswith("}")
    return more or unfold_feed(value) == [value]


def _count(file: Path) -> int:
    """Return how many rows a file has, for the progress bar.

    Raises:
        Stop: If it cannot be read, is not UTF-8 or holds nothing.
    """
    from service.use_cases.read_fact_checks import unfold_feed  # noqa: PLC0415  heavy

    if _is_json_lines(file):
        with _readable(file), file.open(encoding="utf-8-sig") as lines:
            count = sum(1 for line in lines if line.strip())
    else:
        count = len(unfold_feed(_load(file)))
    if not count:
        raise Stop(ExitCode.INPUT_REFUSED, f"{file} holds no fact-check")
    return count


@contextmanager
def _readable(file: Path) -> Iterator[None]:
    """Turn what can be wrong with a file into a message."""
    try:
        yield
    except OSError as error:
        message = f"{file} cannot be read ({error.strerror})"
        raise Stop(ExitCode.INPUT_REFUSED, message) from error
    except UnicodeDecodeError as error:
        message = f"{file} is not UTF-8 text: byte {error.start} cannot be read"
        raise Stop(ExitCode.INPUT_REFUSED, message) from error


def _print(report: ImportReport) -> None:
    console = make_console()
    console.print(
        f"{report.imported:,} imported, {report.known:,} known before, "
        f"{report.refused_count:,} refused."
    )
    if report.without_verdict:
        console.print(f"{report.without_verdict:,} of those imported have no verdict.")
    for rating, count in report.unknown_ratings.most_common(_PRINTED_RATINGS):
        console.print(f"  {count:6,}  rated “{rating}”, which is not in the table of ratings")
    for row in report.refused[:_PRINTED_ROWS]:
        for problem in row.problems:
            console.print(f"row {row.number}: {problem.pointer}: {problem.detail}")
    more = report.refused_count - _PRINTED_ROWS
    if more > 0:
        console.print(f"… and {more:,} more rows; --json lists the first 1,000.")


def _print_json(report: ImportReport) -> None:
    from service.api.schemas.imports import ImportReportRead  # noqa: PLC0415  heavy

    content = ImportReportRead.from_domain(report).model_dump(mode="json", exclude={"claim_ids"})
    content["refused_count"] = report.refused_count
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")
