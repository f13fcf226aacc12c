"""Matches: claims that say the same, and the search for them."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from service.api.schemas import examples
from service.api.schemas.base import (
    Identifier,
    Instant,
    Line,
    Schema,
    Score,
    Sentence,
    Tag,
)
from service.api.schemas.claims import ClaimRead
from service.api.schemas.links import ClaimLinkRead
from service.api.schemas.match_examples import MATCH
from service.api.schemas.queries import PageQuery
from service.domain.claim import ClaimKind, Publication, Verdict, Workflow
from service.domain.claim_query import ClaimFilters
from service.domain.matching import ArticleReference, ClaimMatch

#: Of the candidates for one claim no more are ever compared.
MAX_MATCHES = 100
DEFAULT_MATCHES = 10
#: Below it nearly nothing is right.
DEFAULT_MIN_SCORE = 0.05


class ClaimSearchFilters(Schema):
    """What the claims must match besides; what is absent or null matches all."""

    workflow: Annotated[Workflow, Field(strict=False)] | None = Field(
        default=None, description="Only claims that stand here.", examples=["closed"]
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
    speaker: Line | None = Field(
        default=None,
        description="Only claims made by this person or body.",
        examples=["Ilse Brandt"],
    )
    article_id: Identifier | None = Field(
        default=None, description="Only claims of this article.", examples=[examples.ARTICLE_ID]
    )
    assignee: Line | None = Field(
        default=None,
        description="Only claims that this person is to check.",
        examples=["j.moreau"],
    )
    tag: Tag | None = Field(
        default=None, description="Only claims with this tag.", examples=["infrastructure"]
    )
    min_check_worthiness: Score | None = Field(
        default=None, description="Only claims at least this much worth checking.", examples=[0.5]
    )
    updated_since: Instant | None = Field(
        default=None,
        description="Only claims changed at or after this RFC 3339 date-time or date.",
        examples=[examples.CREATED_AT],
    )

    def to_domain(self) -> ClaimFilters:
        """Return the filters as the domain knows them."""
        return ClaimFilters(**self.model_dump())


class ClaimSearchCreate(Schema):
    """A claim in any wording that is to be looked for."""

    text: Sentence = Field(
        description="The claim that is looked for, as a sentence.",
        examples=["The Varnholt lock dates from 1964."],
    )
    limit: int = Field(
        default=DEFAULT_MATCHES,
        ge=1,
        le=MAX_MATCHES,
        description="The most items to return.",
        examples=[DEFAULT_MATCHES],
    )
    cursor: str | None = Field(
        default=None,
        min_length=1,
        max_length=1_000,
        description="Where the page begins: `next_cursor` of the page before.",
        examples=[None],
    )
    min_score: Score = Field(
        default=DEFAULT_MIN_SCORE,
        description="The least probability that a claim says the same, 0 to 1.",
        examples=[DEFAULT_MIN_SCORE],
    )
    filters: ClaimSearchFilters = Field(
        default_factory=ClaimSearchFilters,
        description="What the claims must match besides.",
        examples=[{"verdict": "false"}],
    )


class MatchQuery(PageQuery):
    """The query parameters of a claim's matches."""

    limit: Annotated[int, Field(strict=False)] = Field(
        default=DEFAULT_MATCHES,
        ge=1,
        le=MAX_MATCHES,
        description="The most items to return.",
        examples=[DEFAULT_MATCHES],
    )
    min_score: float = Field(
        default=DEFAULT_MIN_SCORE,
        ge=0,
        le=1,
        allow_inf_nan=False,
        description="The least probability that a claim says the same, 0 to 1.",
        examples=[DEFAULT_MIN_SCORE],
    )


class ArticleReferenceRead(Schema):
    """As much of an article as tells which one it is."""

    id: UUID = Field(description="The article's identifier.", examples=[examples.ARTICLE_ID])
    title: str | None = Field(description="Its title.", examples=[examples.ARTICLE_TITLE])
    url: str | None = Field(
        description="Where it was published.", examples=[examples.ARTICLE_CREATE["url"]]
    )

    @classmethod
    def from_domain(cls, article: ArticleReference) -> ArticleReferenceRead:
        """Build it from the domain's reference."""
        return cls(id=article.id, title=article.title, url=article.url)


class ClaimMatchRead(Schema):
    """A stored claim that is likely to say the same."""

    claim: ClaimRead = Field(description="The stored claim.", examples=[MATCH["claim"]])
    score: Score = Field(
        description="The estimated probability that it says the same, 0 to 1.",
        examples=[MATCH["score"]],
    )
    article: ArticleReferenceRead = Field(
        description="The article that makes it.", examples=[MATCH["article"]]
    )
    link: ClaimLinkRead | None = Field(
        description="What is known about the pair: a stored suggestion, or what an editor "
        "decided; null where nothing is, and in answers to a search.",
        examples=[MATCH["link"]],
    )

    @classmethod
    def from_domain(cls, match: ClaimMatch, claim_id: UUID | None = None) -> ClaimMatchRead:
        """Build it from the domain's match; `claim_id` is the claim that was asked about."""
        link = match.link
        return cls(
            claim=ClaimRead.from_domain(match.claim),
            score=match.score,
            article=ArticleReferenceRead.from_domain(match.article),
            link=None
            if link is None or claim_id is None
            else ClaimLinkRead.from_domain(link, claim_id),
        )


class ClaimMatchPage(Schema):
    """A page of matches."""

    items: list[ClaimMatchRead] = Field(
        description="The claims, the likeliest first.", examples=[[MATCH]]
    )
    next_cursor: str | None = Field(
        description="What to send as `cursor` for the next page; null on the last one.",
        examples=[None],
    )
