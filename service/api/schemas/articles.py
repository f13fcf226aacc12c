"""Articles: what is submitted, and what the service answers about it."""

from __future__ import annotations

from datetime import UTC, date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from service.api.schemas import examples
from service.api.schemas.base import Instant, Line, PlainText, Schema, Score, Timestamp, Url
from service.api.schemas.claims import ClaimRead
from service.api.schemas.coverage import CoverageRead
from service.api.schemas.summaries import SummaryRead
from service.domain.article import (
    MAX_TEXT_CHARACTERS,
    AnalysedArticle,
    AnalysisOptions,
    Article,
    ArticleKind,
    ArticleStatus,
    ArticleSubmission,
    Failure,
)
from service.domain.claim import SkipReason

MAX_CLAIMS = 1_000


class AnalysisOptionsCreate(Schema):
    """What the submitter wants of the analysis; it applies only to a text that is new."""

    sentences: Annotated[int, Field(ge=1, le=6)] | None = Field(
        default=None,
        description="Length of the summary in sentences; null lets the article's length decide.",
        examples=[3],
    )
    max_claims: Annotated[int, Field(ge=1, le=MAX_CLAIMS)] | None = Field(
        default=None,
        description="The most claims to return, the most check-worthy first; null for all.",
        examples=[20],
    )
    min_check_worthiness: Score | None = Field(
        default=None,
        description="Sentences whose check-worthiness is below this give no claim; null for the "
        "service's own threshold.",
        examples=[0.3],
    )

    def to_domain(self) -> AnalysisOptions:
        """Return the options as the domain knows them."""
        return AnalysisOptions(self.sentences, self.max_claims, self.min_check_worthiness)


class ArticleCreate(Schema):
    """An article to be analysed."""

    text: PlainText = Field(
        min_length=1,
        description="The article as plain text, at most 200,000 characters (more is 413). Menus "
        "and captions of a pasted page may stay in: they are marked and left out.",
        examples=[examples.ARTICLE_TEXT],
        # Not a constraint here: the answer to a longer text is 413, not 422.
        json_schema_extra={"maxLength": MAX_TEXT_CHARACTERS},
    )
    title: Line | None = Field(
        default=None, description="The headline.", examples=[examples.ARTICLE_TITLE]
    )
    url: Url | None = Field(
        default=None,
        description="Where the article was published.",
        examples=[examples.ARTICLE_CREATE["url"]],
    )
    publisher: Line | None = Field(
        default=None,
        description="Who published it.",
        examples=[examples.ARTICLE_CREATE["publisher"]],
    )
    author: Line | None = Field(
        default=None, description="Who wrote it.", examples=[examples.ARTICLE_CREATE["author"]]
    )
    published_at: Instant | None = Field(
        default=None,
        description="When it was published: an RFC 3339 date-time with an offset, or a date "
        "(read as midnight UTC), from 1900 to seven days from now. Relative dates such as "
        "'on Tuesday' are resolved against the day that it was there, so send the publisher's "
        "own offset where it is known.",
        examples=[examples.PUBLISHED_AT],
    )
    language: Annotated[str, Field(pattern="^[a-z]{2}$")] | None = Field(
        default=None,
        description="ISO 639-1 code of the language; only 'en' is accepted for now. The text is "
        "checked against it.",
        examples=["en"],
    )
    external_id: Line | None = Field(
        default=None,
        description="The caller's own identifier of the article; kept, and usable as a filter.",
        examples=[examples.ARTICLE_CREATE["external_id"]],
    )
    options: AnalysisOptionsCreate | None = Field(
        default=None,
        description="What is wanted of the analysis.",
        examples=[examples.ARTICLE_CREATE["options"]],
    )

    def to_domain(self) -> ArticleSubmission:
        """Return the submission as the domain knows it; its text is not normalised yet."""
        return ArticleSubmission(
            text=self.text,
            title=self.title,
            url=self.url,
            publisher=self.publisher,
            author=self.author,
            published_at=self.published_at.astimezone(UTC) if self.published_at else None,
            published_on=self.published_at.date() if self.published_at else None,
            language=self.language or "en",
            external_id=self.external_id,
            options=self.options.to_domain() if self.options else AnalysisOptions(),
        )


class SkippedRead(Schema):
    """A sentence that gave no claim."""

    start: int = Field(ge=0, description="Index of its first code point.", examples=[120])
    end: int = Field(ge=1, description="Index after its last code point.", examples=[180])
    reason: SkipReason = Field(description="Why it gave no claim.", examples=["below_threshold"])


class FailureRead(Schema):
    """Why an analysis failed."""

    title: str = Field(
        description="What failed, in a few words.", examples=[examples.FAILURE["title"]]
    )
    detail: str = Field(
        description="A sentence for whoever must act.", examples=[examples.FAILURE["detail"]]
    )
    stage: str = Field(
        description="The stage of the pipeline that failed.", examples=[examples.FAILURE["stage"]]
    )
    occurred_at: Timestamp = Field(
        description="When it failed, UTC.", examples=[examples.UPDATED_AT]
    )

    @classmethod
    def from_domain(cls, failure: Failure) -> FailureRead:
        """Build it from the domain's failure."""
        return cls(
            title=failure.title,
            detail=failure.detail,
            stage=failure.stage,
            occurred_at=failure.occurred_at,
        )


