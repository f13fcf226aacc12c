"""Tampering: what somebody can do who has the database itself, past all that the service does."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, text

TABLES = ("claim_event", "claim_event_seal")
_CHANGES = ("update", "delete", "replacement")
#: The triggers of SQLite while they are off.
_TRIGGERS = "kept_triggers"


def tamper(engine: Engine, *statements: str) -> None:
    """Take the triggers away, run the statements, and put the triggers back."""
    with engine.begin() as connection:
        set_history_triggers(connection, on=False)
        for statement in statements:
            connection.execute(text(statement))
        set_history_triggers(connection, on=True)


def set_history_triggers(connection: Connection, *, on: bool) -> None:
    """Drop the triggers that keep the history as it is, or make them again."""
    for table in TABLES:
        if connection.dialect.name == "postgresql":
            state = "ENABLE" if on else "DISABLE"
            connection.execute(text(f"ALTER TABLE {table} {state} TRIGGER {table}_refuse_change"))
        elif on:
            for sql in connection.scalars(
                text(f"SELECT sql FROM {_TRIGGERS} WHERE tbl_name = '{table}'")  # noqa: S608  own names
            ).all():
                connection.execute(text(sql))
        else:
            connection.execute(
                text(f"CREATE TABLE IF NOT EXISTS {_TRIGGERS} (tbl_name TEXT, sql TEXT)")
            )
            connection.execute(
                text(
                    f"INSERT INTO {_TRIGGERS} SELECT tbl_name, sql FROM sqlite_master "  # noqa: S608  own names
                    f"WHERE type = 'trigger' AND tbl_name = '{table}'"
                )
            )
            for change in _CHANGES:
                connection.execute(text(f"DROP TRIGGER {table}_refuse_{change}"))
    if on and connection.dialect.name == "sqlite":
        connection.execute(text(f"DROP TABLE {_TRIGGERS}"))
