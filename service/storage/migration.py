"""Migrations at run time: bring a database to a revision, and tell at which one it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from service.storage import pgvector
from service.storage.engine import create_engine

#: Beside the package, in a checkout as in an installation.
_FOLDER = Path(__file__).resolve().parents[2] / "migrations"
#: Any number will do as long as every process of Claimdesk takes the same one.
_ADVISORY_LOCK = 0x436C61696D


def upgrade(database_url: str, revision: str = "head") -> None:
    """Bring the database up to a revision; safe when several processes do so at once.

    All steps happen in one transaction: they are all taken or none is.

    Raises:
        InvalidInputError: If the URL is of no use.
    """
    _migrate(database_url, lambda config: command.upgrade(config, revision))


def downgrade(database_url: str, revision: str) -> None:
    """Bring the database down to a revision, `base` for an empty one.

    Raises:
        InvalidInputError: If the URL is of no use.
    """
    _migrate(database_url, lambda config: command.downgrade(config, revision))


def current_revision(database_url: str) -> str | None:
    """Return the revision that the database is at, None where it was never migrated."""
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def is_current(database_url: str) -> bool:
    """Tell whether the database is at the newest revision."""
    newest = ScriptDirectory.from_config(_configure()).get_current_head()
    return current_revision(database_url) == newest


def use_pgvector(database_url: str) -> str:
    """Have vectors searched in the database where it has come to be able to.

    Returns:
        A sentence that tells where they are searched.
    """
    with _alone(database_url) as connection:
        pgvector.keep_in_database(connection)
        return pgvector.describe(connection)


def describe_vector_search(database_url: str) -> str:
    """Tell in a sentence where vectors are searched, and why not in the database."""
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            return pgvector.describe(connection)
    finally:
        engine.dispose()


def _configure(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _migrate(database_url: str, run: Callable[[Config], None]) -> None:
    with _alone(database_url) as connection:
        run(_configure(connection))
        _check_foreign_keys(connection)


@contextmanager
def _alone(database_url: str) -> Iterator[Connection]:
    """Yield a transaction beside which no other changes the database's form."""
    engine = create_engine(database_url, foreign_keys=False)
    try:
        with engine.begin() as connection:
            _lock(connection)
            yield connection
    finally:
        engine.dispose()


def _lock(connection: Connection) -> None:
    """Keep other migrations out until the transaction ends."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})


def _check_foreign_keys(connection: Connection) -> None:
    """Make up for the foreign keys that SQLite did not enforce meanwhile.

    Raises:
        RuntimeError: If a migration left a row that refers to nothing.
    """
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        message = f"the migration would leave {len(broken)} rows that refer to nothing"
        raise RuntimeError(message)
