"""The sentence network: the embedder's encoder, fine-tuned, with one head for each task.

The heads read the mean of the encoder's last hidden states beside counts of surface
features. `training/train_check_worthiness.py` trains it; `sentence_reader` runs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from service.domain.claim import ClaimKind, SkipReason
from service.inference.place_features import PLACE_NAMES, place_features
from service.inference.surface_features import FEATURE_NAMES, surface_features

#: The skip reasons that the network tells apart, in the order of its outputs.
REASONS = (
    SkipReason.NO_FACT,
    SkipReason.OPINION,
    SkipReason.QUESTION,
    SkipReason.VAGUE,
    SkipReason.QUOTE_ONLY,
    SkipReason.PREDICTION,
    SkipReason.DUPLICATE,
    SkipReason.BOILERPLATE,
    SkipReason.INSTRUCTION,
)
#: The kinds of claims, in the order of its outputs.
KINDS = tuple(ClaimKind)
#: News claims are graded 1 to 3; the network tells for each whether a sentence reaches it.
GRADES = 3
MAX_TOKENS = 96
#: The length that the pooled vector is given, so that it weighs like the surface features.
_POOLED_NORM = 6.0
_SURFACE_SCALE = 0.3
#: Linear layers of an encoder layer that have an adapter, by their paths.
ADAPTED = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


class Outputs(NamedTuple):
    """What the heads say about a batch of texts, as log-odds; one row a text.

    Attributes:
        debate: Whether it is check-worthy as annotators of debates see it.
        grades: Whether it holds a news claim of worth 1, 2, 3 at least.
        reasons: One of `REASONS`, if it holds no claim.
        kinds: One of `KINDS`, if it is a claim.
    """

    debate: torch.Tensor
    grades: torch.Tensor
    reasons: torch.Tensor
    kinds: torch.Tensor


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts as the network reads them."""

    ids: torch.Tensor
    mask: torch.Tensor
    surface: torch.Tensor
    place: torch.Tensor


class SentenceNetwork(torch.nn.Module):
    """An encoder and the heads on it."""

    mean: torch.Tensor
    deviation: torch.Tensor

    def __init__(self, encoder: PreTrainedModel) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size + len(FEATURE_NAMES)
        self.register_buffer("mean", torch.zeros(len(FEATURE_NAMES)))
        self.register_buffer("deviation", torch.ones(len(FEATURE_NAMES)))
        self.dropout = torch.nn.Dropout(0.1)
        self.debate = torch.nn.Linear(width, 1)
        self.grades = torch.nn.Linear(width, GRADES)
        self.reasons = torch.nn.Linear(width + len(PLACE_NAMES), len(REASONS))
        self.kinds = torch.nn.Linear(width, len(KINDS))

    def forward(self, batch: Batch) -> Outputs:
        """Return the log-odds for a batch."""
        hidden = self.encoder(input_ids=batch.ids, attention_mask=batch.mask).last_hidden_state
        weights = batch.mask.unsqueeze(-1).float()
        pooled = (hidden.float() * weights).sum(1) / weights.sum(1)
        pooled = self.dropout(torch.nn.functional.normalize(pooled, dim=-1) * _POOLED_NORM)
        surface = (batch.surface - self.mean) / self.deviation * _SURFACE_SCALE
        alone = torch.cat([pooled, surface], dim=-1)
        placed = torch.cat([alone, batch.place], dim=-1)
        return Outputs(
            self.debate(alone).squeeze(-1),
            self.grades(alone),
            self.reasons(placed),
            self.kinds(alone),
        )


def token_ids(tokenizer: PreTrainedTokenizerBase, texts: Sequence[str]) -> list[list[int]]:
    """Return the tokens of each text, up to `MAX_TOKENS`."""
    if not texts:
        return []
    encoded = tokenizer(list(texts), truncation=True, max_length=MAX_TOKENS)
    rows: list[list[int]] = encoded["input_ids"]
    return rows


def make_batch(
    ids: Sequence[Sequence[int]],
    surface: Sequence[Sequence[float]],
    place: Sequence[Sequence[float]],
    padding: int,
) -> Batch:
    """Pad texts to the longest of them."""
    longest = max(map(len, ids))
    return Batch(
        torch.tensor([[*row, *[padding] * (longest - len(row))] for row in ids]),
        torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in ids]),
        torch.tensor(surface, dtype=torch.float32),
        torch.tensor(place, dtype=torch.float32),
    )


def no_place(count: int) -> list[list[float]]:
    """Return the place features of texts that stand in no article."""
    return [[0.0] * len(PLACE_NAMES) for _ in range(count)]


__all__ = [
    "ADAPTED",
    "GRADES",
    "KINDS",
    "MAX_TOKENS",
    "REASONS",
    "Batch",
    "Outputs",
    "SentenceNetwork",
    "make_batch",
    "no_place",
    "place_features",
    "surface_features",
    "token_ids",
]
