"""Pruning: what is old goes, what somebody is still to be told stays, and nothing in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from service.domain.errors import EventsPrunedError
from service.domain.outgoing_event import OutgoingEvent
from service.domain.webhook import DeliveryAttempt, Webhook
from service.storage.unit_of_work import UnitOfWork
from service.use_cases import prune_events as pruning
from service.use_cases.deliver_events import plan_deliveries, record_attempt, take_due
from service.use_cases.manage_webhooks import redeliver
from service.use_cases.prune_events import prune_events
from service.use_cases.read_outgoing_events import find_start
from tests.storage.rows import NOW, make_outgoing_event, make_webhook

UnitOfWorkMaker = Callable[[], UnitOfWork]
OLD = NOW - timedelta(days=40)
BEFORE = NOW - timedelta(days=30)


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "BATCH_ROWS", 2)


def tell(unit_of_work: UnitOfWorkMaker, *instants: object) -> list[OutgoingEvent]:
    events = [make_outgoing_event(uuid4(), occurred_at=instant) for instant in instants]
    for event in events:
        with unit_of_work() as uow:
            uow.outgoing_events.append(event)
            uow.commit()
    return events


def kept(unit_of_work: UnitOfWorkMaker) -> list[int]:
    with unit_of_work() as uow:
        return [event.sequence for event in uow.outgoing_events.list_after(0, 1000)]


def subscribe(unit_of_work: UnitOfWorkMaker, **fields: object) -> Webhook:
    webhook = make_webhook(**fields)
    with unit_of_work() as uow:
        uow.webhooks.add(webhook)
        uow.commit()
    return webhook


def send(unit_of_work: UnitOfWorkMaker, status_code: int = 204) -> None:
    """Plan what is new, and try everything that is due once, forty days ago."""
    attempt = DeliveryAttempt(OLD, status_code, None, 0.1)
    with unit_of_work() as uow:
        plan_deliveries(uow, OLD)
        for due in take_due(uow, OLD, 60, 100):
            record_attempt(uow, due, attempt, 0.0, OLD)


def test_old_events_go_in_batches_and_newer_ones_stay(unit_of_work: UnitOfWorkMaker) -> None:
    tell(unit_of_work, OLD, OLD, OLD, OLD, OLD, NOW, NOW)
    assert prune_events(unit_of_work, BEFORE) == (0, 5)
    assert kept(unit_of_work) == [6, 7]
    assert prune_events(unit_of_work, BEFORE) == (0, 0)


def test_the_newest_event_stays_so_that_numbers_go_on(unit_of_work: UnitOfWorkMaker) -> None:
    tell(unit_of_work, OLD, OLD, OLD)
    assert prune_events(unit_of_work, BEFORE) == (0, 2)
    tell(unit_of_work, NOW)
    assert kept(unit_of_work) == [3, 4]


def test_an_event_that_happened_earlier_than_one_before_it_leaves_no_hole(
    unit_of_work: UnitOfWorkMaker,
) -> None:
    tell(unit_of_work, OLD, NOW, OLD, NOW)
    prune_events(unit_of_work, BEFORE)
    assert kept(unit_of_work) == [2, 3, 4]


def test_nothing_is_deleted_where_nothing_was_told(unit_of_work: UnitOfWorkMaker) -> None:
    assert prune_events(unit_of_work, BEFORE) == (0, 0)


def test_delivered_and_failed_deliveries_go_with_their_events(
    unit_of_work: UnitOfWorkMaker,
) -> None:
    webhook = subscribe(unit_of_work)
    tell(unit_of_work, OLD, OLD, OLD)
    send(unit_of_work)
    tell(unit_of_work, NOW)
    assert prune_events(unit_of_work, BEFORE) == (3, 3)
    with unit_of_work() as uow:
        assert uow.webhooks.list_deliveries(webhook.id, None, None, 10) == []
    assert kept(unit_of_work) == [4]


def test_what_is_still_to_be_sent_stays_with_its_event(unit_of_work: UnitOfWorkMaker) -> None:
    webhook = subscribe(unit_of_work)
    tell(unit_of_work, OLD)
    send(unit_of_work)
    tell(unit_of_work, OLD)
    send(unit_of_work, status_code=500)
    tell(unit_of_work, OLD, NOW)
    prune_events(unit_of_work, BEFORE)
    assert kept(unit_of_work) == [2, 3, 4]
    with unit_of_work() as uow:
        (pending,) = uow.webhooks.list_deliveries(webhook.id, None, None, 10)
        assert uow.webhooks.get_event(pending).sequence == 2


def test_what_a_disabled_webhook_was_to_be_sent_keeps_nothing(
    unit_of_work: UnitOfWorkMaker,
) -> None:
    webhook = subscribe(unit_of_work)
    tell(unit_of_work, OLD)
    send(unit_of_work, status_code=500)
    with unit_of_work() as uow:
        uow.webhooks.disable(webhook.id, "asked to", OLD)
        uow.commit()
    tell(unit_of_work, OLD, NOW)
    assert prune_events(unit_of_work, BEFORE) == (1, 2)


def test_what_was_not_looked_at_for_a_webhook_yet_stays(unit_of_work: UnitOfWorkMaker) -> None:
    tell(unit_of_work, OLD, OLD)
    subscribe(unit_of_work, last_sequence=1)
    tell(unit_of_work, NOW)
    prune_events(unit_of_work, BEFORE)
    assert kept(unit_of_work) == [2, 3]


def test_an_event_that_is_sent_once_more_stays_as_long_as_that(
    unit_of_work: UnitOfWorkMaker,
) -> None:
    webhook = subscribe(unit_of_work)
    tell(unit_of_work, OLD, NOW)
    send(unit_of_work)
    with unit_of_work() as uow:
        oldest = uow.webhooks.list_deliveries(webhook.id, None, None, 10)
        first = next(item for item in oldest if uow.webhooks.get_event(item).sequence == 1)
        redeliver(uow, webhook.id, first.id, NOW)
        uow.commit()
    assert prune_events(unit_of_work, BEFORE) == (2, 0)
    assert kept(unit_of_work) == [1, 2]


def test_a_stream_begins_only_where_nothing_is_missing(unit_of_work: UnitOfWorkMaker) -> None:
    tell(unit_of_work, OLD, OLD, OLD, NOW)
    prune_events(unit_of_work, BEFORE)
    with unit_of_work() as uow:
        for number in (0, 3, 4):
            assert find_start(uow, number, "#/query/last_event_id") == number
        assert find_start(uow, None, "#/query/last_event_id") == 4
        for number in (1, 2):
            with pytest.raises(EventsPrunedError, match="the first that is kept is 4"):
                find_start(uow, number, "#/query/last_event_id")
