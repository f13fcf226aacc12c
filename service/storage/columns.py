"""Column types and constraint helpers that the records share."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, Dialect, Enum, text
from sqlalchemy.types import TypeDecorator

#: Longest value of an enumeration that a column takes.
ENUM_LENGTH = 20


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: UTC when it is stored and when it is read, on every database.

    SQLite keeps no time zone, so the value is written there as UTC without one.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant as the database takes it.

        Raises:
            ValueError: If the value has no time zone, since nobody knows which was meant.
        """
        if value is None:
            return None
        if value.utcoffset() is None:
            message = f"an instant needs a time zone, got {value!r}"
            raise ValueError(message)
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def enum_type(enum: type[StrEnum]) -> Enum:
    """Return a text column type that reads and writes the values of an enumeration.

    The database's own enumeration types are not used: changing them needs a migration of
    another form on each database. `one_of` guards the values instead.
    """
    return Enum(
        enum,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=False,
        length=ENUM_LENGTH,
    )


def one_of(column: str, enum: type[StrEnum]) -> CheckConstraint:
    """Return the constraint, named after the column, that holds it to an enumeration."""
    values = ", ".join(f"'{member.value}'" for member in enum)
    return CheckConstraint(f"{column} IN ({values})", name=column)


def share(column: str) -> CheckConstraint:
    """Return the constraint, named after the column, that holds it between 0 and 1."""
    return CheckConstraint(f"{column} >= 0 AND {column} <= 1", name=column)


def at_least(column: str, minimum: int) -> CheckConstraint:
    """Return the constraint, named after the column, that gives it a minimum."""
    return CheckConstraint(f"{column} >= {minimum}", name=column)


def where(condition: str) -> dict[str, Any]:
    """Return what holds an index to the rows that meet a condition, on every database."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
