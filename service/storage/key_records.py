"""Key records: the ORM class of API keys."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.domain.api_key import Role
from service.storage.columns import enum_type, one_of, where
from service.storage.records import Record


class ApiKeyRecord(Record):
    """An API key; `secret_hash` is an argon2id hash in the PHC string format.

    Rows are never deleted: whoever opens the history years later finds who acted, and a
    service that once had keys never opens itself again.
    """

    __tablename__ = "api_key"
    __table_args__ = (
        UniqueConstraint("prefix"),
        one_of("role", Role),
        # A name is the actor of events, so that only one key can bear it at a time.
        Index(None, "name", unique=True, **where("revoked_at IS NULL")),
        Index(None, "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(enum_type(Role))
    prefix: Mapped[str]
    secret_hash: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None]
