"""The history's chain: that it is made, that it is kept, and that tampering shows."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from service.domain.article import Article
from service.domain.claim_action import ClaimAction
from service.domain.claim_history import HistoryReport
from service.storage.engine import create_engine
from service.storage.migration import downgrade, upgrade
from service.storage.unit_of_work import UnitOfWork, UnitOfWorkFactory
from service.use_cases.verify_history import verify_history
from tests.storage.rows import add_article, add_claim, add_ready_article, later, make_event
from tests.storage.tampering import tamper

UnitOfWorkMaker = Callable[[], UnitOfWork]
KEYS = {"claim_event": "claim_id, sequence", "claim_event_seal": "position"}


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def article(unit_of_work: UnitOfWorkMaker) -> Article:
    """An article with two claims of the analysis and one of an editor's: three events."""
    with unit_of_work() as uow:
        article = add_ready_article(uow)
        uow.commit()
        add_claim(uow, article.id)
        uow.commit()
        return uow.articles.get(article.id)


def _verify(unit_of_work: UnitOfWorkMaker, includes: str | None = None) -> HistoryReport:
    with unit_of_work() as uow:
        return verify_history(uow, includes)


def test_an_untouched_history_is_whole(unit_of_work: UnitOfWorkMaker, article: Article) -> None:
    report = _verify(unit_of_work)
    assert (report.event_count, report.broken) == (3, None)
    with unit_of_work() as uow:
        uow.claims.append_event(
            uow.claims.list_of_article(article.id)[0].id, make_event(ClaimAction.EDITED, later(1))
        )
        uow.commit()
    longer = _verify(unit_of_work, includes=report.head_hash)
    assert (longer.event_count, longer.broken) == (4, None)
    assert longer.head_hash != report.head_hash


def test_nothing_at_all_is_whole_too(unit_of_work: UnitOfWorkMaker) -> None:
    assert _verify(unit_of_work) == HistoryReport(0, "0" * 64, None)


def test_a_seal_is_the_sha256_of_what_anybody_can_read(
    unit_of_work: UnitOfWorkMaker, engine: Engine, article: Article
) -> None:
    del article
    with unit_of_work() as uow:
        first, *_ = uow.history.walk()
        event = uow.claims.events(first.claim_id)[0]
        content = {
            "position": 1,
            "previous_hash": "0" * 64,
            "claim_id": str(first.claim_id),
            "sequence": 1,
            "version": 1,
            "action": "created",
            "occurred_at": "2024-05-06T09:00:00.123456+00:00",
            "actor": "claimdesk",
            "on_behalf_of": None,
            "before": {},
            "after": dict(event.after),
            "reason": None,
            "evidence": [],
            "correction_note": None,
        }
        # Canonical JSON writes 1.0 as 1; else Python's sorted and dense form is the same here.
        content["after"]["support"] = 1
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    with engine.connect() as connection:
        stored = connection.scalar(text("SELECT hash FROM claim_event_seal WHERE position = 1"))
    assert stored == hashlib.sha256(written.encode()).hexdigest()


def test_what_is_rolled_back_leaves_no_gap(unit_of_work: UnitOfWorkMaker, article: Article) -> None:
    with unit_of_work() as uow:
        add_claim(uow, article.id)
        uow.rollback()
        add_claim(uow, article.id)
        uow.commit()
    report = _verify(unit_of_work)
    assert (report.event_count, report.broken) == (4, None)


def test_writers_at_the_same_time_form_one_chain(unit_of_work: UnitOfWorkMaker) -> None:
    writers, rounds = 5, 6

    def write(name: str) -> None:
        for number in range(rounds):
            with unit_of_work() as uow:
                add_claim(uow, add_article(uow, f"{name} {number}").id)
                uow.commit()

    threads = [threading.Thread(target=write, args=(f"Text {i}",)) for i in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = _verify(unit_of_work)
    assert (report.event_count, report.broken) == (writers * rounds, None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claim_event SET actor = 'nobody'",
        "UPDATE claim_event SET actor = actor",
        "DELETE FROM claim_event",
        "UPDATE claim_event_seal SET hash = previous_hash",
        "DELETE FROM claim_event_seal WHERE position = 3",
        "{replace} claim_event SELECT * FROM claim_event",
        "{replace} claim_event_seal SELECT * FROM claim_event_seal",
        "{truncate} claim_event_seal",
    ],
)
def test_the_database_itself_refuses_every_change(
    unit_of_work: UnitOfWorkMaker, engine: Engine, article: Article, statement: str
) -> None:
    del article
    is_sqlite = engine.dialect.name == "sqlite"
    if not is_sqlite and "{replace}" in statement:
        statement += " ON CONFLICT DO UPDATE SET claim_id = EXCLUDED.claim_id"
        statement = statement.replace("CONFLICT", f"CONFLICT ({KEYS[statement.split()[1]]})")
    written = statement.format(
        replace="INSERT OR REPLACE INTO" if is_sqlite else "INSERT INTO",
        truncate="DELETE FROM" if is_sqlite else "TRUNCATE",
    )
    with engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(written))
    assert _verify(unit_of_work).broken is None


