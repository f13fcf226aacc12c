"""A generation server on loopback that misbehaves as it is told; for the tests of this room."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def chat(content: object) -> bytes:
    """Return a chat completion as the API's reference has it."""
    choice = {
        "index": 0,
        "finish_reason": "stop",
        "message": {"role": "assistant", "content": content},
    }
    body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m"}
    return json.dumps({**body, "choices": [choice]}).encode()


@dataclass
class Script:
    """What the server answers, request by request; the last answer stays.

    Attributes:
        answers: Status and body; a status of 0 answers nothing until the test is over.
        asked: The bodies of the requests.
        headers: The header fields of the last request.
        models: What it lists; where there is nothing, it answers that it is not ready.
        looks: How often it was asked for them.
        meeting: Where requests wait for each other before any is answered, if they do.
    """

    answers: list[tuple[int, bytes]]
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    meeting: threading.Barrier | None = None
    models: tuple[str, ...] = ()
    looks: int = 0

    def next(self) -> tuple[int, bytes]:
        """Return the next answer."""
        with self.lock:
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def misbehaving_server(script: Script) -> Iterator[str]:
    """Serve the script on a free port of this machine; yield the API's address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            script.asked.append(json.loads(body))
            script.headers = {name.lower(): value for name, value in self.headers.items()}
            if script.meeting is not None:
                script.meeting.wait(30)
            status, answer = script.next()
            if status == 0:
                script.over.wait(30)
                return
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def do_GET(self) -> None:
            script.looks += 1
            answer = json.dumps({"object": "list", "data": [{"id": one} for one in script.models]})
            self.send_response(200 if script.models else 503)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name there
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        script.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
