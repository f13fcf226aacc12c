"""What the real processes log: JSON, the request and the job, no article text, no secret."""

from __future__ import annotations

import json
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx

from benchmarks.faults.desk import Desk, Process, free_port, running_desk, wait_until

TOWN = "Quillhaven"
TEXT = f"The port of {TOWN} handled 4,500 containers in March 2024."


def read_log(process: Process) -> list[dict[str, Any]]:
    lines = process.log.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def work(desk: Desk, key: str, service: Process) -> str:
    with httpx.Client(
        base_url=service.url, headers={"Authorization": f"Bearer {key}"}, timeout=180
    ) as client:
        headers = {"X-Request-Id": "r-1", "Prefer": "wait=120", "Idempotency-Key": "secret-key-1"}
        article = client.post("/v1/articles", json={"text": TEXT}, headers=headers).json()
        client.get("/v1/claims", params={"q": TOWN})
        client.post("/v1/claims/search", json={"text": TEXT})
        client.post("/v1/articles", json={"text": TEXT, TOWN: 1})
        client.post("/v1/articles", content=f'{{"text": "{TOWN}', headers={})
        path = desk.own_settings.data_dir / "claimdesk.sqlite3"
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            # So that an error of the database is logged as well.
            other.execute("BEGIN IMMEDIATE")
            assert client.post("/v1/articles", json={"text": TEXT + TEXT}).status_code == 503
    identifier: str = article["id"]
    return identifier


def test_lines_are_json_with_the_request_and_the_job_and_hold_no_text_and_no_secret(
    tmp_path: Path,
) -> None:
    port = free_port()
    settings = {"HOST": "127.0.0.1", "LOG_LEVEL": "DEBUG", "WORKER_METRICS_PORT": str(port)}
    with running_desk(tmp_path, stage_seconds=0.01, settings=settings) as desk:
        token = desk.create_key("cms", "admin")
        service, worker = desk.api(), desk.worker()
        service.start()
        worker.start()
        article = work(desk, token, service)
        metrics = httpx.get(f"http://127.0.0.1:{port}/metrics").text
        wait_until(lambda: "r-1" in service.log.read_text(), "the log")
        for process in (service, worker):
            assert process.end(signal.SIGTERM) == 0
        for process in (service, worker):
            written = process.log.read_text(encoding="utf-8")
            for secret in (TOWN, "4,500 containers", token, "secret-key-1"):
                assert secret not in written
        requests = [line for line in read_log(service) if line.get("request_id") == "r-1"]
        assert any(line["event"].startswith("POST /v1/articles 201") for line in requests)
        jobs = {line.get("job_id") for line in read_log(worker)}
        assert f"analyse-{article}-1" in jobs
        for line in (*read_log(service), *read_log(worker)):
            assert {"event", "level", "logger", "timestamp"} <= set(line)
    assert 'claimdesk_stage_seconds_count{outcome="finished",stage="rewrite"} 1.0' in metrics
    assert 'claimdesk_wordings_total{method="extractive",part="claim"} 1.0' in metrics
    assert 'claimdesk_support_count{part="sentence"} 1.0' in metrics
    assert 'claimdesk_analyses_total{outcome="ready"} 1.0' in metrics
