"""Replay: a machine reads and writes the tokens of recorded work, and is timed.

Each prompt is read from where it parts from what the machine has in its cache, as
llama.cpp's own prefix cache has it. For every token that is written the machine chooses one;
then it goes on from the recorded one, so that both sides do the same.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from benchmarks.race.work import Asked, load, shared_length


class Machine(Protocol):
    """A language model with a cache of what it has read."""

    def keep(self, count: int) -> None:
        """Forget all but the first `count` tokens of the cache."""

    def read(self, tokens: Sequence[int]) -> None:
        """Read on."""

    def choose(self) -> int:
        """Return the likeliest next token."""


@dataclass
class Replayed:
    """What came of it.

    Attributes:
        seconds: By (stage, kind, `read` or `write`).
        chosen: Tokens that were chosen.
        agreed: Those of them that are as recorded.
    """

    seconds: dict[tuple[str, str, str], float] = field(default_factory=dict)
    chosen: int = 0
    agreed: int = 0

    def add(self, key: tuple[str, str, str], seconds: float) -> None:
        """Count seconds."""
        self.seconds[key] = self.seconds.get(key, 0.0) + seconds

    @property
    def total(self) -> float:
        """Return all seconds."""
        return sum(self.seconds.values())


def replay(
    work: Sequence[Asked], machine: Machine, clock: Callable[[], float] = time.perf_counter
) -> Replayed:
    """Have the machine do recorded work from an empty cache."""
    found = Replayed()
    machine.keep(0)
    cached: list[int] = []
    for asked in work:
        started = clock()
        # At least one token is read, or there would be nothing to choose by.
        kept = min(shared_length(cached, asked.prompt), len(asked.prompt) - 1)
        machine.keep(kept)
        machine.read(asked.prompt[kept:])
        cached = list(asked.prompt)
        if not asked.answer:
            # It is judged by the last hidden state; the choice makes the machine have it ready.
            machine.choose()
        found.add((asked.stage, asked.kind, "read"), clock() - started)
        started = clock()
        for place, token in enumerate(asked.answer):
            found.chosen += 1
            found.agreed += machine.choose() == token
            # What ends an answer is chosen, and need not be read.
            if place + 1 < len(asked.answer):
                machine.read([token])
                cached.append(token)
        found.add((asked.stage, asked.kind, "write"), clock() - started)
    return found


def serve(
    machine: Machine, about: Mapping[str, object], orders: Iterable[str], answers: IO[str]
) -> None:
    """Say what the machine is, then replay each file that is named; a line of JSON for each.

    Args:
        machine: What reads and writes.
        about: What is said of it when it is ready.
        orders: Paths of recorded work, one a line.
        answers: Where the lines go.
    """
    print(json.dumps(about), file=answers, flush=True)
    for line in orders:
        found = replay(load(Path(line.strip())), machine)
        row = {
            "seconds": [[*key, seconds] for key, seconds in found.seconds.items()],
            "chosen": found.chosen,
            "agreed": found.agreed,
        }
        print(json.dumps(row), file=answers, flush=True)
