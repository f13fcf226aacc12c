"""Trains the support adapter and its heads: packs of branches, a log, and what they say after."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from service.inference.prompts import PromptEncoder
from service.inference.support_format import build_branches, pack_branches
from service.inference.support_packing import Layout, lay_out
from training.packed_support import Adapted, PackedSupport
from training.support_pairs import Example

#: Tokens of a statement at fault are few; each counts as so many of the others.
_FAULT_WEIGHT = 3.0
_LOGGED_STEPS = 20
_KEPT_STEPS = 100
#: Packs that the logged losses are the mean of.
_RECENT_PACKS = 100
_FINITE = 1.0
#: Branches are filled up to a multiple of so many tokens.
_MULTIPLE = 16


@dataclass(frozen=True, slots=True)
class Schedule:
    """How boldly to train.

    Attributes:
        rate: Learning rate of the adapter at its peak.
        head_rate: Of the heads.
        warm_up: Steps in which the rates rise; after them they fall to nothing.
        packs: Packs a step.
        fault_loss: What the judgement of single words counts.
        smoothing: How far from certain the labels are taken to be.
        seed: Decides the order.
    """

    rate: float = 4e-4
    head_rate: float = 1e-3
    warm_up: int = 30
    packs: int = 2
    fault_loss: float = 0.3
    smoothing: float = 0.03
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Said:
    """What the network says of one statement.

    Attributes:
        verdict: Log-odds of support.
        worst: Log-odds that its worst word is at fault.
        state: The hidden state that the verdict is read off, (hidden).
    """

    verdict: float
    worst: float
    state: Tensor


def draw_packs(
    examples: Sequence[Example], encoder: PromptEncoder, seed: int | None = None
) -> list[Layout]:
    """Return the examples in packs, in an order that the seed decides."""
    branches = build_branches(encoder, [(e.evidence, e.statement) for e in examples])
    if seed is not None:
        random.Random(seed).shuffle(branches)  # noqa: S311  no secret hangs on it
    return [lay_out(pack, _MULTIPLE) for pack in pack_branches(branches)]


def train(  # noqa: PLR0913, PLR0917  what is trained, on what, how, and where to
    network: PackedSupport,
    adapted: Adapted,
    encoder: PromptEncoder,
    parts: Sequence[Sequence[Example]],
    schedule: Schedule,
    result: Path,
) -> None:
    """Train once on every part, their packs mixed, and write the outcome, unless it is there.

    An interrupted training goes on from what it last kept beside the result.
    """
    if result.is_file():
        _restore(adapted, torch.load(result, weights_only=True))
        return
    packs = [(pack, part) for part in parts for pack in draw_packs(part, encoder, schedule.seed)]
    if len(parts) > 1:
        random.Random(schedule.seed).shuffle(packs)  # noqa: S311  no secret hangs on it
    optimizer = _optimizer(adapted, schedule)
    steps = -(-len(packs) // schedule.packs)
    kept = result.with_suffix(".kept")
    done = _go_on(adapted, optimizer, kept)
    print(f"{result.stem}: {len(packs)} packs, {steps} steps, {done} done", flush=True)
    log = _Log(steps)
    for step in range(done, steps):
        factor = min((step + 1) / schedule.warm_up, (steps - step) / steps)
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * factor
        for layout, examples in packs[step * schedule.packs : (step + 1) * schedule.packs]:
            states = network.judge(network.lower(layout), adapted.scaled())
            whole, words = _losses(adapted, layout, states, examples, schedule)
            ((whole + schedule.fault_loss * words) / schedule.packs).backward()  # type: ignore[no-untyped-call]  # torch's
            log.add(whole.item(), words.item(), len(layout.tokens))
        nn.utils.clip_grad_norm_(adapted.parameters(), _FINITE)
        optimizer.step()
        optimizer.zero_grad()
        if step % _LOGGED_STEPS == 0:
            log.write(step)
        if step % _KEPT_STEPS == _KEPT_STEPS - 1:
            parameters = [parameter.detach() for parameter in adapted.parameters()]
            torch.save((step + 1, parameters, optimizer.state_dict()), kept)
    torch.save([parameter.detach() for parameter in adapted.parameters()], result)
    kept.unlink(missing_ok=True)


def _optimizer(adapted: Adapted, schedule: Schedule) -> torch.optim.Optimizer:
    *low_rank, verdict, fault = adapted.parameters()
    return torch.optim.AdamW(
        [
            {"params": low_rank, "base": schedule.rate, "weight_decay": 0.01},
            {"params": [verdict, fault], "base": schedule.head_rate, "weight_decay": 0.0},
        ],
        lr=schedule.rate,
        betas=(0.9, 0.98),
    )


def _restore(adapted: Adapted, stored: Sequence[Tensor]) -> None:
    for parameter, value in zip(adapted.parameters(), stored, strict=True):
        parameter.data.copy_(value)


def _go_on(adapted: Adapted, optimizer: torch.optim.Optimizer, kept: Path) -> int:
    """Take up what an interrupted training kept, and return how many steps it had done."""
    if not kept.is_file():
        return 0
    done, parameters, state = torch.load(kept, weights_only=True)
    _restore(adapted, parameters)
    optimizer.load_state_dict(state)
    return int(done)


class _Log:
    """Tells now and then how training goes."""

    def __init__(self, steps: int) -> None:
        self._steps = steps
        self._started = time.monotonic()
        self._tokens = 0
        self._recent: deque[tuple[float, float]] = deque(maxlen=_RECENT_PACKS)

    def add(self, whole: float, words: float, tokens: int) -> None:
        self._recent.append((whole, words))
        self._tokens += tokens

    def write(self, step: int) -> None:
        seconds = time.monotonic() - self._started
        whole, words = (
            sum(losses) / len(self._recent) for losses in zip(*self._recent, strict=True)
        )
        print(
            f"step {step}/{self._steps} loss {whole:.3f} words {words:.3f} "
            f"{seconds:.0f} s {self._tokens / seconds:.0f} tokens/s",
            flush=True,
        )


def _losses(
    adapted: Adapted,
    layout: Layout,
    states: tuple[Tensor, Tensor],
    examples: Sequence[Example],
    schedule: Schedule,
) -> tuple[Tensor, Tensor]:
    rows = [examples[member] for member in layout.members]
    verdicts, faults = adapted.read(*states)
    targets = torch.tensor([float(row.supported) for row in rows])
    weights = torch.tensor([row.weight for row in rows])
    soft = targets * (1 - 2 * schedule.smoothing) + schedule.smoothing
    whole = functional.binary_cross_entropy_with_logits(verdicts, soft, weights)
    wrong = torch.tensor(
        [
            any(first < end and last > start for start, end in rows[owner].spans or ())
            for owner, (first, last) in zip(layout.owner.tolist(), layout.offsets, strict=True)
        ],
        dtype=torch.float32,
    )
    known = torch.tensor([float(row.spans is not None) for row in rows])[layout.owner]
    each = functional.binary_cross_entropy_with_logits(faults, wrong, reduction="none")
    each = each * known * (1 + (_FAULT_WEIGHT - 1) * wrong)
    return whole, each.sum() / known.sum().clamp(min=1)


def predict(
    network: PackedSupport, adapted: Adapted, encoder: PromptEncoder, examples: Sequence[Example]
) -> list[Said]:
    """Return what the network says of each example, in their order."""
    found: dict[int, Said] = {}
    update = adapted.scaled()
    for layout in draw_packs(examples, encoder):
        with torch.no_grad():
            states, words = network.judge(network.lower(layout), update)
            verdicts, faults = adapted.read(states, words)
        for place, member in enumerate(layout.members):
            own = faults[layout.owner == place]
            worst = float(own.max()) if len(own) else 0.0
            found[member] = Said(float(verdicts[place]), worst, states[place].clone())
    return [found[index] for index in range(len(examples))]
