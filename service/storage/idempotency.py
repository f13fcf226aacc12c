"""The repository of idempotency keys."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.domain.errors import IdempotencyKeyInFlightError, IdempotencyKeyReusedError
from service.domain.idempotency import StoredResponse
from service.storage.records import IdempotencyKeyRecord


class IdempotencyKeyRepository:
    """Reserves keys and keeps the answers that were given under them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def reserve(  # noqa: PLR0913, PLR0917  each is one fact of the reservation
        self,
        key: str,
        operation: str,
        fingerprint: str,
        now: datetime,
        lease_seconds: int,
        lifetime_seconds: int,
    ) -> StoredResponse | None:
        """Reserve a key, or return the answer that was given under it.

        Args:
            key: The caller's key.
            operation: What it is for; the same key may be used for another operation.
            fingerprint: Digest of the request, which must be the same each time.
            now: The current instant.
            lease_seconds: After so long without an answer the first request is given up.
            lifetime_seconds: How long the answer is kept.

        Raises:
            IdempotencyKeyReusedError: If the key came with another request before.
            IdempotencyKeyInFlightError: If the first request is still being answered.
        """
        self._session.execute(
            delete(IdempotencyKeyRecord).where(IdempotencyKeyRecord.expires_at <= now)
        )
        # Locked, so that of two that take over a given up reservation one gets it. SQLite
        # locks no rows, but has let nobody else write since the deletion.
        record = self._session.get(IdempotencyKeyRecord, (key, operation), with_for_update=True)
        if record is None:
            record = IdempotencyKeyRecord(operation=operation, key=key)
            self._session.add(record)
        else:
            self._refuse(record, fingerprint, now, lease_seconds)
            if record.status is not None:
                return StoredResponse(
                    record.status,
                    record.headers or {},
                    record.body or b"",
                )
        record.fingerprint = fingerprint
        record.reserved_at = now
        record.expires_at = now + timedelta(seconds=lifetime_seconds)
        try:
            self._session.flush()
        except IntegrityError as error:
            message = "A request with this idempotency key is being answered."
            raise IdempotencyKeyInFlightError(message) from error
        return None

    def complete(self, key: str, operation: str, response: StoredResponse, now: datetime) -> None:
        """Keep the answer to a reserved request."""
        del now
        record = self._session.get(IdempotencyKeyRecord, (key, operation))
        if record is not None:
            record.status = response.status
            record.headers = dict(response.headers)
            record.body = response.body
            self._session.flush()

    def release(self, key: str, operation: str) -> None:
        """Forget a reserved request that was not carried out."""
        self._session.execute(
            delete(IdempotencyKeyRecord).where(
                IdempotencyKeyRecord.operation == operation,
                IdempotencyKeyRecord.key == key,
                IdempotencyKeyRecord.status.is_(None),
            )
        )

    @staticmethod
    def _refuse(
        record: IdempotencyKeyRecord, fingerprint: str, now: datetime, lease_seconds: int
    ) -> None:
        if record.fingerprint != fingerprint:
            message = "This idempotency key was used for another request."
            raise IdempotencyKeyReusedError(message)
        waiting = record.status is None
        if waiting and record.reserved_at + timedelta(seconds=lease_seconds) > now:
            message = "The first request with this idempotency key is still being answered."
            raise IdempotencyKeyInFlightError(message)
