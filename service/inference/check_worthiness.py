"""Check-worthiness: how much a sentence is worth checking, by logistic regression.

The regression reads the sentence's embedding and its surface features. Its coefficients
lie in `data/check_worthiness.json`; `training/train_check_worthiness.py` estimates them,
and the card `data/check_worthiness.md` tells from what and how well they do.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

from service.domain.analysis import SentenceAssessment
from service.domain.collaborators import Embedder
from service.domain.errors import WeightsError
from service.inference.surface_features import FEATURE_NAMES, surface_features

#: Sentences below this score give no claim unless the submitter says otherwise. On news
#: articles annotated by hand it is the cut, in steps of 0.05, with the best F1 for finding
#: the sentences that hold a claim of ordinary or greater public interest (F1 0.826, recall
#: 0.912 where it was chosen; 0.805 and 0.949 on unseen articles). The card has more.
DEFAULT_MIN_CHECK_WORTHINESS: Final = 0.4

_Floats = npt.NDArray[np.float64]


class LogisticCheckWorthiness:
    """Scores sentences by logistic regression; implements `CheckWorthinessModel`.

    The logit is fitted on sentences of debates and then moved onto the scale of news by
    Platt's method (Platt 1999, "Probabilistic outputs for support vector machines"), so
    that a score reads as the probability that a sentence of a news article is worth
    checking.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        stored = json.loads(
            files("service.inference").joinpath("data/check_worthiness.json").read_text("utf-8")
        )
        if tuple(stored["feature_names"]) != FEATURE_NAMES:
            message = (
                "the check-worthiness coefficients were estimated on other surface features "
                "than the ones computed now; run `make train-check-worthiness`"
            )
            raise WeightsError(message)
        self._embedding_weights: _Floats = np.array(stored["embedding_weights"], dtype=np.float64)
        self._feature_weights: _Floats = np.array(stored["feature_weights"], dtype=np.float64)
        self._intercept = float(stored["intercept"])
        self._slope = float(stored["news_calibration"]["slope"])
        self._offset = float(stored["news_calibration"]["intercept"])

    def assess(self, sentences: Sequence[str]) -> list[SentenceAssessment]:
        """Return the score of each sentence, in the same order."""
        return [SentenceAssessment(score) for score in self.score(sentences)]

    def score(self, sentences: Sequence[str]) -> list[float]:
        """Return one probability, 0 to 1, a sentence, in the same order.

        Raises:
            WeightsError: If the embedder's vectors do not fit the coefficients.
        """
        if not sentences:
            return []
        vectors: _Floats = np.array(self._embedder.embed(sentences), dtype=np.float64)
        if vectors.shape[1] != len(self._embedding_weights):
            message = (
                f"the embedder gives vectors of {vectors.shape[1]} numbers; check-worthiness "
                f"needs {len(self._embedding_weights)}"
            )
            raise WeightsError(message)
        features: _Floats = np.array([surface_features(sentence) for sentence in sentences])
        logits = (
            vectors @ self._embedding_weights + features @ self._feature_weights + self._intercept
        )
        calibrated = self._slope * logits + self._offset
        # tanh instead of exp, which overflows on far logits.
        probabilities: list[float] = (0.5 * (1.0 + np.tanh(0.5 * calibrated))).tolist()
        return probabilities
