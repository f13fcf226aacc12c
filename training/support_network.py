"""Trains the support network: batches of like length, checkpoints, resume and a log."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerBase

from service.inference.support_model import (
    FROZEN_LAYERS,
    EncodedPairs,
    SupportNetwork,
    encode_pairs,
)

BATCH = 16
_CHUNK = 40 * BATCH
_CHECKPOINT_SECONDS = 180
#: Tokens at fault are few; each counts as so many of the others.
_FAULT_WEIGHT = 4.0


@dataclass(frozen=True, slots=True)
class Example:
    """One pair to train on.

    Attributes:
        spans: Where the sentence is at fault; None where that is not known.
        weight: How much the pair counts.
    """

    evidence: str
    sentence: str
    supported: bool
    spans: tuple[tuple[int, int], ...] | None = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """How boldly and how long to train.

    Attributes:
        rate: Learning rate of the encoder.
        head_rate: Learning rate of the marks and the heads.
        warmup: The share of the batches in which the rates rise; then they fall.
        token_loss: What the judgement of single tokens counts.
        smoothing: How far from certain the labels are taken to be.
        seed: Decides the order.
        most_batches: Where to stop, if before the last example.
    """

    rate: float
    head_rate: float = 1e-3
    warmup: float = 0.06
    token_loss: float = 0.5
    most_batches: int | None = None
    smoothing: float = 0.03
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Learner:
    """A network in training, with the tokenizer that it reads by."""

    network: SupportNetwork
    tokenizer: PreTrainedTokenizerBase

    def judge(self, pairs: Sequence[tuple[str, str]]) -> tuple[EncodedPairs, Tensor, Tensor]:
        """Return the batch that pairs of evidence and sentence make, and both log-odds."""
        batch = encode_pairs(self.tokenizer, [e for e, _ in pairs], [s for _, s in pairs])
        with torch.autocast("cpu", torch.bfloat16):
            whole, doubts = self.network(batch)
        return batch, whole, doubts


def load_blank(embedder_dir: Path) -> Learner:
    """Return the network on MiniLM's own weights as the service has it, its heads zero."""
    encoder = AutoModel.from_pretrained(
        embedder_dir,
        attn_implementation="eager",
        add_pooling_layer=False,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    tokenizer = AutoTokenizer.from_pretrained(embedder_dir)
    network = SupportNetwork(encoder)
    encoder.embeddings.requires_grad_(requires_grad=False)
    for layer in encoder.encoder.layer[:FROZEN_LAYERS]:
        layer.requires_grad_(requires_grad=False)
    return Learner(network, tokenizer)


def load_untrained(embedder_dir: Path, seed: int) -> Learner:
    """Return the network as training begins with it, its heads and marks by chance."""
    learner = load_blank(embedder_dir)
    torch.manual_seed(seed)
    network = learner.network
    network.sentence_head.reset_parameters()
    network.token_head.reset_parameters()
    nn.init.constant_(network.token_head.bias, -2.0)
    nn.init.normal_(network.marks.weight, std=0.1)
    return learner


def train(
    learner: Learner,
    examples: Sequence[Example],
    schedule: Schedule,
    checkpoint: Path | None = None,
) -> None:
    """Train on the examples in an order that the seed decides.

    Args:
        learner: What is trained.
        examples: What it is trained on.
        schedule: How.
        checkpoint: Where to go on from after an interruption.
    """
    network = learner.network
    optimizer = torch.optim.AdamW(_parameter_groups(network, schedule), weight_decay=0.01)
    batches = list(_batches(examples, schedule.seed))[: schedule.most_batches]
    done = _resume(checkpoint, network, optimizer)
    started = saved = time.monotonic()
    network.train()
    mean = None
    for step, rows in enumerate(batches):
        if step < done:
            continue
        factor = _factor(step / len(batches), schedule.warmup)
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * factor
        loss = _loss(learner, rows, schedule)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        mean = loss.item() if mean is None else 0.98 * mean + 0.02 * loss.item()
        if step % 20 == 0:
            seconds = time.monotonic() - started
            print(f"step {step}/{len(batches)} loss {mean:.3f} {seconds:.0f} s", flush=True)
        if checkpoint and time.monotonic() - saved > _CHECKPOINT_SECONDS:
            saved = time.monotonic()
            _save(checkpoint, network, optimizer, step + 1)
    network.eval()


def _parameter_groups(network: SupportNetwork, schedule: Schedule) -> list[dict[str, object]]:
    heads = [
        parameter
        for part in (network.marks, network.sentence_head, network.token_head)
        for parameter in part.parameters()
    ]
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    return [
        {"params": encoder, "base": schedule.rate, "lr": schedule.rate},
        {"params": heads, "base": schedule.head_rate, "lr": schedule.head_rate},
    ]


def _factor(progress: float, warmup: float) -> float:
    if progress < warmup:
        return progress / warmup + 1e-3
    return max(0.02, (1 - progress) / (1 - warmup))


def _batches(examples: Sequence[Example], seed: int) -> Iterator[list[Example]]:
    rng = random.Random(seed)  # noqa: S311  no secret hangs on it
    order = list(examples)
    rng.shuffle(order)
    for start in range(0, len(order), _CHUNK):
        chunk = sorted(
            order[start : start + _CHUNK], key=lambda e: len(e.evidence) + len(e.sentence)
        )
        batches = [chunk[i : i + BATCH] for i in range(0, len(chunk), BATCH)]
        rng.shuffle(batches)
        yield from batches


def _loss(learner: Learner, rows: Sequence[Example], schedule: Schedule) -> Tensor:
    batch, logits, doubts = learner.judge([(row.evidence, row.sentence) for row in rows])
    weights = torch.tensor([row.weight for row in rows])
    targets = torch.tensor([float(row.supported) for row in rows])
    soft = targets * (1 - 2 * schedule.smoothing) + schedule.smoothing
    whole = nn.functional.binary_cross_entropy_with_logits(logits, soft, weights)
    faults, known = _faults(batch, rows)
    each = nn.functional.binary_cross_entropy_with_logits(doubts, faults, reduction="none")
    each = each * known * (1 + (_FAULT_WEIGHT - 1) * faults)
    return whole + schedule.token_loss * each.sum() / known.sum().clamp(min=1)


def _faults(batch: EncodedPairs, rows: Sequence[Example]) -> tuple[Tensor, Tensor]:
    """Return which tokens are at fault, and for which tokens that is known."""
    faults = torch.zeros(batch.input_ids.shape)
    known = batch.sentence_mask.float()
    starts, ends = batch.offsets[..., 0], batch.offsets[..., 1]
    for index, row in enumerate(rows):
        if row.spans is None:
            known[index] = 0
        for start, end in row.spans or ():
            faults[index] += ((starts[index] < end) & (ends[index] > start)).float()
    return faults.clamp(max=1) * batch.sentence_mask, known


def _save(
    checkpoint: Path, network: SupportNetwork, optimizer: torch.optim.Optimizer, step: int
) -> None:
    scratch = checkpoint.with_suffix(".partial")
    torch.save(
        {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "step": step},
        scratch,
    )
    scratch.rename(checkpoint)


def _resume(
    checkpoint: Path | None, network: SupportNetwork, optimizer: torch.optim.Optimizer
) -> int:
    if checkpoint is None or not checkpoint.is_file():
        return 0
    stored = torch.load(checkpoint, weights_only=True)
    network.load_state_dict(stored["network"])
    optimizer.load_state_dict(stored["optimizer"])
    step: int = stored["step"]
    print(f"resumed at step {step}", flush=True)
    return step


def predict(learner: Learner, pairs: Sequence[tuple[str, str]]) -> tuple[list[float], list[float]]:
    """Return, for each pair, the log-odds of support and the worst token's log-odds of fault."""
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
    logits, worst = [0.0] * len(order), [0.0] * len(order)
    learner.network.eval()
    for start in range(0, len(order), BATCH):
        rows = order[start : start + BATCH]
        with torch.inference_mode():
            batch, whole, doubts = learner.judge([pairs[i] for i in rows])
        most = doubts.masked_fill(~batch.sentence_mask, float("-inf")).max(-1).values
        for i, value, doubt in zip(rows, whole.tolist(), most.tolist(), strict=True):
            logits[i], worst[i] = value, doubt
    return logits, worst
