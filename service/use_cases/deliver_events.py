"""Deliver events: plan what goes to which webhook, and record what came of each attempt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from service.domain.outgoing_event import describe_event
from service.domain.webhook import (
    DeliveryAttempt,
    DeliveryStatus,
    Webhook,
    WebhookDelivery,
    next_attempt_at,
)
from service.storage.unit_of_work import UnitOfWork

_BATCH = 200


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A delivery that this process alone may send now.

    Attributes:
        webhook: Where it goes, with the secrets to sign it with.
        payload: The body to send.
        lease_id: What proves that this process has it.
    """

    webhook: Webhook
    delivery: WebhookDelivery
    payload: str
    lease_id: UUID


def plan_deliveries(uow: UnitOfWork, now: datetime) -> None:
    """Have every new event delivered to the webhooks that want it; commits as it goes."""
    for webhook in uow.webhooks.list():
        current = webhook
        while current.enabled:
            events = uow.outgoing_events.list_after(current.last_sequence, _BATCH)
            if not events or not uow.webhooks.plan(current, events, now):
                break
            uow.commit()
            current = replace(current, last_sequence=events[-1].sequence)
        uow.rollback()


def take_due(uow: UnitOfWork, now: datetime, lease_seconds: float, limit: int) -> list[DueDelivery]:
    """Return deliveries that are due, so that no other process sends them meanwhile; commits.

    Args:
        uow: Where deliveries are stored.
        now: The current instant.
        lease_seconds: After so long without a word they are anybody's again.
        limit: The most deliveries to take.
    """
    leased = uow.webhooks.lease(now, lease_seconds, limit)
    due = [
        DueDelivery(
            uow.webhooks.get(delivery.webhook_id),
            delivery,
            describe_event(uow.webhooks.get_event(delivery)),
            lease_id,
        )
        for delivery, lease_id in leased
    ]
    uow.commit()
    return due


def record_attempt(
    uow: UnitOfWork, due: DueDelivery, attempt: DeliveryAttempt, jitter: float, now: datetime
) -> WebhookDelivery:
    """Store what came of an attempt: delivered, to be tried again, or given up; commits.

    A receiver that answers 410 is sent nothing more, and neither is one that took nothing in
    all the time that an event was tried.

    Args:
        uow: Where deliveries are stored.
        due: What was tried.
        attempt: What came of it.
        jitter: From -1 to 1; makes the next wait shorter or longer.
        now: The current instant.
    """
    delivery = due.delivery
    attempts = (*delivery.attempts, attempt)
    again_at = None
    status = DeliveryStatus.DELIVERED
    if not attempt.is_success:
        again_at = None if attempt.is_gone else next_attempt_at(attempts, jitter)
        status = DeliveryStatus.FAILED if again_at is None else DeliveryStatus.PENDING
    settled = replace(
        delivery, status=status, attempts=attempts, next_attempt_at=again_at, updated_at=now
    )
    if uow.webhooks.settle(settled, due.lease_id) and status is DeliveryStatus.FAILED:
        reason = _why_disabled(uow.webhooks.get(delivery.webhook_id), settled)
        if reason is not None:
            uow.webhooks.disable(delivery.webhook_id, reason, now)
    uow.commit()
    return settled


def _why_disabled(webhook: Webhook, delivery: WebhookDelivery) -> str | None:
    if delivery.attempts[-1].is_gone:
        return "The receiver answered 410 Gone."
    last = webhook.last_delivered_at
    if last is None or last < delivery.created_at:
        return (
            f"Nothing was taken since {delivery.created_at.isoformat()}; the last attempts failed."
        )
    return None
