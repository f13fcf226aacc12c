"""Workers that look after one another, on the real databases."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import pytest

from service.domain.worker import WorkerPulse
from service.jobs.worker_watch import PATIENCE, WorkerWatch
from service.storage.unit_of_work import UnitOfWork
from tests.jobs.conftest import now


@dataclass
class Jobs:
    """Who holds jobs, and what was taken back."""

    unit_of_work: Callable[[], UnitOfWork]
    holders: set[str] = field(default_factory=set)
    taken: list[str] = field(default_factory=list)
    swept: int = 0

    def watch(self, name: str | None, **fields: object) -> WorkerWatch:
        return WorkerWatch(
            self.unit_of_work,
            name,
            lambda: self.holders,
            self.take_back,
            self.sweep,
            now,
            **fields,  # type: ignore[arg-type]  # any field
        )

    def take_back(self, names: Collection[str]) -> int:
        self.taken += sorted(names)
        self.holders -= set(names)
        return len(names)

    def sweep(self) -> None:
        self.swept += 1

    def pulse(self, name: str) -> WorkerPulse:
        with self.unit_of_work() as uow:
            return uow.workers.pulses()[name]

    def workers(self) -> set[str]:
        with self.unit_of_work() as uow:
            return set(uow.workers.pulses())


@pytest.fixture
def jobs(unit_of_work: Callable[[], UnitOfWork]) -> Jobs:
    return Jobs(unit_of_work)


def test_what_a_dead_worker_held_is_taken_over_in_time_and_not_before(jobs: Jobs) -> None:
    jobs.holders = {"dead", "alive"}
    jobs.watch("dead").look()
    alive, other = jobs.watch("alive"), jobs.watch("other")
    for _ in range(PATIENCE):
        alive.look()
        other.look()
        assert jobs.taken == []
    alive.look()
    assert jobs.taken == ["dead"]
    other.look()
    assert (jobs.taken, jobs.workers()) == (["dead"], {"alive", "other"})


def test_a_worker_that_lives_keeps_its_jobs_however_long_they_take(jobs: Jobs) -> None:
    jobs.holders = {"busy"}
    busy, other = jobs.watch("busy"), jobs.watch("other")
    for _ in range(4 * PATIENCE):
        busy.look()
        other.look()
    assert jobs.taken == []


def test_what_a_worker_held_that_stopped_is_taken_over_at_the_next_look(jobs: Jobs) -> None:
    jobs.holders = {"stopping"}
    stopping, other = jobs.watch("stopping"), jobs.watch("other")
    stopping.look()
    other.look()
    assert jobs.taken == []
    stopping.close()
    other.look()
    assert (jobs.taken, jobs.workers()) == (["stopping"], {"other"})


def test_jobs_of_one_that_no_worker_knows_are_taken_over_too(jobs: Jobs) -> None:
    jobs.holders = {"local"}
    # A service that leaves the work to others looks after it all the same.
    service = jobs.watch(None)
    for _ in range(PATIENCE + 1):
        service.look()
    assert (jobs.taken, jobs.workers()) == (["local"], set())


def test_a_worker_taken_for_dead_that_comes_back_is_one_of_them_again(jobs: Jobs) -> None:
    sleeper, other = jobs.watch("sleeper"), jobs.watch("other")
    sleeper.look()
    for _ in range(PATIENCE + 1):
        other.look()
    assert jobs.workers() == {"other"}
    sleeper.look()
    assert jobs.workers() == {"other", "sleeper"}


def test_looks_that_fail_make_nobody_dead(jobs: Jobs) -> None:
    jobs.holders = {"alive"}
    alive, other = jobs.watch("alive"), jobs.watch("other")
    alive.look()
    other.look()

    def away() -> UnitOfWork:
        raise ConnectionError

    other.unit_of_work = away
    for _ in range(2 * PATIENCE):
        with pytest.raises(ConnectionError):
            other.look()
    other.unit_of_work = jobs.unit_of_work
    for _ in range(PATIENCE):
        other.look()
    assert jobs.taken == []


def test_the_watch_beats_by_itself_until_it_is_closed(jobs: Jobs) -> None:
    watch = jobs.watch("worker", beat_seconds=0.02)
    watch.launch()
    deadline = time.monotonic() + 60
    while jobs.swept == 0 and time.monotonic() < deadline:
        time.sleep(0.05)
    watch.close()
    with jobs.unit_of_work() as uow:
        pulse = uow.workers.pulses()["worker"]
    assert pulse.beats > 3
    assert pulse.stopped
    assert jobs.swept > 0


def test_no_beat_comes_after_the_end_was_noted(jobs: Jobs) -> None:
    """A look that the database holds up outlasts the patience of whoever closes the watch."""
    watch = jobs.watch("worker", beat_seconds=0.01)
    watch.look()
    held, go_on = threading.Event(), threading.Event()

    def slow() -> UnitOfWork:
        held.set()
        assert go_on.wait(60)
        return jobs.unit_of_work()

    watch.unit_of_work = slow
    look = threading.Thread(target=watch.look)
    look.start()
    assert held.wait(60)
    # Its beat is on the way, so that nothing may be noted that it would take back.
    watch.close(0)
    assert not jobs.pulse("worker").stopped
    go_on.set()
    look.join(60)
    # The look found that the end had come, and did not beat.
    assert jobs.pulse("worker").beats == 1
    watch.unit_of_work = jobs.unit_of_work
    watch.close()
    assert jobs.pulse("worker").stopped
    watch.look()
    assert jobs.pulse("worker").stopped
