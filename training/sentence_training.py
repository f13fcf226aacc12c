"""Training of the sentence network: low-rank adapters on the encoder, and the heads."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
import torch
from sentence_data import Example
from torch.nn import functional
from transformers import PreTrainedModel

from service.inference.sentence_network import (
    ADAPTED,
    GRADES,
    Batch,
    Outputs,
    SentenceNetwork,
    make_batch,
)

Floats = npt.NDArray[np.float32]
#: One network of the ensemble each.
SEEDS = (20_260_101, 20_260_102)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the network is trained.

    Attributes:
        first_layer: The lowest encoder layer that has adapters.
        rank: Of the adapters; `scale` is what their product is multiplied by.
        rate: Learning rate of the adapters; `head_rate` that of the heads.
        sure_smoothing: How far the surer labels of debates are moved towards doubt;
            `smoothing` the same for the others.
        warm_up: Share of the steps in which the rates rise.
    """

    first_layer: int = 2
    rank: int = 16
    scale: float = 2.0
    rate: float = 4e-4
    head_rate: float = 2e-3
    epochs: int = 3
    batch_size: int = 32
    sure_smoothing: float = 0.02
    smoothing: float = 0.06
    reason_weight: float = 0.5
    warm_up: float = 0.06

    def described(self) -> dict[str, float]:
        """Return the recipe as JSON values."""
        return asdict(self)


class Adapted(torch.nn.Module):
    """A frozen linear layer with a low-rank addition (Hu et al. 2021, "LoRA")."""

    def __init__(self, linear: torch.nn.Linear, rank: int, scale: float) -> None:
        super().__init__()
        self.linear = linear
        self.a = torch.nn.Parameter(
            torch.randn(rank, linear.in_features) / math.sqrt(linear.in_features)
        )
        self.b = torch.nn.Parameter(torch.zeros(linear.out_features, rank))
        self._scale = scale

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Return the layer's output and the addition."""
        added = functional.linear(functional.linear(inputs, self.a), self.b)
        return cast("torch.Tensor", self.linear(inputs)) + self._scale * added


def adapt(encoder: PreTrainedModel, recipe: Recipe) -> None:
    """Freeze the encoder and put adapters on its upper layers."""
    encoder.requires_grad_(requires_grad=False)
    for layer in encoder.encoder.layer[recipe.first_layer :]:
        for path in ADAPTED:
            parent, _, name = path.rpartition(".")
            holder = layer.get_submodule(parent) if parent else layer
            setattr(holder, name, Adapted(getattr(holder, name), recipe.rank, recipe.scale))


def as_batch(examples: Sequence[Example]) -> Batch:
    """Return examples as the network reads them."""
    return make_batch(
        [example.ids for example in examples],
        [example.surface for example in examples],
        [example.place for example in examples],
        padding=0,
    )


def train(
    encoder: PreTrainedModel, examples: Sequence[Example], recipe: Recipe, seed: int
) -> SentenceNetwork:
    """Train a network on the examples; changes the encoder."""
    torch.manual_seed(seed)
    rng = random.Random(seed)  # noqa: S311  an order, no secret
    adapt(encoder, recipe)
    network = SentenceNetwork(encoder)
    surface = torch.tensor([example.surface for example in examples])
    network.mean.copy_(surface.mean(0))
    network.deviation.copy_(surface.std(0) + 1e-6)
    trained = {n: p for n, p in network.named_parameters() if p.requires_grad}
    adapters = [p for n, p in trained.items() if n.startswith("encoder.")]
    heads = [p for n, p in trained.items() if not n.startswith("encoder.")]
    optimiser = torch.optim.AdamW(
        [{"params": adapters, "lr": recipe.rate}, {"params": heads, "lr": recipe.head_rate}],
        weight_decay=0.01,
    )
    steps = recipe.epochs * math.ceil(len(examples) / recipe.batch_size)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min(1.0, (step + 1) / (recipe.warm_up * steps)) * max(0.02, 1 - step / steps),
    )
    started = time.perf_counter()
    for epoch in range(recipe.epochs):
        network.train()
        total = 0.0
        for chosen in _batches(examples, recipe.batch_size, rng):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                outputs = network(as_batch(chosen))
            loss = _loss(Outputs(*(o.float() for o in outputs)), chosen, recipe) / len(chosen)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*adapters, *heads], 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach()) * len(chosen)
        seconds = time.perf_counter() - started
        print(f"  epoch {epoch} loss {total / len(examples):.4f} {seconds:.0f} s", flush=True)
    return network.eval()


