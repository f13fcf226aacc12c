"""Claim reviews: what readers and search engines are told of a published claim.

The vocabulary is schema.org's (`ClaimReview`, `Claim`, `Rating`); how it is written as
JSON-LD is the API's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from service.domain.claim import Verdict
from service.domain.errors import StateConflictError

CLAIM_ID_PLACE: Final = "{claim_id}"
BEST_RATING: Final = 5
WORST_RATING: Final = 1


@dataclass(frozen=True, slots=True)
class Rating:
    """A verdict as ClaimReview states it.

    Attributes:
        value: From `WORST_RATING` to `BEST_RATING`, the truer the greater.
        name: The verdict in words, which is what search engines show.
    """

    value: int
    name: str


#: The scale that published verdicts are put on. It is ordered by how far readers may rely
#: on the claim, so that `unproven` stands in the middle.
RATINGS: Mapping[Verdict, Rating] = {
    Verdict.TRUE: Rating(5, "True"),
    Verdict.MOSTLY_TRUE: Rating(4, "Mostly true"),
    Verdict.UNPROVEN: Rating(3, "Unproven"),
    Verdict.MISLEADING: Rating(2, "Misleading"),
    Verdict.FALSE: Rating(1, "False"),
}


@dataclass(frozen=True, slots=True)
class Publisher:
    """Whoever answers for the published verdicts.

    Attributes:
        name: As readers know it.
        url: Its home page.
        review_url: Where the review of a claim can be read, with `{claim_id}` in the place
            of the claim's identifier.
        logo_url: Its logo, where one is to be shown.
    """

    name: str
    url: str
    review_url: str
    logo_url: str | None = None

    def review_url_of(self, claim_id: UUID) -> str:
        """Return where the review of a claim can be read."""
        return self.review_url.replace(CLAIM_ID_PLACE, str(claim_id))


class PublisherUnknownError(StateConflictError):
    """Nobody has said who publishes the reviews."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """An article that makes the claim.

    Attributes:
        published_on: The day by the publisher's clock; None where unknown.
        url: Where it can be read, where that is known.
    """

    article_id: UUID
    headline: str | None
    url: str | None
    publisher: str | None
    author: str | None
    published_on: date | None


@dataclass(frozen=True, slots=True)
class ClaimReview:
    """The published verdict on a claim.

    Attributes:
        url: Where the review can be read.
        speaker: Who made the claim, where an article says so.
        speaker_is_person: False where the name is that of a body.
        published_at: When the verdict was published.
        modified_at: When verdict or publication last changed.
        corrections: What readers were told of changes since then, the oldest first.
        appearances: The articles that make the claim, the earliest first.
    """

    claim_id: UUID
    text: str
    verdict: Verdict
    speaker: str | None
    speaker_is_person: bool
    publisher: Publisher
    url: str
    published_at: datetime
    modified_at: datetime
    corrections: tuple[str, ...]
    appearances: tuple[Appearance, ...]
