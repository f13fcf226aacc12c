"""Summaries: ask for other lengths, and read what was written."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import APIRouter, Body, Query

from service.api.dependencies import (
    IDEMPOTENCY_KEY,
    ArticleId,
    ExchangeDep,
    SummaryId,
    WaitSecondsDep,
)
from service.api.pagination import cut_page
from service.api.responses import problems, success
from service.api.schemas import examples
from service.api.schemas.pages import SummaryPage
from service.api.schemas.queries import PageQuery
from service.api.schemas.summaries import SummaryAccepted, SummaryCreate, SummaryRead
from service.api.transactional_route import TransactionalRoute
from service.api.waiting import Outcome
from service.domain.errors import GenerationError, NotFoundError
from service.use_cases.read_summaries import get_summary as read_summary
from service.use_cases.read_summaries import list_summaries as read_summaries
from service.use_cases.request_summary import request_summary as find_summary

router = APIRouter(
    prefix="/v1/articles/{article_id}/summaries",
    tags=["summaries"],
    route_class=TransactionalRoute,
)


@router.post(
    "",
    status_code=202,
    summary="Ask for a summary of another length",
    response_model=SummaryRead | SummaryAccepted,
    dependencies=[IDEMPOTENCY_KEY],
    responses={
        **success(
            200,
            "There is a summary of this length already.",
            examples.SUMMARY,
            with_headers=("Content-Location", "Idempotency-Replayed"),
            model=SummaryRead,
        ),
        **success(
            201,
            "The summary was written within the wait that was preferred.",
            examples.SUMMARY,
            with_headers=("Location", "Preference-Applied", "Idempotency-Replayed"),
            model=SummaryRead,
        ),
        **success(
            202,
            "The summary will be written; read it at `Location`, which is 404 until then.",
            {"id": examples.SUMMARY_ID, "article_id": examples.ARTICLE_ID, "sentences": 4},
            with_headers=("Location", "Preference-Applied", "Idempotency-Replayed"),
            model=SummaryAccepted,
        ),
        **problems(400, 404, 409, 413, 415, 422),
    },
)
def request_summary(
    article_id: ArticleId,
    summary: Annotated[SummaryCreate, Body(examples=[{"sentences": 4}])],
    exchange: ExchangeDep,
    wait_seconds: WaitSecondsDep,
) -> SummaryRead | SummaryAccepted:
    """Have another summary of a `ready` article written, one to six sentences long.

    A stored one of that length is returned unless it is stale; a new one leaves out what was
    found `false` or `misleading`, and says so in `left_out`. Where nothing would be left, the
    answer is 409.

    With `Prefer: wait=N` the answer comes when the summary is written, at the latest after N
    seconds; without it, at once.
    """
    path = exchange.url(f"/v1/articles/{article_id}/summaries")
    stored = find_summary(exchange.uow, article_id, summary.sentences)
    # Nothing may hold a database connection while the summary is written.
    exchange.uow.commit()
    if stored is not None:
        exchange.response.status_code = 200
        exchange.set_header("Content-Location", f"{path}/{stored.id}")
        return SummaryRead.from_domain(stored)
    summary_id = uuid.uuid4()
    job_id = exchange.services.queue.enqueue_summary(summary_id, article_id, summary.sentences)
    outcome = exchange.wait(job_id, wait_seconds)
    exchange.set_header("Location", f"{path}/{summary_id}")
    if outcome is not Outcome.NOT_WAITED:
        exchange.set_header("Preference-Applied", f"wait={wait_seconds}")
    if outcome is not Outcome.ENDED:
        return SummaryAccepted(id=summary_id, article_id=article_id, sentences=summary.sentences)
    exchange.response.status_code = 201
    try:
        return SummaryRead.from_domain(read_summary(exchange.uow, article_id, summary_id))
    except NotFoundError as error:
        raise GenerationError("The summary could not be written; ask again later.") from error


@router.get(
    "",
    summary="List the summaries of an article",
    responses={
        **success(
            200,
            "A page of the article's summaries, newest first.",
            {"items": [examples.SUMMARY], "next_cursor": None},
            with_headers=("Link",),
        ),
        **problems(404, 422),
    },
)
def list_summaries(
    article_id: ArticleId,
    query: Annotated[PageQuery, Query()],
    exchange: ExchangeDep,
) -> SummaryPage:
    """List the summaries of an article, newest first."""
    summaries = read_summaries(exchange.uow, article_id)
    page = cut_page([(summary.id, summary) for summary in summaries], query)
    exchange.link_next(page.next_cursor)
    items = [SummaryRead.from_domain(summary) for summary in page.items]
    return SummaryPage(items=items, next_cursor=page.next_cursor)


@router.get(
    "/{summary_id}",
    summary="Read a summary",
    responses={
        **success(200, "The summary.", examples.SUMMARY),
        **problems(404, 422),
    },
)
def get_summary(article_id: ArticleId, summary_id: SummaryId, exchange: ExchangeDep) -> SummaryRead:
    """Read one summary of an article."""
    return SummaryRead.from_domain(read_summary(exchange.uow, article_id, summary_id))
