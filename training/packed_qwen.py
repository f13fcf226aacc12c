"""A Qwen2 forward pass for training on a CPU: one article read once, all its branches at once.

What makes it fast: the article is read without a gradient and kept; the layers below the
adapter are run once for every branch and kept; each frozen weight has a transposed copy, so
that the backward pass multiplies the same way as the forward pass; the vocabulary is cut
to the tokens that occur in the data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from service.inference.adapter import PROJECTIONS

if TYPE_CHECKING:  # a sibling script, which only its own kind finds by this name
    from news_examples import Branch, NewsExample

DTYPE = torch.bfloat16
#: Matrix products of fewer rows leave the processor waiting for its memory.
GROUP_TOKENS = 448


class _FrozenLinear(torch.autograd.Function):
    """A linear layer whose weight needs no gradient, with its transpose at hand."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, transposed: Tensor) -> Tensor:  # noqa: ANN401  torch's
        ctx.transposed = transposed
        return functional.linear(x, weight)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None, None]:  # noqa: ANN401  torch's
        return functional.linear(grads[0], ctx.transposed), None, None


class _UpdatedLinear(torch.autograd.Function):
    """A frozen linear layer with a low-rank update, as one node of the graph."""

    @staticmethod
    def forward(  # noqa: PLR0913, PLR0917  a layer has so many parts
        ctx: Any,  # noqa: ANN401  torch's
        x: Tensor,
        weight: Tensor,
        transposed: Tensor,
        bias: Tensor | None,
        down: Tensor,
        up: Tensor,
    ) -> Tensor:
        inner = functional.linear(x, down)
        y = functional.linear(x, weight, bias)
        y.addmm_(inner, up.t())
        ctx.save_for_backward(x, inner, down, up)
        ctx.transposed = transposed
        return y

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:  # noqa: ANN401  torch's
        x, inner, down, up = ctx.saved_tensors
        dy = grads[0]
        d_inner = dy @ up
        dx = functional.linear(dy, ctx.transposed)
        dx.addmm_(d_inner, down)
        return dx, None, None, None, d_inner.t() @ x, dy.t() @ inner


@torch.compile(dynamic=True)
def _rms_norm(x: Tensor, weight: Tensor, eps: float) -> Tensor:
    wide = x.float()
    wide = wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + eps)
    return wide.to(DTYPE) * weight


@torch.compile(dynamic=True)
def _gate(gate: Tensor, up: Tensor) -> Tensor:
    return functional.silu(gate) * up


@torch.compile(dynamic=True)
def _rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    half = x.shape[-1] // 2
    turned = torch.cat([-x[..., half:], x[..., :half]], dim=-1)
    return x * cosine + turned * sine


@dataclass
class Group:
    """Neighbouring branches of an article, run through the adapted layers together.

    Attributes:
        seen: How many tokens of the article the last of them sees.
        lower: What the branches' tokens are after the layers below the adapter, (T, hidden).
        owner: The branch of each token, (T,).
        fork: How much of the article each token sees, (T,).
        angles: Cosine and sine of the tokens' positions, each (T, head_size).
        labels: The places among T whose next token is learnt.
        targets: That next token, as an index into the cut vocabulary.
    """

    seen: int
    lower: Tensor
    owner: Tensor
    fork: Tensor
    angles: tuple[Tensor, Tensor]
    labels: Tensor
    targets: Tensor

    @property
    def mask(self) -> Tensor:
        """Return which of seen + T positions each token sees, to be added to its scores.

        It is made anew each time, since all masks together take gigabytes.
        """
        order = torch.arange(len(self.owner))
        sees = torch.cat(
            [
                torch.arange(self.seen)[None] < self.fork[:, None],
                (self.owner[None] == self.owner[:, None]) & (order[None] <= order[:, None]),
            ],
            dim=1,
        )
        return _as_bias(sees)


@dataclass
class ReadArticle:
    """An article as the frozen layers left it.

    Attributes:
        keys: Keys and values of the article, a pair for each adapted layer,
            each (kv_heads, P, head_size).
        groups: Its branches, in their order.
    """

    keys: list[tuple[Tensor, Tensor]]
    groups: list[Group]


