"""What callers are told while a database cannot be used, in place of a driver's errors."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from service.domain.errors import StoreUnavailableError
from service.storage import engine as engines
from service.storage.engine import create_engine
from service.storage.unit_of_work import UnitOfWorkFactory


def test_a_locked_database_is_unavailable_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "BUSY_TIMEOUT_SECONDS", 0.05)
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (a INTEGER)"))
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with engine.connect() as connection:
            with pytest.raises(StoreUnavailableError, match="lock") as caught:
                connection.execute(text("INSERT INTO t VALUES (1)"))
            assert caught.value.retry_after_seconds > 0
            assert connection.execute(text("SELECT count(*) FROM t")).scalar() == 0
    engine.dispose()


def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    factory = UnitOfWorkFactory(f"sqlite:///{tmp_path / 'missing' / 'a.db'}")
    problem = factory.problem()
    assert problem is not None
    assert "cannot be opened" in problem
    factory.dispose()


def test_a_server_that_is_not_there_is_unavailable() -> None:
    factory = UnitOfWorkFactory("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    with factory() as uow, pytest.raises(StoreUnavailableError):
        uow.articles.count_by_status()
    assert factory.problem() is not None
    factory.dispose()


def test_connections_that_a_server_ended_are_unavailable_once_and_made_anew(
    database_url: str,
) -> None:
    engine = create_engine(database_url)
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            with pytest.raises(StoreUnavailableError):
                connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
            connection.rollback()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    engine.dispose()


def test_errors_of_a_statement_stay_what_they_are(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        with pytest.raises(DBAPIError) as caught:
            connection.execute(text("SELECT * FROM no_such_table"))
        assert not isinstance(caught.value, IntegrityError)
        connection.rollback()
        with pytest.raises(IntegrityError):
            connection.execute(text("INSERT INTO worker (name, beats) VALUES ('a', 0)"))
    engine.dispose()
