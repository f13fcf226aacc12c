"""Traces as real processes send them: from a request to its stages, and at no request's cost."""

from __future__ import annotations

import json
import signal
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from benchmarks.faults.desk import Desk, Process, free_port, running_desk, wait_until
from service.settings import Settings

TOWN = "Quillhaven"
TEXT = f"The port of {TOWN} handled 4,500 containers in March 2024."
CALLER_TRACE, CALLER_SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
STAGES = ["load", "prepare", "score", "rewrite", "verify", "summarise", "embed", "store"]


@dataclass
class Collector:
    """Takes traces on loopback, as an OpenTelemetry collector does."""

    bodies: list[bytes] = field(default_factory=list)
    url: str = ""

    @property
    def spans(self) -> list[Span]:
        return [
            span
            for body in tuple(self.bodies)
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    def named(self, name: str) -> list[Span]:
        return [span for span in self.spans if span.name == name]

    def trace(self, trace_id: str) -> list[Span]:
        return [span for span in self.spans if span.trace_id.hex() == trace_id]


@contextmanager
def running_collector() -> Iterator[Collector]:
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            assert self.headers["content-type"] == "application/x-protobuf"
            collector.bodies.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.send_header("content-type", "application/x-protobuf")
            answer = ExportTraceServiceResponse().SerializeToString()
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    collector.url = f"http://127.0.0.1:{server.server_address[1]}/v1/traces"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield collector
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(autouse=True)
def _send_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "200")


def attributes(span: Span) -> dict[str, object]:
    return {
        pair.key: getattr(pair.value, str(pair.value.WhichOneof("value")))
        for pair in span.attributes
    }


def is_ready(service: Process, location: str) -> bool:
    read = httpx.get(f"{service.url}{location}", timeout=60)
    return read.is_success and read.json()["status"] == "ready"


def submit(service: Process, headers: Mapping[str, str] = MappingProxyType({})) -> httpx.Response:
    """Submit the article from within the caller's span."""
    given = {"traceparent": f"00-{CALLER_TRACE}-{CALLER_SPAN}-01", **headers}
    return httpx.post(f"{service.url}/v1/articles", json={"text": TEXT}, headers=given, timeout=60)


def test_one_trace_leads_from_the_callers_span_to_each_stage_in_another_process_and_holds_no_text(
    tmp_path: Path,
) -> None:
    with running_collector() as collector:
        settings = {"TRACES_ENDPOINT": collector.url}
        with running_desk(tmp_path, stage_seconds=0.01, settings=settings) as desk:
            token = desk.create_key("cms", "admin")
            service, worker = desk.api(), desk.worker()
            service.start()
            worker.start()
            headers = {
                "Authorization": f"Bearer {token}",
                "baggage": f"town={TOWN}",
                "Idempotency-Key": "secret-key-1",
            }
            answer = submit(service, headers)
            assert answer.status_code == 202
            location = answer.headers["location"]
            with httpx.Client(
                base_url=service.url, headers={"Authorization": f"Bearer {token}"}, timeout=60
            ) as client:
                wait_until(lambda: client.get(location).json()["status"] == "ready", "the article")
                client.get("/v1/claims", params={"q": TOWN})
                client.get(f"/v1/views/{TOWN}")
                client.get(f"/{TOWN}")
                client.post("/v1/claims/search", json={"text": TEXT})
                client.post("/v1/articles", json={"text": TEXT, TOWN: 1})
                client.get("/livez")
            for process in (service, worker):
                assert process.end(signal.SIGTERM) == 0
            written = [process.log.read_text(encoding="utf-8") for process in (service, worker)]

    spans = {span.name: span for span in collector.trace(CALLER_TRACE)}
    request, job = spans["POST /v1/articles"], spans["analyse_article"]
    assert request.parent_span_id.hex() == CALLER_SPAN
    assert request.kind == Span.SPAN_KIND_SERVER
    assert attributes(request)["http.response.status_code"] == 202
    assert job.parent_span_id == request.span_id
    assert attributes(job)["claimdesk.job_id"] == f"analyse-{location.rpartition('/')[2]}-1"
    stages = sorted(
        (span for span in collector.trace(CALLER_TRACE) if span.parent_span_id == job.span_id),
        key=lambda span: span.start_time_unix_nano,
    )
    assert [span.name for span in stages] == STAGES
    assert {attributes(span)["claimdesk.outcome"] for span in stages} == {"result"}
    for span in stages:
        assert span.end_time_unix_nano >= span.start_time_unix_nano >= job.start_time_unix_nano

    names = {span.name for span in collector.spans}
    assert {"GET /v1/claims", "POST /v1/claims/search"} <= names
    assert not any("livez" in name for name in names)
    sent = b"".join(collector.bodies).decode("utf-8", "replace")
    for secret in (TOWN, "4,500 containers", token, token[3:], "secret-key-1", "Bearer"):
        assert secret not in sent
    assert all(not span.events and not span.status.message for span in collector.spans)
    # The log leads to the trace.
    lines = [json.loads(line) for line in "".join(written).splitlines() if line.startswith("{")]
    traced = [line["event"] for line in lines if line.get("trace_id") == CALLER_TRACE]
    assert any(event.startswith("POST /v1/articles 202") for event in traced)
    assert any(event.endswith("is ready") for event in traced)
    assert not any("provider not set" in line["event"] for line in lines)


