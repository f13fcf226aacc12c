"""Impact: what states a claim, and so is touched by its verdict."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from service.api.dependencies import ClaimId, ExchangeDep
from service.api.pagination import cut_page
from service.api.responses import problems, success
from service.api.schemas.impact import ArticleImpactRead, ImpactPage
from service.api.schemas.match_examples import IMPACT
from service.api.schemas.queries import PageQuery
from service.api.transactional_route import TransactionalRoute
from service.use_cases.read_impact import find_stating_articles, read_impacts

router = APIRouter(prefix="/v1/claims", tags=["matching"], route_class=TransactionalRoute)


@router.get(
    "/{claim_id}/impact",
    summary="List what states a claim",
    responses={
        **success(
            200,
            "A page of the articles that state the claim.",
            {"items": [IMPACT], "next_cursor": None},
            with_headers=("Link",),
        ),
        **problems(404, 422),
    },
)
def list_claim_impact(
    claim_id: ClaimId, query: Annotated[PageQuery, Query()], exchange: ExchangeDep
) -> ImpactPage:
    """List what a verdict touches: articles, summaries and summary sentences.

    These are all that state the claim or one that is confirmed to say the same
    (`same_claim`), whether there is a verdict yet or not. A summary sentence states a claim
    where a passage that it rests on overlaps the claim's passage, and where it repeats the
    claim in nearly the same words; a headline, which rests on no passage of its own, where
    it is nearest to the claim or to a sentence that states it.
    """
    stating = find_stating_articles(exchange.uow, claim_id)
    page = cut_page([(found.article.id, found) for found in stating], query)
    exchange.link_next(page.next_cursor)
    impacts = read_impacts(exchange.uow, page.items)
    items = [ArticleImpactRead.from_domain(impact) for impact in impacts]
    return ImpactPage(items=items, next_cursor=page.next_cursor)
