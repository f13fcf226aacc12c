"""Queries: the filters, order and page of each list."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from service.api.schemas import examples
from service.api.schemas.base import Instant
from service.domain.article import ArticleKind, ArticleStatus
from service.domain.claim import ClaimKind, Publication, Verdict, Workflow
from service.domain.claim_query import ClaimFilters, ClaimSort

DEFAULT_LIMIT = 50
MAX_LIMIT = 200


def _read_digits(value: object) -> object:
    # Pydantic would also take 1_0, 1.0 and white space.
    if isinstance(value, str) and not (value.isascii() and value.isdecimal()):
        raise PydanticCustomError("int_parsing", "This must be a whole number.")
    return value


class PageQuery(BaseModel):
    """The query parameters of every list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: Annotated[int, BeforeValidator(_read_digits)] = Field(
        default=DEFAULT_LIMIT,
        ge=1,
        le=MAX_LIMIT,
        description="The most items to return.",
        examples=[DEFAULT_LIMIT],
    )
    cursor: str | None = Field(
        default=None,
        min_length=1,
        max_length=1_000,
        description="Where the page begins: `next_cursor` of the page before; absent for the "
        "first page.",
        examples=[examples.CURSOR],
    )


class AsOfQuery(BaseModel):
    """The instant as of which something is to be read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: Instant | None = Field(
        default=None,
        description="Read it as it stood at this instant, an RFC 3339 date-time or a date (its "
        "midnight in UTC); what happened at the instant has happened. It must not lie in the "
        "future. Before it existed the answer is 404.",
        examples=[examples.CREATED_AT],
    )


class ArticleQuery(PageQuery):
    """The filters of the list of articles."""

    kind: ArticleKind = Field(
        default=ArticleKind.NEWS,
        description="`news` that was submitted, or each `fact_check` that was imported.",
        examples=["news"],
    )
    status: ArticleStatus | None = Field(
        default=None, description="Only articles of this status.", examples=["ready"]
    )
    external_id: str | None = Field(
        default=None,
        min_length=1,
        max_length=300,
        description="Only the articles with this identifier of the submitter's.",
        examples=[examples.ARTICLE_CREATE["external_id"]],
    )
    publisher: str | None = Field(
        default=None,
        min_length=1,
        max_length=300,
        description="Only articles of this publisher.",
        examples=[examples.ARTICLE_CREATE["publisher"]],
    )
    q: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="Only articles with all of these words in title or text.",
        examples=["harbour lock"],
    )


class ClaimSelection(BaseModel):
    """The filters of claims, and their order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    workflow: Workflow | None = Field(
        default=None, description="Only claims that stand here.", examples=["new"]
    )
    verdict: Verdict | None = Field(
        default=None, description="Only claims with this verdict.", examples=["false"]
    )
    publication: Publication | None = Field(
        default=None, description="Only claims so published.", examples=["published"]
    )
    kind: ClaimKind | None = Field(
        default=None, description="Only claims of this kind.", examples=["quantity"]
    )
    speaker: str | None = Field(
        default=None,
        min_length=1,
        max_length=300,
        description="Only claims made by this person or body.",
        examples=["Ilse Brandt"],
    )
    article_id: UUID | None = Field(
        default=None, description="Only claims of this article.", examples=[examples.ARTICLE_ID]
    )
    assignee: str | None = Field(
        default=None,
        min_length=1,
        max_length=300,
        description="Only claims that this person is to check.",
        examples=["j.moreau"],
    )
    tag: str | None = Field(
        default=None,
        min_length=1,
        max_length=50,
        description="Only claims with this tag.",
        examples=["infrastructure"],
    )
    min_check_worthiness: float | None = Field(
        default=None,
        ge=0,
        le=1,
        allow_inf_nan=False,
        description="Only claims at least this much worth checking.",
        examples=[0.5],
    )
    q: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="Only claims with all of these words in text or quote.",
        examples=["lock built"],
    )
    updated_since: Instant | None = Field(
        default=None,
        description="Only claims changed at or after this RFC 3339 date-time or date.",
        examples=[examples.CREATED_AT],
    )
    sort: ClaimSort = Field(
        default=ClaimSort.CREATED_AT_DESCENDING,
        description="The order; a minus means largest or newest first. Claims without a score "
        "come last.",
        examples=["-created_at"],
    )

    def filters(self) -> ClaimFilters:
        """Return the filters as the domain knows them."""
        return ClaimFilters(**self.model_dump(exclude={"limit", "cursor", "sort"}))


class ClaimQuery(ClaimSelection, PageQuery):
    """The filters of the list of claims, its order and its page."""


class ClaimReviewQuery(PageQuery):
    """The filter of the feed of reviews."""

    updated_since: Instant | None = Field(
        default=None,
        description="Only reviews of claims changed at or after this RFC 3339 date-time or date.",
        examples=[examples.CREATED_AT],
    )
