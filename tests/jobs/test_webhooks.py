"""Webhooks on a receiver that really listens: signatures, retries, refusals, crashes."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from standardwebhooks.webhooks import Webhook as Verifier

from benchmarks.faults.receiver import Receiver, receiving
from service.domain.outgoing_event import OutgoingEvent, OutgoingEventType
from service.domain.webhook import RETRY_DELAYS, DeliveryStatus, Webhook, WebhookDelivery
from service.jobs.webhook_dispatcher import WebhookDispatcher
from service.jobs.webhook_sender import WebhookSender
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.manage_webhooks import redeliver, rotate_secret
from tests.storage.rows import make_outgoing_event, make_webhook

ROOT = Path(__file__).resolve().parents[2]
WAIT_SECONDS = 60


@dataclass
class Post:
    """A dispatcher, the receiver that it sends to, and a clock that can be put forward."""

    unit_of_work: Callable[[], UnitOfWork]
    receiver: Receiver
    offset: timedelta = timedelta()
    sender: WebhookSender = field(
        default_factory=lambda: WebhookSender(5, allow_private=True, user_agent="claimdesk/test")
    )

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def dispatcher(self) -> WebhookDispatcher:
        return WebhookDispatcher(self.unit_of_work, self.sender, self.now, lambda: 0.0)

    def run(self) -> int:
        return self.dispatcher().run_once()

    def webhook(self, **fields: object) -> Webhook:
        webhook = make_webhook(**{"url": self.receiver.url, **fields})
        with self.unit_of_work() as uow:
            uow.webhooks.add(webhook)
            uow.commit()
        return webhook

    def read(self, webhook: Webhook) -> Webhook:
        with self.unit_of_work() as uow:
            return uow.webhooks.get(webhook.id)

    def tell(self, **fields: object) -> OutgoingEvent:
        event = make_outgoing_event(uuid4(), **fields)
        with self.unit_of_work() as uow:
            uow.outgoing_events.append(event)
            uow.commit()
        return event

    def deliveries(self, webhook: Webhook) -> list[WebhookDelivery]:
        with self.unit_of_work() as uow:
            return uow.webhooks.list_deliveries(webhook.id, None, None, 1000)


@pytest.fixture
def post(unit_of_work: Callable[[], UnitOfWork]) -> Iterator[Post]:
    with receiving() as receiver:
        yield Post(unit_of_work, receiver)


def test_an_event_arrives_signed_as_standard_webhooks_has_it(post: Post) -> None:
    webhook = post.webhook()
    event = post.tell()
    assert post.run() == 1
    ((headers, body),) = post.receiver.requests
    verified: Any = Verifier(webhook.secret).verify(body, headers)
    assert verified["type"] == "article.ready"
    assert verified["data"] == event.data
    assert headers["webhook-id"] == verified["id"] == str(event.id)
    assert headers["content-type"] == "application/json"
    (delivery,) = post.deliveries(webhook)
    assert (delivery.status, delivery.next_attempt_at) == (DeliveryStatus.DELIVERED, None)
    assert [attempt.status_code for attempt in delivery.attempts] == [204]
    assert post.read(webhook).last_delivered_at is not None
    assert post.run() == 0


def test_both_secrets_sign_until_the_overlap_is_over(post: Post) -> None:
    old = post.webhook()
    with post.unit_of_work() as uow:
        new = rotate_secret(uow, old.id, timedelta(hours=24), post.now())
        uow.commit()
    post.tell()
    post.run()
    headers, body = post.receiver.requests[0]
    for secret in (old.secret, new.secret):
        assert Verifier(secret).verify(body, headers)
    post.offset = timedelta(hours=25)
    post.tell()
    post.run()
    assert len(post.receiver.requests[1][0]["webhook-signature"].split()) == 1


def test_only_events_of_the_types_and_values_that_are_wanted_are_sent(post: Post) -> None:
    post.webhook(
        events=(OutgoingEventType.CLAIM_STATUS_CHANGED, OutgoingEventType.ARTICLE_READY),
        filter={"verdict": ("false", "misleading")},
    )
    changed = OutgoingEventType.CLAIM_STATUS_CHANGED
    wanted = [
        post.tell(type=changed, data={"verdict": "false"}),
        post.tell(data={"title": "No verdict in it"}),
    ]
    post.tell(type=changed, data={"verdict": "true"})
    post.tell(type=changed, data={"verdict": None})
    post.tell(type=OutgoingEventType.CLAIM_CREATED, data={"verdict": "false"})
    assert post.run() == 2
    assert set(post.receiver.ids) == {str(event.id) for event in wanted}


def test_a_failed_attempt_is_made_again_over_days_under_the_same_identifier(post: Post) -> None:
    webhook = post.webhook()
    event = post.tell()
    post.receiver.answer = lambda _: (500, {})
    for number, delay in enumerate(RETRY_DELAYS, 1):
        assert post.run() == 1
        (delivery,) = post.deliveries(webhook)
        assert (delivery.status, len(delivery.attempts)) == (DeliveryStatus.PENDING, number)
        assert delivery.next_attempt_at == delivery.attempts[-1].attempted_at + delay
        assert post.run() == 0
        post.offset += delay
    assert post.run() == 1
    (delivery,) = post.deliveries(webhook)
    assert (delivery.status, len(delivery.attempts)) == (DeliveryStatus.FAILED, 10)
    assert set(post.receiver.ids) == {str(event.id)}
    assert not post.read(webhook).enabled
    assert "Nothing was taken" in (post.read(webhook).disabled_reason or "")


def test_a_receiver_that_asks_for_time_gets_it(post: Post) -> None:
    webhook = post.webhook()
    post.tell()
    post.receiver.answer = lambda number: (
        (503, {"Retry-After": "600"}) if number == 1 else (200, {})
    )
    post.run()
    post.offset = timedelta(seconds=590)
    assert post.run() == 0
    post.offset = timedelta(seconds=610)
    assert post.run() == 1
    assert post.deliveries(webhook)[0].status is DeliveryStatus.DELIVERED


def test_a_receiver_that_is_gone_is_sent_nothing_more(post: Post) -> None:
    webhook = post.webhook()
    post.tell()
    post.receiver.answer = lambda _: (410, {})
    post.run()
    post.tell()
    assert post.run() == 0
    assert (post.read(webhook).enabled, len(post.receiver.requests)) == (False, 1)
    assert post.read(webhook).disabled_reason == "The receiver answered 410 Gone."


def test_a_redirect_is_a_failure_and_is_not_followed(post: Post) -> None:
    webhook = post.webhook()
    post.tell()
    post.receiver.answer = lambda _: (307, {"Location": "/elsewhere"})
    post.run()
    assert post.receiver.paths == ["/hook"]
    assert post.deliveries(webhook)[0].status is DeliveryStatus.PENDING


def test_a_receiver_that_drips_its_answer_is_left_in_time(post: Post) -> None:
    webhook = post.webhook()
    post.sender = replace(post.sender, timeout_seconds=1)
    post.receiver.drip_seconds = 0.1
    post.tell()
    started = time.monotonic()
    post.run()
    assert time.monotonic() - started < 30
    attempt = post.deliveries(webhook)[0].attempts[0]
    assert (attempt.status_code, attempt.error) == (None, "The receiver took too long.")


def test_an_address_that_turns_private_is_not_connected_to(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook = post.webhook(url=f"http://rebound.example:{post.receiver.port}/hook")
    resolve = socket.getaddrinfo

    def rebound(host: str, *args: Any, **kwargs: Any) -> Any:
        return resolve("127.0.0.1" if host == "rebound.example" else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    post.sender = replace(post.sender, allow_private=False)
    post.tell()
    post.run()
    assert post.receiver.requests == []
    assert "not a public address" in (post.deliveries(webhook)[0].attempts[0].error or "")


def test_dispatchers_side_by_side_send_each_event_once(post: Post) -> None:
    post.webhook()
    events = [post.tell() for _ in range(24)]
    post.receiver.before_answer = lambda: time.sleep(0.05)
    sent = []

    def work() -> None:
        dispatcher = post.dispatcher()
        deadline = time.monotonic() + WAIT_SECONDS
        while len(post.receiver.requests) < len(events) and time.monotonic() < deadline:
            sent.append(dispatcher.run_once())

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(post.receiver.ids) == sorted(str(event.id) for event in events)
    assert sum(sent) == len(events)


def test_a_delivery_is_made_once_more_when_asked_for(post: Post) -> None:
    webhook = post.webhook()
    post.tell()
    post.run()
    (first,) = post.deliveries(webhook)
    with post.unit_of_work() as uow:
        redeliver(uow, webhook.id, first.id, post.now())
        uow.commit()
    assert post.run() == 1
    assert len(set(post.receiver.ids)) == 1
    assert [delivery.redelivery_of for delivery in post.deliveries(webhook)] == [first.id, None]


def test_no_secret_is_written_to_the_log(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    webhook = post.webhook()
    post.tell()
    post.receiver.answer = lambda number: (500, {}) if number == 1 else (204, {})
    with caplog.at_level(logging.DEBUG):
        post.run()
        post.offset = timedelta(seconds=6)
        post.run()
    assert "attempt 2: 204" in caplog.text
    assert webhook.secret.removeprefix("whsec_") not in caplog.text
    assert "v1," not in caplog.text


_SEND = """
import sys
from datetime import UTC, datetime
from service.jobs.webhook_dispatcher import WebhookDispatcher
from service.jobs.webhook_sender import WebhookSender
from service.storage.unit_of_work import UnitOfWorkFactory
sender = WebhookSender(20, allow_private=True, user_agent="killed")
WebhookDispatcher(UnitOfWorkFactory(sys.argv[1]), sender, lambda: datetime.now(UTC)).run_once()
"""


def test_what_a_killed_process_was_sending_is_sent_again_and_nothing_is_lost(
    post: Post, database_url: str
) -> None:
    webhook = post.webhook()
    events = [post.tell(), post.tell()]
    arrived, free = threading.Event(), threading.Event()

    def hold() -> None:
        arrived.set()
        free.wait(WAIT_SECONDS)

    post.receiver.before_answer = hold
    process = subprocess.Popen(  # noqa: S603  this interpreter
        [sys.executable, "-c", _SEND, database_url], cwd=ROOT
    )
    assert arrived.wait(WAIT_SECONDS)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    free.set()
    post.receiver.before_answer = lambda: None
    # Its lease still runs: nobody sends twice at the same time.
    assert post.run() == 0
    post.offset = timedelta(seconds=31)
    assert post.run() == 2
    assert {delivery.status for delivery in post.deliveries(webhook)} == {DeliveryStatus.DELIVERED}
    assert set(post.receiver.ids) == {str(event.id) for event in events}
    assert json.loads(post.receiver.requests[-1][1])["data"]["title"] == "Hafen £ 4"


def test_the_dispatcher_deletes_what_is_old_once_an_hour(post: Post) -> None:
    webhook = post.webhook()
    dispatcher = replace(post.dispatcher(), kept=timedelta(days=30))
    for _ in range(3):
        post.tell(occurred_at=post.now())
        dispatcher.run_once()

    def delivered() -> int:
        dispatcher.prune()
        return len(post.deliveries(webhook))

    assert delivered() == 3
    post.offset = timedelta(days=30, minutes=30)
    assert delivered() == 0
    post.offset += timedelta(days=40)
    dispatcher.run_once()
    post.tell(occurred_at=post.now())
    dispatcher.run_once()
    assert delivered() == 1
    with post.unit_of_work() as uow:
        assert [event.sequence for event in uow.outgoing_events.list_after(0, 10)] == [4]
    post.offset += timedelta(days=30)
    replace(dispatcher, kept=None).prune()
    assert len(post.deliveries(webhook)) == 1


def test_the_thread_deletes_too(post: Post) -> None:
    post.tell(occurred_at=post.now() - timedelta(days=40))
    post.tell(occurred_at=post.now())
    dispatcher = replace(post.dispatcher(), kept=timedelta(days=30))
    dispatcher.launch()
    deadline = time.monotonic() + WAIT_SECONDS
    try:
        while True:
            with post.unit_of_work() as uow:
                if uow.outgoing_events.first_sequence() == 2:
                    break
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        dispatcher.close()
