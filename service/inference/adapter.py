"""The adapter: low-rank updates of a causal model's projections, switched on for what it writes.

An activated LoRA (Hu et al. 2022, "LoRA"; Greenewald et al. 2025, "Activated LoRA"): the
article is read with the weights as they are, so that its attention cache serves every task,
and the update works only on the tokens from the question onwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from safetensors import safe_open
from torch import Tensor, nn
from torch.nn import functional

from service.domain.errors import WeightsError

#: The projections of a layer that are updated.
PROJECTIONS: tuple[str, ...] = (
    "self_attn.q_proj",
    "self_attn.k_proj",
    "self_attn.v_proj",
    "self_attn.o_proj",
    "mlp.gate_proj",
    "mlp.up_proj",
    "mlp.down_proj",
)
VOCABULARY = "vocabulary"


@dataclass
class _Switch:
    on: bool = False


class AdaptedLinear(nn.Module):
    """A linear layer that adds `up @ down @ x` while its adapter is switched on.

    What it adds to may itself be adapted, by another adapter with a switch of its own.
    """

    def __init__(
        self, base: nn.Linear | AdaptedLinear, down: Tensor, up: Tensor, switch: _Switch
    ) -> None:
        super().__init__()
        self.base = base
        self.in_features: int = base.in_features
        self.down = nn.Parameter(down.to(base.weight.dtype), requires_grad=False)
        self.up = nn.Parameter(up.to(base.weight.dtype), requires_grad=False)
        self._switch = switch

    @property
    def weight(self) -> Tensor:
        """Return the weights that are adapted, as they are."""
        return self.base.weight

    def forward(self, x: Tensor) -> Tensor:
        """Return the layer's output, (…, outputs), for x of (…, inputs)."""
        y: Tensor = self.base(x)
        if self._switch.on:
            y = y + functional.linear(functional.linear(x, self.down), self.up)
        return y


class Adapter:
    """An adapter that is attached to a model, off until it is asked for.

    Attributes:
        vocabulary: The tokens of plain words that its training wrote; none if it writes none.
        revision: The SHA-256 of its file.
    """

    def __init__(self, switch: _Switch, vocabulary: tuple[int, ...], revision: str) -> None:
        self._switch = switch
        self.vocabulary = vocabulary
        self.revision = revision

    @contextmanager
    def active(self) -> Iterator[None]:
        """Switch the adapter on for a while."""
        self._switch.on = True
        try:
            yield
        finally:
            self._switch.on = False


def base_revision(path: Path) -> str | None:
    """Return the SHA-256 of the weights that an adapter was trained on."""
    with safe_open(path, framework="pt") as stored:
        return (stored.metadata() or {}).get("base_revision")


def attach_adapter(model: nn.Module, path: Path, revision: str) -> Adapter:
    """Put an adapter into a causal model, in place.

    Args:
        model: With decoder layers at `model.layers`, as transformers' Qwen2 has them.
        path: Its weights in safetensors, `LAYER.PROJECTION.down` and `.up`, and its
            `vocabulary` if it writes.
        revision: The SHA-256 of the weights that the model was made from.

    Raises:
        WeightsError: If the adapter was trained on other weights, or does not fit.
    """
    content = path.read_bytes()
    switch = _Switch()
    with safe_open(path, framework="pt") as stored:
        metadata = stored.metadata() or {}
        if metadata.get("base_revision") != revision:
            message = f"the adapter {path.name} was trained on other weights than these"
            raise WeightsError(message)
        for key in sorted(stored.keys()):
            if not key.endswith(".down"):
                continue
            name = key.removesuffix(".down")
            parent, _, last = f"model.layers.{name}".rpartition(".")
            try:
                owner = model.get_submodule(parent)
                base = owner.get_submodule(last)
            except AttributeError as error:
                message = f"the adapter {path.name} has no place for {name} in these weights"
                raise WeightsError(message) from error
            down, up = stored.get_tensor(key), stored.get_tensor(f"{name}.up")
            if not isinstance(base, nn.Linear | AdaptedLinear) or down.shape[1] != base.in_features:
                message = f"the adapter {path.name} does not fit {name} of these weights"
                raise WeightsError(message)
            setattr(owner, last, AdaptedLinear(base, down, up, switch))
        written = VOCABULARY in stored.keys()  # noqa: SIM118  it is no mapping
        vocabulary = tuple(stored.get_tensor(VOCABULARY).tolist()) if written else ()
    return Adapter(switch, vocabulary, hashlib.sha256(content).hexdigest())
