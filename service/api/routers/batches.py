"""Batches: many articles in one request, behind what is more urgent."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from pydantic import ValidationError

from service.api.dependencies import IDEMPOTENCY_KEY, BatchId, ExchangeDep
from service.api.field_problems import read_validation_errors
from service.api.responses import problems, success
from service.api.routers.articles import check_published_at
from service.api.schemas import batch_examples
from service.api.schemas.articles import ArticleCreate
from service.api.schemas.batches import BatchCreate, BatchRead, BatchRowPage, BatchRowRead
from service.api.schemas.queries import PageQuery
from service.api.transactional_route import TransactionalRoute
from service.domain.errors import InvalidInputError
from service.use_cases.read_batches import get_batch as read_batch
from service.use_cases.read_batches import list_batch_rows as read_rows
from service.use_cases.submit_batch import Row, submit_batch

router = APIRouter(prefix="/v1/batches", tags=["articles"], route_class=TransactionalRoute)


@router.post(
    "",
    status_code=202,
    summary="Submit many articles",
    dependencies=[IDEMPOTENCY_KEY],
    responses={
        **success(
            202,
            "The valid articles are stored and will be analysed; read the batch again at "
            "`Location`.",
            batch_examples.BATCH,
            with_headers=("Location", "Idempotency-Replayed"),
        ),
        **problems(400, 409, 413, 415, 422, 503),
    },
)
def create_batch(
    batch: Annotated[BatchCreate, Body(examples=[batch_examples.BATCH_CREATE])],
    exchange: ExchangeDep,
) -> BatchRead:
    """Store up to 1,000 articles and have them analysed when nothing more urgent waits.

    Each row is taken or refused for itself, and the refused ones are named with the field and
    the reason. A text that is stored already is left as it is. The body may have 12,000,000
    bytes; `claimdesk submit` sends a file of any length.
    """
    now = exchange.services.clock()
    batch_id, waiting = submit_batch(
        exchange.uow,
        [_read_row(row, now) for row in batch.articles],
        queue_limit=exchange.services.batch_queue_limit,
        now=now,
        actor=exchange.actor,
    )
    exchange.services.queue.enqueue_batch(waiting)
    exchange.set_header("Location", exchange.url(f"/v1/batches/{batch_id}"))
    return BatchRead.from_domain(read_batch(exchange.uow, batch_id))


@router.get(
    "/{batch_id}",
    summary="See how far a batch has come",
    responses={
        **success(200, "The batch as it stands now.", batch_examples.BATCH),
        **problems(404, 422),
    },
)
def get_batch(batch_id: BatchId, exchange: ExchangeDep) -> BatchRead:
    """Read how many articles of a batch wait, are ready or failed, and which failed and why."""
    return BatchRead.from_domain(read_batch(exchange.uow, batch_id))


@router.get(
    "/{batch_id}/rows",
    summary="List the rows of a batch",
    responses={
        **success(
            200,
            "A page of rows, in their order.",
            {
                "items": [batch_examples.QUEUED_ROW, batch_examples.REFUSED_ROW],
                "next_cursor": None,
            },
            with_headers=("Link",),
        ),
        **problems(404, 422),
    },
)
def list_batch_rows(
    batch_id: BatchId, query: Annotated[PageQuery, Query()], exchange: ExchangeDep
) -> BatchRowPage:
    """List the rows of a batch with the article of each, and how far it has come."""
    page = read_rows(exchange.uow, batch_id, query.cursor, query.limit)
    exchange.link_next(page.next_cursor)
    items = [BatchRowRead.from_domain(found) for found in page.items]
    return BatchRowPage(items=items, next_cursor=page.next_cursor)


def _read_row(row: dict[str, Any], now: datetime) -> Row:
    """Return the article that a row holds, or what is wrong with it."""
    try:
        article = ArticleCreate.model_validate(row)
        check_published_at(article.published_at, now)
    except ValidationError as error:
        # Its own list type is not the one that is read; the members are.
        return read_validation_errors([dict(found) for found in error.errors()])
    except InvalidInputError as error:
        return error.problems
    return article.to_domain()
