"""The support network in training: frozen layers, an adapter above them, and two heads."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from service.inference.support_packing import Layout

from training.packed_qwen import (  # isort: skip  # imports a sibling script by its short name
    DTYPE,
    PackedQwen,
    _as_bias,
    _gate,
    _rms_norm,
    _rotate,
)

#: The layers that are run; the judgement is read off the last of them. The ones above
#: serve the next word.
LAYERS = 16
FIRST_LAYER = 8
RANK = 16
#: The update is scaled by it; it is folded into `up` when the adapter is written.
SCALE = 2.0

Update = dict[str, tuple[Tensor, Tensor]]


class _Attention(torch.autograd.Function):
    """Attention with its weights kept for the backward pass.

    On a CPU torch's fused attention takes longer backwards than all the layer's products.
    """

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:  # noqa: ANN401  torch's
        kv_heads, rows, size = k.shape
        group = q.shape[0] // kv_heads
        ctx.scale = size**-0.5
        flat = q.reshape(kv_heads, group * rows, size)
        scores = torch.bmm(flat, k.transpose(1, 2)).mul_(ctx.scale)
        scores.view(kv_heads, group, rows, rows).add_(mask)
        weights = torch.softmax(scores, dim=-1)
        ctx.save_for_backward(flat, k, v, weights)
        return torch.bmm(weights, v).view(kv_heads * group, rows, size)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor, Tensor, None]:  # noqa: ANN401  torch's
        flat, k, v, weights = ctx.saved_tensors
        out = grads[0].reshape(flat.shape)
        d_v = torch.bmm(weights.transpose(1, 2), out)
        d_weights = torch.bmm(out, v.transpose(1, 2))
        d_scores = torch._softmax_backward_data(d_weights, weights, -1, weights.dtype)  # noqa: SLF001  what autograd itself calls
        d_scores.mul_(ctx.scale)
        d_q = torch.bmm(d_scores, k)
        d_k = torch.bmm(d_scores.transpose(1, 2), flat)
        return d_q.view(-1, k.shape[1], k.shape[2]), d_k, d_v, None


@dataclass
class Pack:
    """Branches as the frozen layers left them.

    Attributes:
        layout: The branches in one row.
        lower: Its tokens after the layers below the adapter, (T, hidden).
        mask: Which tokens each token sees, added to the attention scores, (T, T).
        angles: Cosine and sine of the tokens' positions, each (T, head_size).
    """

    layout: Layout
    lower: Tensor
    mask: Tensor
    angles: tuple[Tensor, Tensor]


class PackedSupport(PackedQwen):
    """The frozen network up to the layer that is judged by."""

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text())
        cut = {**config, "num_hidden_layers": LAYERS}
        super().__init__(folder, cut, torch.tensor([0]), FIRST_LAYER)

    def lower(self, layout: Layout) -> Pack:
        """Run branches through the layers below the adapter."""
        mask, angles = _as_bias(layout.sees), self._angles(layout.positions)
        with torch.no_grad():
            x = self.embedding[layout.tokens]
            for layer in range(self.first):
                x = self._run(layer, x, angles, mask, None)
        return Pack(layout, x, mask, angles)

    def judge(self, pack: Pack, adapter: Update) -> tuple[Tensor, Tensor]:
        """Return the hidden states of each judgement and of each own word, float32."""
        x = pack.lower.clone()
        for layer in range(self.first, self.layers):
            x = self._run(layer, x, pack.angles, pack.mask, adapter)
        places = torch.cat([pack.layout.last, pack.layout.own])
        x = _rms_norm(x[places], self.final_norm, self.eps).float()
        count = len(pack.layout.last)
        return x[:count], x[count:]

    def _run(
        self,
        layer: int,
        x: Tensor,
        angles: tuple[Tensor, Tensor],
        mask: Tensor,
        adapter: Update | None,
    ) -> Tensor:
        def heads(name: str, count: int) -> Tensor:
            projected = self._project(f"{layer}.self_attn.{name}", normed, adapter)
            return projected.view(rows, count, self.size).transpose(0, 1)

        rows = len(x)
        normed = _rms_norm(x, self.state[f"{layer}.input_layernorm.weight"], self.eps)
        q, k = heads("q_proj", self.heads), heads("k_proj", self.kv_heads)
        v = heads("v_proj", self.kv_heads).contiguous()
        q, k = _rotate(q, *angles), _rotate(k, *angles)
        attended = _Attention.apply(q, k, v, mask).transpose(0, 1).reshape(rows, -1)
        x = x + self._project(f"{layer}.self_attn.o_proj", attended, adapter)
        normed = _rms_norm(x, self.state[f"{layer}.post_attention_layernorm.weight"], self.eps)
        gated = _gate(
            self._project(f"{layer}.mlp.gate_proj", normed, adapter),
            self._project(f"{layer}.mlp.up_proj", normed, adapter),
        )
        return x + self._project(f"{layer}.mlp.down_proj", gated, adapter)


@dataclass
class Adapted:
    """What is trained: the adapter and two heads.

    Attributes:
        adapter: `down` and `up` of every projection.
        verdict: Weights and bias of the log-odds of support, (hidden + 1).
        fault: Weights and bias of the log-odds that a word is at fault, (hidden + 1).
    """

    adapter: Update
    verdict: Tensor
    fault: Tensor

    @classmethod
    def fresh(cls, network: PackedSupport, seed: int) -> Adapted:
        """Return an adapter that changes nothing yet, and heads that say nothing."""
        generator = torch.Generator().manual_seed(seed)
        adapter = {}
        for key, (outputs, inputs) in network.adapter_shapes().items():
            down = torch.empty(RANK, inputs)
            torch.nn.init.kaiming_uniform_(down, a=math.sqrt(5), generator=generator)
            adapter[key] = (down.requires_grad_(), torch.zeros(outputs, RANK).requires_grad_())
        size = network.embedding.shape[1]
        heads = [torch.zeros(size + 1).requires_grad_() for _ in range(2)]
        return cls(adapter, heads[0], heads[1])

    def parameters(self) -> list[Tensor]:
        """Return the adapter's tensors, then both heads."""
        return [*(p for pair in self.adapter.values() for p in pair), self.verdict, self.fault]

    def scaled(self) -> Update:
        """Return the adapter as the network applies it."""
        return {
            key: (down.to(DTYPE), (SCALE * up).to(DTYPE))
            for key, (down, up) in self.adapter.items()
        }

    def read(self, judged: Tensor, words: Tensor) -> tuple[Tensor, Tensor]:
        """Return the log-odds of support, and of fault a word, from hidden states."""
        return (
            functional.linear(judged, self.verdict[None, :-1], self.verdict[-1:])[:, 0],
            functional.linear(words, self.fault[None, :-1], self.fault[-1:])[:, 0],
        )
