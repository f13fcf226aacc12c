"""Running jobs: which jobs this process really runs, whatever the database says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import structlog


class RunningJobs:
    """Notes jobs while they run, and finds those that only seem to."""

    def __init__(self) -> None:
        self._running: list[str] = []
        self._suspects: frozenset[str] = frozenset()

    @contextmanager
    def noted(self, job_id: str) -> Iterator[None]:
        """Note a job as running, and on every line logged, until the end of the block."""
        # One that was given back may still run here while it runs here anew.
        self._running.append(job_id)
        try:
            with structlog.contextvars.bound_contextvars(job_id=job_id):
                yield
        finally:
            self._running.remove(job_id)

    def find_lost(self, held: Iterable[str]) -> frozenset[str]:
        """Return those of the jobs that this process holds that it has not run for two looks.

        One look would not do: a job is held a moment before it runs, and after.
        """
        idle = frozenset(held) - set(self._running)
        lost = idle & self._suspects
        self._suspects = idle - lost
        return lost
