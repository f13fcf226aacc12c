"""Records of webhooks and of what is delivered to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.domain.outgoing_event import OutgoingEventType
from service.domain.webhook import DeliveryStatus
from service.storage.columns import at_least, enum_type, one_of
from service.storage.records import Record


class WebhookRecord(Record):
    """An address that is told of events; `last_sequence` is the last one looked at for it."""

    __tablename__ = "webhook"
    __table_args__ = (at_least("version", 1), Index(None, "created_at", "id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    url: Mapped[str]
    description: Mapped[str | None]
    events: Mapped[list[Any]]
    filter: Mapped[dict[str, Any]]
    enabled: Mapped[bool]
    disabled_reason: Mapped[str | None]
    secret: Mapped[str]
    previous_secret: Mapped[str | None]
    previous_secret_expires_at: Mapped[datetime | None]
    last_sequence: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    last_delivered_at: Mapped[datetime | None]


class WebhookDeliveryRecord(Record):
    """One event on its way to one webhook.

    Whoever sends it holds it until `leased_until`, known by `lease_id`; after that it is
    anybody's again, since the sender was killed.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        one_of("status", DeliveryStatus),
        one_of("event_type", OutgoingEventType),
        Index(None, "status", "next_attempt_at"),
        Index(None, "webhook_id", "created_at", "id"),
        Index(None, "event_id"),
        Index(None, "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"))
    event_id: Mapped[UUID] = mapped_column(ForeignKey("outgoing_event.id"))
    event_type: Mapped[OutgoingEventType] = mapped_column(enum_type(OutgoingEventType))
    status: Mapped[DeliveryStatus] = mapped_column(enum_type(DeliveryStatus))
    next_attempt_at: Mapped[datetime | None]
    lease_id: Mapped[UUID | None]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[list[Any]]
    redelivery_of: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
