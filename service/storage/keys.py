"""The repository of API keys."""

from __future__ import annotations

import builtins
import logging
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.domain.api_key import ApiKey
from service.domain.errors import NotFoundError, StateConflictError, StoreUnavailableError
from service.storage.key_records import ApiKeyRecord

logger = logging.getLogger(__name__)


class ApiKeyRepository:
    """Stores and finds API keys within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, key: ApiKey, secret_hash: str) -> None:
        """Store a new key.

        Raises:
            StateConflictError: Where a key that is not revoked has the name.
        """
        self._session.add(
            ApiKeyRecord(
                id=key.id,
                name=key.name,
                role=key.role,
                prefix=key.prefix,
                secret_hash=secret_hash,
                created_at=key.created_at,
                created_by=key.created_by,
                expires_at=key.expires_at,
            )
        )
        try:
            self._session.flush()
        except IntegrityError as error:
            message = (
                f"There is a key named '{key.name}' already; revoke it first, or choose "
                "another name."
            )
            raise StateConflictError(message) from error

    def get(self, key_id: UUID) -> ApiKey:
        """Return a key.

        Raises:
            NotFoundError: If there is none of that identifier.
        """
        return _to_key(self._record(key_id))

    def find_by_prefix(self, prefix: str) -> tuple[ApiKey, str] | None:
        """Return the key of a prefix with the hash of its secret, or None."""
        statement = select(ApiKeyRecord).where(ApiKeyRecord.prefix == prefix)
        record = self._session.scalars(statement).first()
        return None if record is None else (_to_key(record), record.secret_hash)

    def find_by_name(self, name: str) -> ApiKey | None:
        """Return the key of that name that is not revoked, or None."""
        statement = select(ApiKeyRecord).where(
            ApiKeyRecord.name == name, ApiKeyRecord.revoked_at.is_(None)
        )
        record = self._session.scalars(statement).first()
        return None if record is None else _to_key(record)

    def list(self, after: tuple[datetime, UUID] | None, limit: int) -> builtins.list[ApiKey]:
        """Return keys, the newest first, from the one after `after`."""
        statement = select(ApiKeyRecord)
        if after is not None:
            created_at, last = after
            tie = and_(ApiKeyRecord.created_at == created_at, ApiKeyRecord.id < last)
            statement = statement.where(or_(ApiKeyRecord.created_at < created_at, tie))
        order = (ApiKeyRecord.created_at.desc(), ApiKeyRecord.id.desc())
        return [
            _to_key(record)
            for record in self._session.scalars(statement.order_by(*order).limit(limit))
        ]

    def any(self) -> bool:
        """Tell whether a key was ever made, be it revoked or expired by now."""
        return bool(self._session.scalar(select(exists().select_from(ApiKeyRecord))))

    def any_usable(self, now: datetime) -> bool:
        """Tell whether there is a key with which the service can be used now."""
        usable = exists().where(
            ApiKeyRecord.revoked_at.is_(None),
            or_(ApiKeyRecord.expires_at.is_(None), ApiKeyRecord.expires_at > now),
        )
        return bool(self._session.scalar(select(usable)))

    def revoke(self, key_id: UUID, actor: str, now: datetime) -> ApiKey:
        """Revoke a key for good; one that is revoked already stays as it is.

        Raises:
            NotFoundError: If there is none of that identifier.
        """
        record = self._record(key_id)
        if record.revoked_at is None:
            record.revoked_at = now
            record.revoked_by = actor
            self._session.flush()
        return _to_key(record)

    def note_use(self, key_id: UUID, now: datetime) -> None:
        """Note that a key was used; a database that is busy is not worth a failed request."""
        statement = update(ApiKeyRecord).where(ApiKeyRecord.id == key_id)
        try:
            self._session.execute(statement.values(last_used_at=now))
        except StoreUnavailableError:
            logger.warning("the last use of API key %s could not be noted", key_id)
            self._session.rollback()

    def _record(self, key_id: UUID) -> ApiKeyRecord:
        record = self._session.get(ApiKeyRecord, key_id)
        if record is None:
            message = f"There is no API key {key_id}."
            raise NotFoundError(message)
        return record


def _to_key(record: ApiKeyRecord) -> ApiKey:
    return ApiKey(
        id=record.id,
        name=record.name,
        role=record.role,
        prefix=record.prefix,
        created_at=record.created_at,
        created_by=record.created_by,
        expires_at=record.expires_at,
        last_used_at=record.last_used_at,
        revoked_at=record.revoked_at,
        revoked_by=record.revoked_by,
    )
