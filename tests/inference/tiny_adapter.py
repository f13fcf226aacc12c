"""A tiny adapter: random updates for the tiny generator."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import save_file

from service.inference.adapter import PROJECTIONS, VOCABULARY
from service.inference.generation import GenerationEngine
from tests.tiny_models import TINY_REVISION

RANK = 2


def write_adapter(
    engine: GenerationEngine,
    path: Path,
    *,
    strength: float = 0.5,
    revision: str = TINY_REVISION,
    vocabulary: list[int] | None = None,
) -> Path:
    """Write an adapter for the last layer of an engine's network."""
    generator = torch.Generator().manual_seed(11)
    layer = len(engine.model.model.layers) - 1
    tensors = {}
    for name in PROJECTIONS:
        weight = engine.model.get_submodule(f"model.layers.{layer}.{name}").weight
        outputs, inputs = weight.shape
        tensors[f"{layer}.{name}.down"] = torch.randn(RANK, inputs, generator=generator)
        tensors[f"{layer}.{name}.up"] = strength * torch.randn(outputs, RANK, generator=generator)
    every = list(range(engine.model.config.vocab_size))
    tensors[VOCABULARY] = torch.tensor(every if vocabulary is None else vocabulary)
    save_file(tensors, path, metadata={"base_revision": revision})
    return path
