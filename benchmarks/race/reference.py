"""The reference: transformers alone writes the same answers, one at a time, token by token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from transformers import DynamicCache, PreTrainedModel

from benchmarks.race.work import shared_length
from service.inference.adapter import Adapter
from service.inference.forking import Decoding, Fork, Written


@dataclass(frozen=True)
class Forked:
    """Answers that were written side by side, and what from."""

    tokens: tuple[int, ...]
    forks: tuple[Fork, ...]
    decoding: Decoding
    answers: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like the reference's answers the quick ones are.

    Attributes:
        answers: How many were compared.
        same: How many of them are the same to the last token.
        tokens: Tokens of the quick answers.
        alike: Those of them before the first difference.
    """

    answers: int
    same: int
    tokens: int
    alike: int


def write_slowly(
    model: PreTrainedModel, adapter: Adapter, tokens: Sequence[int], fork: Fork, decoding: Decoding
) -> tuple[int, ...]:
    """Write one answer with transformers' own attention and cache, without the ending token."""
    cache = DynamicCache(config=model.config)
    written: list[int] = []
    allowed = decoding.allowed
    if allowed is None:
        allowed = torch.arange(len(model.get_output_embeddings().weight))
    with torch.inference_mode():
        seen = torch.tensor([list(tokens[: fork.length])])
        model(seen, past_key_values=cache, use_cache=True, logits_to_keep=1)
        fed = torch.tensor([list(fork.asked)])
        with adapter.active():
            while len(written) < decoding.max_new_tokens:
                logits = model(fed, past_key_values=cache, use_cache=True).logits[0, -1]
                token = int(allowed[logits[allowed].argmax()])
                if token in decoding.stop_tokens:
                    break
                written.append(token)
                fed = torch.tensor([[token]])
    return tuple(written)


def compare(
    model: PreTrainedModel, adapter: Adapter, forked: Sequence[Forked], at_most: int
) -> Likeness:
    """Write anew, slowly, the likeliest answers of a recording, and compare."""
    answers = same = tokens = alike = 0
    for group in forked:
        for fork, quick in zip(group.forks, group.answers, strict=True):
            if fork.temperature > 0 or answers == at_most:
                continue
            slow = write_slowly(model, adapter, group.tokens, fork, group.decoding)
            answers += 1
            same += slow == quick.tokens
            tokens += len(quick.tokens)
            alike += shared_length(slow, quick.tokens)
    return Likeness(answers, same, tokens, alike)
