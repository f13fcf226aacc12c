"""Matches: whether a claim has been made and checked before."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query

from service.api.dependencies import IDEMPOTENCY_KEY, ClaimId, ExchangeDep
from service.api.responses import problems, success
from service.api.schemas.match_examples import MATCH
from service.api.schemas.matches import (
    ClaimMatchPage,
    ClaimMatchRead,
    ClaimSearchCreate,
    MatchQuery,
)
from service.api.transactional_route import TransactionalRoute
from service.use_cases.find_matches import list_matches
from service.use_cases.find_matches import search_claims as find_claims

router = APIRouter(prefix="/v1/claims", tags=["matching"], route_class=TransactionalRoute)


@router.post(
    "/search",
    status_code=200,
    summary="Search for a claim",
    dependencies=[IDEMPOTENCY_KEY],
    responses={
        **success(
            200,
            "A page of claims that say the same.",
            {"items": [{**MATCH, "link": None}], "next_cursor": None},
            with_headers=("Idempotency-Replayed",),
        ),
        **problems(400, 409, 413, 415, 422, 503),
    },
)
def search_claims(
    search: Annotated[ClaimSearchCreate, Body(examples=[{"text": "The lock dates from 1964."}])],
    exchange: ExchangeDep,
) -> ClaimMatchPage:
    """Look for stored claims that say the same as a text, in any wording, the likeliest first.

    Found by words and by meaning, and scored: `score` is the estimated probability that the
    claim says the same.
    """
    page = find_claims(
        exchange.uow,
        exchange.services.matcher(),
        search.text,
        filters=search.filters.to_domain(),
        min_score=search.min_score,
        limit=search.limit,
        cursor=search.cursor,
    )
    items = [ClaimMatchRead.from_domain(match) for match in page.items]
    return ClaimMatchPage(items=items, next_cursor=page.next_cursor)


@router.get(
    "/{claim_id}/matches",
    summary="List the matches of a claim",
    responses={
        **success(
            200,
            "A page of claims that say the same.",
            {"items": [MATCH], "next_cursor": None},
            with_headers=("Link",),
        ),
        **problems(404, 422, 503),
    },
)
def list_claim_matches(
    claim_id: ClaimId,
    query: Annotated[MatchQuery, Query()],
    exchange: ExchangeDep,
) -> ClaimMatchPage:
    """Tell whether a claim has been made before: stored claims of the same meaning, best first.

    `link` says what is known about the pair. A pair that an editor has rejected is left out.
    """
    page = list_matches(
        exchange.uow,
        exchange.services.matcher(),
        claim_id,
        min_score=query.min_score,
        limit=query.limit,
        cursor=query.cursor,
    )
    exchange.link_next(page.next_cursor)
    items = [ClaimMatchRead.from_domain(match, claim_id) for match in page.items]
    return ClaimMatchPage(items=items, next_cursor=page.next_cursor)
