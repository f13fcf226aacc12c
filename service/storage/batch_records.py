"""Batch records: the ORM classes of what was submitted in bulk."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.columns import at_least
from service.storage.records import Record


class BatchRecord(Record):
    """Articles that were submitted together."""

    __tablename__ = "batch"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    actor: Mapped[str]
    created_at: Mapped[datetime]


class BatchRowRecord(Record):
    """One row of a batch; `problems` is a list of `{"detail", "pointer"}`, empty unless refused.

    Without an article and without problems its article has been deleted.
    """

    __tablename__ = "batch_row"
    __table_args__ = (at_least("number", 1), Index(None, "article_id"))

    batch_id: Mapped[UUID] = mapped_column(
        ForeignKey("batch.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[UUID | None] = mapped_column(ForeignKey("article.id", ondelete="SET NULL"))
    is_new: Mapped[bool]
    problems: Mapped[list[Any]]
