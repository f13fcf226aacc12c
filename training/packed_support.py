"""The support network in training: frozen layers, an adapter above them, and two heads."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from service.inference.support_packing import Layout
from training.support_attention import attend_in_branches

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


@dataclass
class Pack:
    """Branches as the frozen layers left them.

    Attributes:
        layout: The branches in one row.
        lower: Its tokens after the layers below the adapter, (T, hidden).
        masks: Which tokens of its branch each token sees, added to the attention scores.
        angles: Cosine and sine of the tokens' positions, each (T, head_size).
    """

    layout: Layout
    lower: Tensor
    masks: tuple[Tensor, ...]
    angles: tuple[Tensor, Tensor]


class PackedSupport(PackedQwen):
    """The frozen network up to the layer that is judged by."""

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text())
        cut = {**config, "num_hidden_layers": LAYERS}
        super().__init__(folder, cut, torch.tensor([0]), FIRST_LAYER)

    def lower(self, layout: Layout) -> Pack:
        """Run branches through the layers below the adapter."""
        masks = tuple(_as_bias(layout.sees[s:e, s:e].contiguous()) for s, e in layout.bounds)
        pack = Pack(layout, self.embedding[layout.tokens], masks, self._angles(layout.positions))
        with torch.no_grad():
            for layer in range(self.first):
                pack.lower = self._run(layer, pack.lower, pack, None)
        return pack

    def judge(self, pack: Pack, adapter: Update) -> tuple[Tensor, Tensor]:
        """Return the hidden states of each judgement and of each own word, float32."""
        x = pack.lower.clone()
        for layer in range(self.first, self.layers):
            x = self._run(layer, x, pack, adapter)
        places = torch.cat([pack.layout.last, pack.layout.own])
        x = _rms_norm(x[places], self.final_norm, self.eps).float()
        count = len(pack.layout.last)
        return x[:count], x[count:]

    def _run(self, layer: int, x: Tensor, pack: Pack, adapter: Update | None) -> Tensor:
        def heads(name: str, count: int) -> Tensor:
            projected = self._project(f"{layer}.self_attn.{name}", normed, adapter)
            return projected.view(rows, count, self.size).transpose(0, 1)

        rows = len(x)
        normed = _rms_norm(x, self.state[f"{layer}.input_layernorm.weight"], self.eps)
        q, k = heads("q_proj", self.heads), heads("k_proj", self.kv_heads)
        v = heads("v_proj", self.kv_heads).contiguous()
        q, k = _rotate(q, *pack.angles), _rotate(k, *pack.angles)
        attended = attend_in_branches(q, k, v, pack.masks, pack.layout.bounds)
        attended = attended.transpose(0, 1).reshape(rows, -1)
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
