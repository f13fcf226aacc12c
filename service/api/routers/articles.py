"""Articles: submit, read, list and delete them, and start their analysis again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Body, Query
from starlette.responses import Response

from service.api.analyses import run_analysis
from service.api.dependencies import (
    IDEMPOTENCY_KEY,
    ArticleId,
    ExchangeDep,
    IfNoneMatchDep,
    WaitSecondsDep,
)
from service.api.entity_tags import article_tag, is_unchanged
from service.api.pagination import cut_page
from service.api.responses import problems, success
from service.api.schemas import examples
from service.api.schemas.articles import ArticleCreate, ArticleOverview, ArticleRead
from service.api.schemas.claims import ClaimRead
from service.api.schemas.pages import ArticlePage, ClaimPage
from service.api.schemas.queries import ArticleQuery, AsOfQuery, PageQuery
from service.api.transactional_route import TransactionalRoute
from service.api.waiting import Outcome
from service.domain.article import ArticleStatus
from service.domain.errors import FieldProblem, InvalidInputError
from service.use_cases.delete_article import delete_article as delete_stored_article
from service.use_cases.read_articles import find_stale
from service.use_cases.read_articles import get_article as read_article
from service.use_cases.read_articles import list_articles as read_articles
from service.use_cases.read_as_of import get_article_as_of
from service.use_cases.read_claims import list_claims_of_article
from service.use_cases.retry_analysis import retry_analysis as requeue_analysis
from service.use_cases.submit_article import submit_article as store_article

MAX_DAYS_AHEAD = 7
#: A job that a correction superseded ends while the article waits for the next one.
_ENDED = (ArticleStatus.READY, ArticleStatus.FAILED)

router = APIRouter(prefix="/v1/articles", tags=["articles"], route_class=TransactionalRoute)


@router.post(
    "",
    status_code=202,
    summary="Submit an article",
    dependencies=[IDEMPOTENCY_KEY],
    responses={
        **success(
            200,
            "The same text was submitted before; this is the stored article. Nothing about it "
            "has changed, though it may have been corrected since: see `revision`.",
            examples.ARTICLE,
            with_headers=(
                "Location",
                "Content-Location",
                "Preference-Applied",
                "Idempotency-Replayed",
            ),
            model=ArticleRead,
        ),
        **success(
            201,
            "The analysis ended within the wait that was preferred: the article is `ready`, or "
            "`failed` with the reason in `failure`.",
            examples.ARTICLE,
            with_headers=("Location", "Preference-Applied", "Idempotency-Replayed"),
            model=ArticleRead,
        ),
        **success(
            202,
            "The article is stored and its analysis will run; read it again at `Location`.",
            examples.QUEUED_ARTICLE,
            with_headers=("Location", "Preference-Applied", "Idempotency-Replayed"),
        ),
        **problems(400, 409, 413, 415, 422, 503),
    },
)
def submit_article(
    article: Annotated[ArticleCreate, Body(examples=[examples.ARTICLE_CREATE])],
    exchange: ExchangeDep,
    wait_seconds: WaitSecondsDep,
) -> ArticleRead:
    """Store an article and have it analysed: a summary, and claims that can be checked.

    With `Prefer: wait=N` the answer comes when the analysis has ended, at the latest after N
    seconds; without it, at once. The same text again returns the stored article.
    """
    now = exchange.services.clock()
    check_published_at(article.published_at, now)
    stored, created = store_article(
        exchange.uow,
        article.to_domain(),
        queue_limit=exchange.services.queue_limit,
        now=now,
        actor=exchange.actor,
    )
    outcome = run_analysis(exchange, stored, wait_seconds)
    location = exchange.url(f"/v1/articles/{stored.id}")
    exchange.set_header("Location", location)
    read = ArticleRead.from_analysed(read_article(exchange.uow, stored.id))
    if not created:
        exchange.response.status_code = 200
        exchange.set_header("Content-Location", location)
    elif outcome is Outcome.ENDED and read.status in _ENDED:
        exchange.response.status_code = 201
    return read


@router.get(
    "",
    summary="List articles",
    responses={
        **success(
            200,
            "A page of articles, newest first.",
            {"items": [examples.ARTICLE_OVERVIEW], "next_cursor": None},
            with_headers=("Link",),
        ),
        **problems(422),
    },
)
def list_articles(
    query: Annotated[ArticleQuery, Query()],
    exchange: ExchangeDep,
) -> ArticlePage:
    """List the articles that match every given filter, newest first."""
    page = read_articles(
        exchange.uow,
        kind=query.kind,
        status=query.status,
        external_id=query.external_id,
        publisher=query.publisher,
        q=query.q,
        stale_summary=query.stale_summary,
        cursor=query.cursor,
        limit=query.limit,
    )
    exchange.link_next(page.next_cursor)
    stale = find_stale(exchange.uow, page.items)
    items = [
        ArticleOverview.from_domain(article, summary_is_stale=article.id in stale)
        for article in page.items
    ]
    return ArticlePage(items=items, next_cursor=page.next_cursor)


@router.get(
    "/{article_id}",
    summary="Read an article",
    response_model=ArticleRead,
    responses={
        **success(
            200,
            "The article with its newest summary, its claims and what gave no claim.",
            examples.ARTICLE,
            with_headers=("ETag",),
        ),
        **success(304, "The caller has the current representation.", with_headers=("ETag",)),
        **problems(400, 404, 422),
    },
)
def get_article(
    article_id: ArticleId,
    if_none_match: IfNoneMatchDep,
    exchange: ExchangeDep,
    query: Annotated[AsOfQuery, Query()],
) -> Response:
    """Read an article with all that its analysis found.

    With `as_of`, read its status, its summary and its claims as they stood at that instant.
    """
    if query.as_of is None:
        analysed = read_article(exchange.uow, article_id)
    else:
        analysed = get_article_as_of(
            exchange.uow, article_id, query.as_of, exchange.services.clock()
        )
    article = ArticleRead.from_analysed(analysed)
    content = article.model_dump_json().encode()
    tag = article_tag(article.revision, content)
    if is_unchanged(if_none_match, tag):
        return Response(status_code=304, headers={"ETag": tag})
    return Response(content, headers={"ETag": tag}, media_type="application/json")


@router.delete(
    "/{article_id}",
    status_code=204,
    summary="Delete an article",
    responses={
        **success(204, "The article is gone, with its summaries and claims."),
        **problems(404, 409, 422),
    },
)
def delete_article(article_id: ArticleId, exchange: ExchangeDep) -> None:
    """Delete an article with all that was made from it, unless one of its claims is public.

    The history of its claims stays, ends with their deletion, and can still be read.
    """
    delete_stored_article(
        exchange.uow, article_id, actor=exchange.actor, now=exchange.services.clock()
    )


@router.post(
    "/{article_id}/retry",
    status_code=202,
    summary="Analyse a failed article again",
    dependencies=[IDEMPOTENCY_KEY],
    responses={
        **success(
            200,
            "The new attempt ended within the wait that was preferred, well or badly.",
            examples.ARTICLE,
            with_headers=("Content-Location", "Preference-Applied", "Idempotency-Replayed"),
            model=ArticleRead,
        ),
        **success(
            202,
            "The new attempt will run; read the article again at `Location`.",
            examples.QUEUED_ARTICLE,
            with_headers=("Location", "Preference-Applied", "Idempotency-Replayed"),
        ),
        **problems(404, 409, 422),
    },
)
def retry_analysis(
    article_id: ArticleId,
    exchange: ExchangeDep,
    wait_seconds: WaitSecondsDep,
) -> ArticleRead:
    """Start the analysis of an article again whose analysis failed."""
    article = requeue_analysis(exchange.uow, article_id, exchange.services.clock())
    outcome = run_analysis(exchange, article, wait_seconds)
    location = exchange.url(f"/v1/articles/{article.id}")
    read = ArticleRead.from_analysed(read_article(exchange.uow, article.id))
    if outcome is Outcome.ENDED and read.status in _ENDED:
        exchange.response.status_code = 200
        exchange.set_header("Content-Location", location)
    else:
        exchange.set_header("Location", location)
    return read


@router.get(
    "/{article_id}/claims",
    summary="List the claims of an article",
    responses={
        **success(
            200,
            "A page of the article's claims in the order of its text, lost ones at the end.",
            {"items": [examples.CLAIM], "next_cursor": None},
            with_headers=("Link",),
        ),
        **problems(404, 422),
    },
)
def list_article_claims(
    article_id: ArticleId,
    query: Annotated[PageQuery, Query()],
    exchange: ExchangeDep,
) -> ClaimPage:
    """List the claims of an article in the order of its text.

    Those whose passage a correction took out come at the end, with `lost` as their anchor's
    status.
    """
    claims = list_claims_of_article(exchange.uow, article_id)
    page = cut_page([(claim.id, claim) for claim in claims], query)
    exchange.link_next(page.next_cursor)
    items = [ClaimRead.from_domain(claim) for claim in page.items]
    return ClaimPage(items=items, next_cursor=page.next_cursor)


def check_published_at(published_at: datetime | None, now: datetime) -> None:
    """Refuse an instant of publication that lies far ahead.

    Raises:
        InvalidInputError: Where it is more than seven days from now.
    """
    if published_at is not None and published_at > now + timedelta(days=MAX_DAYS_AHEAD):
        detail = f"This lies more than {MAX_DAYS_AHEAD} days in the future; check the year."
        raise InvalidInputError(detail, (FieldProblem(detail, "#/published_at"),))
