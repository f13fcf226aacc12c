"""Anchors: how a claim holds on to its article through corrections."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from service.api.schemas.base import Schema
from service.domain.anchor import AnchorStatus
from service.domain.claim import Claim
from service.domain.difference import DifferenceKind, DifferencePart

DIFFERENCE_EXAMPLE = [
    {"kind": "kept", "text": "The lock was built in "},
    {"kind": "removed", "text": "1964"},
    {"kind": "added", "text": "1962"},
    {"kind": "kept", "text": " and was last overhauled in 2009, she added."},
]


class DifferencePartRead(Schema):
    """A run of words that two wordings share, or that only one of them has."""

    kind: DifferenceKind = Field(
        description="`kept` where both have it, `removed` where only the former one, `added` where "
        "only the later one.",
        examples=["added"],
    )
    text: str = Field(
        min_length=1, description="The words, with white space and marks.", examples=["1962"]
    )

    @classmethod
    def from_domain(cls, parts: Iterable[DifferencePart]) -> list[DifferencePartRead]:
        """Build the parts of a difference."""
        return [cls(kind=part.kind, text=part.text) for part in parts]


class AnchorRead(Schema):
    """How a claim holds on to the text of its article as it is now."""

    status: AnchorStatus = Field(
        description="`exact` where its passage stands as and where it stood, `moved` where the "
        "same words stand elsewhere since a correction, `fuzzy` where the passage was reworded, "
        "`lost` where it is gone.",
        examples=["exact"],
    )
    revision: int = Field(
        ge=1,
        description="The revision of the article since which it is so; for `lost` the last one "
        "that had the passage, which `selector` belongs to.",
        examples=[1],
    )
    difference: list[DifferencePartRead] = Field(
        description="What a correction did to the words that the claim was made from; empty "
        "unless they differ from what stands there now.",
        examples=[[], DIFFERENCE_EXAMPLE],
    )

    @classmethod
    def from_domain(cls, claim: Claim) -> AnchorRead:
        """Build it from the domain's claim."""
        return cls(
            status=claim.anchor.status,
            revision=claim.anchor.revision,
            difference=DifferencePartRead.from_domain(claim.difference),
        )