def test_a_job_that_another_worker_takes_over_goes_on_in_the_trace_of_its_request(
    tmp_path: Path,
) -> None:
    with running_collector() as collector:
        settings = {"TRACES_ENDPOINT": collector.url}
        with running_desk(tmp_path, stage_seconds=2, settings=settings) as desk:
            service, worker = desk.api(), desk.worker()
            service.start()
            worker.start()
            answer = submit(service)
            wait_until(lambda: bool(desk.calls()), "the analysis to begin")
            worker.end(signal.SIGKILL)
            desk.stage_seconds = 0.01
            desk.worker().start()
            wait_until(lambda: is_ready(service, answer.headers["location"]), "the article")
            wait_until(lambda: bool(collector.named("analyse_article")), "the trace")
    (job,) = collector.named("analyse_article")
    assert job.trace_id.hex() == CALLER_TRACE
    (store,) = collector.named("store")
    assert store.parent_span_id == job.span_id


def test_batches_and_summaries_have_their_jobs_in_their_traces_as_well(tmp_path: Path) -> None:
    with running_collector() as collector:
        settings = {"TRACES_ENDPOINT": collector.url}
        with running_desk(tmp_path, stage_seconds=0.01, settings=settings) as desk:
            service = desk.api(worker=True)
            service.start()
            rows = {"articles": [{"text": f"{TEXT} Ship {number} left."} for number in (1, 2)]}
            answer = httpx.post(f"{service.url}/v1/batches", json=rows, timeout=60)
            assert answer.is_success, answer.text
            wait_until(lambda: len(collector.named("analyse_article")) == 2, "the batch")
            (article, *_) = httpx.get(f"{service.url}/v1/articles", timeout=60).json()["items"]
            asked = httpx.post(
                f"{service.url}/v1/articles/{article['id']}/summaries",
                json={"sentences": 1},
                timeout=60,
            )
            assert asked.is_success, asked.text
            wait_until(lambda: bool(collector.named("write_summary")), "the summary")
    (batch,) = collector.named("POST /v1/batches")
    assert {span.trace_id for span in collector.named("analyse_article")} == {batch.trace_id}
    (request,) = collector.named("POST /v1/articles/{article_id}/summaries")
    (summary,) = collector.named("write_summary")
    assert summary.parent_span_id == request.span_id


def test_without_a_collector_nothing_is_traced_and_nothing_kept_with_the_job(
    tmp_path: Path,
) -> None:
    with running_desk(tmp_path, stage_seconds=0.01) as desk:
        service = desk.api(worker=True)
        service.start()
        answer = submit(service)
        wait_until(lambda: is_ready(service, answer.headers["location"]), "the article")
        assert CALLER_TRACE not in str(desk.rows("SELECT * FROM workflow_status", jobs=True))
        assert service.end(signal.SIGTERM) == 0
        assert "trace_id" not in service.log.read_text(encoding="utf-8")


@contextmanager
def a_port_that_hangs() -> Iterator[int]:
    """Connections are taken, and nothing is ever answered."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        yield listener.getsockname()[1]


def work(desk: Desk, service: Process) -> float:
    """Submit articles, and return the seconds that the slowest of many requests took."""
    slowest = 0.0
    with httpx.Client(base_url=service.url, timeout=60) as client:
        for number in range(5):
            started = time.monotonic()
            answer = client.post("/v1/articles", json={"text": f"{TEXT} Ship {number} left."})
            assert answer.status_code == 202
            slowest = max(slowest, time.monotonic() - started)
    wait_until(lambda: desk.rows("SELECT count(*) FROM article WHERE status='ready'") == [(5,)], "")
    return slowest


@pytest.mark.parametrize("kind", ["dead", "hanging"])
def test_a_collector_that_is_dead_or_hangs_slows_no_request_and_no_stop(
    tmp_path: Path, kind: str
) -> None:
    with a_port_that_hangs() as hanging:
        port = hanging if kind == "hanging" else free_port()
        settings = {"TRACES_ENDPOINT": f"http://127.0.0.1:{port}/v1/traces"}
        with running_desk(tmp_path, stage_seconds=0.01, settings=settings) as desk:
            service = desk.api(worker=True)
            service.start()
            # Whoever waited for an attempt to send would wait five seconds.
            assert work(desk, service) < 5
            told = "the collector takes no traces"
            wait_until(lambda: told in service.log.read_text(encoding="utf-8"), "the log")
            started = time.monotonic()
            assert service.end(signal.SIGTERM) == 0
            assert time.monotonic() - started < 15
            assert service.log.read_text(encoding="utf-8").count(told) == 1


def test_an_address_with_a_password_is_refused_since_it_would_be_logged() -> None:
    with pytest.raises(ValueError, match="OTEL_EXPORTER_OTLP_HEADERS"):
        Settings(traces_endpoint="http://me:secret@127.0.0.1:4318/v1/traces")  # type: ignore[arg-type]  # as the environment gives it
