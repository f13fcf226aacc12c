"""The repository of webhooks and of the deliveries to them."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from service.domain.errors import NotFoundError, VersionMismatchError
from service.domain.outgoing_event import OutgoingEvent, OutgoingEventType
from service.domain.webhook import (
    DeliveryAttempt,
    DeliveryStatus,
    Webhook,
    WebhookDelivery,
)
from service.storage.outgoing_event_records import OutgoingEventRecord
from service.storage.outgoing_events import to_outgoing_event
from service.storage.paging import newest_first
from service.storage.webhook_records import WebhookDeliveryRecord, WebhookRecord


class WebhookRepository:
    """Stores webhooks, and hands their deliveries to one sender at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, webhook: Webhook) -> None:
        """Store a new webhook."""
        self._session.add(WebhookRecord(id=webhook.id, **_values(webhook)))
        self._session.flush()

    def get(self, webhook_id: UUID) -> Webhook:
        """Return a webhook.

        Raises:
            NotFoundError: If there is none of that identifier.
        """
        return _to_webhook(self._record(webhook_id))

    def list(
        self, before: tuple[datetime, UUID] | None = None, limit: int | None = None
    ) -> builtins.list[Webhook]:
        """Return webhooks, the newest first, from the one after `before`."""
        statement = select(WebhookRecord)
        statement = newest_first(statement, WebhookRecord, before, limit)
        return [_to_webhook(record) for record in self._session.scalars(statement)]

    def update(self, webhook: Webhook, expected_version: int) -> Webhook:
        """Store what a caller changed.

        Returns:
            The webhook with its new version.

        Raises:
            NotFoundError: If there is no such webhook.
            VersionMismatchError: If the stored version is another than expected.
        """
        changed = self._session.execute(
            update(WebhookRecord)
            .where(WebhookRecord.id == webhook.id, WebhookRecord.version == expected_version)
            .values(**{**_values(webhook), "version": expected_version + 1})
            .returning(WebhookRecord.id)
            .execution_options(synchronize_session=False)
        ).first()
        self._session.expire_all()
        record = self._record(webhook.id)
        if changed is None:
            message = f"The webhook is at version {record.version}, not {expected_version}."
            raise VersionMismatchError(message)
        return _to_webhook(record)

    def disable(self, webhook_id: UUID, reason: str, now: datetime) -> None:
        """Stop sending, and say why."""
        self._session.execute(
            update(WebhookRecord)
            .where(WebhookRecord.id == webhook_id)
            .values(
                enabled=False,
                disabled_reason=reason,
                updated_at=now,
                version=WebhookRecord.version + 1,
            )
        )

    def delete(self, webhook_id: UUID) -> None:
        """Delete a webhook with its deliveries."""
        self._session.execute(delete(WebhookRecord).where(WebhookRecord.id == webhook_id))

    def plan(self, webhook: Webhook, events: Sequence[OutgoingEvent], now: datetime) -> bool:
        """Have events delivered that come next for a webhook, those that it wants.

        Returns:
            False where another process did so at the same moment; nothing is done then.
        """
        advanced = self._session.execute(
            update(WebhookRecord)
            .where(
                WebhookRecord.id == webhook.id,
                WebhookRecord.last_sequence == webhook.last_sequence,
                WebhookRecord.enabled,
            )
            .values(last_sequence=events[-1].sequence)
            .returning(WebhookRecord.id)
            .execution_options(synchronize_session=False)
        ).first()
        if advanced is None:
            return False
        for event in events:
            if webhook.wants(event):
                self.add_delivery(webhook.id, event.id, event.type, now)
        return True

    def add_delivery(
        self,
        webhook_id: UUID,
        event_id: UUID,
        event_type: OutgoingEventType,
        now: datetime,
        redelivery_of: UUID | None = None,
    ) -> WebhookDelivery:
        """Have an event delivered at once."""
        record = WebhookDeliveryRecord(
            id=uuid4(),
            webhook_id=webhook_id,
            event_id=event_id,
            event_type=event_type,
            status=DeliveryStatus.PENDING,
            next_attempt_at=now,
            attempts=[],
            redelivery_of=redelivery_of,
            created_at=now,
            updated_at=now,
        )
        self._session.add(record)
        self._session.flush()
        return _to_delivery(record)

    def get_delivery(self, webhook_id: UUID, delivery_id: UUID) -> WebhookDelivery:
        """Return a delivery of a webhook.

        Raises:
            NotFoundError: If the webhook has no such delivery.
        """
        record = self._session.get(WebhookDeliveryRecord, delivery_id)
        if record is None or record.webhook_id != webhook_id:
            message = f"Webhook {webhook_id} has no delivery {delivery_id}."
            raise NotFoundError(message)
        return _to_delivery(record)

    def list_deliveries(
        self,
        webhook_id: UUID,
        status: DeliveryStatus | None,
        before: tuple[datetime, UUID] | None,
        limit: int,
    ) -> builtins.list[WebhookDelivery]:
        """Return deliveries of a webhook, the newest first, from the one after `before`."""
        statement = select(WebhookDeliveryRecord).where(
            WebhookDeliveryRecord.webhook_id == webhook_id
        )
        if status is not None:
            statement = statement.where(WebhookDeliveryRecord.status == status)
        statement = newest_first(statement, WebhookDeliveryRecord, before, limit)
        return [_to_delivery(record) for record in self._session.scalars(statement)]

    def delete_old_deliveries(self, before: datetime, limit: int) -> int:
        """Delete deliveries that were begun earlier and are not to be sent any more.

        Returns:
            How many were deleted, at most `limit`.
        """
        old = (
            select(WebhookDeliveryRecord.id)
            .join(WebhookRecord, WebhookRecord.id == WebhookDeliveryRecord.webhook_id)
            .where(
                WebhookDeliveryRecord.created_at < before,
                or_(
                    WebhookDeliveryRecord.status != DeliveryStatus.PENDING,
                    WebhookRecord.enabled.is_(False),
                ),
            )
            .order_by(WebhookDeliveryRecord.created_at)
            .limit(limit)
        )
        deleted = self._session.execute(
            delete(WebhookDeliveryRecord)
            .where(WebhookDeliveryRecord.id.in_(old))
            .returning(WebhookDeliveryRecord.id)
            .execution_options(synchronize_session=False)
        )
        return len(deleted.all())

    def lease(
        self, now: datetime, lease_seconds: float, limit: int
    ) -> builtins.list[tuple[WebhookDelivery, UUID]]:
        """Take deliveries that are due, so that nobody else sends them meanwhile.

        Returns:
            Each with the lease that `settle` wants to see.
        """
        is_free = or_(
            WebhookDeliveryRecord.leased_until.is_(None), WebhookDeliveryRecord.leased_until <= now
        )
        due = self._session.scalars(
            select(WebhookDeliveryRecord.id)
            .join(WebhookRecord, WebhookRecord.id == WebhookDeliveryRecord.webhook_id)
            .where(
                WebhookDeliveryRecord.status == DeliveryStatus.PENDING,
                WebhookDeliveryRecord.next_attempt_at <= now,
                WebhookRecord.enabled,
                is_free,
            )
            .order_by(WebhookDeliveryRecord.next_attempt_at)
            .limit(limit)
        ).all()
        leased = []
        for delivery_id in due:
            lease_id = uuid4()
            record = self._session.scalars(
                update(WebhookDeliveryRecord)
                .where(
                    WebhookDeliveryRecord.id == delivery_id,
                    WebhookDeliveryRecord.status == DeliveryStatus.PENDING,
                    WebhookDeliveryRecord.next_attempt_at <= now,
                    is_free,
                )
                .values(lease_id=lease_id, leased_until=now + timedelta(seconds=lease_seconds))
                .returning(WebhookDeliveryRecord)
                .execution_options(populate_existing=True)
            ).first()
            if record is not None:
                leased.append((_to_delivery(record), lease_id))
        return leased

    def settle(self, delivery: WebhookDelivery, lease_id: UUID) -> bool:
        """Store what came of an attempt, and give the delivery back.

        Returns:
            False where the lease had run out and somebody else has it.
        """
        settled = self._session.execute(
            update(WebhookDeliveryRecord)
            .where(
                WebhookDeliveryRecord.id == delivery.id, WebhookDeliveryRecord.lease_id == lease_id
            )
            .values(
                status=delivery.status,
                next_attempt_at=delivery.next_attempt_at,
                attempts=[
                    {**asdict(attempt), "attempted_at": attempt.attempted_at.isoformat()}
                    for attempt in delivery.attempts
                ],
                updated_at=delivery.updated_at,
                lease_id=None,
                leased_until=None,
            )
            .returning(WebhookDeliveryRecord.id)
            .execution_options(synchronize_session=False)
        ).first()
        if settled is not None and delivery.status is DeliveryStatus.DELIVERED:
            self._session.execute(
                update(WebhookRecord)
                .where(WebhookRecord.id == delivery.webhook_id)
                .values(last_delivered_at=delivery.updated_at)
            )
        return settled is not None

    def get_event(self, delivery: WebhookDelivery) -> OutgoingEvent:
        """Return the event that is delivered."""
        record = self._session.get_one(OutgoingEventRecord, delivery.event_id)
        return to_outgoing_event(record)

    def _record(self, webhook_id: UUID) -> WebhookRecord:
        record = self._session.get(WebhookRecord, webhook_id)
        if record is None:
            message = f"There is no webhook {webhook_id}."
            raise NotFoundError(message)
        return record


