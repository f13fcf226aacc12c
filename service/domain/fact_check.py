"""Fact-checks that others have published, and the table from their ratings to our verdicts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from service.domain.claim import Stance, Verdict

#: What fact-checkers call their verdicts, by the verdict of ours that says the same. A rating
#: is looked up by its words alone; one that is not here is kept as it is and gives no verdict.
RATING_WORDS: Mapping[Verdict, tuple[str, ...]] = {
    Verdict.TRUE: (
        "true", "correct", "accurate", "correct attribution", "confirmed", "geppetto checkmark",
        "verified",
    ),
    Verdict.MOSTLY_TRUE: (
        "mostly true", "mostly correct", "mostly accurate", "largely true", "largely correct",
        "one pinocchio",
    ),
    Verdict.MISLEADING: (
        "misleading", "half true", "half truth", "mixture", "mixed", "mostly false",
        "barely true", "largely false", "mostly inaccurate", "partly false", "partially false",
        "partly true", "partially true", "missing context", "lacks context", "needs context",
        "out of context", "cherry picks", "exaggerated", "exaggerates", "distorts the facts",
        "spins the facts", "miscaptioned", "outdated", "two pinocchios", "three pinocchios",
    ),
    Verdict.FALSE: (
        "false", "pants on fire", "incorrect", "inaccurate", "wrong", "not true", "untrue",
        "fake", "fabricated", "hoax", "altered", "digitally altered", "manipulated", "doctored",
        "misattributed", "incorrect attribution", "four pinocchios",
    ),
    Verdict.UNPROVEN: (
        "unproven", "unverified", "unsupported", "unsubstantiated", "unconfirmed", "no evidence",
        "inconclusive", "not enough evidence", "legend",
    ),
}  # fmt: skip
_VERDICTS = {words: verdict for verdict, names in RATING_WORDS.items() for words in names}
#: Where a rating has no words but a place on a scale: the least share of the way from its
#: worst to its best that each verdict needs.
SCALE_SHARES: tuple[tuple[float, Verdict], ...] = (
    (0.9, Verdict.TRUE),
    (0.7, Verdict.MOSTLY_TRUE),
    (0.15, Verdict.MISLEADING),
    (0.0, Verdict.FALSE),
)
#: Which way the published fact-check points as a piece of evidence.
STANCES: Mapping[Verdict, Stance] = {
    Verdict.TRUE: Stance.SUPPORTS,
    Verdict.MOSTLY_TRUE: Stance.SUPPORTS,
    Verdict.MISLEADING: Stance.REFUTES,
    Verdict.FALSE: Stance.REFUTES,
}
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class OriginalRating:
    """A rating as it was published.

    Attributes:
        words: The rating in words.
        value: Its number, with the best and the worst of its scale.
    """

    words: str | None = None
    value: float | None = None
    best: float | None = None
    worst: float | None = None

    def __str__(self) -> str:
        """Return the rating as it is stored and shown."""
        if self.words is not None:
            return self.words
        number = f"{self.value:g}"
        if self.best is None or self.worst is None:
            return number
        return f"{number} on a scale from {self.worst:g} (worst) to {self.best:g} (best)"

    @property
    def verdict(self) -> Verdict | None:
        """Return the verdict that says the same, or None where the table has none.

        Words decide where there are any: "Satire" is no verdict, whatever number it has.
        """
        if self.words is not None:
            folded = _NO_WORD.sub(" ", self.words.replace("'", "")).strip().casefold()
            return _VERDICTS.get(folded)
        if self.value is None or self.best is None or self.worst is None:
            return None
        if self.best == self.worst:
            return None
        share = (self.value - self.worst) / (self.best - self.worst)
        if not 0 <= share <= 1:
            return None
        return next(verdict for least, verdict in SCALE_SHARES if share >= least)


@dataclass(frozen=True, slots=True)
class FactCheck:
    """A published fact-check of one claim.

    Attributes:
        text: The claim that was checked.
        url: Where the fact-check can be read.
        title: Its headline.
        publisher: Who published it.
        speaker: Who made the claim.
        published_on: The day of publication by the publisher's clock.
        rating: The verdict as it was published, where there is one.
        body: The text of the fact-check.
        external_id: The publisher's own identifier of it.
    """

    text: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    speaker: str | None = None
    published_at: datetime | None = None
    published_on: date | None = None
    rating: OriginalRating | None = None
    body: str | None = None
    external_id: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict | None:
        """Return the verdict that the claim is stored with, None where there is none.

        A verdict other than `unproven` rests on evidence, which is the published fact-check:
        without its address there is none.
        """
        verdict = None if self.rating is None else self.rating.verdict
        return verdict if verdict is Verdict.UNPROVEN or self.url is not None else None
