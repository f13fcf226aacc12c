"""`make bench`: an article's analysis beside llama.cpp, on the same cores in the same run.

In turn, on one article of about 600 words:

- Claimdesk analyses it, from text to claims and summary, and every prompt that the generator
  reads and every token that it writes are recorded;
- llama.cpp (`llama-cpp-python`, built from source, in its own environment) reads and writes the
  same tokens with the same weights as GGUF, keeping what prompts share in its cache.

Twenty short articles are given to both one by one, and to Claimdesk four at a time. Before that
the start of `claimdesk serve` until it is ready and the peak memory of that process over a long
article are measured; last, how like the quick answers are to those of transformers alone.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, PreTrainedModel

from benchmarks.pipeline import Analyser
from benchmarks.race.measures import (
    Figures,
    measure_memory,
    measure_start,
    race,
    race_waiting,
)
from benchmarks.race.recording import Recording, analyse
from benchmarks.race.reference import Likeness, compare
from benchmarks.race.rival import running_rival
from benchmarks.race.table import RESULTS, render, verdicts
from benchmarks.race.texts import long_article, waiting_articles
from service.inference.adapter import attach_adapter
from service.inference.catalogue import GENERATOR
from service.inference.conversion import locate_converted
from service.inference.news_writer import ADAPTER_PATH
from service.settings import Settings

_LONG_WORDS = 1200
#: Answers that the slow reference writes anew, in each number type.
_COMPARED = 4


def main() -> int:
    """Measure, print the table and write it down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--llama", type=Path, required=True, help="llama.cpp's interpreter")
    parser.add_argument("--rounds", type=int, default=3, help="of the one article (3)")
    parser.add_argument("--waiting", type=int, default=20, help="short articles (20)")
    parser.add_argument("--starts", type=int, default=3, help="of the service (3)")
    parser.add_argument("--quick", action="store_true", help="only the one article")
    parser.add_argument("--write", action="store_true", help="write the table down")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure_all(arguments, Path(folder))
    told = render(figures, arguments.rounds, torch.get_num_threads())
    if arguments.write:
        RESULTS.write_text(told, encoding="utf-8")
    print(told)
    return int(not all(reached for _, _, reached in verdicts(figures)))


def measure_all(arguments: argparse.Namespace, folder: Path) -> Figures:
    """Return the figures of all that the arguments ask for."""
    settings = Settings()
    figures = Figures(len(long_article().split()))
    if not arguments.quick:
        print("start and memory:", flush=True)
        measure_start(figures, folder, arguments.starts)
        measure_memory(figures, folder, long_article(_LONG_WORDS))
    print("one article:", flush=True)
    pipeline = Analyser(settings).pipeline
    weights = settings.resolved_models_dir / f"{GENERATOR}-q4_k_m.gguf"
    threads = torch.get_num_threads()
    with running_rival(arguments.llama.absolute(), weights, threads, folder) as rival:
        figures.version, figures.rival_ready = rival.version, rival.ready_seconds
        # What the first run makes ready is counted for neither side.
        rival.replay(analyse(pipeline, waiting_articles()[0]).work)
        race(figures, pipeline, rival.replay, long_article(), arguments.rounds)
        if not arguments.quick:
            race_waiting(figures, pipeline, rival.replay, waiting_articles()[: arguments.waiting])
    if not arguments.quick:
        del pipeline
        for dtype in (torch.bfloat16, torch.float32):
            name = str(dtype).removeprefix("torch.")
            figures.likeness[name] = _likeness(figures.recorded, dtype, settings)
    return figures


def _likeness(recorded: Recording, dtype: torch.dtype, settings: Settings) -> Likeness:
    """Compare what was recorded with what transformers alone writes in a number type."""
    folder, revision = locate_converted(GENERATOR, settings.resolved_models_dir)
    model: PreTrainedModel = AutoModelForCausalLM.from_pretrained(
        folder, dtype=dtype, local_files_only=True
    )
    adapter = attach_adapter(model, ADAPTER_PATH, revision)
    return compare(model, adapter, recorded.forked, _COMPARED)


if __name__ == "__main__":
    sys.exit(main())
