"""Clarity: the trained probability that a claim is understood by who reads nothing else.

Rules name what surely points outside a sentence (`service/text/clarity.py`); whether "the
chemical" or "the employees" is told apart by the rest of a claim, a network learns better. It
is the support checker's, with an adapter of its own, and reads the claim alone. The card
`data/clarity.md` tells from what it was made and how well it does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from service.inference.generation import GenerationEngine
from service.inference.support import DATA_DIR
from service.inference.support_network import (
    Judgement,
    SupportNetwork,
    doubted_words,
    load_network,
)


class TrainedClarityChecker:
    """Tells which claims leave open what they speak of; implements `ClarityChecker`.

    Attributes:
        threshold: Below this probability that it stands alone a claim is refused.
    """

    def __init__(self, network: SupportNetwork, settings: dict[str, Any]) -> None:
        self._network = network
        self._weight = float(settings["weight"])
        self._intercept = float(settings["intercept"])
        self.threshold = float(settings["threshold"])

    @classmethod
    def load(
        cls, models_dir: Path, engine: GenerationEngine | None = None, data_dir: Path = DATA_DIR
    ) -> TrainedClarityChecker:
        """Load what was trained, onto the engine if it was trained for that one's weights.

        Where the engine runs other weights, the generator's own are loaded beside it.

        Raises:
            WeightsError: If the generator is not there, or the trained file is damaged.
        """
        return cls(*load_network("clarity", models_dir, engine, data_dir))

    def open_parts(self, claims: Sequence[str]) -> list[tuple[str, ...]]:
        """Return what each claim leaves open, in the same order; empty where it stands alone.

        Args:
            claims: The claims' texts, each read apart from the others.

        Returns:
            One short phrase for a claim that a reader of nothing else would not understand,
            with the words that point outside it where the network can tell which.
        """
        if not claims:
            return []
        judged = self._network.judge([((), claim) for claim in claims])
        return [self._report(*pair) for pair in zip(claims, judged, strict=True)]

    def probabilities(self, claims: Sequence[str]) -> list[float]:
        """Return the probability that each claim stands alone, in the same order."""
        return [self._probability(one) for one in self._network.judge([((), c) for c in claims])]

    def _probability(self, judgement: Judgement) -> float:
        # tanh instead of exp, which overflows on far logits.
        return 0.5 * (1 + math.tanh(0.5 * (self._weight * judgement.whole + self._intercept)))

    def _report(self, claim: str, judgement: Judgement) -> tuple[str, ...]:
        if self._probability(judgement) >= self.threshold:
            return ()
        words = doubted_words(claim, judgement)
        return (f"not understood alone: {' '.join(words)}" if words else "not understood alone",)
