"""Suggest matches: what a new claim is likely to repeat, kept for an editor to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.domain.analysis import ClaimDraft
from service.domain.claim import SERVICE_ACTOR, Claim
from service.domain.claim_link import ClaimLink, ClaimPair, LinkRelation
from service.domain.collaborators import ClaimMatcher
from service.domain.matching import ClaimMatch, Embedding
from service.domain.outgoing_event import claim_matched
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.find_matches import Wording, rank_candidates

#: From this probability on a match is suggested without being asked for; the card of
#: `claim_matching` tells how often that is right.
SUGGESTED_SCORE = 0.5
MAX_SUGGESTIONS = 5


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The matches of one claim that is about to be stored.

    Attributes:
        text: Of the claim; with `start` it tells which one of its article it is.
        start: Where its quote begins.
    """

    text: str
    start: int
    matches: tuple[ClaimMatch, ...]


def find_suggestions(
    uow: UnitOfWork, matcher: ClaimMatcher, drafts: Sequence[ClaimDraft]
) -> tuple[Suggestions, ...]:
    """Return what each claim of an analysis is likely to repeat; stores nothing.

    Args:
        uow: Where claims are stored.
        matcher: Scores the candidates; the drafts are embedded by its embedder.
        drafts: The claims of one article, which is not stored yet.
    """
    found = []
    for draft in drafts:
        if draft.embedding_model != matcher.model:
            continue
        embedding = Embedding(draft.embedding_model, draft.embedding)
        matches = _likely(rank_candidates(uow, matcher, draft.text, embedding))
        if matches:
            found.append(Suggestions(draft.text, draft.selector.start, matches))
    return tuple(found)


def store_suggestions(
    uow: UnitOfWork,
    claims: Sequence[Claim],
    suggestions: Sequence[Suggestions],
    now: datetime,
) -> None:
    """Keep the suggestions of claims that were just stored, and have subscribers told."""
    stored = {(claim.text, claim.selector.start): claim for claim in claims}
    for suggestion in suggestions:
        claim = stored.get((suggestion.text, suggestion.start))
        if claim is not None:
            _keep(uow, claim, suggestion.matches, now)


def match_claim(uow: UnitOfWork, worded: Wording, claim: Claim, now: datetime) -> None:
    """Store the vector of a claim that was created or reworded, and what it may repeat."""
    uow.claim_vectors.store(claim.id, worded.embedding)
    known = {link.pair.other(claim.id): link for link in uow.claim_links.list(claim.id)}
    for other_id, link in known.items():
        if link.relation is LinkRelation.SUGGESTED:
            # It was suggested for another wording.
            uow.claim_links.remove(ClaimPair.of(claim.id, other_id))
    decided = {k: v for k, v in known.items() if v.relation is not LinkRelation.SUGGESTED}
    ranked = rank_candidates(
        uow, worded.matcher, claim.text, worded.embedding, of=claim.id, links=decided
    )
    _keep(uow, claim, _likely([match for match in ranked if match.link is None]), now)


def _likely(ranked: Sequence[ClaimMatch]) -> tuple[ClaimMatch, ...]:
    return tuple(match for match in ranked if match.score >= SUGGESTED_SCORE)[:MAX_SUGGESTIONS]


def _keep(uow: UnitOfWork, claim: Claim, matches: Sequence[ClaimMatch], now: datetime) -> None:
    kept = []
    for match in matches:
        # A claim that a correction rewords was stored when its new wording was looked up.
        if match.claim.id == claim.id:
            continue
        # A match may have been deleted since it was found.
        if not uow.claims.exists(match.claim.id):
            continue
        link = ClaimLink(
            pair=ClaimPair.of(claim.id, match.claim.id),
            relation=LinkRelation.SUGGESTED,
            score=match.score,
            note=None,
            actor=SERVICE_ACTOR,
            version=1,
            created_at=now,
            updated_at=now,
        )
        if uow.claim_links.add(link):
            kept.append(match)
    if kept:
        uow.outgoing_events.append(claim_matched(claim, kept, SERVICE_ACTOR, now))
