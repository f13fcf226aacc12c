"""Forking: an article is read once, and many answers are written from places within it.

Each answer sees the article up to its fork, and itself. The article's attention cache is
shared by all of them and never copied (Juravsky et al. 2024, "Hydragen"), so that the
claims of all its sentences are written side by side. While few are left, each takes several
tokens a pass, drafted from the article (`service.inference.drafting`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AttentionInterface, DynamicCache, PreTrainedModel

from service.domain.token_count import note_tokens
from service.inference.drafting import SourceText, draft

_INTERFACE = "claimdesk_forked"
#: Architectures whose attention transformers lets be replaced and has no part of its own to
#: it, as the tests have seen.
_FORKED = frozenset({"qwen2"})
#: Tokens that one pass takes in, of all rows together; drafts fill it while rows are few.
_FED_AT_ONCE = 64
#: The most tokens of one draft.
_LONGEST_DRAFT = 7


@dataclass(frozen=True)
class Reading:
    """An article as the model has read it.

    Attributes:
        tokens: All its tokens.
        keys: Keys and values of every layer, each (1, kv_heads, tokens, head_size).
    """

    tokens: tuple[int, ...]
    keys: tuple[tuple[Tensor, Tensor], ...]

    @classmethod
    def of(cls, tokens: Sequence[int], cache: DynamicCache) -> Reading:
        """Return what reading tokens left in an attention cache."""
        # Every layer of a causal decoder caches both; transformers' types allow for others.
        keys = [(getattr(layer, "keys"), getattr(layer, "values")) for layer in cache.layers]  # noqa: B009  see above
        return cls(tuple(tokens), tuple(keys))


@dataclass(frozen=True)
class Fork:
    """An answer to be written.

    Attributes:
        length: How many tokens of the article it sees.
        asked: The tokens that ask for it; at least one.
        temperature: 0 writes the likeliest token every time; above, tokens are drawn.
        model: An answer that this one is likely to resemble. It saves time and changes nothing.
    """

    length: int
    asked: tuple[int, ...]
    temperature: float = 0.0
    model: tuple[int, ...] = ()


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
        allowed: The tokens that may be written, in order; None allows all.
        seed: Of the drawing, where a fork asks for it.
    """

    max_new_tokens: int
    stop_tokens: frozenset[int]
    allowed: Tensor | None = None
    seed: int = 0


def can_fork(model: PreTrainedModel) -> bool:
    """Tell whether answers of this model can fork: every layer attends to all that is before."""
    kinds = getattr(model.config, "layer_types", None) or ()
    return model.config.model_type in _FORKED and set(kinds) == {"full_attention"}


def read(model: PreTrainedModel, tokens: Sequence[int]) -> Reading:
    """Read an article from its beginning."""
    cache = DynamicCache(config=model.config)
    body: nn.Module = model.get_decoder()
    note_tokens(read=len(tokens))
    body(torch.tensor([list(tokens)]), past_key_values=cache, use_cache=True)
    return Reading.of(tokens, cache)


@dataclass
class _Row:
    """An answer while it is written.

    Attributes:
        due: Tokens that the network has yet to take in.
        sources: What it may copy.
        draft: What it takes in with them, to see whether it would write the same.
    """

    fork: Fork
    due: tuple[int, ...]
    sources: tuple[tuple[SourceText, int], ...]
    draft: tuple[int, ...] = ()
    tokens: list[int] = field(default_factory=list)
    chances: list[float] = field(default_factory=list)
    ended: bool = False

    @property
    def fed(self) -> tuple[int, ...]:
        """Return what the network takes in next."""
        return self.due + self.draft

    @property
    def position(self) -> int:
        """Return where the first of the due tokens stands."""
        return self.fork.length + len(self.fork.asked) + len(self.tokens) - len(self.due)

    def take(self, chosen: Sequence[int], chances: Sequence[float], how: Decoding) -> int:
        """Take what was chosen after the due tokens and after each drafted one.

        Returns:
            How many drafted tokens were right.
        """
        for place, (token, chance) in enumerate(zip(chosen, chances, strict=True)):
            self.chances.append(chance)
            if token in how.stop_tokens:
                self.ended = True
                return place
            self.tokens.append(token)
            self.ended = len(self.chances) >= how.max_new_tokens
            wrong = place == len(self.draft) or self.draft[place] != token
            if self.ended or wrong:
                break
        self.due = (self.tokens[-1],)
        return place


