"""The engine: how Claimdesk connects to SQLite and to PostgreSQL, and begins transactions.

Both databases give READ COMMITTED to a unit of work. PostgreSQL does so by default. On
SQLite each query before the first write reads on its own, and the first write begins the
transaction with `BEGIN IMMEDIATE`: it waits its turn for the one write lock at once, and
never has to turn a read lock into a write lock, which SQLite refuses without waiting when
someone else wrote meanwhile (https://www.sqlite.org/lang_transaction.html, "SQLITE_BUSY").
Readers never wait: in WAL mode they see the last commit.
"""

from __future__ import annotations

import logging
import re
import sqlite3
import threading
import time
from typing import Any

from sqlalchemy import URL, Connection, Engine, event, make_url
from sqlalchemy import create_engine as make_engine
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from service.domain.errors import InvalidInputError, StoreUnavailableError

logger = logging.getLogger(__name__)

BUSY_TIMEOUT_SECONDS = 10
CONNECT_TIMEOUT_SECONDS = 10
#: As many as the threads that may ask at a time: 40 of the web framework, and the jobs'.
_POOL_SIZE = 10
_POOL_OVERFLOW = 40
_WRITES_NOTHING = re.compile(r"\s*(SELECT|WITH|PRAGMA|EXPLAIN|BEGIN)\b", re.IGNORECASE)
_MODE_RETRY_SECONDS = 0.05
_LOCK_RETRY_SECONDS = 0.001
#: What of SQLite's errors may be gone the next time, by the primary code of its result.
_SQLITE_REASONS = {
    sqlite3.SQLITE_BUSY: "another program holds its lock",
    sqlite3.SQLITE_LOCKED: "another program holds its lock",
    sqlite3.SQLITE_FULL: "its disk is full",
    sqlite3.SQLITE_IOERR: "its disk cannot be read or written",
    sqlite3.SQLITE_CANTOPEN: "its file cannot be opened",
}


def create_engine(database_url: str, *, foreign_keys: bool = True) -> Engine:
    """Return an engine for an SQLite or a PostgreSQL database; connects to nothing yet.

    Args:
        database_url: An SQLAlchemy URL, `sqlite:///…` or `postgresql+psycopg://…`.
        foreign_keys: Whether SQLite enforces foreign keys; only migrations go without,
            since rebuilding a table would cascade its deletion.

    Raises:
        InvalidInputError: If the URL is malformed or names another kind of database.
    """
    url = _read_url(database_url)
    if url.get_backend_name() == "sqlite":
        return _create_sqlite_engine(url, foreign_keys=foreign_keys)
    engine = make_engine(
        url,
        pool_pre_ping=True,
        # Errors go into logs, and parameters are article texts and secrets.
        hide_parameters=True,
        pool_size=_POOL_SIZE,
        max_overflow=_POOL_OVERFLOW,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_SECONDS},
    )
    event.listen(engine, "handle_error", _tell_unavailable)
    return engine


def _tell_unavailable(context: ExceptionContext) -> None:
    """Raise what callers know in place of a driver's error that may be gone the next time.

    Raises:
        StoreUnavailableError: If the database is away, locked, or without space.
    """
    error = context.original_exception
    if isinstance(error, sqlite3.Error):
        reason = _SQLITE_REASONS.get((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF)
    elif context.is_disconnect or isinstance(context.sqlalchemy_exception, OperationalError):
        reason = "it does not answer, or has no room"
    else:
        reason = None
    if reason is not None:
        logger.warning("database: %s: %s", type(error).__name__, str(error).partition("\n")[0])
        message = f"The database cannot be used for now: {reason}."
        raise StoreUnavailableError(message) from error


def _read_url(database_url: str) -> URL:
    try:
        url = make_url(database_url)
        backend = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        # The URL itself is not repeated: it may hold a password.
        raise InvalidInputError("The database URL cannot be read.") from error
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise InvalidInputError(f"The database must be SQLite or PostgreSQL, not {backend}.")
    return url


def _create_sqlite_engine(url: URL, *, foreign_keys: bool) -> Engine:
    engine = make_engine(
        url,
        pool_size=_POOL_SIZE,
        max_overflow=_POOL_OVERFLOW,
        hide_parameters=True,
        connect_args={
            # No transactions behind the back: `_WriteLock` begins them.
            "isolation_level": None,
            "timeout": BUSY_TIMEOUT_SECONDS,
            # A request's unit of work moves from thread to thread, one at a time.
            "check_same_thread": False,
        },
    )

    def prepare(connection: sqlite3.Connection, _: object) -> None:
        _use_wal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        # SQLite's own lower() knows ASCII only; PostgreSQL's knows all letters.
        connection.create_function("lower", 1, _lower, deterministic=True)

    event.listen(engine, "handle_error", _tell_unavailable)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "before_cursor_execute", _WriteLock().begin_before_writing)
    return engine


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch the file to WAL, waiting for others that do so at the same time.

    SQLite's busy timeout does not cover this switch.
    """
    deadline = time.monotonic() + BUSY_TIMEOUT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise
            time.sleep(_MODE_RETRY_SECONDS)
        else:
            return


def _lower(value: str | bytes | float | None) -> str | bytes | float | None:
    return value.lower() if isinstance(value, str) else value


class _WriteLock:
    """SQLite's one write lock: of each process one thread asks for it, and asks often.

    SQLite's own wait sleeps longer and longer, up to a tenth of a second, while the lock is
    mostly held for a few milliseconds: it would lie unused for most of the time.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def begin_before_writing(
        self,
        connection: Connection,
        _cursor: object,
        statement: str,
        _parameters: Any,  # noqa: ANN401 - whatever the driver takes
        _context: object,
        _executemany: bool,
    ) -> None:
        """Begin a transaction with the lock where a statement is the first to write."""
        driver = connection.connection.driver_connection
        if not isinstance(driver, sqlite3.Connection):
            message = f"expected a connection of sqlite3, got {type(driver).__name__}"
            raise TypeError(message)
        if driver.in_transaction or _WRITES_NOTHING.match(statement):
            return
        deadline = time.monotonic() + BUSY_TIMEOUT_SECONDS
        has_turn = self._turn.acquire(timeout=BUSY_TIMEOUT_SECONDS)
        driver.execute("PRAGMA busy_timeout = 0")
        try:
            if has_turn:
                _take_lock(driver, deadline)
            if not driver.in_transaction:
                # Its error is told as every statement's is.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            driver.execute(f"PRAGMA busy_timeout = {int(BUSY_TIMEOUT_SECONDS * 1000)}")
            if has_turn:
                self._turn.release()


def _take_lock(driver: sqlite3.Connection, deadline: float) -> None:
    """Begin a transaction with the write lock as soon as it is free, unless time runs out."""
    while time.monotonic() < deadline:
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                return
            time.sleep(_LOCK_RETRY_SECONDS)
        else:
            return
