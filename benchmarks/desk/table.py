"""Table: the figures of a desk, each beside what it is to reach, as Markdown."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.desk.measures import Figures
from benchmarks.report import describe_run

RESULTS: Final = Path(__file__).parents[1] / "DESK.md"
_MOST_TIMES, _FEWEST_CHANGES = 3.0, 200.0
_MOST_MILLISECONDS, _LEAST_RECALL = 150.0, 0.95


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure is to reach.

    Attributes:
        told: The goal, as it stands in the table.
        read: Returns the figure as text, and whether it reaches the goal.
    """

    told: str
    read: Callable[[Figures], tuple[str, bool]]


def _worst_read(figures: Figures) -> tuple[str, bool]:
    slow = [read.name for read in figures.reads if read.ratio > _MOST_TIMES]
    worst = max(figures.reads, key=lambda read: read.ratio)
    told = f"{worst.ratio:.2f} times at worst ({worst.name}); over {_MOST_TIMES:.0f}: {len(slow)}"
    return f"{told} of {len(figures.reads)}", not slow


def _matching(figures: Figures) -> tuple[str, bool]:
    slowest = max(figures.matching.p95, figures.stored_matches.p95)
    told = f"search {figures.matching.p95:.0f} ms, matches {figures.stored_matches.p95:.0f} ms"
    return told, slowest < _MOST_MILLISECONDS


def _recall(figures: Figures) -> tuple[str, bool]:
    first, candidates = figures.recall_at_five
    return f"{first:.3f}; among 50 candidates {candidates:.3f}", candidates >= _LEAST_RECALL


def _changes(figures: Figures) -> tuple[str, bool]:
    told = f"{figures.changes_a_second:.0f} a second; {figures.refused_changes} refused"
    return told, figures.changes_a_second >= _FEWEST_CHANGES


def _whole_tables(figures: Figures) -> tuple[str, bool]:
    return ", ".join(figures.whole_tables) or "none", not figures.whole_tables


GOALS: Final = (
    Goal(f"p95 of each read at most {_MOST_TIMES:.0f} times raw SQL and JSON", _worst_read),
    Goal(f"p95 of matching under {_MOST_MILLISECONDS:.0f} ms", _matching),
    Goal(f"recall of the exact five nearest at least {_LEAST_RECALL}", _recall),
    Goal(f"at least {_FEWEST_CHANGES:.0f} changes of status a second", _changes),
    Goal("no list reads a whole table", _whole_tables),
)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Whether each goal is reached, as rows of a table."""

    rows: tuple[str, ...]
    all_passed: bool

    @classmethod
    def of(cls, found: Sequence[Figures]) -> Verdicts:
        """Hold the figures against the goals."""
        rows, passed = [], True
        for figures in found:
            for goal in GOALS:
                told, reached = goal.read(figures)
                passed = passed and reached
                verdict = "pass" if reached else "FALLS SHORT"
                rows.append(f"| {figures.database} | {goal.told} | {told} | {verdict} |")
        return cls(tuple(rows), passed)


def write_table(found: Sequence[Figures], verdicts: Verdicts, *, keep: bool) -> str:
    """Return everything as Markdown, and write it down where it is to be kept."""
    about = describe_run({})
    where = (
        f"{datetime.now(UTC):%Y-%m-%d}",
        f"commit {about['commit']}",
        about["machine"],
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        f"load {about['load']}",
    )
    lines = [
        "# The desk over many claims",
        "",
        "Written by `make bench-desk`; `benchmarks/desk/run.py` tells what is measured and how.",
        "",
        ", ".join(where),
        "",
        "| database | goal | measured | |",
        "|---|---|---|---|",
        *verdicts.rows,
    ]
    for figures in found:
        lines += [
            "",
            f"## {figures.database}, {figures.claims:,} claims",
            "",
            "| read | p50 ms | p95 ms | raw SQL p50 | raw SQL p95 | times (p95) |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            f"| {read.name} | {read.service.p50:.1f} | {read.service.p95:.1f} | "
            f"{read.raw.p50:.1f} | {read.raw.p95:.1f} | {read.ratio:.2f} |"
            for read in figures.reads
        ]
    told = "\n".join(lines) + "\n"
    if keep:
        RESULTS.write_text(told, encoding="utf-8")
    return told
