"""Claims: what editors send about them, and what the service answers."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from service.api.schemas import examples
from service.api.schemas.anchors import AnchorRead
from service.api.schemas.base import (
    MAX_TAGS,
    Identifier,
    Line,
    OnBehalfOf,
    PlainText,
    Schema,
    Score,
    Sentence,
    TagList,
    Timestamp,
)
from service.api.schemas.selectors import SelectorRead
from service.domain.article import MAX_TEXT_CHARACTERS
from service.domain.claim import (
    Claim,
    ClaimKind,
    ClaimOrigin,
    Method,
    Publication,
    Verdict,
    Workflow,
)

MAX_QUOTE_CHARACTERS = 10_000
_Offset = Annotated[int, Field(ge=0, le=MAX_TEXT_CHARACTERS)]
_TAGS = f"At most {MAX_TAGS} labels of 1 to 50 characters; each is kept once."
_EDITABLE = ("text", "speaker", "assignee", "tags")
_NOT_NULL = {"text": "A claim needs a text.", "tags": "Send [] to remove all tags."}


class ClaimCreate(Schema):
    """An editor's own claim, anchored by its quote, by offsets, or by both."""

    article_id: Identifier = Field(
        description="The article that makes the claim.", examples=[examples.ARTICLE_ID]
    )
    text: Sentence = Field(
        description="The claim as one sentence that stands alone.",
        examples=[examples.CLAIM_CREATE["text"]],
    )
    quote: PlainText | None = Field(
        default=None,
        min_length=1,
        max_length=MAX_QUOTE_CHARACTERS,
        description="The article's own words that make the claim; without `start` and `end` they "
        "must occur there exactly once.",
        examples=[examples.QUOTE],
    )
    start: _Offset | None = Field(
        default=None,
        description="Index of the passage's first code point; goes with `end`.",
        examples=[examples.SELECTOR["start"]],
    )
    end: _Offset | None = Field(
        default=None,
        description="Index after the passage's last code point; goes with `start`.",
        examples=[examples.SELECTOR["end"]],
    )
    kind: Annotated[ClaimKind, Field(strict=False)] | None = Field(
        default=None,
        description="What sort of assertion it is; null lets the wording decide.",
        examples=["status"],
    )
    speaker: Line | None = Field(
        default=None,
        description="Who the article says made the claim.",
        examples=["Ilse Brandt"],
    )
    assignee: Line | None = Field(
        default=None, description="Who is to check it.", examples=["j.moreau"]
    )
    tags: TagList = Field(default=[], description=_TAGS, examples=[["infrastructure"]])
    on_behalf_of: OnBehalfOf = None


class ClaimUpdate(Schema):
    """Changes of a claim's fields: what is absent stays, null clears speaker or assignee."""

    text: Sentence | None = Field(
        default=None,
        description="A new wording; null is refused.",
        examples=[examples.CLAIM_UPDATE["text"]],
    )
    speaker: Line | None = Field(
        default=None,
        description="Who the article says made the claim; null clears it.",
        examples=["Ilse Brandt"],
    )
    assignee: Line | None = Field(
        default=None, description="Who is to check it; null clears it.", examples=["j.moreau"]
    )
    tags: TagList | None = Field(
        default=None,
        description=f"All tags, in place of the stored ones. {_TAGS} Null is refused.",
        examples=[["infrastructure", "history"]],
    )
    on_behalf_of: OnBehalfOf = None

    @model_validator(mode="before")
    @classmethod
    def _refuse_nothing(cls, value: object) -> object:
        if isinstance(value, dict) and not value.keys() - {"on_behalf_of"}:
            raise PydanticCustomError(
                "nothing_to_change",
                "Give at least one of {names}.",
                {"names": ", ".join(_EDITABLE)},
            )
        return value

    def null_fields(self) -> dict[str, str]:
        """Return why null is refused, for each field that was given so."""
        return {
            name: detail
            for name, detail in _NOT_NULL.items()
            if name in self.model_fields_set and getattr(self, name) is None
        }

    def changes(self) -> dict[str, object]:
        """Return the new values of the fields that were given, by name."""
        return {name: getattr(self, name) for name in _EDITABLE if name in self.model_fields_set}


