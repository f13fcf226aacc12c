"""Subscribers of the real service: `claimdesk serve`, killed and stopped while it tells."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from standardwebhooks.webhooks import Webhook

from benchmarks.faults.receiver import receiving

ROOT = Path(__file__).resolve().parents[1]
TEXT = "The port of Halden handled 4,000 containers in March. It ordered a crane in April."
#: Reading each of them takes the service no time; a busy machine may.
WAIT_SECONDS = 120
TIMEOUT = httpx.Timeout(WAIT_SECONDS)


class Service:
    """`claimdesk serve` on a port and a database that stay the same over restarts."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log.txt"
        self.environment = {
            **{name: value for name, value in os.environ.items() if "CLAIMDESK_" not in name},
            "CLAIMDESK_DATA_DIR": str(folder / "data"),
            "CLAIMDESK_MODELS_DIR": str(folder / "models"),
            "CLAIMDESK_WEBHOOK_ALLOW_PRIVATE": "1",
            "CLAIMDESK_WEBHOOK_TIMEOUT_SECONDS": "1",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603  this project's own command
                [sys.executable, "-m", "service.cli", "serve", "--migrate", f"--port={self.port}"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        wait_until(self._answers)

    def end(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(WAIT_SECONDS)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/livez").status_code == 200
        except httpx.HTTPError:
            return False


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = Service(tmp_path)
    service.start()
    yield service
    if service.process is not None and service.process.poll() is None:
        service.end(signal.SIGKILL)


def test_what_a_killed_service_was_sending_arrives_and_streams_end_with_the_service(
    service: Service,
) -> None:
    arrived, free = threading.Event(), threading.Event()

    def hold() -> None:
        arrived.set()
        free.wait(WAIT_SECONDS)

    with receiving() as receiver, httpx.Client(base_url=service.url, timeout=TIMEOUT) as client:
        receiver.before_answer = hold
        hook = {"url": receiver.url, "events": ["claim.created"]}
        webhook = client.post("/v1/webhooks", json=hook).json()
        article = client.post("/v1/articles", json={"text": TEXT}).json()
        claim = {"article_id": article["id"], "text": "The port was busy.", "quote": TEXT[:53]}
        assert client.post("/v1/claims", json=claim).status_code == 201
        assert arrived.wait(WAIT_SECONDS)
        assert service.end(signal.SIGKILL) == -signal.SIGKILL
        free.set()
        service.start()
        path = f"/v1/webhooks/{webhook['id']}/deliveries"
        wait_until(lambda: client.get(path, params={"status": "delivered"}).json()["items"] != [])
        for headers, body in receiver.requests:
            assert Webhook(webhook["secret"]).verify(body, headers)
        assert len(set(receiver.ids)) == 1
        with client.stream("GET", "/v1/events", params={"last_event_id": 0}) as stream:
            lines = stream.iter_lines()
            assert "event: claim.created" in (next(lines) for _ in range(20))
            # An abrupt end would raise httpx.RemoteProtocolError.
            ending = threading.Thread(target=service.end, args=[signal.SIGTERM])
            ending.start()
            list(lines)
            ending.join()
    assert service.process is not None
    assert service.process.returncode == 0
    assert webhook["secret"].removeprefix("whsec_") not in service.log.read_text()
