"""The load: callers that submit articles and work on claims, and note what they were told."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count

import httpx

from benchmarks.faults.checker import Promises
from benchmarks.faults.desk import Process

_TIMEOUT_SECONDS = 30
_STEPS = {"new": "triaged", "triaged": "in_progress", "in_progress": "in_review"}
_BACK = "in_progress"


@dataclass
class Load:
    """Callers of some services, each in a thread of its own.

    Attributes:
        promises: What they were told.
        failures: Answers that are neither success nor a request to come back.
    """

    services: Sequence[Process]
    seed: int
    pause_seconds: float = 0.2
    promises: Promises = field(default_factory=Promises)
    failures: list[str] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _ended: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Begin: one caller submits, another one works on claims."""
        for work in (self._submit, self._move):
            thread = threading.Thread(target=self._run, args=[work], daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """End, once every caller has its answer."""
        self._ended.set()
        for thread in self._threads:
            thread.join(2 * _TIMEOUT_SECONDS)

    def _run(self, work: object) -> None:
        choose = random.Random(self.seed)  # noqa: S311  which service is asked
        while not self._ended.wait(self.pause_seconds):
            service = choose.choice(self.services)
            try:
                with httpx.Client(base_url=service.url, timeout=_TIMEOUT_SECONDS) as client:
                    work(client)  # type: ignore[operator]  # one of the two below
            except httpx.HTTPError:
                # It was killed just now; what it has not answered was not promised.
                continue

    def _submit(self, client: httpx.Client) -> None:
        number = next(self._numbers)
        text = f"The port of Halden handled {number + 1_000:,} containers in March 2024."
        answer = client.post("/v1/articles", json={"text": text})
        if answer.is_success:
            self.promises.articles[answer.json()["id"]] = text
        else:
            self._note(answer)

    def _move(self, client: httpx.Client) -> None:
        answer = client.get("/v1/claims?limit=20&sort=-updated_at")
        if not answer.is_success:
            self._note(answer)
            return
        for claim in answer.json()["items"][:5]:
            workflow = _STEPS.get(claim["workflow"], _BACK)
            moved = client.post(
                f"/v1/claims/{claim['id']}/status",
                json={"workflow": workflow},
                headers={"If-Match": f'"{claim["version"]}"'},
            )
            if moved.is_success:
                self.promises.changes.append((claim["id"], moved.json()["version"], workflow))
            else:
                self._note(moved)

    def _note(self, answer: httpx.Response) -> None:
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
                return
            at = time.strftime("%H:%M:%S")
            self.failures.append(f"{at} {answer.request.url.path}: {answer.text[:300]}")
