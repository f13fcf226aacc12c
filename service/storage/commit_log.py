"""The commit log: what a transaction adds to the service's ordered logs as it commits.

Numbers that follow the order of commits can only be given at the very end, by one
transaction at a time: whoever has read number n must never find a smaller one later. What
is numbered is written at once, so that it comes and goes with its transaction, and is given
its number here.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.orm import Session

from service.storage.history import seal_events
from service.storage.outgoing_event_records import OutgoingEventRecord

#: Any number will do as long as every process of Claimdesk takes the same one, and no other
#: lock does.
_ADVISORY_LOCK = 0x436C61696E
_KEY = "commit_log"


class CommitLog:
    """What one session has written that awaits its number."""

    def __init__(self) -> None:
        self._claim_events: list[tuple[UUID, int]] = []
        self._outgoing: list[UUID] = []

    @classmethod
    def of(cls, session: Session) -> CommitLog:
        """Return the log of a session, the same one each time."""
        log = session.info.setdefault(_KEY, cls())
        if not isinstance(log, cls):
            raise TypeError(type(log).__name__)
        return log

    def note_claim_event(self, claim_id: UUID, sequence: int) -> None:
        """Have an event of a claim's history sealed that was written in this transaction."""
        self._claim_events.append((claim_id, sequence))

    def note_outgoing_event(self, event_id: UUID) -> None:
        """Have an event numbered that was written in this transaction."""
        self._outgoing.append(event_id)

    def clear(self) -> None:
        """Forget what was noted, since its transaction has ended."""
        self._claim_events.clear()
        self._outgoing.clear()

    def number(self, session: Session) -> None:
        """Number what the transaction has written; to be followed by its commit at once.

        The lock comes last of all that the transaction takes, so that it can be part of no
        deadlock, and is held for the commit alone. SQLite lets one transaction write at a time.
        """
        if not self._claim_events and not self._outgoing:
            return
        session.flush()
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        seal_events(session, self._claim_events)
        self._number_outgoing_events(session)

    def _number_outgoing_events(self, session: Session) -> None:
        # A savepoint that was rolled back took its events along, so those are asked for that
        # are there.
        last = select(func.max(OutgoingEventRecord.sequence)).scalar_subquery()
        rows = session.execute(
            select(OutgoingEventRecord.id, last.label("last")).where(
                OutgoingEventRecord.sequence.is_(None)
            )
        ).all()
        written = {row.id for row in rows}
        numbered = [event_id for event_id in self._outgoing if event_id in written]
        if not numbered:
            return
        first = (rows[0].last or 0) + 1
        session.connection().execute(
            update(OutgoingEventRecord)
            .where(OutgoingEventRecord.id == bindparam("event_id"))
            .values(sequence=bindparam("number")),
            [
                {"event_id": event_id, "number": number}
                for number, event_id in enumerate(numbered, first)
            ],
        )
        session.expire_all()
