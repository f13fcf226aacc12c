"""Seeding: puts generated articles and claims into a database, many rows at a time."""

from __future__ import annotations

import hashlib
import itertools
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from benchmarks.desk.bulk import Row, store_rows
from benchmarks.desk.generated import (
    CLAIMS_AN_ARTICLE,
    PUBLISHERS,
    WORDINGS,
    GeneratedClaim,
    Matrix,
    claims,
    vectors,
)
from service.domain.api_key import LOCAL_ACTOR
from service.domain.article import AnalysisOptions, ArticleStatus
from service.domain.claim import (
    SERVICE_ACTOR,
    Claim,
    ClaimKind,
    ClaimOrigin,
    ClaimState,
    Method,
    Publication,
    Verdict,
    Workflow,
)
from service.domain.claim_history import creation_of
from service.domain.claim_link import LinkRelation
from service.domain.matching import Embedding
from service.domain.milestones import Milestones
from service.domain.selector import Selector
from service.storage import pgvector
from service.storage.article_status_records import ArticleStatusRecord
from service.storage.history import GENESIS_HASH, seal_hash
from service.storage.history_records import ClaimEventSealRecord
from service.storage.link_records import ClaimLinkRecord
from service.storage.mapping import from_claim, from_event, pack_vector
from service.storage.records import (
    ArticleRecord,
    ClaimEventRecord,
    ClaimRecord,
    ClaimTagRecord,
    Record,
)
from service.storage.revision_records import ArticleRevisionRecord
from service.storage.search_records import ClaimVectorRecord

_ARTICLES_A_BATCH: Final = 250
#: Of so many claims one is linked to the sibling before it.
_LINKED_EVERY: Final = 50
_RELATIONS: Final = (LinkRelation.SAME_CLAIM, LinkRelation.CONTRADICTS, LinkRelation.RELATED)
_DECIDED_AFTER: Final = timedelta(hours=9)
_CONTEXT_CHARACTERS: Final = 32
_NAMESPACE: Final = UUID("0f5f0c86-5f3b-4f3a-8d0c-64a3b7d6a9d1")

Rows = dict[type[Record], list[Row]]


def seed(  # noqa: PLR0913, PLR0917  where to, how much, of what, and whom to tell
    engine: Engine,
    count: int,
    texts: Sequence[str],
    of_wordings: Matrix,
    model: str,
    tell: Callable[[int], None],
) -> None:
    """Store claims, each with its event, seal and vector, and the articles that they are of.

    What an earlier call with the same arguments has stored before it was stopped is left alone.

    Args:
        engine: Of a migrated database, empty but for that.
        count: How many claims, a multiple of `CLAIMS_AN_ARTICLE`.
        texts: The base wordings.
        of_wordings: Their vectors.
        model: The revision of the embedder that made these.
        tell: Is told after each batch how many are stored.
    """
    generated = claims(count, texts)
    embedded = itertools.chain.from_iterable(vectors(count, of_wordings))
    identifiers: list[UUID] = []
    stored, chain = _find_stored(engine)
    while batch := list(itertools.islice(generated, _ARTICLES_A_BATCH * CLAIMS_AN_ARTICLE)):
        if len(identifiers) < stored:
            identifiers += [claim.id for claim in batch]
            deque(itertools.islice(embedded, len(batch)), maxlen=0)
            continue
        rows: Rows = defaultdict(list)
        for start in range(0, len(batch), CLAIMS_AN_ARTICLE):
            _add_article(rows, batch[start : start + CLAIMS_AN_ARTICLE], chain)
        identifiers += [claim.id for claim in batch]
        for claim in batch:
            rows[ClaimLinkRecord] += _links(claim, identifiers)
        embeddings = [
            (claim.id, tuple(vector.tolist()))
            for claim, vector in zip(batch, itertools.islice(embedded, len(batch)), strict=True)
        ]
        with Session(engine) as session:
            for record, values in rows.items():
                store_rows(session, record, values)
            _store_vectors(session, embeddings, model)
            session.commit()
        tell(len(identifiers))


def _store_vectors(
    session: Session, embeddings: Sequence[tuple[UUID, tuple[float, ...]]], model: str
) -> None:
    """Store the vectors of claims, in pgvector's column too where the database has it."""
    rows: list[Row] = [
        {"claim_id": claim_id, "model": model, "vector": pack_vector(vector)}
        for claim_id, vector in embeddings
    ]
    if pgvector.holds(session, Embedding(model, embeddings[0][1])):
        for row, (_, vector) in zip(rows, embeddings, strict=True):
            row["embedding"] = f"[{','.join(map(repr, vector))}]"
    store_rows(session, ClaimVectorRecord, rows)


