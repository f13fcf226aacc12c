"""Revisions: the texts that an article has had, and what corrections did to its claims."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from service.api.schemas import examples
from service.api.schemas.anchors import DIFFERENCE_EXAMPLE, DifferencePartRead
from service.api.schemas.articles import SkippedRead
from service.api.schemas.base import Line, Note, PlainText, Schema, Timestamp
from service.api.schemas.claims import ClaimRead
from service.api.schemas.queries import PageQuery, read_digits
from service.api.schemas.selectors import SelectorRead
from service.domain.article import MAX_TEXT_CHARACTERS
from service.domain.claim_change import ClaimChange, ClaimChangeKind, ClaimPlace
from service.domain.revision import ArticleRevision

CORRECTED_TEXT = examples.ARTICLE_TEXT.replace("1964", "1962")
CORRECTION: dict[str, Any] = {
    "text": CORRECTED_TEXT,
    "reason": "The harbour authority corrected the year.",
}
REVISION: dict[str, Any] = {
    "number": 2,
    "text_sha256": examples.TEXT_SHA256,
    "created_at": examples.CLOSED_AT,
    "actor": "local",
    "on_behalf_of": None,
    "reason": CORRECTION["reason"],
    "analysed_at": examples.CLOSED_AT,
}


class ArticleTextUpdate(Schema):
    """The corrected text of an article, and why it is corrected."""

    text: PlainText = Field(
        min_length=1,
        description=f"The whole text as it shall be, plain text of at most {MAX_TEXT_CHARACTERS:,} "
        "characters.",
        examples=[CORRECTED_TEXT],
    )
    reason: Note | None = Field(
        default=None,
        description="Why it is corrected; kept with the revision.",
        examples=[CORRECTION["reason"]],
    )
    on_behalf_of: Line | None = Field(
        default=None,
        description="The desk user for whom a program corrects it.",
        examples=["j.moreau"],
    )


class RevisionOverview(Schema):
    """A revision in a list: who made it, when and why."""

    number: int = Field(ge=1, description="1 for the text as first submitted.", examples=[2])
    text_sha256: str = Field(
        description="SHA-256 of the UTF-8 bytes of the text, in hexadecimal.",
        examples=[examples.TEXT_SHA256],
    )
    created_at: Timestamp = Field(
        description="When it was submitted, UTC.", examples=[examples.CLOSED_AT]
    )
    actor: str = Field(description="Who submitted it.", examples=["local"])
    on_behalf_of: str | None = Field(
        description="The desk user for whom a program did.", examples=["j.moreau"]
    )
    reason: str | None = Field(
        description="Why the text was corrected; null for the first one and where nobody said.",
        examples=[CORRECTION["reason"]],
    )
    analysed_at: Timestamp | None = Field(
        description="When its analysis was stored, UTC; null while it runs, and where it failed "
        "or the next correction came first.",
        examples=[examples.CLOSED_AT],
    )

    @classmethod
    def from_domain(cls, revision: ArticleRevision) -> RevisionOverview:
        """Build it from the domain's revision."""
        return cls(**_overview(revision))


class BoilerplateRead(Schema):
    """A passage that is not the article itself: menus, notices, invitations to subscribe."""

    start: int = Field(ge=0, description="Index of its first code point.", examples=[0])
    end: int = Field(ge=1, description="Index after its last code point.", examples=[48])


class RevisionRead(RevisionOverview):
    """A text that an article has or had, with what its analysis left out."""

    text: str = Field(
        description="The text after NFC and newline normalisation.", examples=[CORRECTED_TEXT]
    )
    boilerplate: list[BoilerplateRead] = Field(
        description="The passages that are not the article; empty until it is analysed.",
        examples=[[]],
    )
    skipped: list[SkippedRead] = Field(
        description="The sentences that gave no claim; empty until it is analysed.",
        examples=[[examples.SKIPPED]],
    )

    @classmethod
    def from_domain(cls, revision: ArticleRevision) -> RevisionRead:
        """Build it from the domain's revision."""
        return cls(
            **_overview(revision),
            text=revision.text,
            boilerplate=[BoilerplateRead(start=s.start, end=s.end) for s in revision.boilerplate],
            skipped=[
                SkippedRead(start=gap.start, end=gap.end, reason=gap.reason)
                for gap in revision.skipped
            ],
        )