def predict(network: SentenceNetwork, examples: Sequence[Example]) -> Floats:
    """Return the outputs of all heads side by side, one row an example."""
    rows = np.zeros((len(examples), 0), dtype=np.float32)
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].ids))
    with torch.inference_mode():
        for start in range(0, len(order), 64):
            chosen = order[start : start + 64]
            outputs = network(as_batch([examples[i] for i in chosen]))
            joined = torch.cat([outputs.debate[:, None], *outputs[1:]], dim=-1).numpy()
            if rows.shape[1] == 0:
                rows = np.zeros((len(examples), joined.shape[1]), dtype=np.float32)
            rows[chosen] = joined
    return rows


def adapter_tensors(network: SentenceNetwork, recipe: Recipe) -> dict[str, torch.Tensor]:
    """Return what was trained, by the names that `sentence_reader` looks for."""
    tensors: dict[str, torch.Tensor] = {}
    for index, layer in enumerate(network.encoder.encoder.layer):
        for path in ADAPTED if index >= recipe.first_layer else ():
            adapted = layer.get_submodule(path)
            tensors[f"layer.{index}.{path}.a"] = adapted.a.detach().bfloat16()
            tensors[f"layer.{index}.{path}.b"] = adapted.b.detach().bfloat16()
    for name in ("debate", "grades", "reasons", "kinds"):
        for part, value in getattr(network, name).state_dict().items():
            tensors[f"{name}.{part}"] = value.detach().clone()
    tensors["mean"], tensors["deviation"] = network.mean.clone(), network.deviation.clone()
    return tensors


def _batches(examples: Sequence[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Return batches of like lengths, in a random order."""
    order = sorted(examples, key=lambda example: len(example.ids) + rng.uniform(0, 4))
    batches = [order[start : start + size] for start in range(0, len(order), size)]
    rng.shuffle(batches)
    return batches


def _loss(outputs: Outputs, examples: Sequence[Example], recipe: Recipe) -> torch.Tensor:
    """Return the sum of the losses of all labels that are known."""
    loss = outputs.debate.sum() * 0.0
    rows = [i for i, example in enumerate(examples) if example.debate is not None]
    if rows:
        doubt = torch.tensor(
            [recipe.sure_smoothing if examples[i].sure else recipe.smoothing for i in rows]
        )
        wanted = torch.tensor([float(examples[i].debate or 0) for i in rows])
        loss = loss + functional.binary_cross_entropy_with_logits(
            outputs.debate[rows], wanted * (1 - 2 * doubt) + doubt, reduction="sum"
        )
    rows = [i for i, example in enumerate(examples) if example.worth is not None]
    if rows:
        reached = torch.tensor(
            [
                [float((examples[i].worth or 0) >= grade) for grade in range(1, GRADES + 1)]
                for i in rows
            ]
        )
        loss = loss + 0.5 * functional.binary_cross_entropy_with_logits(
            outputs.grades[rows], reached, reduction="sum"
        )
    for logits, labels, weight in (
        (outputs.reasons, [example.reason for example in examples], recipe.reason_weight),
        (outputs.kinds, [example.kind for example in examples], 1.0),
    ):
        rows = [i for i, label in enumerate(labels) if label is not None]
        if rows:
            loss = loss + weight * functional.cross_entropy(
                logits[rows],
                torch.tensor([label for label in labels if label is not None]),
                reduction="sum",
                label_smoothing=0.05,
            )
    return loss
