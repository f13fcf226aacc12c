"""Exporting: the command that writes claims into a file."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.outcomes import ExitCode, Stop, command, load_settings
from service.commands.serving import check_database

if TYPE_CHECKING:
    from service.api.schemas.queries import ClaimSelection


class ExportFormat(StrEnum):
    """In which form claims are exported."""

    CSV = "csv"
    JSON_LINES = "jsonl"


@command
def export(
    output: Annotated[
        Path | None, typer.Option(help="The file to write; standard output by default.")
    ] = None,
    file_format: Annotated[
        ExportFormat,
        typer.Option("--format", help="csv for spreadsheets, jsonl for programs."),
    ] = ExportFormat.JSON_LINES,
    where: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help="A filter of the list of claims, such as verdict=false; may be given often.",
        ),
    ] = None,
) -> None:
    """Write the claims that match every given filter into a file, as the API exports them."""
    from service.api.export import write_csv, write_json_lines  # noqa: PLC0415  heavy
    from service.main import utc_now  # noqa: PLC0415  heavy
    from service.storage.unit_of_work import UnitOfWorkFactory  # noqa: PLC0415  heavy
    from service.use_cases.export_claims import export_claims  # noqa: PLC0415  heavy
    from service.use_cases.manage_views import find_view_of_query  # noqa: PLC0415  heavy

    settings = load_settings()
    selection = _read_filters(where or [])
    check_database(settings, migrated=True)
    unit_of_work = UnitOfWorkFactory(settings.resolved_database_url)
    write = {ExportFormat.CSV: write_csv, ExportFormat.JSON_LINES: write_json_lines}[file_format]
    try:
        if selection.view is not None:
            with unit_of_work() as uow:
                selection = selection.within(find_view_of_query(uow, selection.view))
        claims = export_claims(unit_of_work, selection.filters(utc_now()), selection.sort)
        _write(write(claims), output)
    finally:
        unit_of_work.dispose()


def _read_filters(where: list[str]) -> ClaimSelection:
    """Hold the filters against those of the API.

    Raises:
        Stop: If one is not NAME=VALUE, or not a filter.
    """
    from pydantic import ValidationError  # noqa: PLC0415  heavy

    from service.api.schemas.queries import ClaimSelection  # noqa: PLC0415  heavy

    pairs = [text.partition("=") for text in where]
    for name, equals, _ in pairs:
        if not equals:
            raise Stop(ExitCode.USAGE, f"--where {name}: write a filter as NAME=VALUE")
    try:
        return ClaimSelection.model_validate({name: value for name, _, value in pairs})
    except ValidationError as error:
        problems = "; ".join(
            f"--where {'.'.join(map(str, problem['loc']))}: {problem['msg']}"
            for problem in error.errors()
        )
        raise Stop(ExitCode.USAGE, problems) from error


def _write(chunks: Iterable[str], output: Path | None) -> None:
    """Write the chunks, their line ends as they are, in UTF-8 whatever the locale.

    Raises:
        Stop: If the file cannot be written.
    """
    if output is None:
        for chunk in chunks:
            sys.stdout.buffer.write(chunk.encode())
        sys.stdout.buffer.flush()
        return
    try:
        with output.open("wb") as target:
            for chunk in chunks:
                target.write(chunk.encode())
    except OSError as error:
        message = f"{output} cannot be written ({error.strerror})"
        raise Stop(ExitCode.FAILED, message) from error
