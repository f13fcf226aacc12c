"""Imports: the fact-checks that callers send, and the report of what became of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import Field

from service.api.schemas import examples
from service.api.schemas.base import Schema
from service.api.schemas.problem import FieldProblemRead
from service.domain.claim_import import ImportReport

MAX_ITEMS = 500


class FactChecksCreate(Schema):
    """Fact-checks that have been published elsewhere."""

    items: list[dict[str, Any]] = Field(
        min_length=1,
        max_length=MAX_ITEMS,
        description="Each is a ClaimReview of schema.org, or an object with `text` (the claim; "
        "required), `url`, `title`, `publisher`, `speaker`, `published_at`, `rating` (words, or a "
        "number with `best_rating` and `worst_rating`), `body`, `external_id`, `tags`. One that "
        "is not valid stops no other.",
        examples=[examples.FACT_CHECKS["items"]],
    )


class RefusedRowRead(Schema):
    """A row that was not stored."""

    row: int = Field(ge=1, description="Its place in `items`, from 1.", examples=[2])
    errors: list[FieldProblemRead] = Field(
        min_length=1,
        description="What is wrong with it; the pointers are those of the row.",
        examples=[[{"detail": "There is no claim without a text.", "pointer": "#/text"}]],
    )


class UnknownRatingRead(Schema):
    """A rating that is not in the table of ratings, so that it gave no verdict."""

    rating: str = Field(description="The rating as it came.", examples=["Full Flop"])
    rows: int = Field(ge=1, description="How many stored rows have it.", examples=[1])


class ImportReportRead(Schema):
    """What became of the rows of an import."""

    imported: int = Field(ge=0, description="Rows that were stored as claims.", examples=[1])
    known: int = Field(
        ge=0, description="Rows that were stored before and were left as they are.", examples=[0]
    )
    refused: list[RefusedRowRead] = Field(
        description="Rows that were not stored, in their order.",
        examples=[examples.IMPORT_REPORT["refused"]],
    )
    claim_ids: list[UUID] = Field(
        description="The claims that were stored, in the order of their rows.",
        examples=[[examples.CLAIM_ID]],
    )
    without_verdict: int = Field(
        ge=0, description="Stored rows that gave no verdict; they wait as `new`.", examples=[1]
    )
    unknown_ratings: list[UnknownRatingRead] = Field(
        description="The ratings that are not in the table, the most frequent first.",
        examples=[examples.IMPORT_REPORT["unknown_ratings"]],
    )

    @classmethod
    def from_domain(cls, report: ImportReport) -> ImportReportRead:
        """Build it from the domain's report."""
        return cls(
            imported=report.imported,
            known=report.known,
            refused=[
                RefusedRowRead(
                    row=row.number,
                    errors=[
                        FieldProblemRead(detail=problem.detail, pointer=problem.pointer)
                        for problem in row.problems
                    ],
                )
                for row in report.refused
            ],
            claim_ids=report.claim_ids,
            without_verdict=report.without_verdict,
            unknown_ratings=[
                UnknownRatingRead(rating=rating, rows=count)
                for rating, count in report.unknown_ratings.most_common()
            ],
        )
