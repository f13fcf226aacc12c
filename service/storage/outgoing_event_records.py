"""Records of outgoing events: what subscribers are told, kept until they have been."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.domain.outgoing_event import OutgoingEventType
from service.storage.columns import at_least, enum_type, one_of
from service.storage.records import Record


class OutgoingEventRecord(Record):
    """An event for subscribers, written in the transaction of the change itself.

    `sequence` is given as the transaction commits. There are no foreign keys: an event
    outlives what it tells of.
    """

    __tablename__ = "outgoing_event"
    __table_args__ = (
        UniqueConstraint("sequence"),
        at_least("sequence", 1),
        one_of("type", OutgoingEventType),
        Index(None, "occurred_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int | None] = mapped_column(BigInteger)
    type: Mapped[OutgoingEventType] = mapped_column(enum_type(OutgoingEventType))
    occurred_at: Mapped[datetime]
    actor: Mapped[str]
    article_id: Mapped[UUID]
    claim_id: Mapped[UUID | None]
    data: Mapped[dict[str, Any]]
