"""Articles: the submitted text, its metadata and how far its analysis has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from service.domain.analysis import SkippedSentence
from service.domain.claim import Claim, ClaimOrigin
from service.domain.coverage import Coverage, measure_coverage
from service.domain.selector import Span
from service.domain.summary import Summary

MAX_TEXT_CHARACTERS = 200_000


class ArticleKind(StrEnum):
    """What sort of text an article is."""

    NEWS = "news"
    FACT_CHECK = "fact_check"


class Lane(StrEnum):
    """In which line an article waits: the interactive one goes first."""

    INTERACTIVE = "interactive"
    BULK = "bulk"


class ArticleStatus(StrEnum):
    """How far the analysis of an article has come."""

    QUEUED = "queued"
    PROCESSING = "processing"
    READY = "ready"
    FAILED = "failed"


#: From each status, the ones that may follow. `ready` is final for a revision; a correction
#: begins the next one, which is queued whatever became of the one before.
ARTICLE_TRANSITIONS: dict[ArticleStatus, tuple[ArticleStatus, ...]] = {
    ArticleStatus.QUEUED: (ArticleStatus.PROCESSING, ArticleStatus.FAILED),
    ArticleStatus.PROCESSING: (ArticleStatus.READY, ArticleStatus.FAILED),
    ArticleStatus.READY: (),
    ArticleStatus.FAILED: (ArticleStatus.QUEUED,),
}


@dataclass(frozen=True, slots=True)
class AnalysisOptions:
    """What the submitter wants of the analysis.

    Attributes:
        sentences: Length of the summary in sentences, 1 to 6; None lets the
            length of the article decide (two to four).
        max_claims: The most claims to return, the most check-worthy first; None
            for all.
        min_check_worthiness: Sentences below this score, 0 to 1, give no claim.
    """

    sentences: int | None = None
    max_claims: int | None = None
    min_check_worthiness: float | None = None


@dataclass(frozen=True, slots=True)
class ArticleSubmission:
    """An article as it was handed in, its text already normalised.

    Attributes:
        text: NFC text whose lines end with a line feed alone.
        published_at: Instant of publication in UTC, or None where unknown.
        published_on: The day of publication by the clock of whoever published it.
        language: ISO 639-1 code, always `en` for now.
    """

    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    published_on: date | None = None
    language: str = "en"
    external_id: str | None = None
    options: AnalysisOptions = AnalysisOptions()

    @property
    def reference_day(self) -> date | None:
        """Return the day that relative dates refer to: the publisher's, else that in UTC."""
        if self.published_on is None and self.published_at is not None:
            return self.published_at.date()
        return self.published_on


@dataclass(frozen=True, slots=True)
class Failure:
    """Why the analysis of an article failed.

    Attributes:
        title: What failed, in a few words.
        detail: A sentence for whoever must act; never a trace, never a secret.
        stage: The pipeline stage that failed.
    """

    title: str
    detail: str
    stage: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Article:
    """A stored article.

    Attributes:
        text_sha256: Hex digest of the UTF-8 bytes of the normalised text.
        revision: 1 for the text as first submitted.
        attempt: How often its analysis was started, from 1; counts on over revisions.
        kind: `news` was submitted and is analysed; a `fact_check` was imported and is not.
        lane: In which line its present attempt waits.
    """

    id: UUID
    status: ArticleStatus
    submission: ArticleSubmission
    text_sha256: str
    revision: int
    attempt: int
    failure: Failure | None
    created_at: datetime
    updated_at: datetime
    kind: ArticleKind = ArticleKind.NEWS
    lane: Lane = Lane.INTERACTIVE


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    """A fact-check that was published elsewhere, as it is stored."""

    id: UUID
    submission: ArticleSubmission
    text_sha256: str


@dataclass(frozen=True, slots=True)
class WaitingArticle:
    """Of an article whose analysis has not ended, what its job is known by."""

    id: UUID
    attempt: int
    lane: Lane


@dataclass(frozen=True, slots=True)
class AnalysedArticle:
    """An article with all that its analysis found; empty parts until it is `ready`.

    Attributes:
        summary: The newest summary.
        claims: In the order of the text.
        skipped: In the order of the text.
        lost_claims: Those whose passage a correction took out; each selector belongs to
            the revision that its anchor names.
    """

    article: Article
    summary: Summary | None
    claims: tuple[Claim, ...]
    skipped: tuple[SkippedSentence, ...]
    boilerplate: tuple[Span, ...]
    lost_claims: tuple[Claim, ...] = ()

    @property
    def coverage(self) -> Coverage | None:
        """Return how much of the article was read, or None where it was not analysed."""
        if (
            self.article.status is not ArticleStatus.READY
            or self.article.kind is not ArticleKind.NEWS
        ):
            return None
        return measure_coverage(
            self.article.submission.text,
            # Editors anchor their claims where they like.
            [
                Span(claim.selector.start, claim.selector.end)
                for claim in self.claims
                if claim.origin is ClaimOrigin.MODEL
            ],
            self.skipped,
            self.summary.characters_read if self.summary else None,
        )