class ClaimPlaceRead(Schema):
    """A claim as it stood in one revision."""

    text: str = Field(description="Its wording.", examples=[examples.CLAIM["text"]])
    selector: SelectorRead = Field(
        description="Where its passage stood.", examples=[examples.SELECTOR]
    )

    @classmethod
    def from_domain(cls, place: ClaimPlace | None) -> ClaimPlaceRead | None:
        """Build it from the domain's place, if there is one."""
        if place is None:
            return None
        return cls(text=place.text, selector=SelectorRead.from_domain(place.selector))


class ClaimChangeRead(Schema):
    """What became of one claim from one revision to another."""

    kind: ClaimChangeKind = Field(
        description="`added` where only the later revision has it, `reworded` where the claim or "
        "its passage has other words, `moved` where the same words stand elsewhere, `lost` where "
        "only the former revision has it.",
        examples=["reworded"],
    )
    claim: ClaimRead = Field(description="The claim as it is now.", examples=[examples.CLAIM])
    before: ClaimPlaceRead | None = Field(
        description="As it stood in the former revision; null for `added`.",
        examples=[{"text": examples.CLAIM["text"], "selector": examples.SELECTOR}],
    )
    after: ClaimPlaceRead | None = Field(
        description="As it stands in the later revision; null for `lost`.",
        examples=[{"text": examples.CLAIM["text"], "selector": examples.SELECTOR}],
    )
    text_difference: list[DifferencePartRead] = Field(
        description="Its wordings compared word by word; empty where they are the same.",
        examples=[[]],
    )
    quote_difference: list[DifferencePartRead] = Field(
        description="Its passages compared word by word; empty where they are the same.",
        examples=[DIFFERENCE_EXAMPLE],
    )

    @classmethod
    def from_domain(cls, change: ClaimChange) -> ClaimChangeRead:
        """Build it from the domain's change."""
        return cls(
            kind=change.kind,
            claim=ClaimRead.from_domain(change.claim),
            before=ClaimPlaceRead.from_domain(change.before),
            after=ClaimPlaceRead.from_domain(change.after),
            text_difference=DifferencePartRead.from_domain(change.text_difference),
            quote_difference=DifferencePartRead.from_domain(change.quote_difference),
        )


class ClaimChangeQuery(PageQuery):
    """The query parameters of the comparison of two revisions."""

    since: Annotated[int | None, BeforeValidator(read_digits)] = Field(
        default=None,
        ge=0,
        le=2**31 - 1,
        description="The former revision; the one before by default, 0 for none, so that every "
        "claim is `added`.",
        examples=[1],
    )


class RevisionPage(Schema):
    """A page of an article's revisions."""

    items: list[RevisionOverview] = Field(
        description="The revisions, newest first.", examples=[[REVISION]]
    )
    next_cursor: str | None = Field(
        description="What to send as `cursor` for the next page; null on the last one.",
        examples=[examples.CURSOR],
    )


class ClaimChangePage(Schema):
    """A page of what became of an article's claims from one revision to another."""

    items: list[ClaimChangeRead] = Field(
        description="In the order of the later text, what is lost at the end. Claims that stand "
        "as they stood are left out.",
        examples=[
            [
                {
                    "kind": "lost",
                    "claim": examples.CLAIM,
                    "before": {"text": examples.CLAIM["text"], "selector": examples.SELECTOR},
                    "after": None,
                    "text_difference": [],
                    "quote_difference": [],
                }
            ]
        ],
    )
    next_cursor: str | None = Field(
        description="What to send as `cursor` for the next page; null on the last one.",
        examples=[examples.CURSOR],
    )


def _overview(revision: ArticleRevision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "text_sha256": revision.text_sha256,
        "created_at": revision.created_at,
        "actor": revision.actor,
        "on_behalf_of": revision.on_behalf_of,
        "reason": revision.reason,
        "analysed_at": revision.analysed_at,
    }
