"""Orders: sentences addressed to a machine that reads the article, told by what they mean.

The forms of `service/text/injection_cues.py` catch what is known; this catches what is put
in other words. Logistic regression on sentence embeddings; `training/made_up_orders.py` and
`training/train_order_recogniser.py` tell what it learnt from, `data/orders.json` holds it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from service.domain.analysis import SentenceAssessment
from service.domain.claim import SkipReason
from service.domain.collaborators import CheckWorthinessModel, Embedder
from service.text.quotations import outside_quotations

DATA_FILE: Final = Path(str(files("service.inference") / "data" / "orders.json"))


@dataclass(frozen=True, slots=True)
class OrderRecogniser:
    """Tells orders to a machine from news.

    Attributes:
        weights: One a dimension of the embedding.
        threshold: The probability, 0 to 1, from which a sentence counts as an order.
    """

    embedder: Embedder
    weights: npt.NDArray[np.float64]
    offset: float
    threshold: float

    @classmethod
    def load(cls, embedder: Embedder) -> OrderRecogniser:
        """Load the weights that belong to the embedder's."""
        content = json.loads(DATA_FILE.read_text(encoding="utf-8"))
        weights = np.array(content["weights"], dtype=np.float64)
        return cls(embedder, weights, float(content["offset"]), float(content["threshold"]))

    def recognise(self, sentences: Sequence[str]) -> list[bool]:
        """Tell of each sentence whether it is an order; one that is all quotation never is."""
        spoken = [not any(c.isalnum() for c in outside_quotations(s)) for s in sentences]
        asked = [s for s, is_spoken in zip(sentences, spoken, strict=True) if not is_spoken]
        if not asked:
            return [False] * len(sentences)
        logits = np.array(self.embedder.embed(asked)) @ self.weights + self.offset
        found = iter((1 / (1 + np.exp(-logits)) >= self.threshold).tolist())
        return [not is_spoken and next(found) for is_spoken in spoken]


@dataclass(frozen=True, slots=True)
class GuardedCheckWorthiness:
    """Finds orders worth nothing, and has all else assessed; implements `CheckWorthinessModel`."""

    model: CheckWorthinessModel
    recogniser: OrderRecogniser

    def assess(self, sentences: Sequence[str]) -> list[SentenceAssessment]:
        """Return what each sentence of an article is worth, in the order of the article."""
        return [
            SentenceAssessment(0.0, SkipReason.INSTRUCTION) if is_order else assessment
            for assessment, is_order in zip(
                self.model.assess(sentences), self.recogniser.recognise(sentences), strict=True
            )
        ]
