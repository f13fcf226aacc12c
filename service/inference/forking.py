"""Forking: an article is read once, and many answers are written from places within it.

Each answer sees the article up to its fork, and itself. The article's attention cache is
shared by all of them and never copied (Juravsky et al. 2024, "Hydragen"), so that the
claims of all its sentences are written side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AttentionInterface, DynamicCache, PreTrainedModel

from service.domain.token_count import note_tokens

_INTERFACE = "claimdesk_forked"


@dataclass(frozen=True)
class Reading:
    """An article as the model has read it.

    Attributes:
        tokens: All its tokens.
        keys: Keys and values of every layer, each (1, kv_heads, tokens, head_size).
    """

    tokens: tuple[int, ...]
    keys: tuple[tuple[Tensor, Tensor], ...]


@dataclass(frozen=True)
class Fork:
    """An answer to be written.

    Attributes:
        length: How many tokens of the article it sees.
        asked: The tokens that ask for it; at least one.
        temperature: 0 writes the likeliest token every time; above, tokens are drawn.
    """

    length: int
    asked: tuple[int, ...]
    temperature: float = 0.0


@dataclass(frozen=True)
class Written:
    """An answer as it was written.

    Attributes:
        tokens: Without the token that ends it.
        log_probabilities: Of each token, and of the ending one where it was written.
    """

    tokens: tuple[int, ...]
    log_probabilities: tuple[float, ...]


@dataclass(frozen=True)
class Decoding:
    """How answers are written.

    Attributes:
        max_new_tokens: The most tokens of one answer.
        stop_tokens: Tokens that end it.
        allowed: The tokens that may be written, in order.
        seed: Of the drawing, where a fork asks for it.
    """

    max_new_tokens: int
    stop_tokens: frozenset[int]
    allowed: Tensor
    seed: int = 0


def read(model: PreTrainedModel, tokens: Sequence[int]) -> Reading:
    """Read an article from its beginning."""
    cache = DynamicCache(config=model.config)
    body: nn.Module = model.get_decoder()
    note_tokens(read=len(tokens))
    body(torch.tensor([list(tokens)]), past_key_values=cache, use_cache=True)
    # Every layer of a causal decoder caches both; transformers' types allow for others.
    keys = [(getattr(layer, "keys"), getattr(layer, "values")) for layer in cache.layers]  # noqa: B009  see above
    return Reading(tuple(tokens), tuple(keys))


def write(
    model: PreTrainedModel, reading: Reading, forks: Sequence[Fork], decoding: Decoding
) -> list[Written]:
    """Write all answers side by side, and return them in the order of their forks."""
    head = model.get_output_embeddings()
    head_weight = head.weight[decoding.allowed]
    cache = DynamicCache(config=model.config)
    width = max(len(fork.asked) for fork in forks)
    pads = torch.tensor([width - len(fork.asked) for fork in forks])
    lengths = torch.tensor([fork.length for fork in forks])
    fed = torch.tensor([[0] * (width - len(fork.asked)) + list(fork.asked) for fork in forks])
    tokens: list[list[int]] = [[] for _ in forks]
    chances: list[list[float]] = [[] for _ in forks]
    rows = torch.arange(len(forks))
    temperatures = torch.tensor([fork.temperature for fork in forks])
    generator = torch.Generator().manual_seed(decoding.seed)
    written = 0
    while len(rows) and written < decoding.max_new_tokens:
        start = cache.get_seq_length()
        places = torch.arange(start, start + fed.shape[1])
        positions = (lengths[rows, None] + places[None] - pads[rows, None]).clamp(min=0)
        state = _State(reading.keys, lengths[rows], pads[rows], start)
        hidden = _run(model, fed, positions, cache, state)[:, -1]
        logits = functional.linear(hidden, head_weight)
        chosen, log_chance = _choose(logits, temperatures[rows], generator)
        open_rows = []
        for place, row in enumerate(rows.tolist()):
            token = int(decoding.allowed[chosen[place]])
            chances[row].append(float(log_chance[place]))
            if token not in decoding.stop_tokens:
                tokens[row].append(token)
                open_rows.append(place)
        kept = torch.tensor(open_rows, dtype=torch.long)
        if len(kept) < len(rows):
            cache.batch_select_indices(kept)
        fed = decoding.allowed[chosen[kept]][:, None]
        rows = rows[kept]
        written += 1
    note_tokens(read=sum(len(fork.asked) for fork in forks), written=sum(map(len, tokens)))
    return [Written(tuple(t), tuple(c)) for t, c in zip(tokens, chances, strict=True)]


@dataclass(frozen=True)
class _State:
    """What the attention must know beyond what transformers hands it.

    Attributes:
        lengths: How much of the article each row sees, (rows).
        pads: How many padding tokens each row began with, (rows).
        start: How many tokens of their own the rows have in the cache.
    """

    keys: tuple[tuple[Tensor, Tensor], ...]
    lengths: Tensor
    pads: Tensor
    start: int


def _run(
    model: PreTrainedModel, fed: Tensor, positions: Tensor, cache: DynamicCache, state: _State
) -> Tensor:
    """Return the hidden states of the fed tokens, (rows, fed, hidden)."""
    body = model.get_decoder()
    usual = model.config._attn_implementation  # noqa: SLF001  transformers has no public way to set it for one call
    model.config._attn_implementation = _INTERFACE  # noqa: SLF001  as above
    try:
        outcome = body(
            fed,
            # The mask is built from the state; a dictionary is taken as it is.
            attention_mask=dict.fromkeys(set(model.config.layer_types)),
            position_ids=positions,
            past_key_values=cache,
            use_cache=True,
            forked=state,
        )
    finally:
        model.config._attn_implementation = usual  # noqa: SLF001  as above
    hidden: Tensor = outcome.last_hidden_state
    return hidden


def _choose(
    logits: Tensor, temperatures: Tensor, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Return the place of one token a row among those allowed, and its log-probability."""
    log_chances = torch.log_softmax(logits.float(), dim=-1)
    chosen = log_chances.argmax(-1)
    drawn = temperatures > 0
    if bool(drawn.any()):
        weights = torch.softmax(logits[drawn].float() / temperatures[drawn, None], dim=-1)
        chosen[drawn] = torch.multinomial(weights, 1, generator=generator)[:, 0]
    return chosen, log_chances.gather(1, chosen[:, None])[:, 0]


