"""Keys: the commands that make, list and revoke API keys."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.outcomes import command, load_settings
from service.commands.serving import check_database
from service.commands.terminal import make_console
from service.domain.api_key import Role

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.api_key import ApiKey
    from service.storage.unit_of_work import UnitOfWork

#: Who made or revoked a key on the command line.
_ACTOR = "command-line"
_MAX_DAYS = 36_500
_PAGE = 200

app = typer.Typer(
    help="API keys: make, list and revoke them.", no_args_is_help=True, rich_markup_mode=None
)


@contextmanager
def _store() -> Iterator[UnitOfWork]:
    """Open a transaction on the migrated database; it is committed unless something fails.

    Raises:
        Stop: If the database does not answer or is not migrated.
    """
    from service.storage.unit_of_work import UnitOfWorkFactory  # noqa: PLC0415  heavy

    settings = load_settings()
    check_database(settings, migrated=True)
    unit_of_work = UnitOfWorkFactory(settings.resolved_database_url)
    try:
        with unit_of_work() as uow:
            yield uow
            uow.commit()
    finally:
        unit_of_work.dispose()


@app.command()
@command
def create(
    name: Annotated[str, typer.Argument(help="Who acts with it, in the history of claims.")],
    role: Annotated[Role, typer.Option(help="What it may do.")],
    expires_in_days: Annotated[
        int | None,
        typer.Option(min=1, max=_MAX_DAYS, help="Refuse it after so many days; never by default."),
    ] = None,
) -> None:
    """Make an API key and print it; it cannot be read again."""
    from service.main import utc_now  # noqa: PLC0415  heavy
    from service.use_cases.manage_keys import create_key  # noqa: PLC0415  heavy

    now = utc_now()
    expires_at = None if expires_in_days is None else now + timedelta(days=expires_in_days)
    with _store() as uow:
        key, token = create_key(
            uow, name=name, role=role, expires_at=expires_at, actor=_ACTOR, now=now
        )
    # The key alone on standard output, so that a program can take it.
    make_console(sys.stderr).print(
        f"API key for {key.name} ({key.role}). Keep it now: only its hash is stored."
    )
    typer.echo(token.reveal())


@app.command("list")
@command
def list_all() -> None:
    """List all API keys, without their secrets."""
    from service.main import utc_now  # noqa: PLC0415  heavy
    from service.use_cases.manage_keys import list_keys  # noqa: PLC0415  heavy

    console = make_console()
    cursor: str | None = None
    count = 0
    with _store() as uow:
        while True:
            page = list_keys(uow, cursor=cursor, limit=_PAGE)
            for key in page.items:
                console.print(_line(key, utc_now()), soft_wrap=True)
            count += len(page.items)
            cursor = page.next_cursor
            if cursor is None:
                break
    if not count:
        console.print("There are no API keys; the service is open to whoever uses this machine.")


@app.command()
@command
def revoke(
    key: Annotated[str, typer.Argument(metavar="NAME_OR_PREFIX", help="As the list shows it.")],
) -> None:
    """Revoke an API key for good; running services refuse it within a second."""
    from service.main import utc_now  # noqa: PLC0415  heavy
    from service.use_cases.manage_keys import revoke_key_named  # noqa: PLC0415  heavy

    with _store() as uow:
        revoked = revoke_key_named(uow, key, actor=_ACTOR, now=utc_now())
    make_console().print(f"{revoked.prefix} ({revoked.name}) is revoked.")


def _line(key: ApiKey, now: datetime) -> str:
    if key.revoked_at is not None:
        state = f"revoked {key.revoked_at:%Y-%m-%d}"
    elif not key.is_usable(now):
        state = "expired"
    elif key.expires_at is not None:
        state = f"until {key.expires_at:%Y-%m-%d %H:%MZ}"
    else:
        state = "valid"
    used = "never used" if key.last_used_at is None else f"used {key.last_used_at:%Y-%m-%d %H:%MZ}"
    return f"{key.prefix}  {key.role.value:<9}  {state}  {used}  {key.name}"
