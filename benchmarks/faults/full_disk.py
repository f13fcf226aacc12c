"""A full disk: what callers are told while it is full, and what is left when it has room again."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus

import httpx

from benchmarks.faults.checker import Promises, check, check_ended
from benchmarks.faults.desk import Desk, Process, wait_until
from benchmarks.faults.disk import Disk

#: So often each is tried while the disk is full; side files may have room for some.
_TRIES = 60
_REFUSALS = 5
_TIMEOUT_SECONDS = 60
_SETTLE_SECONDS = 180
_LIVEZ_SECONDS = 2.0
_PROBLEM = "urn:claimdesk:problem:store-unavailable"
_STEPS = {"new": "triaged", "triaged": "in_progress", "in_progress": "in_review"}


@dataclass
class Outcome:
    """What came of a full disk.

    Attributes:
        disk: What was full.
        while_full: What was taken and what was refused, by what it was.
        recovery_seconds: From the moment of room to the first article that was taken again.
        problems: What does not hold, a sentence each.
    """

    disk: str
    while_full: Counter[str] = field(default_factory=Counter)
    recovery_seconds: float = 0.0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Return a row of the table."""
        told = ", ".join(f"{count} {what}" for what, count in sorted(self.while_full.items()))
        verdict = "pass" if not self.problems else "FALL SHORT"
        return (
            f"SQLite, disk full ({self.disk}): {told}; used again "
            f"{self.recovery_seconds:.1f} s after there was room: {verdict}"
        )


@dataclass
class _Callers:
    """Whoever submits articles and moves claims, and notes what they were told."""

    client: httpx.Client
    outcome: Outcome
    promises: Promises = field(default_factory=Promises)
    refused: list[str] = field(default_factory=list)
    _number: int = 1_000

    def submit(self) -> bool:
        """Submit a new article; return whether it was taken."""
        self._number += 1
        text = f"The port of Halden handled {self._number:,} containers in March 2024."
        answer = self.client.post("/v1/articles", json={"text": text})
        if answer.is_success:
            self.promises.articles[answer.json()["id"]] = text
        else:
            self.refused.append(text)
        return answer.is_success or self._refuse(answer)

    def move(self) -> bool:
        """Move a claim; return whether that was taken."""
        (claim,) = self.client.get("/v1/claims?limit=1").raise_for_status().json()["items"]
        workflow = _STEPS.get(claim["workflow"], "in_progress")
        answer = self.client.post(
            f"/v1/claims/{claim['id']}/status",
            json={"workflow": workflow},
            headers={"If-Match": f'"{claim["version"]}"'},
        )
        if answer.is_success:
            change = (claim["id"], answer.json()["version"], workflow)
            self.promises.changes.append(change)
        return answer.is_success or self._refuse(answer)

    def look(self) -> None:
        """Read, and ask whether the service lives."""
        started = time.monotonic()
        alive = self.client.get("/livez")
        if not alive.is_success or time.monotonic() - started > _LIVEZ_SECONDS:
            self.outcome.problems.append("/livez did not answer as it should")
        read = self.client.get("/v1/articles?limit=1")
        if not read.is_success:
            self.outcome.problems.append(f"reading was answered with {read.status_code}")

    def _refuse(self, answer: httpx.Response) -> bool:
        clear = (
            answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
            and answer.headers["content-type"] == "application/problem+json"
            and answer.json()["type"] == _PROBLEM
            and int(answer.headers.get("retry-after", 0)) > 0
        )
        if not clear:
            told = f"{answer.request.url.path}: {answer.status_code} {answer.text[:300]}"
            self.outcome.problems.append(f"no clear refusal: {told}")
        return False


def fill_and_free(desk: Desk, service: Process, disk: Disk) -> Outcome:
    """Fill the disk under a service that works, give it room again, and check what is left."""
    outcome = Outcome(disk.kind)
    with httpx.Client(base_url=service.url, timeout=_TIMEOUT_SECONDS) as client:
        callers = _Callers(client, outcome)
        for _ in range(2):
            callers.submit()
        desk.wait_until_all_end(_SETTLE_SECONDS)
        # One that is being analysed when the disk fills up.
        callers.submit()
        disk.fill(service)
        try:
            _use_while_full(callers)
        finally:
            disk.free(service)
        freed_at = time.monotonic()
        with suppress(TimeoutError):
            wait_until(callers.submit, "the disk to be used again", _SETTLE_SECONDS)
            wait_until(callers.move, "claims to be moved again", _SETTLE_SECONDS)
        outcome.recovery_seconds = time.monotonic() - freed_at
        outcome.problems += check_ended(desk, _SETTLE_SECONDS)
    outcome.problems += _check_refused(desk, callers)
    outcome.problems += check(desk, callers.promises)
    return outcome


def _use_while_full(callers: _Callers) -> None:
    while_full = callers.outcome.while_full
    for _ in range(_TRIES):
        callers.look()
        while_full["articles taken" if callers.submit() else "articles refused"] += 1
        while_full["changes taken" if callers.move() else "changes refused"] += 1
        if min(while_full["articles refused"], while_full["changes refused"]) >= _REFUSALS:
            return
    callers.outcome.problems.append("the disk was not full")


def _check_refused(desk: Desk, callers: _Callers) -> list[str]:
    """Look for what was refused and is stored all the same."""
    stored = {str(row[0]) for row in desk.rows("SELECT text FROM article")}
    both = stored & set(callers.refused)
    return [f"an article was refused and is stored: {text}" for text in sorted(both)]
