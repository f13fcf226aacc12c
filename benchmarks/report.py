"""The report: what a run measured, written down beside the runs before it.

Each run is one JSON file in `results/`; `RESULTS.md` is written anew from all of them,
the newest run in the first column.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.bootstrap import ROUNDS, SEED, Figure

FOLDER = Path(__file__).parent
#: So many runs stand side by side; the files of older ones stay.
SHOWN_RUNS = 4
_PACKAGES = ("torch", "transformers", "numpy", "scikit-learn")
_KIBIBYTES_A_GIBIBYTE = 1024**2

_INTRO = """\
# Results

Written by `make eval DATA=folder`; the docstring of each module in `benchmarks/tasks/`
defines its figures. In brackets the 95 % interval by bootstrap over articles (1,000
draws, seed fixed). Newest run first; `results/` keeps every run as JSON.
"""


@dataclass(frozen=True, slots=True)
class Section:
    """The figures of one system on one set of data.

    Attributes:
        articles: How many articles they were measured on.
        note: What a reader must know to read them, in a sentence.
    """

    title: str
    articles: int
    figures: Mapping[str, Figure]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the harness.

    Attributes:
        about: When, on which code, machine and settings it ran.
        tasks: Task to its sections.
    """

    about: Mapping[str, str]
    tasks: Mapping[str, Sequence[Section]]

    @property
    def name(self) -> str:
        """Return what the run's column is headed with."""
        return self.about.get("label") or f"{self.about['date']} {self.about['commit']}"


def describe_run(settings: Mapping[str, str]) -> dict[str, str]:
    """Return when and where this run takes place, with the settings that it was given."""
    now = datetime.now(UTC)
    return {
        "date": now.strftime("%Y-%m-%d %H:%M"),
        "commit": _commit(),
        "machine": _machine(),
        "load": f"{os.getloadavg()[0]:.1f} at the start",
        "versions": ", ".join(
            [f"Python {platform.python_version()}", *(f"{p} {version(p)}" for p in _PACKAGES)]
        ),
        "bootstrap": f"{ROUNDS} draws, seed {SEED}",
        **settings,
    }


def print_section(section: Section) -> None:
    """Print the figures of a section."""
    print(f"\n{section.title} ({section.articles} articles)")
    if section.note:
        print(f"  {section.note}")
    for name, figure in section.figures.items():
        print(f"  {name:32} {figure!s:24} of {figure.items}")


def save_run(run: Run, folder: Path = FOLDER) -> Path:
    """Store a run and write `RESULTS.md` anew; return the run's file."""
    (folder / "results").mkdir(exist_ok=True)
    path = _free_path(folder / "results", f"{run.about['date']}-{run.about['commit']}")
    content = {
        "about": dict(run.about),
        "tasks": {
            task: [asdict(section) for section in sections] for task, sections in run.tasks.items()
        },
    }
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "RESULTS.md").write_text(render(read_runs(folder)), encoding="utf-8")
    return path


def _free_path(folder: Path, name: str) -> Path:
    """Return a file name in the folder that no earlier run has."""
    stem = re.sub(r"[^\w+-]", "", name.replace(" ", "-"))
    numbers = ("", *(f"-{number}" for number in range(2, 100)))
    return next(p for number in numbers if not (p := folder / f"{stem}{number}.json").exists())


def read_runs(folder: Path = FOLDER) -> list[Run]:
    """Return all stored runs, the newest first."""
    runs = [
        _read_run(json.loads(path.read_text(encoding="utf-8")))
        for path in sorted((folder / "results").glob("*.json"))
    ]
    return sorted(runs, key=lambda run: run.about["date"], reverse=True)


def _read_run(content: Mapping[str, Any]) -> Run:
    tasks = {
        task: [
            Section(
                section["title"],
                section["articles"],
                {name: Figure(**figure) for name, figure in section["figures"].items()},
                section["note"],
            )
            for section in sections
        ]
        for task, sections in content["tasks"].items()
    }
    return Run(content["about"], tasks)


def render(runs: Sequence[Run]) -> str:
    """Return `RESULTS.md`: a table for each section, then what each run was."""
    parts = [_INTRO]
    for task in dict.fromkeys(task for run in runs for task in run.tasks):
        parts.append(f"## {task}\n")
        titles = dict.fromkeys(section.title for run in runs for section in run.tasks.get(task, ()))
        for title in titles:
            found = [
                (run, section)
                for run in runs
                for section in run.tasks.get(task, ())
                if section.title == title
            ]
            parts.append("\n".join(_table(title, found[:SHOWN_RUNS])) + "\n")
    parts.append("## Runs\n")
    parts += ["\n".join(_about(run)) + "\n" for run in runs]
    return "\n".join(parts)


def _table(title: str, found: Sequence[tuple[Run, Section]]) -> Iterator[str]:
    yield f"### {title}\n"
    note = found[0][1].note
    if note:
        yield f"{note}\n"
    yield "| figure | " + " | ".join(run.name for run, _ in found) + " |"
    yield "|---|" + "---|" * len(found)
    yield "| articles | " + " | ".join(str(section.articles) for _, section in found) + " |"
    for name in dict.fromkeys(name for _, section in found for name in section.figures):
        cells = (str(section.figures.get(name, "")) for _, section in found)
        yield f"| {name} | " + " | ".join(cells) + " |"


def _about(run: Run) -> Iterator[str]:
    yield f"**{run.name}**: " + "; ".join(
        f"{name} {value}" for name, value in run.about.items() if value and name != "label"
    )


def _commit() -> str:
    """Return the short commit, with a plus sign where the tree differs from it."""

    def git(*arguments: str) -> str:
        done = subprocess.run(  # noqa: S603  fixed arguments
            ["git", *arguments],  # noqa: S607  whichever git is installed
            cwd=FOLDER,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip()

    commit = git("rev-parse", "--short", "HEAD") or "unknown"
    # The results themselves change with every run.
    results = (":!/benchmarks/results", ":!/benchmarks/RESULTS.md")
    changed = git("status", "--porcelain", "--untracked-files=no", "--", ":/", *results)
    return f"{commit}+" if changed else commit


def _machine() -> str:
    name = platform.processor() or platform.machine()
    cpuinfo, meminfo = Path("/proc/cpuinfo"), Path("/proc/meminfo")
    if cpuinfo.is_file():
        models = [line for line in cpuinfo.read_text().splitlines() if "model name" in line]
        name = models[0].partition(":")[2].strip() if models else name
    memory = ""
    if meminfo.is_file():
        kibibytes = int(meminfo.read_text().split()[1])
        memory = f", {kibibytes / _KIBIBYTES_A_GIBIBYTE:.0f} GiB"
    return f"{name}, {os.cpu_count()} cores{memory}"