def write(
    model: PreTrainedModel, reading: Reading, forks: Sequence[Fork], decoding: Decoding
) -> list[Written]:
    """Write all answers side by side, and return them in the order of their forks."""
    head = model.get_output_embeddings().weight
    allowed = decoding.allowed if decoding.allowed is not None else torch.arange(len(head))
    head = head if decoding.allowed is None else head[allowed]
    article = SourceText(reading.tokens)
    cache = DynamicCache(config=model.config)
    generator = torch.Generator().manual_seed(decoding.seed)
    rows = [_Row(fork, fork.asked, _sources(fork, article)) for fork in forks]
    live = rows
    group = model.config.num_attention_heads // model.config.num_key_value_heads
    # Which tokens of its own each row sees: no padding, and no draft that was wrong.
    sees = torch.zeros(len(rows), 0, dtype=torch.bool)
    while live:
        state = _State.of(reading, live, sees, group)
        hidden = _run(model, live, cache, state)
        logits = functional.linear(hidden, head)
        temperatures = torch.tensor([row.fork.temperature for row in live for _ in (0, *row.draft)])
        places, log_chances = _choose(logits, temperatures, generator)
        chosen, chances = allowed[places].tolist(), log_chances.tolist()
        start, kept = 0, []
        for row in live:
            end = start + 1 + len(row.draft)
            kept.append(len(row.due) + row.take(chosen[start:end], chances[start:end], decoding))
            start = end
        sees = _see(sees, kept, state.fed)
        open_rows = [place for place, row in enumerate(live) if not row.ended]
        if len(open_rows) < len(live):
            selected = torch.tensor(open_rows, dtype=torch.long)
            cache.batch_select_indices(selected)
            sees, live = sees[selected], [live[place] for place in open_rows]
        unseen = sees.shape[1] - int(sees.any(0).nonzero().max()) - 1 if live else 0
        if unseen:
            cache.crop(-unseen)
            sees = sees[:, :-unseen]
        _draft(live, decoding)
    note_tokens(
        read=sum(len(fork.asked) for fork in forks), written=sum(len(row.tokens) for row in rows)
    )
    return [Written(tuple(row.tokens), tuple(row.chances)) for row in rows]


def _sources(fork: Fork, article: SourceText) -> tuple[tuple[SourceText, int], ...]:
    near = (*fork.asked, *fork.model)
    return (SourceText(near), len(near)), (article, fork.length)


