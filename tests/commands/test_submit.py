"""`claimdesk submit`: a file of articles on its way into a service that really listens."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner, Result

from benchmarks.faults.desk import Desk, running_desk
from service.cli import app
from service.commands.outcomes import ExitCode, Stop
from service.commands.remote import RemoteService


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("desk"), stage_seconds=0.01) as desk:
        desk.api(worker=True).start()
        yield desk


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("CLAIMDESK_")]:
        monkeypatch.delenv(name)


def make_text(topic: str, number: int) -> str:
    return f"The port of {topic} handled {number},500 containers in March 2024."


def write(path: Path, *lines: object) -> str:
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(written) + "\n", encoding="utf-8")
    return str(path)


def run(desk: Desk, *arguments: str, **options: Any) -> Result:
    url = desk.processes[0].url
    return CliRunner().invoke(app, ["submit", *arguments, "--url", url], **options)


def test_a_file_of_several_batches_is_analysed_and_bad_lines_are_named(
    desk: Desk, tmp_path: Path
) -> None:
    lines: list[object] = [{"text": make_text("Halden", n)} for n in range(1, 241)]
    lines[7] = "{no json"
    lines[8] = {"text": ""}
    lines[230] = {"text": make_text("Halden", 500), "colour": "blue"}
    file = write(tmp_path / "articles.jsonl", "", *lines)
    result = run(desk, file, "--json")
    assert result.exit_code == ExitCode.PARTLY_DONE, result.output
    report = json.loads(result.stdout)
    assert (report["lines"], report["ready"], report["known"]) == (240, 237, 0)
    assert len(report["batches"]) == 2
    refused = {row["line"]: row["errors"][0]["pointer"] for row in report["refused"]}
    assert refused == {9: "#", 10: "#/text", 232: "#/colour"}
    again = run(desk, file)
    assert "237 known before, 3 refused" in again.stdout
    assert "line 10: #/text:" in again.stdout


@pytest.mark.parametrize("value", ["NaN", "1e999", '"\\ud800"'])
def test_a_line_that_cannot_be_sent_is_refused_and_stops_no_other(
    desk: Desk, tmp_path: Path, value: str
) -> None:
    lines = (f'{{"text": {value}}}', {"text": make_text("Vikholm", 1)})
    result = run(desk, write(tmp_path / "articles.jsonl", *lines), "--json", "--no-wait")
    assert result.exit_code == ExitCode.PARTLY_DONE, result.output
    report = json.loads(result.stdout)
    assert [row["line"] for row in report["refused"]] == [1]
    assert len(report["batches"]) == 1


def test_a_line_too_large_for_the_service_is_refused_and_the_others_are_sent(
    desk: Desk, tmp_path: Path
) -> None:
    lines = ({"text": "ö" * 6_000_000}, {"text": make_text("Elmsund", 7)})
    result = run(desk, write(tmp_path / "articles.jsonl", *lines), "--json", "--no-wait")
    assert result.exit_code == ExitCode.PARTLY_DONE, result.output
    report = json.loads(result.stdout)
    (refused,) = report["refused"]
    assert refused["line"] == 1
    assert "larger than" in refused["errors"][0]["detail"]
    assert len(report["batches"]) == 1


def test_standard_input_is_read_and_nobody_waits_who_does_not_want_to(desk: Desk) -> None:
    line = json.dumps({"text": make_text("Elmsund", 1)})
    result = run(desk, "-", "--no-wait", input=line)
    assert result.exit_code == ExitCode.OK
    assert "1 lines: 0 known before, 0 refused" in result.stdout
    batch = result.stdout.split("Batches: ")[1].strip()
    assert httpx.get(f"{desk.processes[0].url}/v1/batches/{batch}").json()["rows"] == 1


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_a_file_without_an_article_is_an_error(desk: Desk, tmp_path: Path, content: str) -> None:
    (tmp_path / "empty").write_text(content)
    assert run(desk, str(tmp_path / "empty")).exit_code == ExitCode.INPUT_REFUSED
    assert run(desk, str(tmp_path / "missing")).exit_code == ExitCode.INPUT_REFUSED


#: Status, headers and body of an answer; None to cut the connection off.
Answer = tuple[int, dict[str, str], object] | None


def answering(answers: list[Answer]) -> tuple[ThreadingHTTPServer, list[str | None]]:
    keys: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            keys.append(self.headers["idempotency-key"])
            answer = answers.pop(0)
            if answer is None:
                self.connection.close()
                return
            status, headers, content = answer
            body = json.dumps(content).encode()
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, keys


@pytest.fixture
def remote() -> Iterator[Callable[[list[Answer]], tuple[RemoteService, list[Any], list[Any]]]]:
    servers: list[ThreadingHTTPServer] = []
    clients: list[httpx.Client] = []

    def make(answers: list[Answer]) -> tuple[RemoteService, list[Any], list[Any]]:
        server, keys = answering(answers)
        servers.append(server)
        slept: list[Any] = []
        client = httpx.Client(base_url=f"http://127.0.0.1:{server.server_address[1]}")
        clients.append(client)
        return RemoteService(client, lambda _: None, slept.append), keys, slept

    yield make
    for client in clients:
        client.close()
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_service_that_is_full_or_restarts_is_asked_again_under_the_same_key(
    remote: Callable[[list[Answer]], tuple[RemoteService, list[Any], list[Any]]],
) -> None:
    full: Answer = (503, {"retry-after": "7"}, {"detail": "100 articles are waiting."})
    service, keys, slept = remote([full, None, (202, {}, {"id": "b"})])
    assert service.post("/v1/batches", {}, "key") == {"id": "b"}
    assert set(keys) == {"key"}
    assert slept[0] == 7
    assert len(slept) == 2


def test_what_is_refused_for_good_ends_the_command_with_the_reason(
    remote: Callable[[list[Answer]], tuple[RemoteService, list[Any], list[Any]]],
) -> None:
    service, _, slept = remote([(401, {}, {"detail": "This service needs an API key."})])
    with pytest.raises(Stop, match="401: This service needs an API key"):
        service.post("/v1/batches", {}, "key")
    assert slept == []
