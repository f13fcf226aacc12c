"""The history's chain: how events are sealed, and how the seals are read back.

Each seal's hash is the SHA-256 of the canonical JSON (RFC 8785) of the event, its position
and the hash before it, so that no event can be changed, removed, added or moved without
breaking every hash from there on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

import rfc8785
from sqlalchemy import insert, select, tuple_
from sqlalchemy.orm import Session

from service.storage.history_records import ClaimEventSealRecord
from service.storage.records import ClaimEventRecord

#: What the first seal takes for the hash before it.
GENESIS_HASH = "0" * 64
_BATCH = 500


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One seal as it is stored, and what it should be.

    Attributes:
        computed_hash: The hash of the event as it is now; None where there is none.
    """

    position: int
    claim_id: UUID
    sequence: int
    previous_hash: str
    hash: str
    computed_hash: str | None


class HistoryRepository:
    """Reads the chain that all claims' events form together."""

    genesis_hash = GENESIS_HASH

    def __init__(self, session: Session) -> None:
        self._session = session

    def walk(self) -> Iterator[ChainLink]:
        """Yield every link in order, holding no more than a batch of them in memory."""
        position = 0
        while True:
            statement = (
                select(ClaimEventSealRecord, ClaimEventRecord)
                .outerjoin(
                    ClaimEventRecord,
                    (ClaimEventRecord.claim_id == ClaimEventSealRecord.claim_id)
                    & (ClaimEventRecord.sequence == ClaimEventSealRecord.sequence),
                )
                .where(ClaimEventSealRecord.position > position)
                .order_by(ClaimEventSealRecord.position)
                .limit(_BATCH)
            )
            found = self._session.execute(statement).all()
            if not found:
                return
            for seal, event in found:
                yield ChainLink(
                    seal.position,
                    seal.claim_id,
                    seal.sequence,
                    seal.previous_hash,
                    seal.hash,
                    None if event is None else seal_hash(seal.position, seal.previous_hash, event),
                )
            position = found[-1][0].position
            self._session.expunge_all()

    def find_unsealed(self) -> tuple[UUID, int] | None:
        """Return the claim and number of an event that the chain does not know, or None."""
        found = self._session.execute(
            select(ClaimEventRecord.claim_id, ClaimEventRecord.sequence)
            .outerjoin(
                ClaimEventSealRecord,
                (ClaimEventRecord.claim_id == ClaimEventSealRecord.claim_id)
                & (ClaimEventRecord.sequence == ClaimEventSealRecord.sequence),
            )
            .where(ClaimEventSealRecord.position.is_(None))
            .order_by(ClaimEventRecord.occurred_at, ClaimEventRecord.claim_id)
            .limit(1)
        ).first()
        return None if found is None else (found.claim_id, found.sequence)


def seal_events(session: Session, keys: Sequence[tuple[UUID, int]]) -> None:
    """Put events at the end of the chain; nobody else may do so until the commit.

    Args:
        session: Of the transaction that wrote the events.
        keys: Claim and number of each, in the order in which they happened. Those that a
            savepoint took along are passed over.
    """
    last = session.execute(
        select(ClaimEventSealRecord.position, ClaimEventSealRecord.hash)
        .order_by(ClaimEventSealRecord.position.desc())
        .limit(1)
    ).first()
    position, previous = (0, GENESIS_HASH) if last is None else (last.position, last.hash)
    distinct = list(dict.fromkeys(keys))
    for start in range(0, len(distinct), _BATCH):
        batch = distinct[start : start + _BATCH]
        key = tuple_(ClaimEventRecord.claim_id, ClaimEventRecord.sequence)
        events = {
            (event.claim_id, event.sequence): event
            for event in session.scalars(
                # Read anew: what is sealed is what was stored.
                select(ClaimEventRecord)
                .where(key.in_(batch))
                .execution_options(populate_existing=True)
            )
        }
        seals = []
        for event in (events[key] for key in batch if key in events):
            position += 1
            digest = seal_hash(position, previous, event)
            seals.append(
                {
                    "position": position,
                    "claim_id": event.claim_id,
                    "sequence": event.sequence,
                    "previous_hash": previous,
                    "hash": digest,
                }
            )
            previous = digest
        if seals:
            session.execute(insert(ClaimEventSealRecord), seals)


def seal_hash(position: int, previous_hash: str, event: ClaimEventRecord) -> str:
    """Return the hash that seals an event at its place in the chain, in hexadecimal."""
    content = {
        "position": position,
        "previous_hash": previous_hash,
        "claim_id": str(event.claim_id),
        "sequence": event.sequence,
        "version": event.version,
        "action": event.action,
        "occurred_at": event.occurred_at.astimezone(UTC).isoformat(),
        "actor": event.actor,
        "on_behalf_of": event.on_behalf_of,
        "before": event.before,
        "after": event.after,
        "reason": event.reason,
        "evidence": event.evidence,
        "correction_note": event.correction_note,
    }
    return hash_content(content)


def hash_content(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON (RFC 8785) of a seal's content."""
    return hashlib.sha256(rfc8785.dumps(dict(content))).hexdigest()
