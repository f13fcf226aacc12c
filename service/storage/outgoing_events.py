"""The repository of outgoing events."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from service.domain.outgoing_event import OutgoingEvent, OutgoingEventType
from service.storage.commit_log import CommitLog
from service.storage.outgoing_event_records import OutgoingEventRecord
from service.storage.webhook_records import WebhookDeliveryRecord, WebhookRecord


class OutgoingEventRepository:
    """Appends events and reads them in the order in which they were committed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._log = CommitLog.of(session)

    def append(self, event: OutgoingEvent) -> None:
        """Write an event; it is sent once, and only if, the transaction commits."""
        self._session.add(
            OutgoingEventRecord(
                id=event.id,
                type=event.type,
                occurred_at=event.occurred_at,
                actor=event.actor,
                article_id=event.article_id,
                claim_id=event.claim_id,
                data=dict(event.data),
            )
        )
        self._session.flush()
        self._log.note_outgoing_event(event.id)

    def list_after(
        self, sequence: int, limit: int, types: Collection[OutgoingEventType] = ()
    ) -> list[OutgoingEvent]:
        """Return committed events from the one after `sequence` on.

        Args:
            sequence: Of the last event that is known already; 0 for none.
            limit: The most events to return.
            types: Only events of these types; all where there are none.
        """
        statement = (
            select(OutgoingEventRecord)
            .where(OutgoingEventRecord.sequence > sequence)
            .order_by(OutgoingEventRecord.sequence)
            .limit(limit)
        )
        if types:
            statement = statement.where(OutgoingEventRecord.type.in_(types))
        return [to_outgoing_event(record) for record in self._session.scalars(statement)]

    def last_sequence(self) -> int:
        """Return the number of the last committed event, 0 where there is none."""
        return self._session.scalar(select(func.max(OutgoingEventRecord.sequence))) or 0

    def first_sequence(self) -> int:
        """Return the number of the first event that is still kept, 1 where there was none."""
        return self._session.scalar(select(func.min(OutgoingEventRecord.sequence))) or 1

    def delete_old(self, before: datetime, limit: int) -> int:
        """Delete events that happened earlier, up to the first one that must stay.

        Returns:
            How many were deleted, at most `limit`.
        """
        sequence = OutgoingEventRecord.sequence
        newer = select(func.min(sequence)).where(OutgoingEventRecord.occurred_at >= before)
        delivered = select(func.min(sequence)).join(
            WebhookDeliveryRecord, WebhookDeliveryRecord.event_id == OutgoingEventRecord.id
        )
        looked_at = select(func.min(WebhookRecord.last_sequence) + 1).where(WebhookRecord.enabled)
        # The next event is numbered after the last one, so that one is never deleted.
        last = self.last_sequence()
        found = [self._session.scalar(query) for query in (newer, delivered, looked_at)]
        end = min([last, *(number for number in found if number is not None)])
        oldest = select(sequence).where(sequence < end).order_by(sequence).limit(limit)
        deleted = self._session.execute(
            delete(OutgoingEventRecord)
            .where(sequence.in_(oldest))
            .returning(OutgoingEventRecord.id)
            .execution_options(synchronize_session=False)
        )
        return len(deleted.all())


def to_outgoing_event(record: OutgoingEventRecord) -> OutgoingEvent:
    """Return the event that a record holds."""
    return OutgoingEvent(
        type=record.type,
        occurred_at=record.occurred_at,
        actor=record.actor,
        data=record.data,
        article_id=record.article_id,
        claim_id=record.claim_id,
        id=record.id,
        sequence=record.sequence or 0,
    )
