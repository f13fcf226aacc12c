"""A tiny support file: random updates for the tiny generator, and heads that are told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import save

from service.inference.adapter import PROJECTIONS
from service.inference.generation import GenerationEngine
from service.inference.support import FEATURES
from service.inference.support_network import FAULT, LAYERS, VERDICT
from tests.tiny_models import TINY_REVISION

RANK = 2


def write_support(
    folder: Path,
    engine: GenerationEngine,
    *,
    verdict: torch.Tensor | None = None,
    fault: torch.Tensor | None = None,
    revision: str = TINY_REVISION,
    **other: object,
) -> Path:
    """Write an adapter for an engine's network, its heads, and a regression on the verdict.

    Args:
        folder: Where to.
        engine: Whose network is adapted.
        verdict: The weights and the bias of the head; random ones if None.
        fault: The same of the other head.
        revision: Of the weights that it says it belongs to.
        other: What the regression has in place of the usual.
    """
    regression = {
        "features": [*FEATURES],
        "weights": [1.0, 0.0],
        "intercept": 0.0,
        "threshold": 0.5,
        "even": 0.5,
    }
    _write_network(folder / "support", engine, verdict, fault, revision, regression | other)
    return folder


def write_clarity(
    folder: Path,
    engine: GenerationEngine,
    *,
    verdict: torch.Tensor | None = None,
    fault: torch.Tensor | None = None,
    **other: object,
) -> Path:
    """Write the same for the clarity checker, with the log-odds for its probability.

    Args:
        folder: Where to.
        engine: Whose network is adapted.
        verdict: The weights and the bias of the head; random ones if None.
        fault: The same of the other head.
        other: What the settings have in place of the usual.
    """
    settings = {"weight": 1.0, "intercept": 0.0, "threshold": 0.5} | other
    _write_network(folder / "clarity", engine, verdict, fault, TINY_REVISION, settings)
    return folder


def _write_network(  # noqa: PLR0913, PLR0917  a network and what goes with it
    path: Path,
    engine: GenerationEngine,
    verdict: torch.Tensor | None,
    fault: torch.Tensor | None,
    revision: str,
    settings: Mapping[str, object],
) -> None:
    path.parent.mkdir(exist_ok=True)
    generator = torch.Generator().manual_seed(5)
    size = engine.model.config.hidden_size
    tensors = {
        VERDICT: torch.randn(size + 1, generator=generator) if verdict is None else verdict,
        FAULT: torch.randn(size + 1, generator=generator) if fault is None else fault,
    }
    for name in PROJECTIONS:
        outputs, inputs = engine.model.get_submodule(f"model.layers.0.{name}").weight.shape
        tensors[f"0.{name}.down"] = torch.randn(RANK, inputs, generator=generator)
        tensors[f"0.{name}.up"] = 0.3 * torch.randn(outputs, RANK, generator=generator)
    weights = save(tensors, metadata={"base_revision": revision, LAYERS: "1"})
    path.with_suffix(".safetensors").write_bytes(weights)
    checked = {"weights_sha256": hashlib.sha256(weights).hexdigest()}
    path.with_suffix(".json").write_text(json.dumps(checked | dict(settings)))


def constant_head(engine: GenerationEngine, log_odds: float) -> torch.Tensor:
    """Return a head that says the same of everything."""
    head = torch.zeros(engine.model.config.hidden_size + 1)
    head[-1] = log_odds
    return head
