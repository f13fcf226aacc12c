"""`make faults`: kills processes at random points, fills the disk, sets the clock back.

After each it checks what is left.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faults.checker import check, check_ended
from benchmarks.faults.clock import Outcome as SteppedClock
from benchmarks.faults.clock import step_back_and_forth
from benchmarks.faults.cluster import Cluster
from benchmarks.faults.desk import Desk, Process, running_desk
from benchmarks.faults.disk import disk_under
from benchmarks.faults.full_disk import Outcome as FullDisk
from benchmarks.faults.full_disk import fill_and_free
from benchmarks.faults.load import Load

_SETTLE_SECONDS = 300
_SHARE_OF_WAITS = 0.8


@dataclass(frozen=True)
class Outcome:
    """What came of the rounds on one database."""

    database: str
    rounds: int
    kills: Counter[str]
    articles: int
    changes: int
    settle_seconds: float
    problems: list[str]

    def __str__(self) -> str:
        """Return a row of the table."""
        kills = ", ".join(f"{count} {name}" for name, count in sorted(self.kills.items()))
        verdict = "pass" if not self.problems else "FALL SHORT"
        return (
            f"{self.database}: {self.rounds} rounds (kill -9 of {kills}); {self.articles} articles "
            f"accepted, {self.changes} changes acknowledged; all ended {self.settle_seconds:.0f} s "
            f"after the last kill: {verdict}"
        )


def kill_rounds(desk: Desk, cluster: Cluster | None, rounds: int, seed: int) -> Outcome:
    """Kill one process after another under load, then check what is left."""
    choose = random.Random(seed)  # noqa: S311  when and whom to kill
    services = [desk.api(worker=cluster is None)]
    workers = [] if cluster is None else [desk.worker(), desk.worker()]
    for process in (*services, *workers):
        process.is_supervised = True
        process.start()
    load = Load(services, seed)
    load.start()
    victims: list[Process | Cluster] = [*services, *workers]
    if cluster is not None:
        victims.append(cluster)
    kills: Counter[str] = Counter()
    for _ in range(rounds):
        time.sleep(choose.uniform(0.2, 4))
        victim = choose.choice(victims)
        # Now and then the next kill comes before this one is ready again.
        kills[_kill(victim, wait=choose.random() < _SHARE_OF_WAITS)] += 1
    for process in (*services, *workers):
        process.wait_until_ready()
    ended_at = time.monotonic()
    load.stop()
    late = check_ended(desk, _SETTLE_SECONDS)
    settled = time.monotonic() - ended_at
    found = [*late, *load.failures, *check(desk, load.promises)]
    name = "SQLite" if cluster is None else "PostgreSQL"
    promised = load.promises
    return Outcome(
        name, rounds, kills, len(promised.articles), len(promised.changes), settled, found
    )


def fill_disk(folder: Path) -> FullDisk:
    """Fill the disk under a service with SQLite, and check what is left."""
    # The database alone lies on it; logs and what is noted of calls do not.
    with disk_under(folder / "data") as disk, running_desk(folder, stage_seconds=0.2) as desk:
        service = desk.api(worker=True)
        service.start()
        return fill_and_free(desk, service, disk)


def step_clock(folder: Path) -> SteppedClock:
    """Set the clock back under a service with SQLite, and right again; check what is left."""
    with running_desk(folder, stage_seconds=0.5) as desk:
        return step_back_and_forth(desk)


def _kill(victim: Process | Cluster, *, wait: bool) -> str:
    """Kill a process and start it again; return what it was."""
    if isinstance(victim, Cluster):
        victim.stop(signal.SIGKILL)
        victim.start()
        return "PostgreSQL"
    if victim.is_running:
        victim.end(signal.SIGKILL)
    victim.start(wait=wait)
    return "worker" if victim.port is None else "API"


def main() -> int:
    """Run the rounds on both databases and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50, help="kills on each database (50)")
    parser.add_argument("--seed", type=int, default=1, help="decides whom to kill, and when (1)")
    parser.add_argument("--only", choices=["sqlite", "postgresql"], help="one database alone")
    parser.add_argument("--keep", type=Path, help="a folder for logs and databases, which is kept")
    arguments = parser.parse_args()
    outcomes: list[Outcome | FullDisk | SteppedClock] = []
    with ExitStack() as stack:
        folder = arguments.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        # The user that PostgreSQL runs as must reach its folder.
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        if arguments.only != "postgresql":
            with running_desk(folder / "sqlite", stage_seconds=0.2) as desk:
                outcomes.append(kill_rounds(desk, None, arguments.rounds, arguments.seed))
                print(outcomes[-1], flush=True)
            outcomes.append(fill_disk(folder / "full"))
            print(outcomes[-1], flush=True)
            outcomes.append(step_clock(folder / "clock"))
            print(outcomes[-1], flush=True)
        if arguments.only != "sqlite":
            cluster = Cluster.create(folder / "cluster")
            cluster.start()
            stack.callback(cluster.stop)
            with running_desk(folder / "postgresql", cluster.url, stage_seconds=0.2) as desk:
                outcomes.append(kill_rounds(desk, cluster, arguments.rounds, arguments.seed))
                print(outcomes[-1], flush=True)
    for outcome in outcomes:
        for problem in outcome.problems[:50]:
            print(f"  {str(outcome).partition(':')[0]}: {problem}")
    return int(any(outcome.problems for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
