"""Engines and transactions: what both databases promise alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import StatementError

from service.domain.claim_action import ClaimAction
from service.domain.errors import InvalidInputError, NotFoundError
from service.storage.engine import create_engine
from service.storage.unit_of_work import UnitOfWorkFactory
from tests.storage.rows import NOW, add_article, add_claim, add_everything, make_event

if TYPE_CHECKING:
    from service.storage.unit_of_work import UnitOfWork

    UnitsOfWork = Callable[[], UnitOfWork]

WRITERS = 8
WRITES = 5


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'new.db'}")
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2)]
)
def test_sqlite_is_durable_and_enforces_foreign_keys_on_every_connection(
    sqlite_engine: Engine, pragma: str, value: object
) -> None:
    with sqlite_engine.connect() as first, sqlite_engine.connect() as second:
        for connection in (first, second):
            assert connection.scalar(text(f"PRAGMA {pragma}")) == value


@pytest.mark.parametrize(
    "url", ["", "claimdesk.db", "mysql://localhost/claims", "nonsense://x", "postgresql://h:p/x"]
)
def test_a_url_of_another_kind_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(InvalidInputError) as raised:
        create_engine(url)
    assert url == "" or url not in raised.value.detail


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_postgresql_is_always_reached_through_the_driver_that_is_installed(scheme: str) -> None:
    engine = create_engine(f"{scheme}://user@localhost/claims")
    assert engine.url.drivername == "postgresql+psycopg"


def test_a_database_that_does_not_answer_is_a_problem_that_names_no_password() -> None:
    factory = UnitOfWorkFactory("postgresql://user:secret@127.0.0.1:1/claims")
    problem = factory.problem()
    factory.dispose()
    assert problem is not None
    assert "does not answer" in problem
    assert "secret" not in problem


def test_a_database_that_answers_is_no_problem(database_url: str) -> None:
    factory = UnitOfWorkFactory(database_url)
    assert factory.problem() is None
    factory.dispose()


def test_an_instant_without_time_zone_is_refused(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow, pytest.raises(StatementError, match="needs a time zone"):
        add_article(uow, created_at=NOW.replace(tzinfo=None))


def test_instants_of_any_time_zone_come_back_as_the_same_instant_in_utc(
    unit_of_work: UnitsOfWork,
) -> None:
    far_east = NOW.astimezone(timezone(timedelta(hours=13, minutes=45)))
    with unit_of_work() as uow:
        article_id = add_article(uow, created_at=far_east, published_at=far_east).id
        uow.commit()
    with unit_of_work() as uow:
        article = uow.articles.get(article_id)
    for instant in (article.created_at, article.submission.published_at):
        assert instant == NOW
        assert instant.tzinfo is UTC


@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_instants_far_away_are_kept_to_the_microsecond(
    unit_of_work: UnitsOfWork, year: int
) -> None:
    instant = datetime(year, 12, 31, 12, 0, 0, 1, tzinfo=UTC)
    with unit_of_work() as uow:
        article_id = add_article(uow, published_at=instant).id
        uow.commit()
    with unit_of_work() as uow:
        assert uow.articles.get(article_id).submission.published_at == instant


def test_writers_at_once_wait_for_each_other_and_lose_nothing(unit_of_work: UnitsOfWork) -> None:
    start = Barrier(WRITERS)

    def write(writer: int) -> None:
        start.wait()
        for number in range(WRITES):
            with unit_of_work() as uow:
                # Read first: SQLite refuses to make a writer of a reader that is behind.
                assert uow.articles.find_by_sha256("0" * 64) is None
                add_article(uow, f"Text {number} of writer {writer}.")
                uow.commit()

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(write, range(WRITERS)))
    with unit_of_work() as uow:
        assert sum(uow.articles.count_by_status().values()) == WRITERS * WRITES


def test_readers_see_the_last_commit_while_another_writes(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as writer, unit_of_work() as reader:
        article = add_article(writer)
        with pytest.raises(NotFoundError):
            reader.articles.get(article.id)
        writer.commit()
        assert reader.articles.get(article.id) == article


def test_what_is_rolled_back_or_left_uncommitted_leaves_nothing(
    unit_of_work: UnitsOfWork,
) -> None:
    with unit_of_work() as uow:
        article = add_everything(uow)
        uow.rollback()
        assert uow.articles.count_by_status() == {}
        add_everything(uow)
    with suppress(ZeroDivisionError), unit_of_work() as uow:
        add_everything(uow)
        raise ZeroDivisionError
    with unit_of_work() as uow:
        assert uow.articles.count_by_status() == {}
        assert uow.summaries.list(article.id) == []
        assert uow.idempotency_keys.reserve("key", "create_article", "other", NOW, 1, 1) is None


def test_a_change_that_is_rolled_back_changes_nothing(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        claim = add_claim(uow, add_article(uow).id, tags=("port",))
        uow.commit()
        changed = replace(claim, text="Something else.", tags=("crane", "port"))
        uow.claims.update(changed, 1, make_event(ClaimAction.EDITED))
        uow.rollback()
        assert uow.claims.get(claim.id) == claim
        assert len(uow.claims.events(claim.id)) == 1


def test_one_unit_of_work_goes_on_after_each_commit(
    unit_of_work: UnitsOfWork, database_url: str
) -> None:
    with unit_of_work() as uow:
        first = add_article(uow, "One.")
        uow.commit()
        second = add_article(uow, "Two.")
        uow.commit()
        # No connection is kept between a commit and the next query.
        other = create_engine(database_url)
        with other.begin() as connection:
            assert connection.scalar(text("SELECT count(*) FROM article")) == 2
            connection.execute(text("UPDATE article SET title = 'Changed'"))
        other.dispose()
        titles = [uow.articles.get(item.id).submission.title for item in (first, second)]
    assert titles == ["Changed", "Changed"]


def test_a_writer_that_waited_leaves_the_connection_as_patient_as_it_was(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.begin() as connection:
        before = connection.execute(text("PRAGMA busy_timeout")).scalar()
        connection.execute(text("CREATE TABLE t (a INTEGER)"))
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == before == 10_000
    engine.dispose()
