"""The claim matcher: embeds claims, and tells how likely a stored one says the same.

The embedder's vectors, and a linear score over cosine and shared words that was trained to
put the right one first (`training/train_claim_matching.py`; Cao et al. 2007, "Learning to
Rank: From Pairwise Approach to Listwise Approach"), brought to a probability by a logistic
curve (Platt 1999).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from service.domain.matching import MatchCandidate
from service.inference.catalogue import embedder_revision
from service.inference.embeddings import MiniLmEmbedder
from service.text.likeness import Rarity, Shared, compare_words

_DATA = files("service.inference") / "data"
#: A cosine where a stored claim has no vector yet: that of claims that have nothing in common.
_NO_COSINE = 0.1
#: The first by words counts 1/10, the tenth half of that.
_RANK_OFFSET = 10
FEATURES = ("cosine", *Shared._fields, "words_rank")


@dataclass(frozen=True, slots=True)
class MatchScorer:
    """A linear score over `FEATURES`, and the logistic curve that makes it a probability."""

    weights: tuple[float, ...]
    slope: float
    intercept: float
    rarity: Rarity

    @classmethod
    def load(cls) -> MatchScorer:
        """Load the one that is shipped."""
        stored = json.loads(_DATA.joinpath("claim_matching.json").read_text("utf-8"))
        weights = tuple(float(stored["weights"][name]) for name in FEATURES)
        rarity = Rarity(stored["rarity"]["texts"], stored["rarity"]["holding"])
        return cls(weights, stored["slope"], stored["intercept"], rarity)

    def features(self, text: str, candidate: MatchCandidate) -> tuple[float, ...]:
        """Return the numbers that a candidate is judged by, in the order of `FEATURES`."""
        shared = compare_words(text, candidate.claim.text, candidate.context, self.rarity)
        rank = candidate.words_rank
        return (
            _NO_COSINE if candidate.cosine is None else candidate.cosine,
            *shared,
            0.0 if rank is None else 1.0 / (_RANK_OFFSET + rank),
        )

    def score(self, text: str, candidate: MatchCandidate) -> float:
        """Return the probability, 0 to 1, that a candidate says what the text says."""
        features = self.features(text, candidate)
        value = sum(w * x for w, x in zip(self.weights, features, strict=True))
        return 1.0 / (1.0 + math.exp(-(self.slope * value + self.intercept)))


class TrainedClaimMatcher:
    """Embeds and compares claims; implements `ClaimMatcher`."""

    def __init__(self, embedder: MiniLmEmbedder, scorer: MatchScorer | None = None) -> None:
        self.embedder = embedder
        self._scorer = scorer or MatchScorer.load()
        self.model = embedder_revision()

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one unit vector a text, in the same order."""
        return self.embedder.embed(texts)

    def score(self, text: str, candidates: Sequence[MatchCandidate]) -> list[float]:
        """Return how likely each candidate says what the text says, in the same order."""
        return [self._scorer.score(text, candidate) for candidate in candidates]
