"""Check-worthiness: what a sentence is worth, and what it is if it gives no claim.

The sentence reader judges the sentence alone; only the reason reads its neighbours too.
The card `data/sentence_reader.md` tells from what it learnt and how well it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import torch

from service.domain.analysis import SentenceAssessment
from service.inference.sentence_network import REASONS, Outputs
from service.inference.sentence_reader import SentenceReader

#: Sentences below this score give no claim unless the submitter says otherwise. It is the
#: cut, in steps of 0.05, with the best F1 on annotated news that was set apart for choosing.
DEFAULT_MIN_CHECK_WORTHINESS: Final = 0.45
#: The grade of worth that makes a claim one of ordinary public interest.
_ORDINARY = 2


class TrainedCheckWorthiness:
    """Assesses sentences by the sentence reader; implements `CheckWorthinessModel`.

    The log-odds of the debates' head, with those of the news' head as far as these were
    found to help, are moved onto the scale of news by Platt's method (Platt 1999,
    "Probabilistic outputs for support vector machines"), so that a score reads as the
    probability that a sentence of a news article is worth checking.
    """

    def __init__(self, reader: SentenceReader) -> None:
        self._reader = reader
        settings = reader.settings
        self._grade_weight = float(settings["grade_weight"])
        self._slope, self._offset = float(settings["slope"]), float(settings["offset"])
        self._reason_floor = float(settings["reason_floor"])

    def assess(self, sentences: Sequence[str]) -> list[SentenceAssessment]:
        """Return what each sentence of an article is worth, in the order of the article."""
        if not sentences:
            return []
        outputs = self._reader.read_article(sentences)
        reasons = torch.stack([torch.softmax(one.reasons, dim=-1) for one in outputs]).mean(0)
        surest = reasons.max(-1)
        return [
            SentenceAssessment(score, REASONS[reason] if sure >= self._reason_floor else None)
            for score, reason, sure in zip(
                self._scores(outputs), surest.indices.tolist(), surest.values.tolist(), strict=True
            )
        ]

    def score(self, sentences: Sequence[str]) -> list[float]:
        """Return one probability, 0 to 1, a sentence, wherever the sentences stand."""
        return self._scores(self._reader.read_texts(sentences)) if sentences else []

    def _scores(self, outputs: Sequence[Outputs]) -> list[float]:
        logits = torch.stack(
            [one.debate + self._grade_weight * one.grades[:, _ORDINARY - 1] for one in outputs]
        ).mean(0)
        scores: list[float] = torch.sigmoid(self._slope * logits + self._offset).tolist()
        return scores
