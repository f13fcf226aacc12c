"""Summaries: the command that marks those that state what was found false."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from service.commands.outcomes import EXIT_CODES_HELP, command, load_settings
from service.commands.terminal import counting, make_console

if TYPE_CHECKING:
    from service.settings import Settings

app = typer.Typer(
    help="Keep stored summaries in line with verdicts.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command(epilog=EXIT_CODES_HELP)
@command
def recheck() -> None:
    """Mark the summaries that state what was found false, and clear marks that no longer hold.

    Verdicts do so by themselves. This is for those given before summaries were marked; it may
    be stopped, run again, and run while the service does. `claimdesk migrate` runs it once.
    """
    from service.commands.serving import check_database  # noqa: PLC0415  which imports this

    settings = load_settings()
    check_database(settings, migrated=True)
    make_console().print(recheck_all(settings))


def recheck_all(settings: Settings) -> str:
    """Recheck all claims with a verdict that disputes them; tell in a sentence what came of it."""
    from service.main import utc_now  # noqa: PLC0415  heavy
    from service.storage.unit_of_work import UnitOfWorkFactory  # noqa: PLC0415  heavy
    from service.use_cases.recheck_summaries import recheck_summaries  # noqa: PLC0415  heavy

    unit_of_work = UnitOfWorkFactory(settings.resolved_database_url, settings.index_dir)
    try:
        with unit_of_work() as uow:
            total = uow.staleness.count_disputed()
        with counting("Rechecking claims found false or misleading", total) as tell:
            found = recheck_summaries(unit_of_work, utc_now, tell)
    finally:
        unit_of_work.dispose()
    return (
        f"Rechecked the summaries of {found.claim_count:,} claims found false or misleading: "
        f"{found.stale_now:,} are stale ({found.stale_before:,} before)."
    )
