"""The repository that finds claims by words and by meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from uuid import UUID

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.orm import Session

from service.domain.claim_query import ClaimFilters
from service.domain.matching import (
    ArticleReference,
    CandidateQuery,
    Embedding,
    MatchCandidate,
)
from service.storage import pgvector
from service.storage.claim_conditions import is_of_use
from service.storage.claim_filters import filtered
from service.storage.mapping import to_claim
from service.storage.records import ArticleRecord, ClaimRecord
from service.storage.search_records import ClaimDocumentRecord, ClaimVectorRecord
from service.storage.vector_index import VectorIndex
from service.storage.word_counts import WordCounts

#: Up to so many claims that match the filters are compared one by one; that is exact.
_EXACT_LIMIT = 20_000
#: How many neighbours are asked for where the filters leave more than that.
_WIDE_COUNT = 5_000
_NOT_A_WORD = re.compile(r"[^\w]+")
#: How much a word of quote, speaker or title counts beside one of the claim's own text.
_CONTEXT_WEIGHT = 1.0

#: The FTS5 table that indexes `claim_document` on SQLite.
_FULL_TEXT = table("claim_full_text", column("rowid", Integer))

IndexFinder = Callable[[str, int], VectorIndex]


class ClaimSearchRepository:
    """Finds claims by words and by meaning, within one session.

    Args:
        session: The transaction.
        find_index: Returns the index of an embedder's vectors, by revision and length.
        word_counts: Tells which words are rare.
    """

    def __init__(self, session: Session, find_index: IndexFinder, word_counts: WordCounts) -> None:
        self._session = session
        self._find_index = find_index
        self._word_counts = word_counts

    def find_candidates(self, query: CandidateQuery) -> list[MatchCandidate]:
        """Return the claims nearest by words and nearest by meaning, in no order."""
        by_words = self._by_words(query)
        by_meaning = [] if query.embedding is None else self._by_meaning(query, query.embedding)
        ranks = {claim_id: rank for rank, claim_id in enumerate(by_words)}
        wanted = {*by_words, *by_meaning} - query.excluded
        return self._load(wanted, ranks, query.embedding)

    def _by_words(self, query: CandidateQuery) -> list[UUID]:
        words = [word for word in map(_clean_word, query.words) if word]
        chosen = self._word_counts.choose(self._session, words)
        if not chosen:
            return []
        allowed = None
        if _restricts(query.filters):
            allowed = filtered(select(ClaimRecord.id), query.filters)
        find = {"sqlite": _by_words_sqlite, "postgresql": _by_words_postgresql}
        newest_and_best = (self._word_counts.most, query.count + len(query.excluded))
        statement = find[self._session.get_bind().dialect.name](chosen, allowed, newest_and_best)
        return list(self._session.scalars(statement))

    def _by_meaning(self, query: CandidateQuery, embedding: Embedding) -> list[UUID]:
        count = query.count + len(query.excluded)
        allowed = None
        if _restricts(query.filters):
            allowed = filtered(select(ClaimRecord.id), query.filters)
        if pgvector.holds(self._session, embedding):
            exact = allowed is not None and self._are_few(allowed)
            return pgvector.find_nearest(self._session, embedding, count, allowed, exact)
        if allowed is None:
            return self._claims_of(self._nearest(embedding, count))
        return self._nearest_of(allowed, embedding, count)

    def _are_few(self, allowed: Select[UUID]) -> bool:
        some = allowed.limit(_EXACT_LIMIT + 1).subquery()
        return (self._session.scalar(select(func.count()).select_from(some)) or 0) <= _EXACT_LIMIT

    def _nearest_of(self, allowed: Select[UUID], embedding: Embedding, count: int) -> list[UUID]:
        vectors = (
            select(ClaimVectorRecord.claim_id, ClaimVectorRecord.vector)
            .where(
                ClaimVectorRecord.model == embedding.model, ClaimVectorRecord.claim_id.in_(allowed)
            )
            .limit(_EXACT_LIMIT + 1)
        )
        rows = self._session.execute(vectors).all()
        if len(rows) <= _EXACT_LIMIT:
            cosines = _cosines(embedding, [row.vector for row in rows])
            nearest = sorted(
                zip(cosines, (row.claim_id for row in rows), strict=True), reverse=True
            )
            return [claim_id for _, claim_id in nearest[:count]]
        found = self._claims_of(self._nearest(embedding, _WIDE_COUNT))
        kept = set(self._session.scalars(allowed.where(ClaimRecord.id.in_(found))))
        return [claim_id for claim_id in found if claim_id in kept][:count]

    def _nearest(self, embedding: Embedding, count: int) -> list[int]:
        index = self._find_index(embedding.model, len(embedding.vector))
        return [key for key, _ in index.search(embedding.vector, count)]

    def _claims_of(self, keys: Sequence[int]) -> list[UUID]:
        """Return the claims of vectors, in their order, without those that are gone."""
        statement = select(ClaimVectorRecord.key, ClaimVectorRecord.claim_id).where(
            ClaimVectorRecord.key.in_(bindparam("keys", expanding=True))
        )
        rows = self._session.execute(statement, {"keys": list(keys)})
        claims = {row.key: row.claim_id for row in rows}
        return [claims[key] for key in keys if key in claims]

    def _load(
        self, wanted: Iterable[UUID], ranks: dict[UUID, int], embedding: Embedding | None
    ) -> list[MatchCandidate]:
        statement = (
            select(
                ClaimRecord,
                ArticleRecord.title,
                ArticleRecord.url,
                ClaimDocumentRecord.context,
                ClaimVectorRecord.vector,
            )
            .join(ArticleRecord, ArticleRecord.id == ClaimRecord.article_id)
            .join(ClaimDocumentRecord, ClaimDocumentRecord.claim_id == ClaimRecord.id)
            .outerjoin(
                ClaimVectorRecord,
                (ClaimVectorRecord.claim_id == ClaimRecord.id)
                & (ClaimVectorRecord.model == (embedding.model if embedding else "")),
            )
            .where(ClaimRecord.id.in_(list(wanted)), is_of_use())
        )
        rows = self._session.execute(statement).all()
        known = [row.vector for row in rows if row.vector is not None]
        cosines = iter(_cosines(embedding, known) if embedding else ())
        return [
            MatchCandidate(
                claim=to_claim(row.ClaimRecord),
                article=ArticleReference(row.ClaimRecord.article_id, row.title, row.url),
                context=row.context,
                cosine=None if row.vector is None else next(cosines),
                words_rank=ranks.get(row.ClaimRecord.id),
            )
            for row in rows
        ]


def _by_words_sqlite(
    words: Sequence[str], allowed: Select[UUID] | None, limits: tuple[int, int]
) -> Select[UUID]:
    """Rank the newest by BM25 over the FTS5 table, and return the best of them."""
    matched = " OR ".join(f'"{word}"' for word in words)
    score: ColumnElement[float] = literal_column(f"bm25(claim_full_text, 1.0, {_CONTEXT_WEIGHT})")
    found = select(_FULL_TEXT.c.rowid.label("key"), score.label("score")).where(
        literal_column("claim_full_text").op("MATCH")(matched)
    )
    if allowed is not None:
        found = found.join(
            ClaimDocumentRecord, ClaimDocumentRecord.key == _FULL_TEXT.c.rowid
        ).where(ClaimDocumentRecord.claim_id.in_(allowed))
    newest = found.order_by(_FULL_TEXT.c.rowid.desc()).limit(limits[0]).subquery()
    best = select(newest).order_by(newest.c.score).limit(limits[1]).subquery()
    return (
        select(ClaimDocumentRecord.claim_id)
        .join(best, best.c.key == ClaimDocumentRecord.key)
        .order_by(best.c.score)
    )


def _by_words_postgresql(
    words: Sequence[str], allowed: Select[UUID] | None, limits: tuple[int, int]
) -> Select[UUID]:
    """Rank the newest by how often the words occur, and return the best of them.

    It knows no rarity of words, so the score decides later.
    """
    document: ColumnElement[str] = literal_column("claim_document.document")
    matched = func.to_tsquery("english", " | ".join(words))
    found = select(
        ClaimDocumentRecord.claim_id, func.ts_rank(document, matched, 1).label("score")
    ).where(document.op("@@")(matched))
    if allowed is not None:
        found = found.where(ClaimDocumentRecord.claim_id.in_(allowed))
    newest = found.order_by(ClaimDocumentRecord.key.desc()).limit(limits[0]).subquery()
    return (
        select(newest.c.claim_id)
        .order_by(newest.c.score.desc(), newest.c.claim_id)
        .limit(limits[1])
    )


def _cosines(embedding: Embedding, vectors: Sequence[bytes]) -> list[float]:
    if not vectors:
        return []
    matrix = np.frombuffer(b"".join(vectors), dtype="<f4").reshape(len(vectors), -1)
    cosines: list[float] = (matrix @ np.asarray(embedding.vector, dtype=np.float32)).tolist()
    return cosines


def _restricts(filters: ClaimFilters) -> bool:
    return any(getattr(filters, field.name) is not None for field in fields(filters))


def _clean_word(word: str) -> str:
    """Return a word without what full-text queries would read as an operator."""
    return _NOT_A_WORD.sub("", word)
