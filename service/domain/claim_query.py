"""Claim queries: which claims are asked for, and in what order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from service.domain.anchor import AnchorStatus
from service.domain.claim import ClaimKind, Publication, Verdict, Workflow


class ClaimSort(StrEnum):
    """The order of a list of claims; a leading minus puts the greatest first.

    Claims of equal value follow each other by identifier, and claims without a
    check-worthiness come last in either direction.
    """

    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"
    UPDATED_AT = "updated_at"
    UPDATED_AT_DESCENDING = "-updated_at"
    CHECK_WORTHINESS = "check_worthiness"
    CHECK_WORTHINESS_DESCENDING = "-check_worthiness"
    WORKFLOW_CHANGED_AT = "workflow_changed_at"
    WORKFLOW_CHANGED_AT_DESCENDING = "-workflow_changed_at"


@dataclass(frozen=True, slots=True)
class ClaimFilters:
    """What a claim must match, all given fields together; None matches everything.

    Attributes:
        tag: One of the claim's tags.
        min_check_worthiness: 0 to 1; claims without a score do not match.
        q: Words that occur, inflected or as beginnings, in the claim's text, quote or speaker
            or its article's title.
        anchor: How it holds on to its article; None for all but the claims that a correction
            took the passage of before anybody had worked on them.
        updated_since: The instant from which on it was last changed, UTC.
        assigned: Whether somebody is to check it.
        open: Whether it is neither closed nor dismissed.
        disputed: Whether something speaks against its verdict since that was published.
        workflow_changed_until: The instant at which it stood already where it stands, UTC.
    """

    workflow: Workflow | None = None
    verdict: Verdict | None = None
    publication: Publication | None = None
    kind: ClaimKind | None = None
    speaker: str | None = None
    article_id: UUID | None = None
    assignee: str | None = None
    tag: str | None = None
    min_check_worthiness: float | None = None
    q: str | None = None
    anchor: AnchorStatus | None = None
    updated_since: datetime | None = None
    assigned: bool | None = None
    open: bool | None = None
    disputed: bool | None = None
    workflow_changed_until: datetime | None = None
