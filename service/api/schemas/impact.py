"""Impact: the articles, summaries and summary sentences that state a claim."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from service.api.schemas import examples
from service.api.schemas.base import Schema, Timestamp
from service.api.schemas.claims import ClaimRead
from service.api.schemas.match_examples import IMPACT
from service.api.schemas.matches import ArticleReferenceRead
from service.api.schemas.pages import CursorPage
from service.api.schemas.staleness import StaleReasonRead
from service.domain.matching import ArticleReference
from service.use_cases.find_statements import Statement
from service.use_cases.read_impact import ArticleImpact

_SUMMARY = IMPACT["summaries"][0]


class StatingSentenceRead(Schema):
    """A sentence of a summary that states a claim."""

    index: int = Field(ge=0, description="Its place in the summary, from 0.", examples=[0])
    text: str = Field(description="The sentence.", examples=[examples.SUMMARY_SENTENCE["text"]])
    claim_ids: list[UUID] = Field(
        description="The article's own claims that it states.", examples=[[examples.CLAIM_ID]]
    )


class StatingSummaryRead(Schema):
    """A summary that states a claim."""

    id: UUID = Field(description="The summary's identifier.", examples=[examples.SUMMARY_ID])
    article_revision: int = Field(
        ge=1, description="The revision of the article that it was written from.", examples=[1]
    )
    is_newest: bool = Field(
        description="Whether it is the one that reading the article shows.", examples=[True]
    )
    headline: str = Field(description="Its headline.", examples=[examples.ARTICLE_TITLE])
    in_headline: bool = Field(description="Whether the headline tells of it.", examples=[False])
    sentences: list[StatingSentenceRead] = Field(
        description="The sentences that state it, in reading order; empty where the headline "
        "alone does.",
        examples=[_SUMMARY["sentences"]],
    )
    is_stale: bool = Field(
        description="Whether it states something that was found false or misleading.",
        examples=[True],
    )
    stale_reasons: list[StaleReasonRead] = Field(
        description="Why it is stale; empty where it is not.", examples=[[examples.STALE_REASON]]
    )
    created_at: Timestamp = Field(
        description="When it was stored, UTC.", examples=[examples.UPDATED_AT]
    )

    @classmethod
    def from_domain(cls, statement: Statement, newest_id: UUID | None) -> StatingSummaryRead:
        """Build it from what a summary states; `newest_id` is the one that is shown."""
        summary = statement.summary
        return cls(
            id=summary.id,
            article_revision=summary.article_revision,
            is_newest=summary.id == newest_id,
            headline=summary.headline,
            in_headline=bool(statement.headline),
            sentences=[
                StatingSentenceRead(
                    index=index, text=summary.sentences[index].text, claim_ids=list(claim_ids)
                )
                for index, claim_ids in sorted(statement.sentences.items())
            ],
            is_stale=summary.is_stale,
            stale_reasons=[StaleReasonRead.from_domain(mark) for mark in summary.open_marks],
            created_at=summary.created_at,
        )


class ArticleImpactRead(Schema):
    """What of one article states a claim or one that is confirmed to say the same."""

    article: ArticleReferenceRead = Field(description="The article.", examples=[IMPACT["article"]])
    article_revision: int = Field(
        ge=1, description="The revision that the article is at.", examples=[1]
    )
    states_it_now: bool = Field(
        description="Whether the article's text as it stands states it; if not, a former "
        "revision did.",
        examples=[True],
    )
    claims: list[ClaimRead] = Field(
        description="The article's own claims that say it, in the order of its text.",
        examples=[IMPACT["claims"]],
    )
    summaries: list[StatingSummaryRead] = Field(
        description="The article's summaries that state it, newest first; those of former "
        "revisions too.",
        examples=[[_SUMMARY]],
    )

    @classmethod
    def from_domain(cls, impact: ArticleImpact) -> ArticleImpactRead:
        """Build it from the domain's impact."""
        submission = impact.article.submission
        reference = ArticleReference(impact.article.id, submission.title, submission.url)
        return cls(
            article=ArticleReferenceRead.from_domain(reference),
            article_revision=impact.article.revision,
            states_it_now=impact.states_it_now,
            claims=[ClaimRead.from_domain(claim) for claim in impact.claims],
            summaries=[
                StatingSummaryRead.from_domain(statement, impact.newest_summary_id)
                for statement in impact.statements
            ],
        )


class ImpactPage(CursorPage):
    """A page of the articles that state a claim."""

    items: list[ArticleImpactRead] = Field(
        description="The articles, the oldest first.", examples=[[IMPACT]]
    )
