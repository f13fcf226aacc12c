"""Links: what is known about pairs of claims, and the groups that they form."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from service.api.schemas import examples
from service.api.schemas.base import Line, Note, Schema, Score, Timestamp
from service.api.schemas.claims import ClaimRead
from service.api.schemas.match_examples import LINK, OTHER_CLAIM, OTHER_CLAIM_ID, VERDICT
from service.api.schemas.status import EvidenceCreate
from service.domain.claim import Claim, Evidence, StatusChange, Verdict
from service.domain.claim_link import ClaimLink, LinkRelation

MAX_EVIDENCE = 50


class ClaimLinkPut(Schema):
    """An editor's decision about a pair of claims."""

    relation: Literal["same_claim", "related", "contradicts", "rejected"] = Field(
        description="`same_claim`: they say the same, and share a group; `related`: about the "
        "same matter; `contradicts`: they cannot both be true; `rejected`: the suggestion was "
        "wrong, and is not made again.",
        examples=["same_claim"],
    )
    note: Note | None = Field(
        default=None, description="Why, in the editor's words.", examples=["Same agency report."]
    )

    def wanted(self) -> LinkRelation:
        """Return the relation as the domain knows it."""
        return LinkRelation(self.relation)


class ClaimLinkRead(Schema):
    """What is known about a pair of claims."""

    claim_id: UUID = Field(
        description="The claim that was asked about.", examples=[examples.CLAIM_ID]
    )
    other_id: UUID = Field(description="The other claim.", examples=[OTHER_CLAIM_ID])
    relation: LinkRelation = Field(
        description="`suggested` by the analysis, or what an editor decided.",
        examples=["same_claim"],
    )
    score: Score | None = Field(
        description="The probability with which it was suggested; null where it was not.",
        examples=[LINK["score"]],
    )
    note: str | None = Field(
        description="Why, in the editor's words.", examples=["Same agency report."]
    )
    actor: str = Field(description="Who said so last.", examples=["local"])
    version: int = Field(
        ge=1,
        description="1 when stored, one more for each change; in quotes it is the `ETag`.",
        examples=[1],
    )
    created_at: Timestamp = Field(
        description="When it was stored, UTC.", examples=[examples.UPDATED_AT]
    )
    updated_at: Timestamp = Field(
        description="When it was last changed, UTC.", examples=[examples.CLOSED_AT]
    )

    @classmethod
    def from_domain(cls, link: ClaimLink, claim_id: UUID) -> ClaimLinkRead:
        """Build it from the domain's link, as seen from one of its claims."""
        return cls(
            claim_id=claim_id,
            other_id=link.pair.other(claim_id),
            relation=link.relation,
            score=link.score,
            note=link.note,
            actor=link.actor,
            version=link.version,
            created_at=link.created_at,
            updated_at=link.updated_at,
        )


class ClaimLinkPage(Schema):
    """A page of a claim's links."""

    items: list[ClaimLinkRead] = Field(
        description="The links, the likeliest suggestions first.", examples=[[LINK]]
    )
    next_cursor: str | None = Field(
        description="What to send as `cursor` for the next page; null on the last one.",
        examples=[None],
    )


class ClaimGroupRead(Schema):
    """The claims that are confirmed to say the same."""

    items: list[ClaimRead] = Field(
        description="The claim and all that a chain of `same_claim` links reaches, the oldest "
        "first; at least the claim itself.",
        examples=[[examples.CLAIM, OTHER_CLAIM]],
    )

    @classmethod
    def from_domain(cls, claims: tuple[Claim, ...]) -> ClaimGroupRead:
        """Build it from the group's claims."""
        return cls(items=[ClaimRead.from_domain(claim) for claim in claims])


class GroupVerdictCreate(Schema):
    """A verdict for all claims of a group."""

    verdict: Annotated[Verdict, Field(strict=False)] = Field(
        description="The verdict for every claim of the group.", examples=["false"]
    )
    reason: Note = Field(
        description="Why, in the words of whoever decided.", examples=[VERDICT["reason"]]
    )
    evidence: list[EvidenceCreate] = Field(
        default=[],
        max_length=MAX_EVIDENCE,
        description="What the verdict rests on; needed unless it is `unproven`.",
        examples=[VERDICT["evidence"]],
    )
    correction_note: Note | None = Field(
        default=None,
        description="What readers are told; needed where a public verdict changes.",
        examples=["An earlier version rated this claim true."],
    )
    on_behalf_of: Line | None = Field(
        default=None,
        description="The desk user for whom a program acts.",
        examples=["j.moreau"],
    )

    def to_domain(self) -> StatusChange:
        """Return the change as the domain knows it."""
        return StatusChange(
            verdict=self.verdict,
            reason=self.reason,
            evidence=tuple(
                Evidence(url=item.url, title=item.title, stance=item.stance, quote=item.quote)
                for item in self.evidence
            ),
            correction_note=self.correction_note,
            on_behalf_of=self.on_behalf_of,
        )
