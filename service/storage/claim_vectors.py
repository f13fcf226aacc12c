"""The repository of the claims' vectors."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from service.domain.matching import Embedding
from service.storage import pgvector
from service.storage.mapping import pack_vector, unpack_vector
from service.storage.records import ClaimRecord
from service.storage.search_records import ClaimVectorRecord

#: Any number will do as long as every process of Claimdesk takes the same one, and no other
#: lock does.
_ADVISORY_LOCK = 0x766563746F72


class ClaimVectorRepository:
    """Stores the vectors of claims, and tells which claims lack one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def store(self, claim_id: UUID, embedding: Embedding) -> None:
        """Store the vector of a claim's text, in place of the one that it had."""
        if self._session.get_bind().dialect.name == "postgresql":
            # Keys must grow in the order of commits, or an index would miss a vector.
            self._session.execute(select(func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        self._session.execute(
            delete(ClaimVectorRecord).where(ClaimVectorRecord.claim_id == claim_id)
        )
        if pgvector.holds(self._session, embedding):
            pgvector.add(self._session, claim_id, embedding)
            return
        self._session.add(
            ClaimVectorRecord(
                claim_id=claim_id, model=embedding.model, vector=pack_vector(embedding.vector)
            )
        )
        self._session.flush()

    def find(self, claim_id: UUID, model: str) -> Embedding | None:
        """Return the vector of a claim's text by that embedder, or None."""
        stored = self._session.scalar(
            select(ClaimVectorRecord.vector).where(
                ClaimVectorRecord.claim_id == claim_id, ClaimVectorRecord.model == model
            )
        )
        return None if stored is None else Embedding(model, unpack_vector(stored))

    def list_unembedded(self, model: str, limit: int) -> list[tuple[UUID, str]]:
        """Return claims that have no vector of that embedder, each with its text."""
        statement = (
            select(ClaimRecord.id, ClaimRecord.text)
            .outerjoin(
                ClaimVectorRecord,
                (ClaimVectorRecord.claim_id == ClaimRecord.id) & (ClaimVectorRecord.model == model),
            )
            .where(ClaimVectorRecord.key.is_(None))
            .order_by(ClaimRecord.created_at, ClaimRecord.id)
            .limit(limit)
        )
        return [(row.id, row.text) for row in self._session.execute(statement)]

    def count_unembedded(self, model: str) -> int:
        """Return how many claims have no vector of that embedder."""
        embedded = select(ClaimVectorRecord.claim_id).where(ClaimVectorRecord.model == model)
        statement = select(func.count()).where(ClaimRecord.id.not_in(embedded))
        return self._session.scalar(statement) or 0
