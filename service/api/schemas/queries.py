"""Queries: the filters, order and page of each list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from service.api.schemas import examples
from service.api.schemas.base import Identifier, Instant
from service.domain.anchor import AnchorStatus
from service.domain.article import ArticleKind, ArticleStatus
from service.domain.claim import ClaimKind, Publication, Verdict, Workflow
from service.domain.claim_query import ClaimFilters, ClaimSort
from service.domain.view import NAME_PATTERN, SavedView

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
#: Ten years.
MAX_HOURS = 87_600
#: The period of stats where none is given.
DEFAULT_DAYS = 30


def read_digits(value: object) -> object:
    """Refuse what is not written in plain digits."""
    # Pydantic would also take 1_0, 1.0 and white space.
    if isinstance(value, str) and not (value.isascii() and value.isdecimal()):
        raise PydanticCustomError("int_parsing", "This must be a whole number.")
    return value


def _read_flag(value: object) -> object:
    # Pydantic would also take yes, on, 1 and so on.
    if isinstance(value, str) and value not in {"true", "false"}:
        raise PydanticCustomError("bool_parsing", "This must be true or false.")
    return value


class PageQuery(BaseModel):
    """The query parameters of every list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: Annotated[int, BeforeValidator(read_digits)] = Field(
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
    stale_summary: Annotated[bool, BeforeValidator(_read_flag)] | None = Field(
        default=None,
        description="Only articles that show a summary that states what was found `false` or "
        "`misleading` (`true`), or only the others (`false`).",
        examples=[True],
    )


class ClaimCriteria(BaseModel):
    """What claims can be filtered by, in queries and in saved views."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    workflow: Annotated[Workflow, Field(strict=False)] | None = Field(
        default=None, description="Only claims that stand here.", examples=["new"]
    )
    verdict: Annotated[Verdict, Field(strict=False)] | None = Field(
        default=None, description="Only claims with this verdict.", examples=["false"]
    )
    publication: Annotated[Publication, Field(strict=False)] | None = Field(
        default=None, description="Only claims so published.", examples=["published"]
    )
    kind: Annotated[ClaimKind, Field(strict=False)] | None = Field(
        default=None, description="Only claims of this kind.", examples=["quantity"]
    )
    speaker: str | None = Field(
        default=None,
        min_length=1,
        max_length=300,
        description="Only claims made by this person or body.",
        examples=["Ilse Brandt"],
    )
    article_id: Identifier | None = Field(
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
        description="Only claims with all of these words: in any inflection, or by the first "
        "letters of their stem, in text, quote, speaker or the article's title. Words with other "
        "signs than letters and digits, and words like `the`, must occur just so in text, quote "
        "or speaker.",
        examples=["lock built"],
    )
    anchor: AnchorStatus | None = Field(
        default=None,
        description="Only claims that hold on to their article so. Absent, all are returned but "
        "those whose passage a correction took out before anybody had worked on them; `lost` "
        "returns these too.",
        examples=["fuzzy"],
    )
    updated_since: Instant | None = Field(
        default=None,
        description="Only claims changed at or after this RFC 3339 date-time or date.",
        examples=[examples.CREATED_AT],
    )
    assigned: Annotated[bool, BeforeValidator(_read_flag)] | None = Field(
        default=None,
        description="Only claims that somebody is to check (`true`), or nobody (`false`).",
        examples=[False],
    )
    open: Annotated[bool, BeforeValidator(_read_flag)] | None = Field(
        default=None,
        description="Only claims that are being worked on, neither `closed` nor `dismissed` "
        "(`true`), or only the others (`false`).",
        examples=[True],
    )
    disputed: Annotated[bool, BeforeValidator(_read_flag)] | None = Field(
        default=None,
        description="Only claims whose published verdict something speaks against since (`true`): "
        "a claim linked as `contradicts`, or another verdict on a claim linked as `same_claim`; "
        "or only the others (`false`).",
        examples=[True],
    )
    min_hours_in_workflow: float | None = Field(
        default=None,
        ge=0,
        le=MAX_HOURS,
        allow_inf_nan=False,
        description="Only claims that have stood where they stand on the desk for at least so "
        "many hours.",
        examples=[24],
    )


class ClaimSelection(ClaimCriteria):
    """The filters of claims, and their order."""

    view: str | None = Field(
        default=None,
        pattern=NAME_PATTERN,
        description="A view, whose filters and order hold where this query names none of its own.",
        examples=["overdue"],
    )
    sort: ClaimSort = Field(
        default=ClaimSort.CREATED_AT_DESCENDING,
        description="The order; a minus means largest or newest first. Claims without a score "
        "come last.",
        examples=["-created_at"],
    )

    def filters(self, now: datetime) -> ClaimFilters:
        """Return the filters as the domain knows them.

        Args:
            now: The instant from which hours are counted back.
        """
        given = self.model_dump(include=set(ClaimCriteria.model_fields))
        hours = given.pop("min_hours_in_workflow")
        until = None if hours is None else now - timedelta(hours=hours)
        return ClaimFilters(**given, workflow_changed_until=until)

    def within(self, view: SavedView) -> Self:
        """Return the query with what a view asks for where it does not ask itself."""
        given = self.model_dump(exclude_unset=True)
        return self.model_validate({**view.filters, "sort": view.sort, **given})


class ClaimQuery(ClaimSelection, PageQuery):
    """The filters of the list of claims, its order and its page."""


class ClaimReviewQuery(PageQuery):
    """The filter of the feed of reviews."""

    updated_since: Instant | None = Field(
        default=None,
        description="Only reviews of claims changed at or after this RFC 3339 date-time or date.",
        examples=[examples.CREATED_AT],
    )


class StatsQuery(BaseModel):
    """The period that stats are of."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: Instant | None = Field(
        default=None,
        description="The first instant of the period; absent for 30 days before its end.",
        examples=["2025-06-01"],
    )
    until: Instant | None = Field(
        default=None,
        description="The first instant after the period; absent for now.",
        examples=["2025-07-01"],
    )

    def period(self, now: datetime) -> tuple[datetime, datetime]:
        """Return the first instant of the period and the first one after it, in UTC."""
        until = now if self.until is None else self.until.astimezone(UTC)
        if self.since is not None:
            return self.since.astimezone(UTC), until
        return until - timedelta(days=DEFAULT_DAYS), until
