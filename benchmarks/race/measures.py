"""Measures: both sides in turn over the same work, the start, and a worker's memory."""

from __future__ import annotations

import re
import signal
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import httpx

from benchmarks.faults.desk import running_desk, wait_until
from benchmarks.race.recording import Recording, analyse
from benchmarks.race.reference import Likeness
from benchmarks.race.rival import Lap
from benchmarks.race.work import Asked
from service.domain.article import ArticleSubmission
from service.text.normalization import normalize
from service.use_cases.analyse_article import AnalysisPipeline

#: Articles that are analysed at a time in a second pass over those that wait, to see whether more
#: than the one of a worker's default (`CLAIMDESK_WORKER_CONCURRENCY`) would pay.
AT_A_TIME: Final = 4
_KIBIBYTES_A_GIBIBYTE: Final = 1024**2
_ANALYSIS_SECONDS: Final = 900


@dataclass
class Figures:
    """What one run measured.

    Attributes:
        words: Words of the article.
        own: Analyses of the article, in turn with `rival`.
        rival: What llama.cpp took for the same tokens, each for the analysis before.
        version: Of llama-cpp-python.
        rival_ready: Seconds that its weights took to load.
        waiting: How many articles waited.
        waiting_own: Seconds until all were analysed, `AT_A_TIME` at a time.
        waiting_alone: The same, one after the other.
        waiting_rival: Seconds of llama.cpp for the same tokens.
        ready_seconds: From the start of `claimdesk serve` until it is ready.
        worker_gibibytes: The largest resident set of a process that analyses a long article.
        long_words: Words of that article.
        likeness: By the number type of the reference: how like the answers are.
    """

    words: int
    own: list[Recording] = field(default_factory=list)
    rival: list[Lap] = field(default_factory=list)
    version: str = ""
    rival_ready: float = 0.0
    waiting: int = 0
    waiting_own: float = 0.0
    waiting_alone: float = 0.0
    waiting_rival: float = 0.0
    ready_seconds: list[float] = field(default_factory=list)
    worker_gibibytes: float = 0.0
    long_words: int = 0
    likeness: dict[str, Likeness] = field(default_factory=dict)

    @property
    def recorded(self) -> Recording:
        """Return the first analysis, whose amounts stand in the tables."""
        return self.own[0]


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some figures, and their least and largest."""

    median: float
    least: float
    largest: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> Spread:
        """Return the spread of figures."""
        return cls(statistics.median(figures), min(figures), max(figures))

    def __str__(self) -> str:
        """Return it as the table shows it."""
        return f"{self.median:.2f} [{self.least:.2f}, {self.largest:.2f}]"


def race(
    figures: Figures,
    pipeline: AnalysisPipeline,
    replay: Callable[[Sequence[Asked]], Lap],
    text: str,
    rounds: int,
) -> None:
    """Time both sides on one article, in turn, each round on the same tokens."""
    for number in range(1, rounds + 1):
        # The writer keeps what it has just read; another first line makes it read anew.
        figures.own.append(analyse(pipeline, f"Edition {number}\n\n{text}"))
        figures.rival.append(replay(figures.own[-1].work))
        took = f"{figures.own[-1].total:.1f} s, llama.cpp {figures.rival[-1].total:.1f} s"
        print(f"  round {number}: {took}", flush=True)


def race_waiting(
    figures: Figures,
    pipeline: AnalysisPipeline,
    replay: Callable[[Sequence[Asked]], Lap],
    texts: Sequence[str],
) -> None:
    """Time both sides on articles that wait: one by one in turn, then ours some at a time."""
    figures.waiting = len(texts)
    for text in texts:
        recording = analyse(pipeline, text)
        figures.waiting_alone += recording.total
        figures.waiting_rival += replay(recording.work).total
    submissions = [ArticleSubmission(text=normalize(f"Edition 2\n\n{text}")) for text in texts]
    started = time.perf_counter()
    with ThreadPoolExecutor(AT_A_TIME) as threads:
        list(threads.map(pipeline.run, submissions))
    figures.waiting_own = time.perf_counter() - started
    took = f"{figures.waiting_own:.1f} s, one by one {figures.waiting_alone:.1f} s"
    print(f"  {len(texts)} waiting: {took}, llama.cpp {figures.waiting_rival:.1f} s", flush=True)


def measure_start(figures: Figures, folder: Path, starts: int) -> None:
    """Time `claimdesk serve` from its start until `/readyz` says that it is ready."""
    for number in range(starts):
        with running_desk(folder / f"start-{number}", module="service.cli") as desk:
            service = desk.api(worker=True)
            started = time.monotonic()
            service.start(wait=False)
            wait_until(partial(_is_ready, service.url), "the service to be ready")
            figures.ready_seconds.append(time.monotonic() - started)
            service.end(signal.SIGTERM)
    print(f"  ready after {Spread.of(figures.ready_seconds)} s", flush=True)


def measure_memory(figures: Figures, folder: Path, text: str) -> None:
    """Have a service with its worker analyse a long article; read its largest resident set."""
    figures.long_words = len(text.split())
    with running_desk(folder / "memory", module="service.cli") as desk:
        service = desk.api(worker=True)
        service.start()
        with httpx.Client(base_url=service.url, timeout=30) as client:
            location = client.post("/v1/articles", json={"text": text}).headers["location"]

            def is_analysed() -> bool:
                return bool(client.get(location).json()["status"] in {"ready", "failed"})

            wait_until(is_analysed, "the analysis", _ANALYSIS_SECONDS, poll_seconds=0.5)
            status = client.get(location).json()["status"]
        if status != "ready":
            message = "the long article's analysis has failed"
            raise RuntimeError(message)
        assert service.popen is not None  # noqa: S101  it was started
        figures.worker_gibibytes = peak_of(service.popen.pid)
        service.end(signal.SIGTERM)
    print(f"  the worker's peak {figures.worker_gibibytes:.2f} GiB", flush=True)


def peak_of(pid: int) -> float:
    """Return the largest resident set of a running process in GiB, as Linux tells it.

    Raises:
        ValueError: Where the system does not tell.
    """
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.is_file() else None
    if found is None:
        message = "only Linux tells how much memory another process had at most"
        raise ValueError(message)
    return int(found[1]) / _KIBIBYTES_A_GIBIBYTE


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=2).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
