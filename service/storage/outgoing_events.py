"""The repository of outgoing events."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.domain.outgoing_event import OutgoingEvent, OutgoingEventType
from service.storage.commit_log import CommitLog
from service.storage.outgoing_event_records import OutgoingEventRecord


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