def _values(webhook: Webhook) -> dict[str, object]:
    names = [name for name in WebhookRecord.__table__.columns.keys() if name != "id"]  # noqa: SIM118  not a mapping
    values = {name: getattr(webhook, name) for name in names}
    values["events"] = [event_type.value for event_type in webhook.events]
    values["filter"] = {name: list(wanted) for name, wanted in webhook.filter.items()}
    return values


def _to_webhook(record: WebhookRecord) -> Webhook:
    names = record.__table__.columns.keys()
    values = {name: getattr(record, name) for name in names}
    values["events"] = tuple(OutgoingEventType(name) for name in record.events)
    values["filter"] = {name: tuple(wanted) for name, wanted in record.filter.items()}
    return Webhook(**values)


def _to_delivery(record: WebhookDeliveryRecord) -> WebhookDelivery:
    return WebhookDelivery(
        id=record.id,
        webhook_id=record.webhook_id,
        event_id=record.event_id,
        event_type=record.event_type,
        status=record.status,
        next_attempt_at=record.next_attempt_at,
        attempts=tuple(
            DeliveryAttempt(
                **{**attempt, "attempted_at": datetime.fromisoformat(attempt["attempted_at"])}
            )
            for attempt in record.attempts
        ),
        redelivery_of=record.redelivery_of,
        created_at=record.created_at,
        updated_at=record.updated_at,
    )
