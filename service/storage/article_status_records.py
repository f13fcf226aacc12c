"""Records of the statuses that articles have had, each with the instant when it began."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.domain.article import ArticleStatus
from service.storage.columns import at_least, one_of
from service.storage.records import Record


class ArticleStatusRecord(Record):
    """One status of an article; `sequence` counts from 1 in each article."""

    __tablename__ = "article_status"
    __table_args__ = (
        one_of("status", ArticleStatus),
        at_least("sequence", 1),
        at_least("revision", 1),
        at_least("attempt", 1),
    )

    article_id: Mapped[UUID] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    sequence: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[ArticleStatus]
    revision: Mapped[int]
    attempt: Mapped[int]
    failure: Mapped[dict[str, Any] | None]
    occurred_at: Mapped[datetime]
