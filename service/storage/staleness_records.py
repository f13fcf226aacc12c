"""Staleness records: which summaries state what was found false or misleading."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.domain.claim import Verdict
from service.storage.columns import one_of, where
from service.storage.records import Record


class StalenessRecord(Record):
    """One mark; it is never deleted on its own, so that any instant can be asked for.

    `claim_id` is no foreign key: that a summary was stale outlives the claim. `sentences` is
    a list of places in the summary.
    """

    __tablename__ = "summary_staleness"
    __table_args__ = (
        one_of("verdict", Verdict),
        CheckConstraint("cleared_at >= marked_at", name="cleared_at"),
        Index(None, "summary_id", "marked_at"),
        Index(None, "claim_id"),
        # Of the marks that hold, which are few.
        Index(None, "summary_id", **where("cleared_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    summary_id: Mapped[UUID] = mapped_column(ForeignKey("summary.id", ondelete="CASCADE"))
    claim_id: Mapped[UUID]
    verdict: Mapped[Verdict]
    reason: Mapped[str | None]
    sentences: Mapped[list[Any]]
    in_headline: Mapped[bool]
    marked_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]
