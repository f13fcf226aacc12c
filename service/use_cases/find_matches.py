"""Find matches: stored claims that say the same as a text, best first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from service.domain.claim_link import ClaimLink, LinkRelation
from service.domain.claim_query import ClaimFilters
from service.domain.collaborators import ClaimMatcher
from service.domain.matching import CandidateQuery, ClaimMatch, Embedding
from service.domain.page import Page
from service.storage.unit_of_work import UnitOfWork
from service.text.likeness import search_words, without_addresses
from service.text.normalization import normalize
from service.use_cases.clean_fields import clean_claim_text
from service.use_cases.read_cursor import read_cursor, read_identifier, refused_cursor, write_cursor

#: So many candidates by words, and as many by meaning, are compared one by one.
CANDIDATE_COUNT = 50


def embed_text(matcher: ClaimMatcher, text: str) -> Embedding:
    """Return the vector of a text."""
    return Embedding(matcher.model, tuple(matcher.embed([without_addresses(text)])[0]))


@dataclass(frozen=True, slots=True)
class Wording:
    """A claim's text that is about to be stored, and its vector.

    Attributes:
        matcher: What made the vector.
    """

    text: str
    matcher: ClaimMatcher
    embedding: Embedding


def embed_wording(matcher: ClaimMatcher | None, text: str) -> Wording | None:
    """Embed a claim's text before the transaction that stores it.

    Returns:
        The cleaned text with its vector; None without a matcher: the claim is then stored
        without a vector, which it gets as soon as there is one.

    Raises:
        InvalidInputError: Where the text is blank.
    """
    if matcher is None:
        return None
    cleaned = clean_claim_text(text, "#/text")
    return Wording(cleaned, matcher, embed_text(matcher, cleaned))


def search_claims(  # noqa: PLR0913  what a search is made of, all by name
    uow: UnitOfWork,
    matcher: ClaimMatcher,
    text: str,
    *,
    filters: ClaimFilters,
    min_score: float,
    limit: int,
    cursor: str | None = None,
) -> Page[ClaimMatch]:
    """Return stored claims that say the same as a text, the likeliest first.

    Args:
        uow: Where claims are stored; no connection is taken before the text is embedded.
        matcher: Embeds the text and scores what is found.
        text: A claim in any wording.
        filters: What the claims must match besides.
        min_score: The least probability, 0 to 1.
        limit: The length of a page.
        cursor: Where the page begins.

    Raises:
        InvalidInputError: Where the text is blank or the cursor is of no use.
    """
    cleaned = clean_claim_text(normalize(text), "#/text")
    embedding = embed_text(matcher, cleaned)
    found = rank_candidates(uow, matcher, cleaned, embedding, filters=filters)
    return _cut(found, "search", min_score, limit, cursor)


def list_matches(  # noqa: PLR0913  what a list is made of, all by name
    uow: UnitOfWork,
    matcher: ClaimMatcher,
    claim_id: UUID,
    *,
    min_score: float,
    limit: int,
    cursor: str | None = None,
) -> Page[ClaimMatch]:
    """Return the claims that say the same as a stored one, without rejected pairs.

    Raises:
        NotFoundError: Where there is no such claim.
        InvalidInputError: Where the cursor is of no use.
    """
    claim = uow.claims.get(claim_id)
    embedding = uow.claim_vectors.find(claim_id, matcher.model)
    if embedding is None:
        # No connection is held while the network runs.
        uow.rollback()
        embedding = embed_text(matcher, claim.text)
    links = {link.pair.other(claim_id): link for link in uow.claim_links.list(claim_id)}
    found = rank_candidates(uow, matcher, claim.text, embedding, of=claim_id, links=links)
    return _cut(found, f"matches:{claim_id}", min_score, limit, cursor)


def rank_candidates(  # noqa: PLR0913  what is looked for, and what is known of it
    uow: UnitOfWork,
    matcher: ClaimMatcher,
    text: str,
    embedding: Embedding,
    *,
    filters: ClaimFilters | None = None,
    of: UUID | None = None,
    links: Mapping[UUID, ClaimLink] | None = None,
) -> list[ClaimMatch]:
    """Return the candidates for a text with their scores, the likeliest first.

    Args:
        uow: Where claims are stored.
        matcher: Scores the candidates.
        text: What is looked for.
        embedding: Its vector.
        filters: What the claims must match besides.
        of: The claim that the text is of, which does not match itself.
        links: What is known about it and others; rejected ones are left out.
    """
    known = links or {}
    rejected = {other for other, link in known.items() if link.relation is LinkRelation.REJECTED}
    query = CandidateQuery(
        words=search_words(text),
        embedding=embedding,
        filters=filters or ClaimFilters(),
        excluded=frozenset(rejected if of is None else {of, *rejected}),
        count=CANDIDATE_COUNT,
    )
    candidates = uow.claim_search.find_candidates(query)
    scores = matcher.score(text, candidates)
    found = [
        ClaimMatch(c.claim, c.article, round(score, 4), known.get(c.claim.id))
        for c, score in zip(candidates, scores, strict=True)
    ]
    found.sort(key=lambda match: (-match.score, str(match.claim.id)))
    return found


def _cut(
    found: list[ClaimMatch], sort: str, min_score: float, limit: int, cursor: str | None
) -> Page[ClaimMatch]:
    """Return the part of a ranking that comes after the cursor."""
    kept = [match for match in found if match.score >= min_score]
    if cursor is not None:
        position, item_id = read_cursor(cursor, sort)
        if isinstance(position, bool) or not isinstance(position, int | float):
            raise refused_cursor()
        after = (-position, str(read_identifier(item_id)))
        kept = [match for match in kept if (-match.score, str(match.claim.id)) > after]
    page = kept[:limit]
    more = len(kept) > limit
    last = write_cursor(sort, page[-1].score, str(page[-1].claim.id)) if page and more else None
    return Page(tuple(page), last)
