"""The rival: llama.cpp in a process of its own, given recorded work by path."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from benchmarks.race.work import Asked, store

ROOT: Final = Path(__file__).resolve().parents[2]
MODULE: Final = "benchmarks.race.llama_side"


@dataclass(frozen=True, slots=True)
class Lap:
    """One replay of recorded work.

    Attributes:
        seconds: By (stage, kind, `read` or `write`).
        agreed: Share of the tokens that it would have written itself.
    """

    seconds: dict[tuple[str, str, str], float]
    agreed: float

    @property
    def total(self) -> float:
        """Return all seconds."""
        return sum(self.seconds.values())

    def of_stage(self, stage: str) -> float:
        """Return the seconds of one stage."""
        return sum(seconds for key, seconds in self.seconds.items() if key[0] == stage)


@dataclass
class Rival:
    """llama.cpp, loaded and waiting.

    Attributes:
        ready_seconds: How long its weights took to load.
        version: Of llama-cpp-python.
    """

    ready_seconds: float
    version: str
    _folder: Path
    _orders: IO[str]
    _answers: IO[str]

    def replay(self, work: Sequence[Asked]) -> Lap:
        """Have it read and write what was recorded.

        Raises:
            RuntimeError: Where it has ended.
        """
        path = self._folder / "work.jsonl"
        store(work, path)
        self._orders.write(f"{path}\n")
        self._orders.flush()
        row = _row(self._answers)
        seconds = {(stage, kind, what): float(took) for stage, kind, what, took in row["seconds"]}
        return Lap(seconds, row["agreed"] / max(row["chosen"], 1))


@contextmanager
def running_rival(
    python: Path, weights: Path, threads: int, folder: Path, module: str = MODULE
) -> Iterator[Rival]:
    """Start the rival and yield it when it is ready; end it at the end.

    Args:
        python: The interpreter of its environment.
        weights: The file in the GGUF format.
        threads: Threads to read and write with.
        folder: Where work is handed over.
        module: What is run.
    """
    command = [str(python), "-m", module, str(weights), str(threads)]
    with subprocess.Popen(  # noqa: S603  this project's own command
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None  # noqa: S101  asked for above
        assert process.stdout is not None  # noqa: S101  asked for above
        ready = _row(process.stdout)
        yield Rival(ready["ready"], ready["version"], folder, process.stdin, process.stdout)
        process.stdin.close()


def _row(answers: IO[str]) -> dict[str, Any]:
    line = answers.readline()
    if not line:
        message = "llama.cpp's side has ended; what it said last stands above"
        raise RuntimeError(message)
    row: dict[str, Any] = json.loads(line)
    return row
