"""Outgoing events: numbered in the order of commits, gone with what is rolled back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest

from service.domain.outgoing_event import OutgoingEvent, OutgoingEventType
from service.storage.unit_of_work import UnitOfWork
from tests.storage.rows import NOW, make_outgoing_event

UnitOfWorkMaker = Callable[[], UnitOfWork]


def _append(uow: UnitOfWork, **fields: object) -> OutgoingEvent:
    event = make_outgoing_event(uuid4(), **fields)
    uow.outgoing_events.append(event)
    return event


def _stored(unit_of_work: UnitOfWorkMaker, after: int = 0) -> list[OutgoingEvent]:
    with unit_of_work() as uow:
        return uow.outgoing_events.list_after(after, 1000)


def test_an_event_comes_back_as_it_was_appended(unit_of_work: UnitOfWorkMaker) -> None:
    claim_id = uuid4()
    with unit_of_work() as uow:
        event = _append(uow, claim_id=claim_id, type=OutgoingEventType.CLAIM_CREATED)
        assert uow.outgoing_events.last_sequence() == 0
        uow.commit()
    (found,) = _stored(unit_of_work)
    assert found.sequence == 1
    assert (found.id, found.type, found.actor) == (event.id, event.type, "claimdesk")
    assert (found.article_id, found.claim_id) == (event.article_id, claim_id)
    assert (found.data, found.occurred_at) == (event.data, NOW)


def test_an_event_of_a_transaction_that_is_rolled_back_is_gone(
    unit_of_work: UnitOfWorkMaker,
) -> None:
    with unit_of_work() as uow:
        _append(uow)
        uow.rollback()
        kept = _append(uow)
        uow.commit()
        uow.commit()
    with unit_of_work() as uow:
        _append(uow)
    assert [(event.id, event.sequence) for event in _stored(unit_of_work)] == [(kept.id, 1)]


def test_events_are_numbered_as_they_are_committed_not_as_they_are_written(
    unit_of_work: UnitOfWorkMaker, database_url: str
) -> None:
    if database_url.startswith("sqlite"):
        # SQLite lets one transaction write at a time, so nothing can overtake.
        with unit_of_work() as first, unit_of_work() as second:
            early = _append(first)
            first.commit()
            late = _append(second)
            second.commit()
    else:
        with unit_of_work() as first, unit_of_work() as second:
            late = _append(first)
            early = _append(second)
            second.commit()
            first.commit()
    assert [event.id for event in _stored(unit_of_work)] == [early.id, late.id]


def test_a_reader_never_finds_a_smaller_number_later(unit_of_work: UnitOfWorkMaker) -> None:
    writers, rounds = 6, 15
    done = threading.Event()
    seen: list[int] = []

    def write() -> None:
        for _ in range(rounds):
            with unit_of_work() as uow:
                _append(uow)
                _append(uow)
                uow.commit()

    def read() -> None:
        while True:
            finished = done.is_set()
            last = seen[-1] if seen else 0
            seen.extend(event.sequence for event in _stored(unit_of_work, last))
            if finished:
                return

    reader = threading.Thread(target=read)
    threads = [threading.Thread(target=write) for _ in range(writers)]
    for thread in (reader, *threads):
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    reader.join()
    # Whoever skips ahead of an uncommitted number would miss it here.
    assert seen == list(range(1, writers * rounds * 2 + 1))


@pytest.mark.parametrize("limit", [1, 2])
def test_a_reader_goes_on_after_what_it_has(unit_of_work: UnitOfWorkMaker, limit: int) -> None:
    with unit_of_work() as uow:
        appended = [_append(uow) for _ in range(3)]
        uow.commit()
        page = uow.outgoing_events.list_after(1, limit)
        assert [event.id for event in page] == [event.id for event in appended[1 : 1 + limit]]
        assert uow.outgoing_events.last_sequence() == 3
        assert uow.outgoing_events.list_after(3, limit) == []


def test_a_reader_may_want_some_types_only(unit_of_work: UnitOfWorkMaker) -> None:
    with unit_of_work() as uow:
        for event_type in OutgoingEventType:
            _append(uow, type=event_type)
        uow.commit()
        wanted = {OutgoingEventType.SUMMARY_STALE, OutgoingEventType.ARTICLE_FAILED}
        found = uow.outgoing_events.list_after(0, 10, wanted)
    assert {event.type for event in found} == wanted
