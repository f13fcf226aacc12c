"""Bulk: rows by the hundred thousand, written as fast as each database takes them."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Dialect, Engine, Index, event
from sqlalchemy.orm import Session

from service.storage.metadata import METADATA
from service.storage.records import Record

Row = dict[str, Any]
_Write = Callable[[Any], Any]


@contextmanager
def filling(engine: Engine) -> Iterator[None]:
    """Have a database without its indexes filled, which are made again at the end.

    Nothing is to be lost that cannot be made again: SQLite does not wait for the disk.
    """
    indexes: list[Index] = [
        index for table in METADATA.sorted_tables for index in sorted(table.indexes, key=_name)
    ]

    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")
        # Two gigabytes: all pages that are written at a time.
        connection.execute("PRAGMA cache_size = -2000000")

    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", prepare)
        engine.dispose()
    for index in indexes:
        index.drop(engine, checkfirst=True)
    # What is generated holds no cycles, and is looked through for them all the time.
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
    for index in indexes:
        index.create(engine, checkfirst=True)


def store_rows(session: Session, record: type[Record], rows: Sequence[Row]) -> None:
    """Store rows that have the same columns: by COPY on PostgreSQL, on SQLite by its driver."""
    if not rows:
        return
    names = list(rows[0])
    writes = _writes(record, names, session.get_bind().dialect)
    written = (
        [
            row[name] if write is None else write(row[name])
            for name, write in zip(names, writes, strict=True)
        ]
        for row in rows
    )
    columns = ", ".join(names)
    connection = session.connection()
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        marks = ", ".join("?" * len(names))
        connection.exec_driver_sql(
            f"INSERT INTO {record.__tablename__} ({columns}) VALUES ({marks})",  # noqa: S608  own names
            [tuple(values) for values in written],
        )
        return
    with driver.cursor().copy(f"COPY {record.__tablename__} ({columns}) FROM STDIN") as copy:
        for values in written:
            copy.write_row(values)


def _writes(record: type[Record], names: Sequence[str], dialect: Dialect) -> list[_Write | None]:
    """Return what makes of each column's values what the driver takes; None where it does."""
    columns = record.__table__.columns
    return [
        # pgvector's column is named by no record.
        columns[name].type.dialect_impl(dialect).bind_processor(dialect)
        if name in columns
        else None
        for name in names
    ]


def _name(index: Index) -> str:
    return str(index.name)
