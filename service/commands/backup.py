"""Backup: the command that copies the embedded database while the service runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.commands.outcomes import ExitCode, Stop, command, load_settings
from service.commands.serving import check_database
from service.commands.terminal import make_console, working

_POSTGRESQL = (
    "this database is PostgreSQL, which has its own: "
    "pg_dump --format=custom --file=FILE DATABASE, and pg_restore --clean --dbname=DATABASE FILE"
)


@command
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy; must not exist yet.")],
) -> None:
    """Copy the SQLite database into a file, as it stands at one moment, while it is used.

    To restore it, stop the service, put the file in the place of `claimdesk.sqlite3` in the data
    folder, delete `claimdesk-jobs.sqlite3` and files ending in `-wal` and `-shm` there, and start.
    """
    settings = load_settings()
    check_database(settings)
    from service.storage.backup import back_up  # noqa: PLC0415  heavy

    url = settings.resolved_database_url
    if not url.startswith("sqlite"):
        raise Stop(ExitCode.USAGE, _POSTGRESQL)
    try:
        with working("Copying the database"):
            size = back_up(url, file)
    except FileExistsError as error:
        raise Stop(ExitCode.USAGE, f"{file} is there already; name another file") from error
    except OSError as error:
        raise Stop(ExitCode.FAILED, f"{file} cannot be written ({error.strerror})") from error
    make_console().print(f"{file}: {size:,} bytes, checked.")
