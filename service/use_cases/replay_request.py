"""Replay a request: answer the repetition of one with what the first was answered."""

from __future__ import annotations

from datetime import datetime

from service.domain.idempotency import StoredResponse
from service.storage.unit_of_work import UnitOfWork

#: Longer than any request may take (`Prefer: wait` ends at 120 s), so that only the
#: reservation of a process that died is taken over.
LEASE_SECONDS = 300
#: How long an answer is kept for repetitions: a day.
LIFETIME_SECONDS = 24 * 60 * 60


def begin_request(
    uow: UnitOfWork, key: str, operation: str, fingerprint: str, now: datetime
) -> StoredResponse | None:
    """Return the answer that this request got before, or None after reserving its key.

    The caller commits, so that a repetition that comes meanwhile finds the reservation.

    Args:
        uow: Where keys are stored.
        key: The caller's idempotency key.
        operation: What the request asks for; the same key may serve another operation.
        fingerprint: A digest of the request's content.
        now: The instant of the request, UTC.

    Raises:
        IdempotencyKeyReusedError: Where the key came with other content before.
        IdempotencyKeyInFlightError: Where the first request has not been answered yet.
    """
    return uow.idempotency_keys.reserve(
        key, operation, fingerprint, now, LEASE_SECONDS, LIFETIME_SECONDS
    )


def finish_request(
    uow: UnitOfWork, key: str, operation: str, response: StoredResponse, now: datetime
) -> None:
    """Keep the answer to a reserved key for repetitions."""
    uow.idempotency_keys.complete(key, operation, response, now)


def abandon_request(uow: UnitOfWork, key: str, operation: str) -> None:
    """Give a reserved key back, since the request failed in a way worth trying again."""
    uow.idempotency_keys.release(key, operation)
