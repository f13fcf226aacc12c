"""Idempotency: what a repeated request is answered with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """The answer to a request, kept for repetitions with the same key.

    Attributes:
        status: The three digits of the answer's status.
        headers: The headers that belong to the answer itself, by name.
        body: As it was sent.
    """

    status: int
    headers: dict[str, str]
    body: bytes
