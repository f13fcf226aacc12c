"""The claim classifier: what kind of assertion a claim makes, by the sentence reader."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from service.domain.claim import ClaimKind
from service.inference.sentence_network import KINDS
from service.inference.sentence_reader import SentenceReader


class TrainedClaimClassifier:
    """Tells the kinds of claims; implements `ClaimClassifier`."""

    def __init__(self, reader: SentenceReader) -> None:
        self._reader = reader

    def classify(self, texts: Sequence[str]) -> list[ClaimKind]:
        """Return the kind of each claim, in the same order."""
        if not texts:
            return []
        found = [torch.softmax(one.kinds, dim=-1) for one in self._reader.read_texts(texts)]
        return [KINDS[index] for index in torch.stack(found).mean(0).argmax(-1).tolist()]