def test_deleting_an_article_leaves_the_chain_whole(
    unit_of_work: UnitOfWorkMaker, article: Article
) -> None:
    with unit_of_work() as uow:
        uow.articles.delete(article.id)
        uow.commit()
    report = _verify(unit_of_work)
    assert (report.event_count, report.broken) == (3, None)


#: What somebody does to the second event of three, and what the walk says of it.
TAMPERINGS = [
    ("UPDATE claim_event SET actor = 'nobody' WHERE {second}", 2, "not what was written"),
    ("UPDATE claim_event SET reason = 'No.' WHERE {second}", 2, "not what was written"),
    ("UPDATE claim_event SET evidence = '[{{}}]' WHERE {second}", 2, "not what was written"),
    ("UPDATE claim_event SET after = '{{}}' WHERE {second}", 2, "not what was written"),
    ("UPDATE claim_event SET version = 9 WHERE {second}", 2, "not what was written"),
    ("DELETE FROM claim_event WHERE {second}", 2, "missing"),
    ("DELETE FROM claim_event_seal WHERE position = 2", 3, "Entry 2 of the chain is missing"),
    ("UPDATE claim_event_seal SET hash = previous_hash WHERE position = 2", 2, "not what was"),
    ("UPDATE claim_event_seal SET previous_hash = hash WHERE position = 2", 2, "does not follow"),
    ("DELETE FROM claim_event_seal WHERE position = 3", None, "in no entry of the chain"),
]


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_what_was_tampered_with_is_named(
    unit_of_work: UnitOfWorkMaker,
    engine: Engine,
    article: Article,
    tampering: tuple[str, int | None, str],
) -> None:
    del article
    statement, position, detail = tampering
    claims = _sealed_claims(unit_of_work)
    second = str(claims[1]) if engine.dialect.name == "postgresql" else claims[1].hex
    tamper(engine, statement.format(second=f"claim_id = '{second}'"))
    broken = _verify(unit_of_work).broken
    assert broken is not None
    assert broken.position == position
    assert broken.claim_id == claims[2 if position in {None, 3} else 1]
    assert broken.sequence == 1
    assert detail in broken.detail


def test_two_events_that_changed_places_are_found(
    unit_of_work: UnitOfWorkMaker, engine: Engine, article: Article
) -> None:
    del article
    tamper(
        engine,
        "UPDATE claim_event_seal SET position = 9 WHERE position = 2",
        "UPDATE claim_event_seal SET position = 2 WHERE position = 3",
        "UPDATE claim_event_seal SET position = 3 WHERE position = 9",
    )
    report = _verify(unit_of_work)
    assert report.broken is not None
    assert (report.event_count, report.broken.position) == (1, 2)


def test_an_end_that_was_cut_off_shows_by_a_head_that_was_noted(
    unit_of_work: UnitOfWorkMaker, engine: Engine, article: Article
) -> None:
    del article
    head = _verify(unit_of_work).head_hash
    last = _sealed_claims(unit_of_work)[2]
    written = str(last) if engine.dialect.name == "postgresql" else last.hex
    tamper(
        engine,
        "DELETE FROM claim_event_seal WHERE position = 3",
        f"DELETE FROM claim_event WHERE claim_id = '{written}'",  # noqa: S608  an identifier
    )
    assert _verify(unit_of_work).broken is None
    broken = _verify(unit_of_work, includes=head).broken
    assert broken is not None
    assert head in broken.detail


def _sealed_claims(unit_of_work: UnitOfWorkMaker) -> list[UUID]:
    with unit_of_work() as uow:
        return [link.claim_id for link in uow.history.walk()]


def test_a_migration_chains_the_history_that_is_there(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    factory = UnitOfWorkFactory(empty_database_url)
    with factory() as uow:
        article = add_ready_article(uow)
        claim = add_claim(uow, article.id)
        uow.commit()
        uow.claims.append_event(claim.id, make_event(ClaimAction.EDITED, later(1)))
        uow.commit()
        history = uow.claims.events(claim.id)
    factory.dispose()
    downgrade(empty_database_url, "0003")
    upgrade(empty_database_url)
    with factory() as uow:
        report = verify_history(uow)
        assert (report.event_count, report.broken) == (4, None)
        events = uow.claims.events(claim.id)
    assert [event.version for event in events] == [1, 2]
    assert [(e.action, e.before, e.after, e.evidence) for e in events] == [
        (e.action, e.before, e.after, e.evidence) for e in history
    ]
    engine = create_engine(empty_database_url)
    with engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text("DELETE FROM claim_event"))
    engine.dispose()
    factory.dispose()