def _attend(  # noqa: PLR0913  the signature is transformers'
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    *,
    scaling: float,
    forked: _State,
    **unused: Any,  # noqa: ANN401  transformers hands over what other implementations need
) -> tuple[Tensor, None]:
    """Attend to the shared article and to the row's own tokens in one softmax."""
    del attention_mask, unused
    rows, heads, fed, size = query.shape
    kv_heads, own = key.shape[1], key.shape[2]
    group = heads // kv_heads
    layer: int = module.layer_idx  # type: ignore[assignment]  # an attribute of attention modules
    shared_key, shared_value = (part[0] for part in forked.keys[layer])
    seen = shared_key.shape[1]
    grouped = query.reshape(rows, kv_heads, group * fed, size)
    # All rows at once against the one article: (kv_heads, rows * group * fed, seen).
    flat = grouped.transpose(0, 1).reshape(kv_heads, rows * group * fed, size)
    shared = (flat @ shared_key.transpose(1, 2)).view(kv_heads, rows, group, fed, seen)
    mine = (grouped @ key.transpose(2, 3)).view(rows, kv_heads, group, fed, own)
    places = torch.arange(seen)
    hidden = places[None] >= forked.lengths[:, None]
    scores = torch.cat(
        [
            shared.transpose(0, 1).float().masked_fill_(hidden[:, None, None, None], -torch.inf),
            mine.float().masked_fill_(_own_hidden(forked, fed, own)[:, None, None], -torch.inf),
        ],
        dim=-1,
    )
    weights = torch.softmax(scores * scaling, dim=-1).to(value.dtype)
    on_shared, on_mine = weights[..., :seen], weights[..., seen:]
    flat = on_shared.transpose(0, 1).reshape(kv_heads, rows * group * fed, seen)
    out = (flat @ shared_value).view(kv_heads, rows, group * fed, size).transpose(0, 1)
    out = out + on_mine.reshape(rows, kv_heads, group * fed, own) @ value
    out = out.reshape(rows, kv_heads, group, fed, size).reshape(rows, heads, fed, size)
    return out.transpose(1, 2), None


def _own_hidden(state: _State, fed: int, own: int) -> Tensor:
    """Return which of a row's own tokens each fed token must not see, (rows, fed, own)."""
    places = torch.arange(own)
    order = torch.arange(state.start, state.start + fed)
    later = places[None] > order[:, None]
    padding = places[None] < state.pads[:, None]
    # A padding token sees itself, lest its softmax run over nothing.
    itself = places[None] == order[:, None]
    return (later[None] | padding[:, None]) & ~itself[None]


AttentionInterface.register(_INTERFACE, _attend)
