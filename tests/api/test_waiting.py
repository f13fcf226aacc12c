"""Requests that wait: how many may, and what they hold while they do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.api.waiting import MOST_SEATS, Outcome, WaitingRoom

if TYPE_CHECKING:
    from tests.api.conftest import QueueDouble


def post(client: TestClient, number: int) -> Any:
    text = f"The ferry sailed on Monday with {number} passengers."
    return client.post("/v1/articles", json={"text": text}, headers={"Prefer": "wait=20"})


def test_who_finds_no_seat_is_answered_at_once(app: FastAPI, queue: QueueDouble) -> None:
    seats = 4
    all_wait, go_on = threading.Barrier(seats + 1), threading.Event()

    def pause() -> None:
        all_wait.wait(10)
        assert go_on.wait(10)

    queue.before_job = pause
    answers: list[Any] = []
    with TestClient(app) as client:
        threads = [
            threading.Thread(target=lambda n=number: answers.append(post(client, n)))
            for number in range(seats)
        ]
        for thread in threads:
            thread.start()
        all_wait.wait(10)
        turned_away = post(client, seats)
        assert turned_away.status_code == 202
        assert "preference-applied" not in turned_away.headers
        assert client.get("/livez").status_code == 200
        assert client.get("/v1/articles").status_code == 200
        go_on.set()
        for thread in threads:
            thread.join(20)
        assert [answer.status_code for answer in answers] == [201] * seats
        queue.before_job = lambda: None
        assert post(client, seats + 1).status_code == 201, "the seats are free again"


def test_no_database_connection_is_held_while_waiting(
    client: TestClient, queue: QueueDouble, unit_of_work: Callable[[], Any]
) -> None:
    held: list[int] = []
    pool = unit_of_work._engine.pool  # type: ignore[attr-defined]  # how else to see it
    queue.before_job = lambda: held.append(pool.checkedout())
    article = post(client, 1).json()
    client.post(
        f"/v1/articles/{article['id']}/summaries",
        json={"sentences": 1},
        headers={"Prefer": "wait=5", "Idempotency-Key": "k"},
    )
    again = client.post("/v1/articles", json={"text": "A storm came on Monday."})
    client.post(
        "/v1/articles",
        json={"text": "A storm came on Monday."},
        headers={"Prefer": "wait=5", "Idempotency-Key": "k"},
    )
    assert again.status_code == 202
    assert held == [0, 0, 0]


def test_a_seat_is_given_back_when_waiting_fails() -> None:
    class BrokenQueue:
        def wait(self, job_id: str, timeout_seconds: float) -> bool:
            raise OSError(job_id, timeout_seconds)

    room = WaitingRoom(BrokenQueue(), 1)  # type: ignore[arg-type]  # only wait() is called
    for _ in range(3):
        with pytest.raises(OSError, match="job"):
            room.wait("job", 1)


def test_waiting_leaves_worker_threads_free(caplog: pytest.LogCaptureFixture) -> None:
    class EndlessQueue:
        def __init__(self) -> None:
            self.waits = 0
            self.inner: list[Outcome] = []

        def wait(self, job_id: str, timeout_seconds: float) -> bool:
            self.waits += 1
            self.inner.append(room.wait(job_id, int(timeout_seconds)))
            return True

    queue = EndlessQueue()
    room = WaitingRoom(queue, 1_000)  # type: ignore[arg-type]  # only wait() is called
    room.wait("job", 1)
    assert queue.waits == MOST_SEATS
    assert Outcome.NOT_WAITED in queue.inner
    assert "1000" in caplog.text
