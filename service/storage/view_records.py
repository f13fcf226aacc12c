"""View records: the ORM class of saved views."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from service.domain.claim_query import ClaimSort
from service.storage.columns import at_least, enum_type
from service.storage.records import Record


class SavedViewRecord(Record):
    """A named view; `filters` are parameters of the list of claims."""

    __tablename__ = "saved_view"
    __table_args__ = (at_least("version", 1),)

    name: Mapped[str] = mapped_column(primary_key=True)
    description: Mapped[str | None]
    filters: Mapped[dict[str, Any]]
    sort: Mapped[ClaimSort] = mapped_column(enum_type(ClaimSort))
    version: Mapped[int]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
