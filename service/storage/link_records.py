"""Link records: what is known about pairs of claims."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.domain.claim_link import LinkRelation
from service.storage.columns import at_least, enum_type, one_of, share
from service.storage.records import Record


def _claim_key() -> Mapped[UUID]:
    return mapped_column(ForeignKey("claim.id", ondelete="CASCADE"), primary_key=True)


class ClaimLinkRecord(Record):
    """A pair of claims, the smaller identifier first, and how they stand to each other."""

    __tablename__ = "claim_link"
    __table_args__ = (
        one_of("relation", LinkRelation),
        share("score"),
        at_least("version", 1),
        CheckConstraint("first_id < second_id", name="pair"),
        Index(None, "second_id"),
    )

    first_id: Mapped[UUID] = _claim_key()
    second_id: Mapped[UUID] = _claim_key()
    relation: Mapped[LinkRelation] = mapped_column(enum_type(LinkRelation))
    score: Mapped[float | None]
    note: Mapped[str | None]
    actor: Mapped[str]
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
