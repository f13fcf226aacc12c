"""Revision records: the texts that articles have had."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.columns import at_least
from service.storage.records import SHA256_HEX_LENGTH, Record


class ArticleRevisionRecord(Record):
    """One text that an article has had; `boilerplate` is a list of `[start, end]`."""

    __tablename__ = "article_revision"
    __table_args__ = (at_least("number", 1), Index(None, "text_sha256"))

    article_id: Mapped[UUID] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    text_sha256: Mapped[str] = mapped_column(String(SHA256_HEX_LENGTH))
    created_at: Mapped[datetime]
    actor: Mapped[str]
    on_behalf_of: Mapped[str | None]
    reason: Mapped[str | None]
    analysed_at: Mapped[datetime | None]
    boilerplate: Mapped[list[Any]]
