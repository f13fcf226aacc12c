"""Evaluate: the command line of the harness.

Usage: python -m benchmarks.evaluate --data FOLDER [--task NAME …] [--fold validation]
       [--limit N] [--predictions FILE] [--label TEXT] [--no-record]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.report import Run, Section

#: Each task and what it measures; `benchmarks/tasks/NAME.py` defines the figures.
TASKS: dict[str, str] = {
    "claims": "the pipeline's claims against annotated ones",
    "summaries": "summaries and headlines against references and leading sentences",
    "support": "the support checker on human labels and contrast pairs",
    "check_worthiness": "check-worthiness on unseen debates and on annotated news",
    "boilerplate": "the words kept of pasted pages",
    "matching": "whether stored fact-checks of a claim are found, against plain BM25",
    "matching_postgresql": "the same on PostgreSQL with pgvector",
    "anchoring": "exactness of offsets",
    "injection": "articles with instructions in them",
    "speed": "seconds an article by stage, and memory",
}

EXPLANATION = """\
make eval measures the service on annotated data, which is not part of the project.
Say where it is:

  make eval DATA=folder                    all tasks
  make eval DATA=folder TASK=claims        one of them; several as TASK="claims speed"
  make eval DATA=folder LIMIT=5            the first five articles of each, not recorded
  make eval DATA=folder FOLD=training      another fold (validation, training, all)
  make eval DATA=folder PREDICTIONS=file   score claims in a JSON Lines file, recorded
                                           only with LABEL=text

The folder holds gold/articles.jsonl.gz and eval/*.jsonl.gz. Results go into
benchmarks/RESULTS.md, what the service returned into var/eval/.

Tasks:
"""


def explain() -> str:
    """Return how the harness is used."""
    return EXPLANATION + "\n".join(f"  {name:19} {what}" for name, what in TASKS.items())


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.evaluate", description="Measure the service on annotated data."
    )
    parser.add_argument("--data", type=Path, help="folder with gold/ and eval/")
    parser.add_argument("--task", nargs="*", choices=TASKS, help="all where none is named")
    parser.add_argument(
        "--fold", default="validation", choices=("validation", "training", "all"), help="articles"
    )
    parser.add_argument("--limit", type=int, help="at most so many articles a task")
    parser.add_argument("--predictions", type=Path, help="score the claims in this file instead")
    parser.add_argument("--label", default="", help="name of this run in the results")
    parser.add_argument(
        "--record", action=argparse.BooleanOptionalAction, help="write the results down"
    )
    parser.add_argument(
        "--outputs", type=Path, default=Path("var/eval"), help="folder for what is returned"
    )
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tasks and return the exit status: 2 where the data is missing."""
    options = parse(arguments)
    if options.data is None or not options.data.is_dir():
        if options.data is not None and options.data != Path():
            print(f"There is no folder {options.data}.\n", file=sys.stderr)
        print(explain(), file=sys.stderr)
        return 2
    # Imported here because torch and transformers take seconds to import, which the
    # explanation should not cost.
    from benchmarks import report  # noqa: PLC0415  see above
    from benchmarks.bench import Bench  # noqa: PLC0415  see above
    from benchmarks.data import Data  # noqa: PLC0415  see above
    from benchmarks.pipeline import Analyser  # noqa: PLC0415  see above
    from benchmarks.tasks import claims  # noqa: PLC0415  see above

    analyser = Analyser()
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    bench = Bench(
        Data(options.data, options.fold, options.limit), analyser, options.outputs / stamp
    )
    about = report.describe_run(
        {
            "label": options.label,
            "generator": analyser.generator,
            "threads": str(analyser.settings.threads or "torch's choice"),
            "fold": options.fold,
            "limit": str(options.limit or ""),
        }
    )
    run = report.Run(about, {})
    by_default = bool(options.label) if options.predictions else options.limit is None
    try:
        if options.predictions is not None:
            label = options.label or options.predictions.stem
            sections = claims.run_predictions(bench, options.predictions, label)
            run = _with(run, "claims", sections)
        else:
            for name in options.task or TASKS:
                sections = import_module(f"benchmarks.tasks.{name}").run(bench)
                run = _with(run, name, sections)
    finally:
        # Whatever stops a later task, what the earlier ones took hours to measure stays.
        if run.tasks and (by_default if options.record is None else options.record):
            path = report.save_run(run)
            print(f"\nwrote {path} and {path.parents[1] / 'RESULTS.md'}")
    return 0


def _with(run: Run, task: str, sections: Sequence[Section]) -> Run:
    """Print a task's sections and return the run with them."""
    from benchmarks.report import print_section  # noqa: PLC0415  as in `main`

    for section in sections:
        print_section(section)
    return replace(run, tasks={**run.tasks, task: sections})


if __name__ == "__main__":
    sys.exit(main())
