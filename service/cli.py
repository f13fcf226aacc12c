"""The command line: `claimdesk` and its commands.

The commands stand in `service/commands/`. An expected failure of theirs ends in a message
and an exit code, never in a trace.
"""

from __future__ import annotations

from typing import Annotated

import typer

from service.commands import audit, keys, models, summaries
from service.commands.analysis import analyse
from service.commands.backup import backup
from service.commands.document import openapi
from service.commands.embedding import embed
from service.commands.exporting import export
from service.commands.importing import import_
from service.commands.outcomes import EXIT_CODES_HELP
from service.commands.serving import migrate, serve
from service.commands.submitting import submit
from service.commands.working import worker

app = typer.Typer(
    help="Claimdesk: article text in; a tied summary and checkable claims out.",
    epilog=EXIT_CODES_HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for task in (serve, worker, migrate, analyse, submit, embed, backup, export, openapi):
    app.command(epilog=EXIT_CODES_HELP)(task)
# The name of the function would be a keyword of Python.
app.command("import", epilog=EXIT_CODES_HELP)(import_)
app.add_typer(audit.app, name="audit", epilog=EXIT_CODES_HELP)
app.add_typer(keys.app, name="keys", epilog=EXIT_CODES_HELP)
app.add_typer(models.app, name="models", epilog=EXIT_CODES_HELP)
app.add_typer(summaries.app, name="summaries", epilog=EXIT_CODES_HELP)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415  only this option needs it

        typer.echo(f"claimdesk {version('claimdesk')}")
        raise typer.Exit


@app.callback()
def claimdesk(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Print the version and leave."
        ),
    ] = False,
) -> None:
    """Run Claimdesk, or one task of it."""


if __name__ == "__main__":
    app(prog_name="claimdesk")
