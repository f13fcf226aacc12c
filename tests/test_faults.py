"""Faults of the database under a running service: clear answers, and recovery without help."""

from __future__ import annotations

import signal
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from benchmarks.faults.clock import step_back_and_forth
from benchmarks.faults.cluster import Cluster
from benchmarks.faults.desk import Desk, Process, running_desk, wait_until
from benchmarks.faults.disk import Disk, LimitedFiles, disk_under
from benchmarks.faults.full_disk import Outcome, fill_and_free

WAIT_SECONDS = 120


def make_text(number: int) -> str:
    return f"The port of Halden handled {number},500 containers in March 2024."


def submit(service: Process, number: int) -> httpx.Response:
    return httpx.post(
        f"{service.url}/v1/articles", json={"text": make_text(number)}, timeout=WAIT_SECONDS
    )


def is_ready(service: Process, answer: httpx.Response) -> bool:
    location = answer.headers["location"]
    read = httpx.get(f"{service.url}{location}", timeout=WAIT_SECONDS)
    return read.is_success and read.json()["status"] == "ready"


def assert_unavailable(answer: httpx.Response) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.json()["type"] == "urn:claimdesk:problem:store-unavailable"
    assert int(answer.headers["retry-after"]) > 0


def assert_alive(service: Process) -> None:
    started = time.monotonic()
    assert httpx.get(f"{service.url}/livez", timeout=5).status_code == 200
    assert time.monotonic() - started < 2


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with running_desk(tmp_path, stage_seconds=0.2) as desk:
        yield desk


@pytest.fixture
def service(desk: Desk) -> Process:
    service = desk.api(worker=True)
    service.start()
    return service


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    # Not in the folder of the test, which the user that PostgreSQL runs as cannot reach.
    with tempfile.TemporaryDirectory(prefix="claimdesk-faults-") as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster.create(Path(folder) / "cluster")
        cluster.start()
        yield cluster
        cluster.stop()


def test_while_another_program_locks_the_database_writes_are_put_off_and_reads_go_on(
    desk: Desk, service: Process
) -> None:
    path = desk.own_settings.data_dir / "claimdesk.sqlite3"
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert_unavailable(submit(service, 1))
        assert httpx.get(f"{service.url}/v1/articles").json()["items"] == []
        assert_alive(service)
        other.execute("ROLLBACK")
    other.close()
    answer = submit(service, 1)
    assert answer.status_code == 202
    wait_until(lambda: is_ready(service, answer), "the article", WAIT_SECONDS)


def outlast_full_disk(folder: Path, disk: Disk) -> Outcome:
    with running_desk(folder, stage_seconds=0.2) as desk:
        service = desk.api(worker=True)
        service.start()
        outcome = fill_and_free(desk, service, disk)
        assert service.is_running
    return outcome


def test_a_full_disk_is_told_clearly_and_work_goes_on_when_there_is_room_again(
    tmp_path: Path,
) -> None:
    with disk_under(tmp_path / "data") as disk:
        outcome = outlast_full_disk(tmp_path, disk)
    assert outcome.problems == []
    assert outcome.while_full["articles refused"] >= 5
    assert outcome.while_full["changes refused"] >= 5


def test_files_that_may_not_grow_are_told_clearly_and_work_goes_on_when_they_may_again(
    tmp_path: Path,
) -> None:
    outcome = outlast_full_disk(tmp_path, LimitedFiles())
    assert outcome.problems == []


def test_a_clock_that_is_set_back_costs_nothing_and_hides_nothing(tmp_path: Path) -> None:
    with running_desk(tmp_path, stage_seconds=0.5) as desk:
        outcome = step_back_and_forth(desk)
        # It was set back indeed.
        instants = [
            str(row[0]) for row in desk.rows("SELECT created_at FROM article ORDER BY rowid")
        ]
    assert instants != sorted(instants)
    assert outcome.problems == []
    assert outcome.articles == 4
    assert outcome.changes == 3


def test_a_database_that_is_gone_for_thirty_seconds_costs_no_article(
    tmp_path: Path, cluster: Cluster
) -> None:
    with running_desk(tmp_path / "desk", cluster.url, stage_seconds=3) as desk:
        service, worker = desk.api(), desk.worker()
        service.start()
        worker.start()
        answers = [submit(service, number) for number in (1, 2)]
        wait_until(lambda: bool(desk.calls()), "the analysis to begin")
        cluster.stop(signal.SIGINT)
        gone_until = time.monotonic() + 30
        while time.monotonic() < gone_until:
            assert_alive(service)
            assert_unavailable(submit(service, 3))
            ready = httpx.get(f"{service.url}/readyz", timeout=WAIT_SECONDS)
            assert (ready.status_code, ready.json()["checks"]["database"]["ok"]) == (503, False)
            time.sleep(3)
        cluster.start()
        wait_until(lambda: submit(service, 3).is_success, "the database to be used again")
        answers.append(submit(service, 3))
        for answer in answers:
            wait_until(lambda at=answer: is_ready(service, at), "an article", WAIT_SECONDS)  # type: ignore[misc]  # bound now
        assert service.is_running
        assert worker.is_running
        assert desk.rows("SELECT count(*) FROM article WHERE status = 'ready'") == [(3,)]


def test_more_than_the_queue_holds_is_put_off_and_taken_once_there_is_room(tmp_path: Path) -> None:
    with running_desk(tmp_path, stage_seconds=0.1, settings={"QUEUE_LIMIT": "5"}) as desk:
        service = desk.api(worker=True)
        service.start()
        answers = [submit(service, number) for number in range(1, 41)]
        refused = [answer for answer in answers if answer.status_code == 503]
        assert len(refused) >= 10
        assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)
        assert {answer.json()["type"] for answer in refused} == {"urn:claimdesk:problem:queue-full"}
        assert_alive(service)
        taken = [answer for answer in answers if answer.is_success]
        assert len(taken) + len(refused) == len(answers)
        for answer in taken:
            wait_until(lambda at=answer: is_ready(service, at), "an article", WAIT_SECONDS)  # type: ignore[misc]  # bound now
        assert submit(service, 41).status_code == 202
