"""A double of the claim matcher: quick, and alike exactly where words are shared."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from zlib import crc32

from service.domain.matching import MatchCandidate
from service.text.likeness import stems

DIMENSIONS = 64


@dataclass
class MatcherDouble:
    """A `ClaimMatcher` whose vectors count words and whose score is their cosine."""

    model: str = "double"
    embedded: list[str] = field(default_factory=list)

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        self.embedded += texts
        return [count_words(text) for text in texts]

    def score(self, text: str, candidates: Sequence[MatchCandidate]) -> list[float]:
        asked = count_words(text)
        return [
            min(1.0, sum(map(float.__mul__, asked, count_words(candidate.claim.text))))
            for candidate in candidates
        ]


def count_words(text: str) -> list[float]:
    """Return a unit vector of how often words occur."""
    counts = [0.0] * DIMENSIONS
    for stem in stems(text):
        counts[crc32(stem.encode()) % DIMENSIONS] += 1.0
    length = math.hypot(*counts) or 1.0
    return [count / length for count in counts]