def _draft(rows: Sequence[_Row], how: Decoding) -> None:
    """Give each row as long a draft as there is room for."""
    room = min(_LONGEST_DRAFT, _FED_AT_ONCE // max(1, len(rows)) - 1)
    for row in rows:
        count = min(room, how.max_new_tokens - len(row.chances) - 1)
        row.draft = draft(row.tokens, row.sources, count) if count > 0 else ()


def _see(sees: Tensor, kept: Sequence[int], fed: int) -> Tensor:
    """Return which tokens each row sees, after so many of those that were fed are kept."""
    new = torch.arange(fed)[None] < torch.tensor(kept)[:, None]
    return torch.cat([sees, new], dim=1)


@dataclass(frozen=True)
class _State:
    """What the attention must know beyond what transformers hands it.

    Attributes:
        keys: Of the article.
        fed: How many tokens each row is fed, padding counted.
        on_shared: What is added to the scores of the article's tokens, (1, 1, rows * group *
            fed, seen).
        on_own: The same for a row's own tokens, (rows, 1, group * fed, own).
    """

    keys: tuple[tuple[Tensor, Tensor], ...]
    fed: int
    on_shared: Tensor
    on_own: Tensor

    @classmethod
    def of(cls, reading: Reading, rows: Sequence[_Row], sees: Tensor, group: int) -> _State:
        """Return what rows see that are fed next."""
        dtype = reading.keys[0][0].dtype
        seen = len(reading.tokens)
        fed = max(len(row.fed) for row in rows)
        lengths = torch.tensor([row.fork.length for row in rows])
        shared = torch.arange(seen)[None] < lengths[:, None]
        shared = shared[:, None].expand(-1, group * fed, -1).reshape(1, 1, -1, seen)
        # A token sees those before it, padding too, which nothing sees in its turn.
        own = torch.cat(
            [
                sees[:, None].expand(-1, fed, -1),
                torch.ones(fed, fed, dtype=torch.bool).tril()[None].expand(len(rows), -1, -1),
            ],
            dim=-1,
        )
        own = own[:, None].expand(-1, group, -1, -1).reshape(len(rows), 1, group * fed, -1)
        return cls(reading.keys, fed, _added(shared, dtype), _added(own, dtype))


def _added(visible: Tensor, dtype: torch.dtype) -> Tensor:
    """Return what is added to scores so that only what is visible counts."""
    return torch.zeros(visible.shape, dtype=dtype).masked_fill_(~visible, -torch.inf)


def _run(
    model: PreTrainedModel, rows: Sequence[_Row], cache: DynamicCache, state: _State
) -> Tensor:
    """Return the hidden states of the last due token and the draft of each row, (N, hidden)."""
    body = model.get_decoder()
    tokens = torch.tensor([row.fed + (0,) * (state.fed - len(row.fed)) for row in rows])
    first = torch.tensor([row.position for row in rows])
    usual = model.config._attn_implementation  # noqa: SLF001  transformers has no public way to set it for one call
    model.config._attn_implementation = _INTERFACE  # noqa: SLF001  as above
    try:
        outcome = body(
            tokens,
            # The mask is built from the state; a dictionary is taken as it is.
            attention_mask=dict.fromkeys(set(model.config.layer_types)),
            position_ids=first[:, None] + torch.arange(state.fed)[None],
            past_key_values=cache,
            use_cache=True,
            forked=state,
        )
    finally:
        model.config._attn_implementation = usual  # noqa: SLF001  as above
    hidden: Tensor = outcome.last_hidden_state
    return torch.cat(
        [hidden[place, len(row.due) - 1 : len(row.fed)] for place, row in enumerate(rows)]
    )


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
    """Attend to the shared article and to the row's own tokens in one softmax.

    Each part is attended to apart; the sums of their exponentials weigh the two (Juravsky et
    al. 2024, equation 4).
    """
    del attention_mask, unused
    rows, heads, fed, size = query.shape
    kv_heads = key.shape[1]
    group = heads // kv_heads
    layer: int = module.layer_idx  # type: ignore[assignment]  # an attribute of attention modules
    shared_key, shared_value = forked.keys[layer]
    # Query heads that share a key head stand in one row, so that no key is repeated.
    grouped = query.reshape(rows, kv_heads, group * fed, size)
    # All rows at once against the one article.
    flat = grouped.transpose(0, 1).reshape(1, kv_heads, rows * group * fed, size)
    shared, on_shared = _attend_part(flat, shared_key, shared_value, forked.on_shared, scaling)
    shared = shared.view(kv_heads, rows, group * fed, size).transpose(0, 1)
    on_shared = on_shared.view(kv_heads, rows, group * fed).transpose(0, 1)
    own, on_own = _attend_part(grouped, key, value, forked.on_own, scaling)
    share = torch.sigmoid(on_shared - on_own)[..., None].to(value.dtype)
    out = torch.lerp(own, shared, share).reshape(rows, heads, fed, size)
    return out.transpose(1, 2), None


def _attend_part(
    query: Tensor, key: Tensor, value: Tensor, added: Tensor, scaling: float
) -> tuple[Tensor, Tensor]:
    """Return what queries gather from some keys, and the log of the sum of their exponentials."""
    # torch's public function does not tell the sum, without which no two parts can be joined.
    out, log_sum = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu(  # noqa: SLF001  see above
        query, key, value, 0.0, is_causal=False, attn_mask=added, scale=scaling
    )
    return out, log_sum


AttentionInterface.register(_INTERFACE, _attend)
