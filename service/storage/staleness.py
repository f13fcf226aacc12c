"""The repository of the marks that say which summaries are stale."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import CompoundSelect, case, func, or_, select, union, update
from sqlalchemy.orm import Session

from service.domain.staleness import DISPUTED_VERDICTS, StalenessMark
from service.storage.records import ClaimRecord
from service.storage.staleness_records import StalenessRecord


class StalenessRepository:
    """Makes, clears and finds marks within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, marks: Iterable[StalenessMark]) -> None:
        """Store new marks."""
        self._session.add_all(
            StalenessRecord(
                id=mark.id,
                summary_id=mark.summary_id,
                claim_id=mark.claim_id,
                verdict=mark.verdict,
                reason=mark.reason,
                sentences=list(mark.sentences),
                in_headline=mark.in_headline,
                marked_at=mark.marked_at,
                cleared_at=mark.cleared_at,
            )
            for mark in marks
        )
        self._session.flush()

    def clear(self, marks: Collection[StalenessMark], now: datetime) -> None:
        """Say that marks hold no longer; never from before they were made.

        Clocks of two machines differ a little.
        """
        if not marks:
            return
        marked_at = StalenessRecord.marked_at
        self._session.execute(
            update(StalenessRecord)
            .where(StalenessRecord.id.in_([mark.id for mark in marks]))
            .values(cleared_at=case((marked_at > now, marked_at), else_=now))
            .execution_options(synchronize_session=False)
        )
        self._session.expire_all()

    def list_open(
        self, claim_ids: Collection[UUID], summary_ids: Collection[UUID] = ()
    ) -> list[StalenessMark]:
        """Return the marks that hold for one of these claims or summaries, the first first."""
        statement = (
            select(StalenessRecord)
            .where(
                StalenessRecord.cleared_at.is_(None),
                or_(
                    StalenessRecord.claim_id.in_(claim_ids),
                    StalenessRecord.summary_id.in_(summary_ids),
                ),
            )
            .order_by(StalenessRecord.marked_at, StalenessRecord.id)
        )
        return [to_mark(record) for record in self._session.scalars(statement)]

    def list_of(self, summary_ids: Collection[UUID]) -> dict[UUID, Sequence[StalenessMark]]:
        """Return all marks that the summaries have or had, by summary, the first first."""
        found: dict[UUID, list[StalenessMark]] = {}
        statement = (
            select(StalenessRecord)
            .where(StalenessRecord.summary_id.in_(summary_ids))
            .order_by(StalenessRecord.marked_at, StalenessRecord.id)
        )
        for record in self._session.scalars(statement):
            found.setdefault(record.summary_id, []).append(to_mark(record))
        return dict(found)

    def count_stale(self) -> int:
        """Return how many summaries are stale."""
        statement = select(func.count(StalenessRecord.summary_id.distinct())).where(
            StalenessRecord.cleared_at.is_(None)
        )
        return self._session.scalar(statement) or 0

    def count_disputed(self) -> int:
        """Return how many claims `list_disputed` has to give."""
        statement = select(func.count()).select_from(_disputed().subquery())
        return self._session.scalar(statement) or 0

    def list_disputed(self, after: UUID | None, limit: int) -> list[UUID]:
        """Return claims that have a disputed verdict, or a mark that holds, by identifier.

        Args:
            after: The last one that is known already; None for none.
            limit: The most to return.
        """
        disputed = _disputed().subquery()
        statement = select(disputed.c.id).order_by(disputed.c.id).limit(limit)
        if after is not None:
            statement = statement.where(disputed.c.id > after)
        return list(self._session.scalars(statement))


def _disputed() -> CompoundSelect[UUID]:
    return union(
        select(ClaimRecord.id).where(ClaimRecord.verdict.in_(DISPUTED_VERDICTS)),
        select(StalenessRecord.claim_id).where(StalenessRecord.cleared_at.is_(None)),
    )


def to_mark(record: StalenessRecord) -> StalenessMark:
    """Return the mark that a record holds."""
    return StalenessMark(
        summary_id=record.summary_id,
        claim_id=record.claim_id,
        verdict=record.verdict,
        reason=record.reason,
        sentences=tuple(record.sentences),
        in_headline=record.in_headline,
        marked_at=record.marked_at,
        cleared_at=record.cleared_at,
        id=record.id,
    )
