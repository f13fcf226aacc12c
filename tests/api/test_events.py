"""The stream of events, on a real server: order, reconnection, idleness, the end."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import fastapi.routing
import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.api.schemas.events import OutgoingEventRead
from service.domain.outgoing_event import OutgoingEventType
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.prune_events import prune_events
from tests.storage.rows import NOW, make_outgoing_event

if TYPE_CHECKING:
    from tests.api.conftest import Desk

UnitOfWorkMaker = Callable[[], UnitOfWork]
TIMEOUT = httpx.Timeout(60)


@dataclass(frozen=True)
class Server:
    """A server that listens, and how to stop it as a signal would."""

    url: str
    stop: Callable[[], None]


@pytest.fixture
def server(app: FastAPI) -> Iterator[Server]:
    class Stoppable(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.state.event_watch.close()
            await super().shutdown(sockets)

    listener = socket.create_server(("127.0.0.1", 0))
    running = Stoppable(uvicorn.Config(app, log_config=None, lifespan="off"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()

    def stop() -> None:
        running.should_exit = True
        thread.join(60)
        assert not thread.is_alive()

    yield Server(f"http://127.0.0.1:{listener.getsockname()[1]}", stop)
    stop()
    listener.close()


@contextmanager
def _stream(server: Server, **given: Any) -> Iterator[Iterator[dict[str, str]]]:
    """Yield the events of a stream, comments left out."""
    with httpx.stream("GET", f"{server.url}/v1/events", timeout=TIMEOUT, **given) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        lines = response.iter_lines()
        assert next(lines) == ": connected"

        def events() -> Iterator[dict[str, str]]:
            fields: dict[str, str] = {}
            for line in lines:
                if line:
                    name, _, value = line.partition(": ")
                    fields[name] = value
                elif "data" in fields:
                    yield fields
                    fields = {}
                else:
                    fields = {}

        yield events()


def _append(unit_of_work: UnitOfWorkMaker, *types: OutgoingEventType) -> None:
    for event_type in types or (OutgoingEventType.ARTICLE_READY,):
        with unit_of_work() as uow:
            uow.outgoing_events.append(make_outgoing_event(uuid4(), type=event_type))
            uow.commit()


def test_what_happens_arrives_while_it_happens(
    server: Server, unit_of_work: UnitOfWorkMaker
) -> None:
    _append(unit_of_work)
    with _stream(server) as events:
        _append(unit_of_work, OutgoingEventType.CLAIM_CREATED)
        event = next(events)
    assert (event["event"], event["id"]) == ("claim.created", "2")
    body = json.loads(event["data"])
    OutgoingEventRead.model_validate_json(event["data"])
    assert body["type"] == "claim.created"
    assert body["timestamp"] == "2024-05-06T09:00:00.123456Z"
    assert body["data"]["title"] == "Hafen £ 4"


def test_whoever_connects_again_misses_nothing_and_gets_nothing_twice(
    server: Server, unit_of_work: UnitOfWorkMaker
) -> None:
    total = 230
    writer = threading.Thread(target=lambda: [_append(unit_of_work) for _ in range(total)])
    writer.start()
    received: list[int] = []
    while len(received) < total:
        headers = {"Last-Event-ID": str(received[-1] if received else 0)}
        with _stream(server, headers=headers) as events:
            wanted = min(90, total - len(received))
            received.extend(int(next(events)["id"]) for _ in range(wanted))
    writer.join()
    assert received == list(range(1, total + 1))


def test_the_header_counts_before_the_parameter_and_types_are_chosen(
    server: Server, unit_of_work: UnitOfWorkMaker
) -> None:
    _append(unit_of_work, *OutgoingEventType)
    wanted = {"types": "summary.stale,claim.created", "last_event_id": "0"}
    with _stream(server, params=wanted) as events:
        assert [next(events)["event"] for _ in range(2)] == ["claim.created", "summary.stale"]
    with _stream(server, params=wanted, headers={"Last-Event-ID": "4"}) as events:
        assert next(events)["event"] == "summary.stale"


def test_many_idle_streams_leave_threads_and_connections_to_others(
    server: Server, unit_of_work: UnitOfWorkMaker
) -> None:
    # More than there are threads (40) and database connections (50).
    with httpx.Client(timeout=TIMEOUT, limits=httpx.Limits(max_connections=None)) as client:
        streams = []
        for _ in range(70):
            request = client.build_request("GET", f"{server.url}/v1/events")
            streams.append(client.send(request, stream=True))
        started = time.monotonic()
        assert client.get(f"{server.url}/v1/claims").status_code == 200
        assert time.monotonic() - started < 20
        _append(unit_of_work)
        for stream in streams:
            lines = stream.iter_lines()
            assert next(line for line in lines if line.startswith("id: ")) == "id: 1"
        for stream in streams:
            stream.close()


def test_a_quiet_stream_shows_that_it_lives(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fastapi.routing, "_PING_INTERVAL", 0.2)
    with httpx.stream("GET", f"{server.url}/v1/events", timeout=TIMEOUT) as response:
        lines = response.iter_lines()
        assert next(line for line in lines if line == ": ping")


def test_a_stream_ends_cleanly_when_the_service_stops(server: Server) -> None:
    with _stream(server) as events:
        stopper = threading.Thread(target=server.stop)
        stopper.start()
        # An abrupt end would raise httpx.RemoteProtocolError.
        assert list(events) == []
        stopper.join()


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"headers": {"Last-Event-ID": "x"}}, "#/header/Last-Event-ID"),
        ({"headers": {"Last-Event-ID": "7"}}, "#/header/Last-Event-ID"),
        ({"params": {"last_event_id": "7"}}, "#/query/last_event_id"),
        ({"params": {"last_event_id": "-1"}}, "#/query/last_event_id"),
        ({"params": {"types": "claim.lost"}}, "#/query/types"),
        ({"params": {"types": ""}}, "#/query/types"),
        ({"params": {"type": "claim.created"}}, "#/query/type"),
    ],
)
def test_what_cannot_be_followed_is_refused_by_name(
    client: TestClient, given: dict[str, Any], pointer: str
) -> None:
    refused = client.get("/v1/events", **given)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


def test_who_was_away_for_too_long_is_told_so_instead_of_losing_events(
    client: TestClient, unit_of_work: UnitOfWorkMaker
) -> None:
    _append(unit_of_work, *OutgoingEventType)
    last = len(OutgoingEventType)
    prune_events(unit_of_work, NOW + timedelta(days=1))
    gone = client.get("/v1/events", headers={"Last-Event-ID": "1"})
    assert gone.status_code == 410
    problem = gone.json()
    assert problem["type"] == "urn:claimdesk:problem:events-pruned"
    assert f"the first that is kept is {last}" in problem["detail"]
    assert [error["pointer"] for error in problem["errors"]] == ["#/header/Last-Event-ID"]


def test_changes_over_the_api_are_told(server: Server, client: TestClient, desk: Desk) -> None:
    with _stream(server) as events:
        article = desk.article()
        told = [next(events) for _ in range(3)]
        desk.move(article["claims"][0], workflow="triaged")
        changed = json.loads(next(events)["data"])
    assert [event["event"] for event in told] == ["article.ready", "claim.created", "claim.created"]
    assert changed["data"]["before"]["workflow"] == "new"
    assert changed["data"]["workflow"] == "triaged"
    assert client.get("/v1/claims").status_code == 200
