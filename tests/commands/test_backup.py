"""`claimdesk backup`: a copy of a service in use, restored and audited."""

from __future__ import annotations

import sqlite3
import subprocess
import threading
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from benchmarks.faults.cluster import find_program
from benchmarks.faults.desk import Desk, running_desk, wait_until
from benchmarks.postgres import PostgresServer
from service.commands.outcomes import ExitCode

WAIT_SECONDS = 180


def make_text(number: int) -> str:
    return f"The port of Halden handled {number},500 containers in March 2024."


def submit(url: str, number: int) -> str:
    answer = httpx.post(
        f"{url}/v1/articles",
        json={"text": make_text(number)},
        headers={"Prefer": "wait=120"},
        timeout=WAIT_SECONDS,
    )
    assert answer.is_success, answer.text
    article: str = answer.json()["id"]
    return article


def work(url: str, ended: threading.Event, done: list[str]) -> None:
    number = 100
    while not ended.is_set():
        number += 1
        done.append(submit(url, number))


def assert_whole(desk: Desk, articles: list[str]) -> None:
    """Serve a restored desk: the history is unbroken, and all is there that was before."""
    assert "unbroken" in desk.run("audit", "verify")
    service = desk.api(worker=True)
    service.start()
    for article in articles:
        read = httpx.get(f"{service.url}/v1/articles/{article}").json()
        assert (read["status"], len(read["claims"])) == ("ready", 1)
    submit(service.url, 9_000)
    # What was in hand when the copy was made is finished.
    unfinished = "SELECT count(*) FROM article WHERE status IN ('queued', 'processing')"
    wait_until(lambda: desk.rows(unfinished) == [(0,)], "all to end")
    assert "unbroken" in desk.run("audit", "verify")


def test_a_copy_made_under_load_is_restored_whole(tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    ended, done = threading.Event(), []
    with running_desk(tmp_path / "desk", stage_seconds=0.02) as desk:
        service = desk.api(worker=True)
        service.start()
        before = [submit(service.url, number) for number in (1, 2)]
        load = threading.Thread(target=work, args=[service.url, ended, done])
        load.start()
        wait_until(lambda: len(done) > 1, "the load")
        assert "checked" in desk.run("backup", str(copy))
        ended.set()
        load.join(WAIT_SECONDS)
        with pytest.raises(subprocess.CalledProcessError) as refusal:
            desk.run("backup", str(copy))
        assert refusal.value.returncode == ExitCode.USAGE
    assert list(tmp_path.glob(".copy*")) == []
    restored = Desk(tmp_path / "restored", stage_seconds=0.02)
    (tmp_path / "restored" / "data").mkdir()
    copy.rename(restored.own_settings.data_dir / "claimdesk.sqlite3")
    try:
        assert_whole(restored, [*before, done[0]])
    finally:
        restored.close()


def test_a_damaged_database_gives_no_copy(tmp_path: Path) -> None:
    with running_desk(tmp_path / "desk") as desk:
        path = desk.own_settings.data_dir / "claimdesk.sqlite3"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        content = bytearray(path.read_bytes())
        content[8192:16384] = b"\x55" * 8192
        path.write_bytes(content)
        with pytest.raises(subprocess.CalledProcessError):
            desk.run("backup", str(tmp_path / "copy"))
    assert not (tmp_path / "copy").exists()


def test_the_documented_dump_of_postgresql_made_under_load_is_restored_whole(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    url, other = postgres.create_database(), postgres.create_database()
    programs = find_program("pg_dump")
    assert programs is not None
    dump = tmp_path / "claimdesk.dump"
    ended, done = threading.Event(), []
    with running_desk(tmp_path / "desk", url, stage_seconds=0.02) as desk:
        with pytest.raises(subprocess.CalledProcessError) as refusal:
            desk.run("backup", str(tmp_path / "copy"))
        assert "pg_dump" in refusal.value.stderr
        service = desk.api(worker=True)
        service.start()
        before = [submit(service.url, number) for number in (1, 2)]
        load = threading.Thread(target=work, args=[service.url, ended, done])
        load.start()
        wait_until(lambda: len(done) > 1, "the load")
        plain = url.replace("postgresql+psycopg", "postgresql")
        subprocess.run(  # noqa: S603  a program of PostgreSQL, found above
            [programs, "--format=custom", f"--file={dump}", plain], check=True
        )
        ended.set()
        load.join(WAIT_SECONDS)
    subprocess.run(  # noqa: S603  as above
        [
            programs.with_name("pg_restore"),
            f"--dbname={other.replace('postgresql+psycopg', 'postgresql')}",
            dump,
        ],
        check=True,
    )
    restored = Desk(tmp_path / "restored", other, stage_seconds=0.02)
    try:
        assert_whole(restored, [*before, done[0]])
    finally:
        restored.close()
        postgres.drop_database(url)
        postgres.drop_database(other)
