"""The bench: what a task is given to work with."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.data import Data
from benchmarks.pipeline import Analyser

_Item = TypeVar("_Item")


@dataclass
class Bench:
    """What a task is given to work with.

    Attributes:
        outputs: Folder for what the service returned, by task; None keeps nothing.
    """

    data: Data
    analyser: Analyser
    outputs: Path | None = None

    def progress(self, items: Sequence[_Item], task: str) -> Iterator[_Item]:
        """Yield the items and tell on standard error how far it is."""
        started = time.perf_counter()
        for done, item in enumerate(items):
            yield item
            seconds = time.perf_counter() - started
            print(f"\r{task}: {done + 1}/{len(items)}, {seconds:.0f} s", end="", file=sys.stderr)
        print(file=sys.stderr)

    def keep(self, task: str, row: Mapping[str, Any]) -> None:
        """Add a row to the task's file of outputs, so that a person can read them."""
        if self.outputs is None:
            return
        self.outputs.mkdir(parents=True, exist_ok=True)
        with (self.outputs / f"{task}.jsonl").open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
