"""Matching: what is asked when a claim is looked for, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from service.domain.claim import Claim
from service.domain.claim_link import ClaimLink
from service.domain.claim_query import ClaimFilters


@dataclass(frozen=True, slots=True)
class Embedding:
    """A vector, and which embedder made it: only vectors of one embedder can be compared.

    Attributes:
        model: The revision of the embedder.
        vector: Of unit length.
    """

    model: str
    vector: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class CandidateQuery:
    """What is looked for among the stored claims.

    Attributes:
        words: Any of which may occur; may be empty.
        embedding: Whose neighbours are looked for; None looks by words alone.
        filters: What a claim must match besides.
        excluded: Claims that are not wanted.
        count: At most so many by words, and as many by meaning.
    """

    words: tuple[str, ...]
    embedding: Embedding | None
    filters: ClaimFilters
    excluded: frozenset[UUID]
    count: int


@dataclass(frozen=True, slots=True)
class ArticleReference:
    """As much of an article as tells a reader which one it is."""

    id: UUID
    title: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class MatchCandidate:
    """A stored claim that may say the same.

    Attributes:
        context: The words that it is found by beside its text: quote, speaker, title.
        cosine: Of its vector with the one looked for; None where there is none.
        words_rank: Its place among those found by words, from 0; None where it is not.
    """

    claim: Claim
    article: ArticleReference
    context: str
    cosine: float | None
    words_rank: int | None


@dataclass(frozen=True, slots=True)
class ClaimMatch:
    """A stored claim that is likely to say the same.

    Attributes:
        score: The estimated probability, 0 to 1.
        link: What is known about the pair; None where nothing is.
    """

    claim: Claim
    article: ArticleReference
    score: float
    link: ClaimLink | None = None
