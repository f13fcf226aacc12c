"""Anchors: how a claim holds on to the text of its article through corrections."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AnchorStatus(StrEnum):
    """What became of the passage that a claim was made from."""

    EXACT = "exact"
    MOVED = "moved"
    FUZZY = "fuzzy"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Anchor:
    """How a claim holds on to its article.

    Attributes:
        status: `exact` where the passage stands as and where it stood, `moved` where the
            same words stand elsewhere, `fuzzy` where a reworded passage stands in its
            place, `lost` where there is none.
        revision: The revision of the article since which it is so; for `lost` the last
            one that had the passage, which the selector belongs to.
        source: The words that the claim was made from, where the passage has others now;
            else None.
    """

    status: AnchorStatus = AnchorStatus.EXACT
    revision: int = 1
    source: str | None = None

    @property
    def is_lost(self) -> bool:
        """Tell whether the passage is gone from the article as it stands."""
        return self.status is AnchorStatus.LOST


#: How a claim of the text as first submitted begins.
FIRST_ANCHOR = Anchor()
