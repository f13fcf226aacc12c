"""The support network: the generator's lower layers, adapted to judge statements by evidence.

An adapter (Hu et al. 2022, "LoRA") works on the upper of these layers. One head judges each
statement by the token that ends it, another each of its words, so that the wrong word can
be named.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from torch import Tensor
from torch.nn import functional

from service.domain.errors import WeightsError
from service.inference.adapter import attach_adapter, base_revision
from service.inference.catalogue import GENERATOR
from service.inference.generation import GenerationEngine, load_engine
from service.inference.support_format import Branch, build_branches, pack_branches
from service.inference.support_packing import Layout, lay_out

VERDICT, FAULT, LAYERS = "verdict", "fault", "layers"
#: A word is named as unsupported from this log-odds on.
_AT_FAULT = 0.0
_WORD = re.compile(r"\S*\w")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the network says about one statement.

    Attributes:
        whole: Log-odds that the evidence supports it.
        worst: Log-odds that its worst word is at fault.
        doubted: Where it holds the statement to be at fault, in code points.
    """

    whole: float
    worst: float
    doubted: tuple[tuple[int, int], ...]


def doubted_words(text: str, judgement: Judgement) -> tuple[str, ...]:
    """Return the words of a statement that the network holds to be at fault."""
    return tuple(
        match.group()
        for match in _WORD.finditer(text)
        if any(start < match.end() and end > match.start() for start, end in judgement.doubted)
    )


def lending_engine(
    engine: GenerationEngine | None, path: Path, models_dir: Path, threads: int | None = None
) -> GenerationEngine:
    """Return what lends its lower layers to a trained network: the engine it was trained on.

    That is the one given, or the generator's own weights, loaded beside it.

    Args:
        engine: Whose network is used where it fits.
        path: The trained network's adapter and heads.
        models_dir: The folder of the weights.
        threads: Threads of an engine that is loaded; None leaves torch's own choice.

    Raises:
        WeightsError: If the generator is not there.
    """
    if engine is not None and engine.identity.revision == base_revision(path):
        return engine
    return load_engine(f"local:{GENERATOR}", models_dir, threads)


def load_network(
    name: str, models_dir: Path, engine: GenerationEngine | None, data_dir: Path
) -> tuple[SupportNetwork, dict[str, Any]]:
    """Load a trained network, onto the engine that lends its layers (`lending_engine`).

    Args:
        name: Of its files: the adapter with its heads, and the settings that go with it.
        models_dir: The folder of the weights.
        engine: Whose network is used where it fits.
        data_dir: The folder of the files.

    Raises:
        WeightsError: If the generator is not there, or the trained file is damaged.
    """
    settings: dict[str, Any] = json.loads((data_dir / f"{name}.json").read_text("utf-8"))
    path = data_dir / f"{name}.safetensors"
    if hashlib.sha256(path.read_bytes()).hexdigest() != settings["weights_sha256"]:
        message = f"{name}.safetensors is not the file that {name}.json belongs to"
        raise WeightsError(message)
    return SupportNetwork(lending_engine(engine, path, models_dir), path), settings


class SupportNetwork:
    """Judges statements with the support adapter, on the engine that it was trained for."""

    def __init__(self, engine: GenerationEngine, path: Path) -> None:
        """Attach the adapter to the engine's network.

        Args:
            engine: Whose network is used.
            path: The adapter's file; beside the adapter it holds the two heads.

        Raises:
            WeightsError: If the file belongs to other weights, or is damaged.
        """
        self._engine = engine
        self._adapter = attach_adapter(engine.model, path, engine.identity.revision)
        self.revision = self._adapter.revision
        body = engine.model.get_decoder()
        with safe_open(path, framework="pt") as stored:
            layers = int((stored.metadata() or {}).get(LAYERS, len(body.layers)))
            heads = [stored.get_tensor(name).float() for name in (VERDICT, FAULT)]
        if any(head.shape != (engine.model.config.hidden_size + 1,) for head in heads):
            message = f"the heads of {path.name} do not fit these weights"
            raise WeightsError(message)
        self._layers = list(body.layers[:layers])
        self._heads = torch.stack(heads)

    def judge(self, asked: Sequence[tuple[tuple[str, ...], str]]) -> list[Judgement]:
        """Judge pairs of evidence and statement, in their order.

        Evidence that several statements share is read once.
        """
        branches = build_branches(self._engine.encoder, asked)
        found: dict[int, Judgement] = {}
        with self._engine.lock, torch.inference_mode(), self._adapter.active():
            for pack in pack_branches(branches):
                self._judge(pack, found)
        return [found[index] for index in range(len(asked))]

    def _judge(self, pack: Sequence[Branch], found: dict[int, Judgement]) -> None:
        layout = lay_out(pack)
        states = self._read(layout)
        whole, fault = functional.linear(states, self._heads[:, :-1], self._heads[:, -1]).T
        count = len(layout.last)
        faults = fault[count:]
        for place, member in enumerate(layout.members):
            own = torch.nonzero(layout.owner == place).flatten().tolist()
            doubted = tuple(layout.offsets[i] for i in own if faults[i] > _AT_FAULT)
            worst = max((float(faults[i]) for i in own), default=0.0)
            found[member] = Judgement(float(whole[place]), worst, doubted)

    def _read(self, layout: Layout) -> Tensor:
        """Return the hidden states of judgements, then of own words, (S + W, hidden)."""
        body = self._engine.model.get_decoder()
        hidden: Tensor = body.embed_tokens(layout.tokens[None])
        positions = layout.positions[None]
        angles = body.rotary_emb(hidden, positions)
        mask = torch.zeros(layout.sees.shape, dtype=hidden.dtype)
        mask = mask.masked_fill_(~layout.sees, float("-inf"))[None, None]
        for layer in self._layers:
            hidden = layer(
                hidden, attention_mask=mask, position_ids=positions, position_embeddings=angles
            )
        read = torch.cat([layout.last, layout.own])
        states: Tensor = body.norm(hidden[0, read]).float()
        return states