class ClaimRead(Schema):
    """A claim: one standalone assertion that can be checked."""

    id: UUID = Field(description="The claim's identifier.", examples=[examples.CLAIM_ID])
    article_id: UUID = Field(
        description="The article's identifier.", examples=[examples.ARTICLE_ID]
    )
    text: str = Field(
        description="The claim as a sentence that stands alone.",
        examples=[examples.CLAIM["text"]],
    )
    quote: str = Field(
        description="The passage of the article that it is anchored at.",
        examples=[examples.QUOTE],
    )
    selector: SelectorRead = Field(
        description="Where that passage stands.", examples=[examples.SELECTOR]
    )
    anchor: AnchorRead = Field(
        description="How the claim came through corrections of the article.",
        examples=[examples.ANCHOR],
    )
    kind: ClaimKind = Field(description="What sort of assertion it is.", examples=["status"])
    speaker: str | None = Field(
        description="Who the article says made the claim.", examples=["Ilse Brandt"]
    )
    check_worthiness: Score | None = Field(
        description="How much it is worth checking, 0 to 1; null for an editor's claim.",
        examples=[0.71],
    )
    support: Score | None = Field(
        description="The checker's probability that the article supports the claim, 0 to 1; 1 for "
        "the article's own words, null for an editor's claim.",
        examples=[0.88],
    )
    method: Method = Field(
        description="`abstractive` if it was worded anew, `extractive` if it is the article's "
        "own sentence.",
        examples=["abstractive"],
    )
    origin: ClaimOrigin = Field(
        description="Who put it into the store: the `model`, an `editor`, or whoever `imported` a "
        "fact-check that was published elsewhere.",
        examples=["model"],
    )
    original_rating: str | None = Field(
        description="How its publisher rated an imported claim; null for all others.",
        examples=["Pants on Fire"],
    )
    workflow: Workflow = Field(description="Where it stands on the desk.", examples=["new"])
    verdict: Verdict | None = Field(
        description="What verification found; null until there is a verdict.", examples=["true"]
    )
    publication: Publication = Field(
        description="Whether readers can see the verdict.", examples=["unpublished"]
    )
    assignee: str | None = Field(description="Who is to check it.", examples=["j.moreau"])
    tags: list[str] = Field(description="Its labels.", examples=[["infrastructure"]])
    revises: UUID | None = Field(
        description="The claim of the same sentence as it was worded before a correction, which "
        "somebody had worked on; else null.",
        examples=[None],
    )
    version: int = Field(
        ge=1,
        description="1 when created, one more for each change; in quotes it is the `ETag`.",
        examples=[1],
    )
    created_at: Timestamp = Field(
        description="When it was stored, UTC.", examples=[examples.UPDATED_AT]
    )
    updated_at: Timestamp = Field(
        description="When it was last changed, UTC.", examples=[examples.UPDATED_AT]
    )

    @classmethod
    def from_domain(cls, claim: Claim) -> ClaimRead:
        """Build it from the domain's claim."""
        return cls(
            id=claim.id,
            article_id=claim.article_id,
            text=claim.text,
            quote=claim.quote,
            selector=SelectorRead.from_domain(claim.selector),
            anchor=AnchorRead.from_domain(claim),
            kind=claim.kind,
            speaker=claim.speaker,
            check_worthiness=claim.check_worthiness,
            support=claim.support,
            method=claim.method,
            origin=claim.origin,
            original_rating=claim.original_rating,
            workflow=claim.state.workflow,
            verdict=claim.state.verdict,
            publication=claim.state.publication,
            assignee=claim.assignee,
            tags=list(claim.tags),
            revises=claim.revises,
            version=claim.version,
            created_at=claim.created_at,
            updated_at=claim.updated_at,
        )
