"""A clock that is stepped back under a service, and what is left of its promises afterwards.

`time-machine` gives the process another time of the day; the clock that measures how long
things take goes on, as it does where a real clock is set.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx
import time_machine

from benchmarks.faults.checker import Promises, check_ended, check_stored
from benchmarks.faults.desk import Desk, Process

CLOCK_VARIABLE: Final = "CLAIMDESK_FAULTS_CLOCK"
_TIMEOUT_SECONDS: Final = 60
_SETTLE_SECONDS: Final = 180
_STEP: Final = timedelta(hours=-2)
_STEPS: Final = ("triaged", "in_progress", "in_review")
_LOOK_SECONDS: Final = 0.02


@dataclass
class SteppingClock:
    """The clock of the processes that it is given to.

    Attributes:
        file: Where they read by how many seconds it is off.
    """

    file: Path

    def __post_init__(self) -> None:
        """Have it go right."""
        self.set(timedelta())

    def set(self, off: timedelta) -> None:
        """Have it be so far off, and wait until the processes have seen it."""
        written = self.file.with_suffix(".new")
        written.write_text(str(off.total_seconds()), encoding="ascii")
        written.replace(self.file)
        time.sleep(10 * _LOOK_SECONDS)

    def give_to(self, process: Process) -> None:
        """Have a process, which is not started yet, go by this clock."""
        process.environment[CLOCK_VARIABLE] = str(self.file)


@contextmanager
def clock_from_environment() -> Iterator[None]:
    """Go by the clock that the environment names, where it names one."""
    named = os.environ.get(CLOCK_VARIABLE)
    if named is None:
        yield
        return
    file = Path(named)
    started, measured = datetime.now(UTC), time.monotonic()
    with time_machine.travel(started, tick=True) as traveller:

        def follow() -> None:
            known = 0.0
            while True:
                off = float(file.read_text(encoding="ascii"))
                if off != known:
                    elapsed = timedelta(seconds=time.monotonic() - measured + off)
                    traveller.move_to(started + elapsed)
                    known = off
                time.sleep(_LOOK_SECONDS)

        threading.Thread(target=follow, name="clock", daemon=True).start()
        yield


@dataclass
class Outcome:
    """What came of a clock that was stepped back and forth.

    Attributes:
        articles: How many were accepted, before and after.
        changes: How many changes of status were acknowledged.
        problems: What does not hold, a sentence each.
    """

    articles: int = 0
    changes: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Return a row of the table."""
        verdict = "pass" if not self.problems else "FALL SHORT"
        return (
            f"clock stepped back by two hours and forth again: {self.articles} articles accepted, "
            f"{self.changes} changes acknowledged: {verdict}"
        )


@dataclass
class _Caller:
    """Whoever uses the service, and notes what it was told."""

    client: httpx.Client
    outcome: Outcome
    promises: Promises = field(default_factory=Promises)
    number: int = 2_000

    def submit(self, key: str | None = None) -> str:
        """Submit an article; a new one, unless the key was used for the last one."""
        self.number += 1
        return self._submit(self.number, key)

    def repeat(self, key: str) -> str:
        """Submit the last article once more."""
        return self._submit(self.number, key)

    def _submit(self, number: int, key: str | None) -> str:
        text = f"The port of Halden handled {number:,} containers in March 2024."
        headers = {} if key is None else {"Idempotency-Key": key}
        answer = self.client.post("/v1/articles", json={"text": text}, headers=headers)
        article = str(answer.raise_for_status().json()["id"])
        self.promises.articles[article] = text
        return article

    def move(self, claim: dict[str, Any], workflow: str) -> dict[str, Any]:
        """Move a claim on."""
        answer = self.client.post(
            f"/v1/claims/{claim['id']}/status",
            json={"workflow": workflow},
            headers={"If-Match": f'"{claim["version"]}"'},
        )
        moved: dict[str, Any] = answer.raise_for_status().json()
        self.promises.changes.append((moved["id"], moved["version"], workflow))
        return moved

    def read(self, path: str) -> dict[str, Any]:
        """Read something."""
        found: dict[str, Any] = self.client.get(path).raise_for_status().json()
        return found


def step_back_and_forth(desk: Desk) -> Outcome:
    """Set the clock back under a service that works, and right again, and check what is left."""
    outcome = Outcome()
    clock = SteppingClock(desk.folder / "clock")
    service = desk.api(worker=True)
    clock.give_to(service)
    service.start()
    with httpx.Client(base_url=service.url, timeout=_TIMEOUT_SECONDS) as client:
        caller = _Caller(client, outcome)
        first = caller.submit()
        desk.wait_until_all_end(_SETTLE_SECONDS)
        (claim,) = caller.read(f"/v1/claims?article_id={first}")["items"]
        claim = caller.move(claim, _STEPS[0])
        # One that is being analysed when the clock is set back.
        in_hand = caller.submit("k-1")
        clock.set(_STEP)
        if caller.repeat("k-1") != in_hand:
            outcome.problems.append("a request was carried out twice")
        seen = claim["updated_at"]
        claim = caller.move(claim, _STEPS[1])
        caller.submit()
        outcome.problems += check_ended(desk, _SETTLE_SECONDS)
        outcome.problems += _check_told(caller, claim["id"], seen)
        clock.set(timedelta())
        caller.move(claim, _STEPS[2])
        caller.submit()
        outcome.problems += check_ended(desk, _SETTLE_SECONDS)
        outcome.problems += _check_told(caller, claim["id"], seen)
    outcome.problems += check_stored(desk, caller.promises)
    outcome.articles = len(caller.promises.articles)
    outcome.changes = len(caller.promises.changes)
    return outcome


def _check_told(caller: _Caller, claim_id: str, seen: str) -> list[str]:
    """Look whether who polls hears of the change, and whether the history reads forward."""
    found: list[str] = []
    told = caller.read(f"/v1/claims?updated_since={seen.replace('+', '%2B')}")["items"]
    if claim_id not in {claim["id"] for claim in told}:
        found.append("a change is not among those since the last one that was seen")
    events = caller.read(f"/v1/claims/{claim_id}/history")["items"]
    in_order = sorted(events, key=lambda event: int(event["sequence"]))
    instants = [event["occurred_at"] for event in in_order]
    if instants != sorted(instants):
        found.append(f"the history goes back in time: {instants}")
    return found