class ArticleOverview(Schema):
    """An article in a list: its metadata and how far its analysis has come."""

    id: UUID = Field(description="The article's identifier.", examples=[examples.ARTICLE_ID])
    kind: ArticleKind = Field(
        description="`news` was submitted and is analysed; a `fact_check` was imported and is not.",
        examples=["news"],
    )
    status: ArticleStatus = Field(
        description="How far the analysis has come: `queued`, `processing`, `ready`, `failed`.",
        examples=["ready"],
    )
    title: str | None = Field(description="The headline.", examples=[examples.ARTICLE_TITLE])
    url: str | None = Field(
        description="Where it was published.", examples=[examples.ARTICLE_CREATE["url"]]
    )
    publisher: str | None = Field(
        description="Who published it.", examples=[examples.ARTICLE_CREATE["publisher"]]
    )
    author: str | None = Field(
        description="Who wrote it.", examples=[examples.ARTICLE_CREATE["author"]]
    )
    published_at: Timestamp | None = Field(
        description="When it was published, UTC.", examples=[examples.PUBLISHED_AT]
    )
    published_on: date | None = Field(
        description="The day of publication by the publisher's clock, against which relative "
        "dates are read.",
        examples=[examples.PUBLISHED_ON],
    )
    language: str = Field(description="ISO 639-1 code of the language.", examples=["en"])
    external_id: str | None = Field(
        description="The submitter's own identifier.",
        examples=[examples.ARTICLE_CREATE["external_id"]],
    )
    text_sha256: str = Field(
        description="SHA-256 of the UTF-8 bytes of the normalised text, in hexadecimal.",
        examples=[examples.TEXT_SHA256],
    )
    revision: int = Field(
        ge=1, description="Revision of the text; 1 as first submitted.", examples=[1]
    )
    failure: FailureRead | None = Field(
        description="Why the analysis failed; null unless `status` is `failed`.",
        examples=[examples.FAILURE],
    )
    summary_is_stale: bool = Field(
        description="Whether the summary that reading the article shows states what was found "
        "`false` or `misleading`; false where there is none.",
        examples=[False],
    )
    created_at: Timestamp = Field(
        description="When it was submitted, UTC.", examples=[examples.CREATED_AT]
    )
    updated_at: Timestamp = Field(
        description="When its status last changed, UTC.", examples=[examples.UPDATED_AT]
    )

    @classmethod
    def from_domain(cls, article: Article, *, summary_is_stale: bool) -> ArticleOverview:
        """Build it from the domain's article."""
        return cls(**_overview(article), summary_is_stale=summary_is_stale)


class ArticleRead(ArticleOverview):
    """An article with all that its analysis found."""

    text: str = Field(
        description="The text after NFC and newline normalisation; all offsets count its Unicode "
        "code points.",
        examples=[examples.ARTICLE_TEXT],
    )
    summary: SummaryRead | None = Field(
        description="The newest summary; null until the article is `ready`, and where every "
        "sentence of it states what was found `false` or `misleading`. `is_stale` tells where it "
        "states such a thing itself.",
        examples=[examples.SUMMARY],
    )
    claims: list[ClaimRead] = Field(
        description="The claims in the order of the text; empty until the article is first "
        "`ready`. After a correction they hold on to the new text at once.",
        examples=[[examples.CLAIM]],
    )
    lost_claims: list[ClaimRead] = Field(
        description="The claims whose passage a correction took out; the selector of each belongs "
        "to the revision that its `anchor` names.",
        examples=[[]],
    )
    skipped: list[SkippedRead] = Field(
        description="The sentences that gave no claim, with the reason.",
        examples=[[examples.SKIPPED]],
    )
    coverage: CoverageRead | None = Field(
        description="How much of the text was read; null until the article is `ready`, and for a "
        "fact-check, which is not analysed.",
        examples=[examples.COVERAGE],
    )

    @classmethod
    def from_analysed(cls, analysed: AnalysedArticle) -> ArticleRead:
        """Build it from the domain's article with its analysis."""
        summary, coverage = analysed.summary, analysed.coverage
        return cls(
            **_overview(analysed.article),
            summary_is_stale=summary is not None and summary.is_stale,
            text=analysed.article.submission.text,
            summary=SummaryRead.from_domain(summary) if summary else None,
            claims=[ClaimRead.from_domain(claim) for claim in analysed.claims],
            lost_claims=[ClaimRead.from_domain(claim) for claim in analysed.lost_claims],
            skipped=[
                SkippedRead(start=skip.start, end=skip.end, reason=skip.reason)
                for skip in analysed.skipped
            ],
            coverage=CoverageRead.from_domain(coverage) if coverage else None,
        )


def _overview(article: Article) -> dict[str, Any]:
    submission = article.submission
    return {
        "id": article.id,
        "kind": article.kind,
        "status": article.status,
        "title": submission.title,
        "url": submission.url,
        "publisher": submission.publisher,
        "author": submission.author,
        "published_at": submission.published_at,
        "published_on": submission.reference_day,
        "language": submission.language,
        "external_id": submission.external_id,
        "text_sha256": article.text_sha256,
        "revision": article.revision,
        "failure": FailureRead.from_domain(article.failure) if article.failure else None,
        "created_at": article.created_at,
        "updated_at": article.updated_at,
    }
