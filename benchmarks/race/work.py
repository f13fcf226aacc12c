"""Work: what a language model reads and writes for one article, as tokens, stage by stage.

Only the standard library is imported here and in `replay`: llama.cpp's own environment, which
lacks everything else, runs them too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

#: The stages in which the model works, as an analysis comes to them.
STAGES: Final = ("rewrite", "verify", "summarise")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the model.

    Attributes:
        stage: One of `STAGES`.
        kind: What was asked: `claims`, `support` or `prompted`.
        prompt: All tokens that the answer sees.
        answer: The tokens that were written, with the one that ends them; none where the
            model only judges what it has read.
    """

    stage: str
    kind: str
    prompt: tuple[int, ...]
    answer: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """How much a stage, or all, is made of.

    Attributes:
        asked: Questions.
        read: Tokens read, where what a question's prompt shares with the one before is read once.
        written: Tokens written.
    """

    asked: int
    read: int
    written: int


def shared_length(left: Sequence[int], right: Sequence[int]) -> int:
    """Return how many tokens two sequences open with alike."""
    return next(
        (i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b),
        min(len(left), len(right)),
    )


def measure(work: Sequence[Asked], kinds: Iterable[str] | None = None) -> Amount:
    """Return how much there is to read and write, all of it or of some kinds."""
    wanted = None if kinds is None else frozenset(kinds)
    asked = read = written = 0
    before: tuple[int, ...] = ()
    for one in work:
        if wanted is None or one.kind in wanted:
            asked += 1
            read += len(one.prompt) - shared_length(before, one.prompt)
            written += len(one.answer)
        before = one.prompt
    return Amount(asked, read, written)


def store(work: Iterable[Asked], path: Path) -> None:
    """Write work as JSON Lines."""
    path.write_text("".join(json.dumps(asdict(one)) + "\n" for one in work), encoding="ascii")


def load(path: Path) -> list[Asked]:
    """Read what `store` wrote."""
    rows = (json.loads(line) for line in path.read_text(encoding="ascii").splitlines())
    return [
        Asked(row["stage"], row["kind"], tuple(row["prompt"]), tuple(row["answer"])) for row in rows
    ]
