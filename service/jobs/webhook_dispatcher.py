"""The webhook dispatcher: a thread that sends what is due, beside those of other processes.

It also deletes what was sent long ago.

All that it knows is in the database, so a process that is killed loses nothing: what it held
is anybody's again once its lease has run out. Each delivery is leased by one process at a time.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from service.jobs.webhook_sender import WebhookSender
from service.use_cases import UnitOfWork
from service.use_cases.deliver_events import (
    DueDelivery,
    plan_deliveries,
    record_attempt,
    take_due,
)
from service.use_cases.prune_events import prune_events

logger = logging.getLogger(__name__)

_POLL_SECONDS = 0.5
#: As many are taken at once as are sent at once, so that no lease runs while one only waits.
_SENDERS = 8
_LEASE_MARGIN_SECONDS = 10
_PRUNING_INTERVAL = timedelta(hours=1)


@dataclass
class WebhookDispatcher:
    """Sends events to webhooks until it is closed.

    Attributes:
        unit_of_work: Opens a unit of work.
        sender: Makes the requests.
        clock: Returns the current instant in UTC.
        jitter: Returns a number from -1 to 1.
        kept: How long events and deliveries are kept; for ever where it is None.
    """

    unit_of_work: Callable[[], UnitOfWork]
    sender: WebhookSender
    clock: Callable[[], datetime]
    jitter: Callable[[], float] = lambda: random.uniform(-1, 1)  # noqa: S311  no secret # nosec B311
    kept: timedelta | None = None
    _pruned_at: datetime | None = None
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def launch(self) -> None:
        """Start the thread."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Finish the attempts that are being made, and end the thread."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(self.sender.timeout_seconds + _LEASE_MARGIN_SECONDS)
            self._thread = None

    def run_once(self) -> int:
        """Plan what is new, send what is due, and return how many attempts were made."""
        with self.unit_of_work() as uow:
            plan_deliveries(uow, self.clock())
            lease_seconds = self.sender.timeout_seconds + _LEASE_MARGIN_SECONDS
            due = take_due(uow, self.clock(), lease_seconds, _SENDERS)
        if due:
            with ThreadPoolExecutor(_SENDERS, thread_name_prefix="webhook") as senders:
                list(senders.map(self._deliver, due))
        return len(due)

    def prune(self) -> None:
        """Delete old events and deliveries, unless that was done within the hour."""
        now = self.clock()
        if self.kept is None or (
            self._pruned_at is not None and now < self._pruned_at + _PRUNING_INTERVAL
        ):
            return
        self._pruned_at = now
        deliveries, events = prune_events(self.unit_of_work, now - self.kept)
        if deliveries or events:
            logger.info("deleted %d old events and %d old deliveries", events, deliveries)

    def _deliver(self, due: DueDelivery) -> None:
        # No database connection is held while the receiver thinks.
        attempt = self.sender.send(due, self.clock())
        with self.unit_of_work() as uow:
            settled = record_attempt(uow, due, attempt, self.jitter(), self.clock())
        logger.info(
            "webhook %s: event %s, attempt %d: %s, now %s",
            due.webhook.id,
            settled.event_id,
            len(settled.attempts),
            attempt.status_code or attempt.error,
            settled.status,
        )

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                busy = self.run_once() > 0
                # After what is new was planned, so that nothing that a webhook wants is deleted.
                self.prune()
            except Exception:  # whatever it was, the next round may go well
                logger.exception("webhooks could not be sent; they are tried again")
                busy = False
            if not busy:
                self._stop.wait(_POLL_SECONDS)
