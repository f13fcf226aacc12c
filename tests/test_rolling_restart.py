"""A rolling restart of all services and workers under load: nothing is lost, nothing done twice."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from benchmarks.faults.desk import Desk, Process, running_desk, wait_until
from benchmarks.postgres import PostgresServer

#: How long an orchestrator waits before it kills.
GRACE_SECONDS = 30
WAIT_SECONDS = 180


@dataclass
class Load:
    """Callers that submit articles to whichever service answers, until they are stopped.

    Attributes:
        accepted: The articles that a service has answered for, by text.
        refused: Answers that were neither 2xx nor no connection at all.
    """

    services: list[Process]
    accepted: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def run(self, caller: int) -> None:
        number = 0
        while not self.ended.wait(0.25):
            number += 1
            text = f"The port of Halden handled {caller},{number:03} containers in March 2024."
            self._submit(text, number)

    def _submit(self, text: str, number: int) -> None:
        # As a load balancer does: where nobody takes the connection, the next one is tried.
        for attempt in range(100):
            service = self.services[(number + attempt) % len(self.services)]
            headers = {"Prefer": "wait=5"} if number % 4 == 0 else {}
            try:
                answer = httpx.post(
                    f"{service.url}/v1/articles", json={"text": text}, headers=headers, timeout=60
                )
            except httpx.TransportError:
                self.ended.wait(0.1)
                continue
            if answer.is_success:
                self.accepted[text] = answer.json()["id"]
            else:
                self.refused.append(f"{answer.status_code}: {answer.text}")
            return


@pytest.fixture
def desk(postgres: PostgresServer, tmp_path: Path) -> Iterator[Desk]:
    url = postgres.create_database()
    with running_desk(tmp_path, url, stage_seconds=0.3, settings={"QUEUE_LIMIT": "1000"}) as desk:
        yield desk
    postgres.drop_database(url)


def test_a_rolling_restart_under_load_loses_no_article_and_repeats_no_stage(desk: Desk) -> None:
    services, workers = [desk.api(), desk.api()], [desk.worker(), desk.worker()]
    for process in (*services, *workers):
        process.start(wait=False)
    for process in (*services, *workers):
        process.wait_until_ready()
    load = Load(services)
    callers = [threading.Thread(target=load.run, args=[number]) for number in (1, 2)]
    for caller in callers:
        caller.start()
    time.sleep(2)
    for process in (*workers, *services):
        started = time.monotonic()
        assert process.end(signal.SIGTERM) == 0
        assert time.monotonic() - started < GRACE_SECONDS
        process.start()
    load.ended.set()
    for caller in callers:
        caller.join(WAIT_SECONDS)
    assert load.refused == []
    assert len(load.accepted) > 20
    unfinished = "SELECT count(*) FROM article WHERE status IN ('queued', 'processing')"
    wait_until(lambda: desk.rows(unfinished) == [(0,)], "all to end", WAIT_SECONDS)
    stored = {str(row[0]): row[1] for row in desk.rows("SELECT id, status FROM article")}
    assert [stored[article] for article in load.accepted.values()] == ["ready"] * len(load.accepted)
    calls = Counter((call["network"], call["text"]) for call in desk.calls())
    assert [call for call, count in calls.items() if count > 1] == []
    claims = desk.rows("SELECT article_id FROM claim")
    assert len(claims) == len(set(claims)) == len(stored)
    assert "unbroken" in desk.run("audit", "verify")
