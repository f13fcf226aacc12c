"""Staleness: which summaries state what was found false or misleading, since when, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from service.domain.claim import Verdict

#: A summary that states a claim with one of these verdicts cannot be passed on as it is.
DISPUTED_VERDICTS = frozenset({Verdict.FALSE, Verdict.MISLEADING})


@dataclass(frozen=True, slots=True)
class StalenessMark:
    """That a summary states what was found false or misleading.

    Attributes:
        claim_id: The claim that has the verdict; the summary states it, or a claim that is
            confirmed to say the same.
        verdict: `false` or `misleading`.
        reason: Why the claim has the verdict; None where nobody said so.
        sentences: Places in the summary, from 0, of the sentences that state it.
        in_headline: Whether the headline does.
        marked_at: Since when that is known.
        cleared_at: Since when it no longer holds; None while it does.
    """

    summary_id: UUID
    claim_id: UUID
    verdict: Verdict
    reason: str | None
    sentences: tuple[int, ...]
    in_headline: bool
    marked_at: datetime
    cleared_at: datetime | None = None
    id: UUID = field(default_factory=uuid4)

    @property
    def is_open(self) -> bool:
        """Tell whether it still holds."""
        return self.cleared_at is None

    @property
    def coverage(self) -> frozenset[tuple[int | None, Verdict]]:
        """Return what it says of each place in the summary; the headline is None."""
        places = (*self.sentences, *((None,) if self.in_headline else ()))
        return frozenset((place, self.verdict) for place in places)

    @property
    def content(self) -> tuple[object, ...]:
        """Return what it says: two marks that differ in when they were made say the same."""
        return (
            self.summary_id,
            self.claim_id,
            self.verdict,
            self.reason,
            self.sentences,
            self.in_headline,
        )


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sentence of an article that a summary was kept from repeating.

    Attributes:
        start: Index of its first code point in the article's text.
        end: Index after its last code point.
        claim_id: The claim that has the verdict.
        verdict: `false` or `misleading`, as it was when the summary was written.
    """

    start: int
    end: int
    claim_id: UUID
    verdict: Verdict