def _find_stored(engine: Engine) -> tuple[int, _Chain]:
    """Return how many claims are stored, each with one event, and the chain up to there."""
    with engine.connect() as connection:
        last = connection.execute(
            text("SELECT position, hash FROM claim_event_seal ORDER BY position DESC LIMIT 1")
        ).first()
    position, last_hash = (0, GENESIS_HASH) if last is None else (last.position, last.hash)
    return position, _Chain(position, last_hash)


class _Chain:
    """Seals events as the commit log does, from the one after a position and its hash on."""

    def __init__(self, position: int, last_hash: str) -> None:
        self._position = position
        self._hash = last_hash

    def seal(self, event: ClaimEventRecord) -> Row:
        """Return the seal of the next event."""
        self._position += 1
        previous, self._hash = self._hash, seal_hash(self._position, self._hash, event)
        return {
            "position": self._position,
            "claim_id": event.claim_id,
            "sequence": event.sequence,
            "previous_hash": previous,
            "hash": self._hash,
        }


def _add_article(rows: Rows, group: Sequence[GeneratedClaim], chain: _Chain) -> None:
    first = group[0]
    body = "\n".join(claim.text for claim in group)
    digest = hashlib.sha256(body.encode()).hexdigest()
    article_id = uuid5(_NAMESPACE, str(first.number))
    stored_at = first.created_at
    rows[ArticleRecord].append(
        {
            "id": article_id,
            "status": ArticleStatus.READY,
            "text": body,
            "text_sha256": digest,
            "title": first.text[:-1],
            "url": f"https://courier.example/{first.number}",
            "publisher": PUBLISHERS[first.number // CLAIMS_AN_ARTICLE % len(PUBLISHERS)],
            "language": "en",
            "options": asdict(AnalysisOptions()),
            "revision": 1,
            "attempt": 1,
            "boilerplate": [],
            "created_at": stored_at,
            "updated_at": stored_at,
        }
    )
    rows[ArticleRevisionRecord].append(
        {
            "article_id": article_id,
            "number": 1,
            "text": body,
            "text_sha256": digest,
            "created_at": stored_at,
            "actor": LOCAL_ACTOR,
            "analysed_at": stored_at,
            "boilerplate": [],
        }
    )
    rows[ArticleStatusRecord].append(
        {
            "article_id": article_id,
            "sequence": 1,
            "status": ArticleStatus.READY,
            "revision": 1,
            "attempt": 1,
            "occurred_at": stored_at,
        }
    )
    at = 0
    for position, made in enumerate(group):
        claim = _claim(made, article_id, body, at)
        at += len(made.text) + 1
        rows[ClaimRecord].append(_values(from_claim(claim, position)))
        if made.tag is not None:
            rows[ClaimTagRecord].append({"claim_id": claim.id, "tag": made.tag, "position": 0})
        event = from_event(claim.id, 1, 1, creation_of(claim, SERVICE_ACTOR))
        rows[ClaimEventRecord].append(_values(event))
        rows[ClaimEventSealRecord].append(chain.seal(event))


def _claim(made: GeneratedClaim, article_id: UUID, body: str, at: int) -> Claim:
    workflow, verdict, publication, _ = made.state
    end = at + len(made.text)
    decided_at = made.created_at + _DECIDED_AFTER if verdict else None
    return Claim(
        id=made.id,
        article_id=article_id,
        text=made.text,
        selector=Selector(
            at,
            end,
            made.text,
            body[max(0, at - _CONTEXT_CHARACTERS) : at],
            body[end : end + _CONTEXT_CHARACTERS],
        ),
        kind=ClaimKind(made.kind),
        speaker=made.speaker,
        check_worthiness=made.check_worthiness,
        support=0.97,
        method=Method.ABSTRACTIVE,
        origin=ClaimOrigin.MODEL,
        state=ClaimState(
            Workflow(workflow),
            None if verdict is None else Verdict(verdict),
            Publication(publication),
        ),
        assignee=made.assignee,
        tags=() if made.tag is None else (made.tag,),
        version=1,
        created_at=made.created_at,
        updated_at=decided_at or made.created_at,
        milestones=Milestones(
            decided_at or made.created_at,
            decided_at,
            decided_at if publication == Publication.PUBLISHED else None,
        ),
    )


def _values(record: Record) -> Row:
    """Return what a new record was given."""
    return {key: value for key, value in vars(record).items() if not key.startswith("_sa_")}


def _links(claim: GeneratedClaim, identifiers: Sequence[UUID]) -> Iterator[Row]:
    sibling = claim.number - WORDINGS
    if sibling < 0 or claim.number % _LINKED_EVERY:
        return
    first, second = sorted((identifiers[sibling], claim.id))
    yield {
        "first_id": first,
        "second_id": second,
        "relation": _RELATIONS[claim.number // _LINKED_EVERY % len(_RELATIONS)],
        "score": 0.8,
        "note": None,
        "actor": LOCAL_ACTOR,
        "version": 1,
        "created_at": claim.created_at,
        "updated_at": claim.created_at + 2 * _DECIDED_AFTER,
    }
