"""The support network: reads evidence and a sentence together and marks what is not told.

MiniLM's encoder (Wang et al. 2020) is used as a cross-encoder. Its lower layers stay as they
are; above them, each token is told whether the other text has it too, and beside what, which
a network so small is slow to find out by itself. One head judges the whole sentence from the
first token; another judges each of its tokens, so that a single wrong word among many right
ones counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import BertModel, PreTrainedTokenizerBase

#: Tokens of evidence and sentence together; what is too long is cut from the evidence.
MAX_TOKENS = 256
#: Tokens of the sentence; beside the three that mark where texts end, evidence keeps one.
MAX_SENTENCE_TOKENS = MAX_TOKENS - 4
#: How sharply the worst tokens outweigh the others.
_SHARPNESS = 2.0
_FAR_BELOW = -1e4
#: Lower layers that stay as they are.
FROZEN_LAYERS = 2
#: What a token is told. A token of the sentence: that the evidence lacks it, or, if it has
#: it, whether beside the same neighbour on the left, on the right, and in the passage that
#: shares most with the sentence (eight cases). A token of the evidence: whether the sentence
#: has it, and whether it stands in that passage (four cases).
_UNMARKED, _NEW, _KNOWN, _EVIDENCE = 0, 1, 2, 10
MARKS = 14
#: Tokens to either side that belong to a passage.
_REACH = 16


@dataclass(frozen=True, slots=True)
class EncodedPairs:
    """A batch of evidence and sentence pairs, as the network reads it.

    Attributes:
        input_ids: Token ids.
        attention_mask: 1 for tokens, 0 for padding.
        token_type_ids: 1 for tokens of the sentence and the closing token.
        sentence_mask: True for tokens of the sentence.
        marks: What each token is told about the other text.
        offsets: Where each token stands in its own text.
    """

    input_ids: Tensor
    attention_mask: Tensor
    token_type_ids: Tensor
    sentence_mask: Tensor
    marks: Tensor
    offsets: Tensor


def readable_parts(tokenizer: PreTrainedTokenizerBase, sentences: Sequence[str]) -> list[str]:
    """Return each sentence, or as much from its beginning as fits beside evidence."""
    encoded = tokenizer(
        list(sentences), add_special_tokens=False, return_offsets_mapping=True, verbose=False
    )
    return [
        sentence
        if len(offsets) <= MAX_SENTENCE_TOKENS
        else sentence[: offsets[MAX_SENTENCE_TOKENS - 1][1]]
        for sentence, offsets in zip(sentences, encoded["offset_mapping"], strict=True)
    ]


def encode_pairs(
    tokenizer: PreTrainedTokenizerBase, evidence: Sequence[str], sentences: Sequence[str]
) -> EncodedPairs:
    """Return the batch for texts of evidence and as many sentences (`readable_parts`)."""
    encoded = tokenizer(
        list(evidence),
        list(sentences),
        padding=True,
        truncation="only_first",
        max_length=MAX_TOKENS,
        return_offsets_mapping=True,
        return_token_type_ids=True,
        return_tensors="pt",
    )
    # 0 for the evidence, 1 for the sentence, -1 for tokens of neither.
    sides = torch.tensor(
        [
            [-1 if side is None else side for side in encoded.sequence_ids(row)]
            for row in range(len(sentences))
        ]
    )
    return EncodedPairs(
        encoded["input_ids"],
        encoded["attention_mask"],
        encoded["token_type_ids"],
        sides == 1,
        _marks(encoded["input_ids"], sides),
        encoded["offset_mapping"],
    )


def _marks(ids: Tensor, sides: Tensor) -> Tensor:
    """Return what each token is told about the text that it does not stand in."""
    inside, evidence = sides == 1, sides == 0
    same = (ids[:, :, None] == ids[:, None, :]) & inside[:, :, None] & evidence[:, None, :]
    left, right = torch.zeros_like(same), torch.zeros_like(same)
    both = same[:, 1:, 1:] & same[:, :-1, :-1]
    left[:, 1:, 1:] = both
    right[:, :-1, :-1] = both
    used = same.any(1)
    near = _nearest_passage(used) & evidence
    known = (
        _KNOWN
        + left.any(2).long()
        + 2 * right.any(2).long()
        + 4 * (same & near[:, None, :]).any(2).long()
    )
    marks = torch.full_like(ids, _UNMARKED)
    marks[inside] = _NEW
    marks = torch.where(same.any(2), known, marks)
    return torch.where(evidence, _EVIDENCE + used.long() + 2 * near.long(), marks)


def _nearest_passage(used: Tensor) -> Tensor:
    """Return which places lie within reach of where most tokens in a row are shared."""
    density = nn.functional.avg_pool1d(
        used.float()[:, None, :], 2 * _REACH + 1, stride=1, padding=_REACH
    ).squeeze(1)
    centre = density.argmax(dim=1, keepdim=True)
    return (torch.arange(used.shape[1])[None, :] - centre).abs() <= _REACH


class SupportNetwork(nn.Module):
    """The encoder with its marks and its two heads, all zero until they are trained."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        size = encoder.config.hidden_size
        self.marks = nn.Embedding(MARKS, size)
        self.sentence_head = nn.Linear(size, 1)
        self.token_head = nn.Linear(size, 1)
        # Trained changes are stored against these, so nothing may be left to chance.
        for part in (self.marks, self.sentence_head, self.token_head):
            for parameter in part.parameters():
                nn.init.zeros_(parameter)

    def forward(self, batch: EncodedPairs) -> tuple[Tensor, Tensor]:
        """Return the log-odds that each sentence is supported, and that each token is not."""
        hidden = self._read(batch)
        doubts = self.token_head(hidden).squeeze(-1).float()
        inside = doubts.masked_fill(~batch.sentence_mask, _FAR_BELOW)
        worst = torch.logsumexp(_SHARPNESS * inside, dim=-1) / _SHARPNESS
        whole = self.sentence_head(hidden[:, 0]).squeeze(-1).float()
        return whole - worst, doubts

    def _read(self, batch: EncodedPairs) -> Tensor:
        hidden: Tensor = self.encoder.embeddings(
            input_ids=batch.input_ids, token_type_ids=batch.token_type_ids
        )
        mask = (1.0 - batch.attention_mask[:, None, None, :].float()) * _FAR_BELOW
        for number, layer in enumerate(self.encoder.encoder.layer):
            if number == FROZEN_LAYERS:
                hidden = hidden + self.marks(batch.marks)
            hidden = layer(hidden, mask)
        return hidden
