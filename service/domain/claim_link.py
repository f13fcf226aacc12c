"""Claim links: what an editor, or the analysis, says about a pair of claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from service.domain.errors import FieldProblem, InvalidInputError


class LinkRelation(StrEnum):
    """How two claims stand to each other.

    `suggested` is what the analysis says; the others are an editor's decision.
    """

    SUGGESTED = "suggested"
    SAME_CLAIM = "same_claim"
    RELATED = "related"
    CONTRADICTS = "contradicts"
    REJECTED = "rejected"


#: What an editor may decide.
DECISIONS = tuple(relation for relation in LinkRelation if relation is not LinkRelation.SUGGESTED)


@dataclass(frozen=True, slots=True)
class ClaimPair:
    """Two claims in no order of their own: the smaller identifier stands first."""

    first: UUID
    second: UUID

    @classmethod
    def of(cls, one: UUID, other: UUID) -> ClaimPair:
        """Return the pair of two claims.

        Raises:
            InvalidInputError: If they are one and the same.
        """
        if one == other:
            detail = "A claim cannot be linked to itself."
            raise InvalidInputError(detail, (FieldProblem(detail, "#/path/other_id"),))
        return cls(min(one, other), max(one, other))

    def other(self, claim_id: UUID) -> UUID:
        """Return the claim of the pair that is not this one."""
        return self.second if claim_id == self.first else self.first


@dataclass(frozen=True, slots=True)
class ClaimLink:
    """What is known about a pair of claims.

    Attributes:
        score: The probability, 0 to 1, with which it was suggested; None where it was not.
        note: Why, in the editor's words.
        actor: Who said so last.
        version: 1 when it was stored, one more for each change.
    """

    pair: ClaimPair
    relation: LinkRelation
    score: float | None
    note: str | None
    actor: str
    version: int
    created_at: datetime
    updated_at: datetime
