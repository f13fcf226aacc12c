"""Batches: many articles in one request, and how far each has come."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import Field

from service.api.schemas import batch_examples, examples
from service.api.schemas.articles import FailureRead
from service.api.schemas.base import Schema, Timestamp
from service.api.schemas.pages import CursorPage
from service.api.schemas.problem import FieldProblemRead
from service.domain.batch import MAX_ROWS, Batch, BatchRow, RowStatus


class BatchCreate(Schema):
    """Articles to be analysed when nothing more urgent waits."""

    articles: list[dict[str, Any]] = Field(
        min_length=1,
        max_length=MAX_ROWS,
        description="Each is what `POST /v1/articles` takes (`ArticleCreate`). One that is not "
        "valid stops no other.",
        examples=[batch_examples.BATCH_CREATE["articles"]],
    )


class BatchRowRead(Schema):
    """A row of a batch as it stands now."""

    row: int = Field(ge=1, description="Its place in `articles`, from 1.", examples=[1])
    status: RowStatus = Field(
        description="The status of its article; `refused` where it is not valid, `deleted` where "
        "its article has been deleted since.",
        examples=["queued"],
    )
    article_id: UUID | None = Field(
        description="Its article; null where there is none.", examples=[examples.ARTICLE_ID]
    )
    is_new: bool = Field(
        description="Whether the article was stored for it; false where its text was known.",
        examples=[True],
    )
    external_id: str | None = Field(
        description="The submitter's own identifier of the article.",
        examples=[examples.ARTICLE_CREATE["external_id"]],
    )
    errors: list[FieldProblemRead] = Field(
        description="What is wrong with a refused row; the pointers are those of the row.",
        examples=[batch_examples.REFUSED_ROW["errors"]],
    )
    failure: FailureRead | None = Field(
        description="Why the analysis failed; null unless `status` is `failed`.",
        examples=[examples.FAILURE],
    )

    @classmethod
    def from_domain(cls, found: BatchRow) -> BatchRowRead:
        """Build it from the domain's row."""
        return cls(
            row=found.row.number,
            status=found.status,
            article_id=found.row.article_id,
            is_new=found.row.is_new,
            external_id=found.external_id,
            errors=[
                FieldProblemRead(detail=problem.detail, pointer=problem.pointer)
                for problem in found.row.problems
            ],
            failure=FailureRead.from_domain(found.failure) if found.failure else None,
        )


class BatchCounts(Schema):
    """How many rows of a batch have each status."""

    refused: int = Field(ge=0, description="Rows that are not valid.", examples=[1])
    queued: int = Field(ge=0, description="Articles that wait.", examples=[1])
    processing: int = Field(ge=0, description="Articles that are being analysed.", examples=[0])
    ready: int = Field(ge=0, description="Articles whose analysis is stored.", examples=[0])
    failed: int = Field(ge=0, description="Articles whose analysis failed.", examples=[0])
    deleted: int = Field(ge=0, description="Articles that were deleted since.", examples=[0])


class BatchRead(Schema):
    """A batch as it stands now."""

    id: UUID = Field(description="The batch's identifier.", examples=[batch_examples.BATCH_ID])
    created_at: Timestamp = Field(
        description="When it was submitted, UTC.", examples=[examples.CREATED_AT]
    )
    rows: int = Field(ge=1, description="How many rows it has.", examples=[2])
    known: int = Field(
        ge=0,
        description="Rows whose text was stored before; their articles are left as they are.",
        examples=[0],
    )
    done: bool = Field(description="Whether no article of it waits any more.", examples=[False])
    counts: BatchCounts = Field(
        description="How many rows have each status.", examples=[batch_examples.COUNTS]
    )
    failures: list[BatchRowRead] = Field(
        description="The rows that were refused or failed, in their order.",
        examples=[[batch_examples.REFUSED_ROW]],
    )

    @classmethod
    def from_domain(cls, batch: Batch) -> BatchRead:
        """Build it from the domain's batch."""
        return cls(
            id=batch.id,
            created_at=batch.created_at,
            rows=batch.rows,
            known=batch.known,
            done=batch.is_done,
            counts=BatchCounts(
                **{status.value: batch.counts.get(status, 0) for status in RowStatus}
            ),
            failures=[BatchRowRead.from_domain(found) for found in batch.failures],
        )


class BatchRowPage(CursorPage):
    """A page of the rows of a batch."""

    items: list[BatchRowRead] = Field(
        description="The rows, in their order.",
        examples=[[batch_examples.QUEUED_ROW, batch_examples.REFUSED_ROW]],
    )
