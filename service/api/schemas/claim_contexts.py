"""Claim contexts: what else an article tells of whom and what one of its claims speaks of."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from service.api.schemas import examples
from service.api.schemas.base import Schema
from service.api.schemas.context_examples import CLAIM_CONTEXT
from service.api.schemas.selectors import SelectorRead
from service.use_cases.explain_claim import ClaimContext, ContextPassage

_PASSAGE = CLAIM_CONTEXT["passages"][0]


class ContextPassageRead(Schema):
    """A sentence of the article that helps to understand a claim."""

    selector: SelectorRead = Field(
        description="Where it stands, and its words.",
        examples=[_PASSAGE["selector"]],
    )
    introduces: list[str] = Field(
        description="The words of the claim, and its speaker, that the sentence introduces; empty "
        "where it opens the story, or stands right in front of the claim's own, and introduces "
        "none of them.",
        examples=[_PASSAGE["introduces"]],
    )

    @classmethod
    def from_domain(cls, passage: ContextPassage) -> ContextPassageRead:
        """Build it from what was found."""
        return cls(
            selector=SelectorRead.from_domain(passage.selector),
            introduces=list(passage.introduces),
        )


class ClaimContextRead(Schema):
    """What else the article tells of whom and what a claim speaks of."""

    claim_id: UUID = Field(description="The claim's identifier.", examples=[examples.CLAIM_ID])
    article_id: UUID = Field(
        description="The article's identifier.", examples=[examples.ARTICLE_ID]
    )
    revision: int = Field(
        ge=1,
        description="The revision of the article that the selectors belong to: the newest one, "
        "for a lost claim the last one that had its passage.",
        examples=[1],
    )
    title: str | None = Field(
        description="The article's title, or else the headline found in its text; null where there "
        "is neither, or the title gives orders to a machine.",
        examples=[examples.ARTICLE_TITLE],
    )
    quote: str = Field(
        description="The passage of the article that the claim is anchored at.",
        examples=[examples.QUOTE],
    )
    passages: list[ContextPassageRead] = Field(
        description="Up to four other sentences, in the order of the text.",
        examples=[CLAIM_CONTEXT["passages"]],
    )

    @classmethod
    def from_domain(cls, context: ClaimContext) -> ClaimContextRead:
        """Build it from what was found."""
        return cls(
            claim_id=context.claim.id,
            article_id=context.claim.article_id,
            revision=context.revision,
            title=context.title,
            quote=context.claim.quote,
            passages=[ContextPassageRead.from_domain(passage) for passage in context.passages],
        )