class PackedQwen:
    """The frozen network, with an adapter on its upper layers."""

    def __init__(
        self, folder: Path, config: dict[str, Any], vocabulary: Tensor, first: int
    ) -> None:
        state = load_file(folder / "model.safetensors")
        self.heads = config["num_attention_heads"]
        self.kv_heads = config["num_key_value_heads"]
        self.size = config["hidden_size"] // self.heads
        self.layers = config["num_hidden_layers"]
        self.eps = config["rms_norm_eps"]
        self.theta = config["rope_parameters"]["rope_theta"]
        self.first = first
        self.embedding = state["model.embed_tokens.weight"]
        head = state.pop("lm_head.weight", self.embedding)
        self.head = head[vocabulary].contiguous()
        self.head_transposed = self.head.t().contiguous()
        self.final_norm = state["model.norm.weight"]
        self.state = {k.removeprefix("model.layers."): v for k, v in state.items()}
        self.transposed: dict[str, Tensor] = {}
        for layer in range(first, self.layers):
            for name in PROJECTIONS:
                key = f"{layer}.{name}"
                self.transposed[key] = self.state[f"{key}.weight"].t().contiguous()

    def adapter_shapes(self) -> dict[str, tuple[int, int]]:
        """Return (outputs, inputs) of every adapted projection."""
        return {
            key: (self.state[f"{key}.weight"].shape[0], self.state[f"{key}.weight"].shape[1])
            for key in self.transposed
        }

    def read(self, example: NewsExample, index_of: Tensor) -> ReadArticle:
        """Run everything that training does not change, once an article."""
        length = len(example.tokens)
        causal = torch.ones(length, length, dtype=torch.bool).tril()
        angles = self._angles(torch.arange(length))
        below: list[tuple[Tensor, Tensor]] = []
        above: list[tuple[Tensor, Tensor]] = []
        with torch.no_grad():
            x = self.embedding[torch.tensor(example.tokens)]
            for layer in range(self.layers):
                x, kept = self._layer(layer, x, angles, None, _as_bias(causal), None)
                (below if layer < self.first else above).append(kept)
            groups = [self._read_group(g, below, index_of) for g in _grouped(example.branches)]
        return ReadArticle(above, groups)

    def _read_group(
        self, branches: Sequence[Branch], below: list[tuple[Tensor, Tensor]], index_of: Tensor
    ) -> Group:
        ids, positions, owner, fork, labels, targets = [], [], [], [], [], []
        for number, item in enumerate(branches):
            tokens = (*item.asked, *item.answer)
            for place, token in enumerate(tokens[:-1]):
                if place >= len(item.asked) - 1:
                    labels.append(len(ids))
                    targets.append(tokens[place + 1])
                ids.append(token)
                positions.append(item.fork + place)
                owner.append(number)
                fork.append(item.fork)
        x = self.embedding[torch.tensor(ids)]
        group = Group(
            max(fork),
            x,
            torch.tensor(owner),
            torch.tensor(fork),
            self._angles(torch.tensor(positions)),
            torch.tensor(labels),
            index_of[torch.tensor(targets)],
        )
        mask = group.mask
        for layer, keys in enumerate(below):
            x, _ = self._layer(layer, x, group.angles, _cut(keys, group.seen), mask, None)
        return replace(group, lower=x)

    def logits(
        self, article: ReadArticle, group: Group, adapter: dict[str, tuple[Tensor, Tensor]]
    ) -> Tensor:
        """Return the logits at a group's label places, (labels, cut vocabulary), float32."""
        x, mask = group.lower.clone(), group.mask
        for layer, keys in enumerate(article.keys, self.first):
            x, _ = self._layer(layer, x, group.angles, _cut(keys, group.seen), mask, adapter)
        x = _rms_norm(x[group.labels], self.final_norm, self.eps)
        return _FrozenLinear.apply(x, self.head, self.head_transposed).float()

    def _layer(  # noqa: PLR0913, PLR0917  reading and training run the same layer
        self,
        layer: int,
        x: Tensor,
        angles: tuple[Tensor, Tensor],
        past: tuple[Tensor, Tensor] | None,
        mask: Tensor,
        adapter: dict[str, tuple[Tensor, Tensor]] | None,
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        def project(name: str, value: Tensor) -> Tensor:
            return self._project(f"{layer}.{name}", value, adapter)

        normed = _rms_norm(x, self.state[f"{layer}.input_layernorm.weight"], self.eps)
        rows = len(x)
        q = project("self_attn.q_proj", normed).view(rows, self.heads, self.size).transpose(0, 1)
        k = project("self_attn.k_proj", normed).view(rows, self.kv_heads, self.size).transpose(0, 1)
        v = project("self_attn.v_proj", normed).view(rows, self.kv_heads, self.size).transpose(0, 1)
        q, k = _rotate(q, *angles), _rotate(k, *angles)
        own = (k, v)
        if past is not None:
            k, v = torch.cat([past[0], k], dim=1), torch.cat([past[1], v], dim=1)
        group = self.heads // self.kv_heads
        attended = functional.scaled_dot_product_attention(
            q[None],
            k.repeat_interleave(group, 0)[None],
            v.repeat_interleave(group, 0)[None],
            attn_mask=mask[None, None],
        )[0]
        x = x + project("self_attn.o_proj", attended.transpose(0, 1).reshape(rows, -1))
        normed = _rms_norm(x, self.state[f"{layer}.post_attention_layernorm.weight"], self.eps)
        gated = _gate(project("mlp.gate_proj", normed), project("mlp.up_proj", normed))
        return x + project("mlp.down_proj", gated), own

    def _project(
        self, key: str, x: Tensor, adapter: dict[str, tuple[Tensor, Tensor]] | None
    ) -> Tensor:
        weight = self.state[f"{key}.weight"]
        if adapter is None:
            return functional.linear(x, weight, self.state.get(f"{key}.bias"))
        down, up = adapter[key]
        bias = self.state.get(f"{key}.bias")
        return _UpdatedLinear.apply(x, weight, self.transposed[key], bias, down, up)

    def _angles(self, positions: Tensor) -> tuple[Tensor, Tensor]:
        steps = torch.arange(0, self.size, 2).float() / self.size
        angle = positions.float()[:, None] / self.theta ** steps[None]
        angle = torch.cat([angle, angle], dim=-1)
        return angle.cos().to(DTYPE), angle.sin().to(DTYPE)


def _grouped(branches: Sequence[Branch]) -> Iterator[list[Branch]]:
    """Yield runs of branches, each just long enough for fast matrix products."""
    group: list[Branch] = []
    length = 0
    for branch in branches:
        group.append(branch)
        length += len(branch.asked) + len(branch.answer)
        if length >= GROUP_TOKENS:
            yield group
            group, length = [], 0
    if group:
        yield group


def _as_bias(sees: Tensor) -> Tensor:
    return torch.zeros(sees.shape, dtype=DTYPE).masked_fill(~sees, float("-inf"))


def _cut(keys: tuple[Tensor, Tensor], length: int) -> tuple[Tensor, Tensor]:
    return keys[0][:, :length], keys[1][:, :length]
