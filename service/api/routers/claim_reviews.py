"""Claim reviews: the published verdict on a claim in schema.org's words, and the feed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from service.api.dependencies import ClaimId, ExchangeDep
from service.api.json_ld import JsonLdResponse, answer, documented
from service.api.responses import problems
from service.api.schemas import examples
from service.api.schemas.claim_reviews import ClaimReviewFeed, ClaimReviewRead
from service.api.schemas.queries import ClaimReviewQuery
from service.api.transactional_route import TransactionalRoute
from service.use_cases.read_claim_reviews import get_claim_review as read_claim_review
from service.use_cases.read_claim_reviews import list_claim_reviews as read_claim_reviews

router = APIRouter(
    prefix="/v1",
    tags=["interchange"],
    route_class=TransactionalRoute,
    default_response_class=JsonLdResponse,
)


@router.get(
    "/claims/{claim_id}/claim-review",
    summary="Read the ClaimReview of a claim",
    response_model=ClaimReviewRead,
    responses={
        **documented("The review.", ClaimReviewRead, examples.CLAIM_REVIEW, "Vary"),
        **problems(404, 406, 409, 422),
    },
)
def get_claim_review(claim_id: ClaimId, exchange: ExchangeDep) -> Response:
    """Read the published verdict on a claim as schema.org's ClaimReview, ready to be embedded.

    404 where the claim is not published: there is no review. 409 where it is paused, since a
    review that is out must then be taken down or held back, and where the settings do not say
    who the publisher is. `Accept: application/json` gets the same body under that name.
    """
    review = read_claim_review(exchange.uow, exchange.services.publisher, claim_id)
    return answer(exchange, ClaimReviewRead.from_domain(review))


@router.get(
    "/claim-reviews",
    summary="Read the feed of ClaimReviews",
    response_model=ClaimReviewFeed,
    responses={
        **documented(
            "A page of the feed.", ClaimReviewFeed, examples.CLAIM_REVIEW_FEED, "Link", "Vary"
        ),
        **problems(406, 409, 422),
    },
)
def list_claim_reviews(
    query: Annotated[ClaimReviewQuery, Query()], exchange: ExchangeDep
) -> Response:
    """Read all published verdicts as a schema.org DataFeed of ClaimReviews, page by page.

    The longest unchanged come first, so that whoever walks the pages misses nothing; the `Link`
    header leads to the next page. Later, `updated_since` gives what has changed. A review that
    is paused or withdrawn is no longer in the feed.
    """
    page = read_claim_reviews(
        exchange.uow,
        exchange.services.publisher,
        updated_since=query.updated_since,
        cursor=query.cursor,
        limit=query.limit,
    )
    exchange.link_next(page.next_cursor)
    name = exchange.services.publisher.name if exchange.services.publisher else ""
    return answer(exchange, ClaimReviewFeed.of(name, page.items))
