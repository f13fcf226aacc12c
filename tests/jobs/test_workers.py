"""Services and workers as processes of their own, on one database."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import httpx
import pytest

from benchmarks.faults.desk import Desk, running_desk, wait_until
from benchmarks.postgres import PostgresServer

_NUMBERS = count(1)
SECONDS = 120


def make_text() -> str:
    number = next(_NUMBERS)
    return f"The port of Halden handled {number},500 containers in March 2024."


def _count_ready(desk: Desk) -> int:
    ((number,),) = desk.rows("SELECT count(*) FROM article WHERE status = 'ready'")
    return int(number)


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    if request.param == "sqlite":
        with running_desk(tmp_path) as desk:
            yield desk
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.create_database()
    with running_desk(tmp_path, url) as desk:
        yield desk
    server.drop_database(url)


def test_a_service_without_a_worker_has_its_articles_analysed_by_other_processes(
    desk: Desk,
) -> None:
    api, other_api = desk.api(), desk.api()
    for process in (api, other_api):
        process.start(wait=False)
    for process in (api, other_api):
        process.wait_until_ready()
    with (
        httpx.Client(base_url=api.url, timeout=SECONDS) as client,
        httpx.Client(base_url=other_api.url, timeout=SECONDS) as other,
    ):
        first = client.post("/v1/articles", json={"text": make_text()})
        assert first.status_code == 202
        # Nobody works.
        time.sleep(1)
        assert client.get(first.headers["location"]).json()["status"] == "queued"
        workers = [desk.worker(), desk.worker()]
        for worker in workers:
            worker.start(wait=False)
        # Who waits at one service is woken by what a worker did.
        waited = other.post(
            "/v1/articles", json={"text": make_text()}, headers={"Prefer": f"wait={SECONDS}"}
        )
        assert (waited.status_code, waited.json()["status"]) == (201, "ready")
        with other.stream("GET", "/v1/events", params={"last_event_id": 0}) as stream:
            ready = (line for line in stream.iter_lines() if line == "event: article.ready")
            assert [next(ready), next(ready)]
        assert client.get(first.headers["location"]).json()["status"] == "ready"


def test_bulk_of_jobs_is_shared_by_workers_and_each_stage_is_run_once(desk: Desk) -> None:
    desk.stage_seconds = 0.1
    api, *workers = desk.api(), desk.worker(), desk.worker(), desk.worker()
    for process in (api, *workers):
        process.start(wait=False)
    for process in (api, *workers):
        process.wait_until_ready()
    with httpx.Client(base_url=api.url, timeout=SECONDS) as client:
        texts = [make_text() for _ in range(12)]
        for text in texts:
            assert client.post("/v1/articles", json={"text": text}).status_code == 202
        wait_until(lambda: _count_ready(desk) == len(texts), "all of them to be ready")
    calls = Counter((call["network"], call["text"]) for call in desk.calls())
    assert set(calls.values()) == {1}
    used = [path.name for path in desk.calls_folder.glob("*.jsonl")]
    assert len(used) == len(workers)


def test_what_a_killed_worker_held_is_finished_by_another_from_its_last_stage_on(
    desk: Desk,
) -> None:
    desk.stage_seconds = 1.5
    api, doomed = desk.api(), desk.worker()
    api.start()
    doomed.start()
    with httpx.Client(base_url=api.url, timeout=SECONDS) as client:
        article = client.post("/v1/articles", json={"text": make_text()}).headers["location"]
        wait_until(lambda: "rewrite" in {call["network"] for call in desk.calls()}, "rewriting")
        finished = desk.steps()
        assert doomed.end(signal.SIGKILL) == -signal.SIGKILL
        heir = desk.worker()
        heir.start()
        looked_since = time.monotonic()
        wait_until(lambda: client.get(article).json()["status"] == "ready", "ready")
    # Five beats of three seconds, and what was left to do.
    assert time.monotonic() - looked_since < 60
    assert desk.steps()[: len(finished)] == finished
    calls = Counter(call["network"] for call in desk.calls())
    assert calls == {"score": 1, "rewrite": 2, "summarise": 1, "embed": 1}


def test_a_worker_that_is_stopped_hands_its_job_over_after_the_stage_it_is_at(
    desk: Desk,
) -> None:
    desk.stage_seconds = 1.5
    api, leaving = desk.api(), desk.worker()
    api.start()
    leaving.start()
    with httpx.Client(base_url=api.url, timeout=SECONDS) as client:
        article = client.post("/v1/articles", json={"text": make_text()}).headers["location"]
        wait_until(lambda: "rewrite" in {call["network"] for call in desk.calls()}, "rewriting")
        started = time.monotonic()
        assert leaving.end(signal.SIGTERM) == 0
        assert time.monotonic() - started < 15
        desk.worker().start()
        wait_until(lambda: client.get(article).json()["status"] == "ready", "ready")
    # No stage was begun twice, and both processes had their share.
    assert Counter(call["network"] for call in desk.calls()).most_common(1)[0][1] == 1
    assert len(list(desk.calls_folder.glob("*.jsonl"))) == 2
