"""Staleness: why a summary is stale, and what a new one left out."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from service.api.schemas import examples
from service.api.schemas.base import Schema, Timestamp
from service.domain.claim import Verdict
from service.domain.staleness import LeftOut, StalenessMark


class StaleReasonRead(Schema):
    """Why a summary is stale: it states what was found false or misleading."""

    claim_id: UUID = Field(
        description="The claim that has the verdict. The summary states it, or a claim that is "
        "confirmed to say the same.",
        examples=[examples.CLAIM_ID],
    )
    verdict: Verdict = Field(description="`false` or `misleading`.", examples=["false"])
    reason: str | None = Field(
        description="Why the claim has the verdict, as whoever gave it said; null where nobody "
        "did.",
        examples=[examples.STALE_REASON["reason"]],
    )
    sentences: list[int] = Field(
        description="The sentences that state it, by their place in the summary from 0.",
        examples=[[0]],
    )
    in_headline: bool = Field(description="Whether the headline tells of it.", examples=[False])
    marked_at: Timestamp = Field(
        description="Since when the summary is stale for it, UTC.", examples=[examples.CLOSED_AT]
    )

    @classmethod
    def from_domain(cls, mark: StalenessMark) -> StaleReasonRead:
        """Build it from the domain's mark."""
        return cls(
            claim_id=mark.claim_id,
            verdict=mark.verdict,
            reason=mark.reason,
            sentences=list(mark.sentences),
            in_headline=mark.in_headline,
            marked_at=mark.marked_at,
        )


class LeftOutRead(Schema):
    """A sentence of the article that the summary was kept from repeating."""

    start: int = Field(
        ge=0,
        description="Index of its first code point in the text of `article_revision`.",
        examples=[0],
    )
    end: int = Field(ge=1, description="Index after its last code point.", examples=[86])
    claim_id: UUID = Field(
        description="The claim that was found false or misleading.", examples=[examples.CLAIM_ID]
    )
    verdict: Verdict = Field(
        description="`false` or `misleading`, as it was when the summary was written.",
        examples=["false"],
    )

    @classmethod
    def from_domain(cls, left_out: LeftOut) -> LeftOutRead:
        """Build it from the domain's sentence."""
        return cls(
            start=left_out.start,
            end=left_out.end,
            claim_id=left_out.claim_id,
            verdict=left_out.verdict,
        )
