"""Audit: the commands that prove what the database keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.outcomes import EXIT_CODES_HELP, ExitCode, Stop, command, load_settings
from service.commands.serving import check_database
from service.commands.terminal import make_console, working

if TYPE_CHECKING:
    from service.domain.claim_history import HistoryBreak

app = typer.Typer(
    help="Prove that the history of claims is as it was written.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_HASH = re.compile("[0-9a-f]{64}")


@app.command(epilog=EXIT_CODES_HELP)
@command
def verify(
    includes: Annotated[
        str | None,
        typer.Option(help="A head that was noted earlier and must still be in the chain."),
    ] = None,
) -> None:
    """Compute every hash of the history anew, and name the first event that does not fit."""
    from service.storage.unit_of_work import UnitOfWorkFactory  # noqa: PLC0415  heavy
    from service.use_cases.verify_history import verify_history  # noqa: PLC0415  heavy

    if includes is not None and not _HASH.fullmatch(includes):
        raise Stop(ExitCode.USAGE, "--includes takes a hash of 64 hexadecimal digits")
    settings = load_settings()
    check_database(settings, migrated=True)
    unit_of_work = UnitOfWorkFactory(settings.resolved_database_url)
    try:
        with working("Walking over the history"), unit_of_work() as uow:
            report = verify_history(uow, includes)
    finally:
        unit_of_work.dispose()
    if report.broken is not None:
        raise Stop(ExitCode.FAILED, _describe(report.broken, report.event_count))
    make_console().print(
        f"The history is unbroken: {report.event_count:,} events.\nHead: {report.head_hash}",
        soft_wrap=True,
    )


def _describe(broken: HistoryBreak, event_count: int) -> str:
    place = "" if broken.position is None else f" at entry {broken.position:,}"
    event = (
        "" if broken.claim_id is None else f" (event {broken.sequence} of claim {broken.claim_id})"
    )
    return (
        f"the history is broken{place}{event}: {broken.detail} "
        f"The {event_count:,} events before it are as they were written."
    )
