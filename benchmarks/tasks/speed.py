"""Speed: seconds an article by stage, and memory.

Articles of about 600 words (540 to 660) of the fold, five of them unless a limit says
otherwise, go through all stages one after the other, as a worker takes them; loading the
weights and a first short article are not counted. `prepare`, `score`, `rewrite`,
`verify`, `embed` and `summarise` are wall-clock seconds, `all stages` their sum. `peak
memory` is the process's largest resident set in GiB. A busy machine is slower: the note
tells the load before and after.
"""

from __future__ import annotations

import os
import resource
import sys

from benchmarks.bench import Bench
from benchmarks.bootstrap import Counts, Figure, ratio_figures
from benchmarks.data import in_fold
from benchmarks.injections import plain_article
from benchmarks.report import Section

WORDS = range(540, 661)
DEFAULT_ARTICLES = 5
_BYTES_A_GIBIBYTE = 1024**3


def run(bench: Bench) -> list[Section]:
    """Take the articles through all stages and time them."""
    texts = [
        text
        for sha, text in bench.data.texts().items()
        if in_fold(sha, bench.data.fold) and len(text.split()) in WORDS
    ][: bench.data.limit or DEFAULT_ARTICLES]
    bench.analyser.analyse(plain_article(0))
    bench.analyser.summarise(plain_article(0), None)
    before = os.getloadavg()[0]
    counts: list[Counts] = []
    for text in bench.progress(texts, "speed"):
        stages = dict(bench.analyser.analyse(text).seconds)
        stages["summarise"] = bench.analyser.summarise(text, None).seconds
        stages["all stages"] = sum(stages.values())
        counts.append(
            {**{s: (seconds, 1) for s, seconds in stages.items()}, "words": (len(text.split()), 1)}
        )
    note = f"Load {before:.1f} before, {os.getloadavg()[0]:.1f} after, {os.cpu_count()} cores."
    figures = {**ratio_figures(counts), "peak memory": Figure(peak_memory(), None, None, 1)}
    return [Section("speed: seconds an article", len(texts), figures, note)]


def peak_memory() -> float:
    """Return the largest resident set of this process so far, in GiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in KiB, macOS in bytes.
    size = peak if sys.platform == "darwin" else peak * 1024
    return round(size / _BYTES_A_GIBIBYTE, 2)
