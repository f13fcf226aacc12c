"""`make load`: many times what the service can do, for minutes, and what it does meanwhile.

The capacity is what one process analyses a second while callers keep its queue full. Then as
many articles a second are offered as the multiple asks for, which is to be answered 503 with
`Retry-After` past the bound of the queue, while `/livez` answers at once and the memory of
the process stays what it was. Once the callers are gone, the service must take articles again
within a minute, and every article that it took must end `ready`.

Networks that take a set time and quote stand in for the real ones
(`benchmarks/faults/networks.py`); the process, its queue and its database are real.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import count
from pathlib import Path
from typing import Final

from benchmarks.desk.clock import MILLISECONDS, Caller, Times
from benchmarks.faults.desk import Desk, Process, running_desk

QUEUE_LIMIT: Final = 50
_STAGE_SECONDS: Final = 0.1
_CAPACITY_SECONDS: Final = 20.0
_RECOVERY_SECONDS, _SETTLE_SECONDS = 60.0, 600.0
_LIVEZ_MILLISECONDS: Final = 100.0
_MEMORY_GROWTH: Final = 1.1
_LEAST_OFFERED: Final = 0.9
_SAMPLE_SECONDS: Final = 0.25
_KIBIBYTES_A_MEBIBYTE: Final = 1024
_ACCEPTED, _FULL = frozenset({201, 202}), 503
_ENDED: Final = "SELECT status, count(*) FROM article GROUP BY status"


@dataclass
class Offers:
    """What callers offered and were told.

    Attributes:
        answers: By status; 0 where the connection failed.
        without_retry: Answers of 503 that did not say when to come again.
    """

    answers: Counter[int] = field(default_factory=Counter)
    without_retry: int = 0
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def offer(self, caller: Caller) -> int:
        """Submit an article that nobody submitted before; return the status of the answer."""
        with self._lock:
            number = next(self._numbers)
        text = f"The port of Halden handled {number + 1_000:,} containers in March 2024."
        status, headers = 0, {}
        try:
            status, _ = caller.ask("/v1/articles", {"text": text})
            headers = caller.headers
        except (OSError, HTTPException):
            caller.close()
        with self._lock:
            self.answers[status] += 1
            self.without_retry += status == _FULL and "retry-after" not in headers
        return status


@dataclass(frozen=True)
class Outcome:
    """What came of an overload."""

    times: float
    capacity: float
    offered: float
    seconds: float
    answers: Counter[int]
    without_retry: int
    livez: Times
    memory: tuple[float, float]
    recovery_seconds: float
    ended: dict[str, int]

    def rows(self) -> list[tuple[str, str, bool]]:
        """Return what is to hold, what was measured, and whether it holds."""
        taken = sum(self.answers[status] for status in _ACCEPTED)
        full = self.answers[_FULL]
        other = {s: n for s, n in self.answers.items() if s not in {*_ACCEPTED, _FULL}}
        before, most = self.memory
        offered = (
            f"{self.offered:.0f} offered a second, {self.offered / self.capacity:.1f} times the "
            f"capacity of {self.capacity:.1f}, for {self.seconds:.0f} s: {taken} taken, {full} "
            f"answered 503, {self.without_retry} of them without Retry-After, others {other}"
        )
        livez = (
            f"p50 {self.livez.p50:.0f} ms, p95 {self.livez.p95:.0f} ms, most "
            f"{max(self.livez.milliseconds):.0f} ms"
        )
        memory = f"{before:.0f} MiB when the queue was full, at most {most:.0f} MiB after"
        return [
            (
                "503 with Retry-After past the queue's bound, and nothing else",
                offered,
                full > 0 and not other and not self.without_retry,
            ),
            (
                f"at least {_LEAST_OFFERED:.0%} of {self.times:.0f} times the capacity offered",
                f"{self.offered / self.capacity:.1f} times",
                self.offered >= _LEAST_OFFERED * self.times * self.capacity,
            ),
            (
                f"95 of 100 answers of /livez under {_LIVEZ_MILLISECONDS:.0f} ms",
                livez,
                self.livez.p95 < _LIVEZ_MILLISECONDS,
            ),
            ("memory flat, within a tenth", memory, most <= _MEMORY_GROWTH * before),
            (
                "articles taken again within a minute",
                f"after {self.recovery_seconds:.1f} s",
                self.recovery_seconds <= _RECOVERY_SECONDS,
            ),
            ("every article taken ends ready", f"{self.ended}", self.ended == {"ready": taken}),
        ]


def overload(desk: Desk, service: Process, seconds: float, times: float, callers: int) -> Outcome:
    """Find the capacity, offer a multiple of it, and see how the service comes through."""
    offers = Offers()
    capacity = _find_capacity(desk, service, offers)
    before = _memory(service)
    ended, watched = threading.Event(), Watch(service)
    threads = [watched.start(ended)]
    started = time.monotonic()
    told_before = sum(offers.answers.values())
    pause = callers / (capacity * times)
    threads += [
        _in_thread(lambda: _keep_offering(service, offers, pause, ended)) for _ in range(callers)
    ]
    time.sleep(seconds)
    ended.set()
    for thread in threads:
        thread.join()
    lasted = time.monotonic() - started
    offered = (sum(offers.answers.values()) - told_before) / lasted
    recovered = _await_recovery(service, offers)
    desk.wait_until_all_end(_SETTLE_SECONDS)
    return Outcome(
        times,
        capacity,
        offered,
        lasted,
        offers.answers,
        offers.without_retry,
        Times(tuple(watched.livez)),
        (before, max(watched.memory)),
        recovered,
        dict(desk.rows(_ENDED)),
    )


@dataclass
class Watch:
    """Looks at a service all the time: how soon it says that it lives, and its memory."""

    service: Process
    livez: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def start(self, ended: threading.Event) -> threading.Thread:
        """Begin to look, until something has ended."""
        return _in_thread(lambda: self._look(ended))

    def _look(self, ended: threading.Event) -> None:
        with closing(Caller(self.service.url)) as caller:
            while not ended.wait(_SAMPLE_SECONDS):
                started = time.perf_counter()
                try:
                    caller.ask("/livez")
                except (OSError, HTTPException):
                    # It did not answer, which is worse than any answer.
                    caller.close()
                    self.livez.append(math.inf)
                else:
                    self.livez.append((time.perf_counter() - started) * MILLISECONDS)
                self.memory.append(_memory(self.service))


def _in_thread(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def _keep_offering(
    service: Process, offers: Offers, pause_seconds: float, ended: threading.Event
) -> None:
    due = time.monotonic()
    with closing(Caller(service.url)) as caller:
        while not ended.wait(max(0.0, due - time.monotonic())):
            offers.offer(caller)
            # Who is late does not catch up all at once.
            due = max(due + pause_seconds, time.monotonic() - pause_seconds)


def _find_capacity(desk: Desk, service: Process, offers: Offers) -> float:
    """Return how many articles end a second while the queue is kept full."""
    with closing(Caller(service.url)) as caller:
        while offers.offer(caller) in _ACCEPTED:
            pass
        started, ended_before = time.monotonic(), _ended(desk)
        while time.monotonic() - started < _CAPACITY_SECONDS:
            if offers.offer(caller) not in _ACCEPTED:
                time.sleep(_SAMPLE_SECONDS)
    return (_ended(desk) - ended_before) / (time.monotonic() - started)


def _ended(desk: Desk) -> int:
    found: int = desk.rows("SELECT count(*) FROM article WHERE status = 'ready'")[0][0]
    return found


def _await_recovery(service: Process, offers: Offers) -> float:
    started = time.monotonic()
    with closing(Caller(service.url)) as caller:
        while offers.offer(caller) not in _ACCEPTED:
            if time.monotonic() - started > 2 * _RECOVERY_SECONDS:
                break
            time.sleep(_SAMPLE_SECONDS)
    return time.monotonic() - started


def _memory(service: Process) -> float:
    """Return the memory that a process holds, in MiB."""
    assert service.popen is not None  # noqa: S101  it was started
    status = Path(f"/proc/{service.popen.pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / _KIBIBYTES_A_MEBIBYTE


def main() -> int:
    """Overload a service on SQLite and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=300, help="how long (300)")
    parser.add_argument("--times", type=float, default=20, help="the multiple of capacity (20)")
    parser.add_argument("--callers", type=int, default=8, help="connections (8)")
    arguments = parser.parse_args()
    settings = {"QUEUE_LIMIT": str(QUEUE_LIMIT), "RATE_LIMIT_ADMIN": "1000000/second"}
    with (
        tempfile.TemporaryDirectory() as folder,
        running_desk(Path(folder), stage_seconds=_STAGE_SECONDS, settings=settings) as desk,
    ):
        service = desk.api(worker=True)
        service.start()
        outcome = overload(desk, service, arguments.seconds, arguments.times, arguments.callers)
    rows = outcome.rows()
    print("| goal | measured | |\n|---|---|---|")
    for goal, told, holds in rows:
        print(f"| {goal} | {told} | {'pass' if holds else 'FALLS SHORT'} |")
    return int(not all(holds for _, _, holds in rows))


if __name__ == "__main__":
    sys.exit(main())
