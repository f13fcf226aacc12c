"""Claim store: stored claims of other desks, put into a database as the service stores them.

Each fact-check becomes an article with its title and one claim; the claim's quote is what
the fact-check says about it in its subtitle, else the claim itself. The database and its
vectors are kept under `var/`, by the revision of the embedder and the form of the database,
since making them takes minutes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from service.domain.article import ArticleSubmission
from service.domain.claim import (
    Claim,
    ClaimKind,
    ClaimOrigin,
    ClaimState,
    Method,
)
from service.domain.collaborators import ClaimMatcher
from service.domain.matching import Embedding
from service.domain.selector import Selector
from service.storage.migration import upgrade
from service.storage.unit_of_work import UnitOfWork, UnitOfWorkFactory
from service.text.likeness import without_addresses
from service.text.normalization import normalize

_NAMESPACE = UUID("6f0f4a0a-6ed5-4f6f-9d1c-3f3a6c2f7d11")
_BATCH = 500
_NOW = datetime(2025, 1, 1, tzinfo=UTC)

Progress = Callable[[Sequence[int], str], Any]


def claim_identifier(row_id: str) -> UUID:
    """Return the identifier that a row of the data is stored under."""
    return uuid5(_NAMESPACE, row_id)


def open_store(
    folder: Path, rows: Sequence[Mapping[str, Any]], matcher: ClaimMatcher, progress: Progress
) -> UnitOfWorkFactory:
    """Return a database that holds the rows as claims with their vectors; makes it if needed.

    Args:
        folder: Where databases are kept.
        rows: `id`, `text`, `title`, and where known `subtitle` and `speaker`.
        matcher: Embeds them.
        progress: Tells a person how far it is.
    """
    name = rows[0]["corpus"]
    content = hashlib.sha256("\n".join(row["id"] for row in rows).encode()).hexdigest()[:8]
    path = folder / f"{name}-{content}-{matcher.model[:8]}.sqlite3"
    url = f"sqlite:///{path.resolve()}"
    done = path.with_suffix(".done")
    folder.mkdir(parents=True, exist_ok=True)
    if done.exists():
        upgrade(url)
        return UnitOfWorkFactory(url)
    for stale in folder.glob(f"{path.name}*"):
        stale.unlink()
    upgrade(url)
    store = UnitOfWorkFactory(url)

    def embed(part: Sequence[Mapping[str, Any]]) -> list[Embedding]:
        vectors = matcher.embed([without_addresses(normalize(row["text"])) for row in part])
        return [Embedding(matcher.model, tuple(vector)) for vector in vectors]

    _fill(store, rows, embed, progress)
    done.touch()
    return store


def copy_store(
    source: UnitOfWorkFactory,
    database_url: str,
    rows: Sequence[Mapping[str, Any]],
    model: str,
    progress: Progress,
) -> UnitOfWorkFactory:
    """Return an empty database filled with the claims and vectors of another.

    Args:
        source: A database that holds the rows.
        database_url: The empty one.
        rows: As for `open_store`.
        model: The embedder whose vectors are copied.
        progress: Tells a person how far it is.
    """
    upgrade(database_url)
    store = UnitOfWorkFactory(database_url)

    def read(part: Sequence[Mapping[str, Any]]) -> list[Embedding]:
        with source() as uow:
            found = [uow.claim_vectors.find(claim_identifier(row["id"]), model) for row in part]
        return [embedding for embedding in found if embedding is not None]

    _fill(store, rows, read, progress)
    return store


def _fill(
    store: UnitOfWorkFactory,
    rows: Sequence[Mapping[str, Any]],
    embed: Callable[[Sequence[Mapping[str, Any]]], list[Embedding]],
    progress: Progress,
) -> None:
    for start in progress(range(0, len(rows), _BATCH), f"storing {rows[0]['corpus']}"):
        part = rows[start : start + _BATCH]
        embeddings = embed(part)
        with store() as uow:
            for row, embedding in zip(part, embeddings, strict=True):
                _store(uow, row, embedding)
            uow.commit()


def _field(row: Mapping[str, Any], name: str) -> str:
    value = str(row.get(name) or "").strip()
    return normalize(value) if value else ""


def _store(uow: UnitOfWork, row: Mapping[str, Any], embedding: Embedding) -> None:
    text = normalize(row["text"])
    quote = _field(row, "subtitle") or text
    body = f"{quote}\n{row['id']}"
    article = uow.articles.add(
        ArticleSubmission(text=body, title=_field(row, "title") or None),
        hashlib.sha256(body.encode()).hexdigest(),
        _NOW,
    )
    claim = Claim(
        id=claim_identifier(row["id"]),
        article_id=article.id,
        text=text,
        selector=Selector(0, len(quote), quote, "", body[len(quote) : len(quote) + 32]),
        kind=ClaimKind.STATEMENT,
        speaker=row.get("speaker"),
        check_worthiness=None,
        support=None,
        method=Method.ABSTRACTIVE,
        origin=ClaimOrigin.EDITOR,
        state=ClaimState(),
        assignee=None,
        tags=(),
        version=1,
        created_at=_NOW,
        updated_at=_NOW,
    )
    uow.claims.add(claim)
    uow.claim_vectors.store(claim.id, embedding)
