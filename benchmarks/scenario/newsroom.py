"""The newsroom: people with keys, the service that they use, and what cuts its power."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmarks.faults.desk import Process, running_desk, wait_until
from benchmarks.faults.receiver import Receiver, receiving
from benchmarks.scenario.checklist import CheckFailedError
from service.settings import Settings

#: A busy machine may take so long to load the weights, or to analyse an article.
PATIENCE_SECONDS = 600
#: How often is looked whether something has happened; keys may not ask all the time.
POLL_SECONDS = 0.5
_WAIT_SECONDS = 120
#: Who works with the service, and as what.
PEOPLE: Mapping[str, str] = {
    "operations": "admin",
    "cms": "submitter",
    "mira": "editor",
    "website": "reader",
}
_SETTINGS = {
    "PUBLISHER_NAME": "The Brennick Courier",
    "PUBLISHER_URL": "https://courier.example",
    "PUBLISHER_REVIEW_URL": "https://courier.example/fact-checks/{claim_id}",
    # The receiver of the scenario is on this machine.
    "WEBHOOK_ALLOW_PRIVATE": "1",
}


class Person:
    """Someone who asks the service, with a key of their own."""

    def __init__(self, address: str, token: str) -> None:
        self._client = httpx.Client(
            base_url=address,
            headers={"Authorization": f"Bearer {token}"},
            timeout=_WAIT_SECONDS + 30,
            trust_env=False,
        )

    def ask(self, method: str, path: str, expect: int = 200, **options: Any) -> httpx.Response:  # noqa: ANN401  what httpx takes
        """Send a request; return the answer, which must have the status that is expected.

        Raises:
            CheckFailedError: Where it has another.
        """
        response = self._client.request(method, path, **options)
        if response.status_code != expect:
            message = f"{method} {path}: {response.status_code} in place of {expect}"
            raise CheckFailedError(f"{message}\n{response.text}")
        return response

    def read(self, path: str, **query: Any) -> Any:  # noqa: ANN401  a JSON body and what asks for it
        """Return what the service has at a path."""
        return self.ask("GET", path, params=query).json()

    def change(
        self, method: str, path: str, body: object, read_first: str = "", expect: int = 200
    ) -> Any:  # noqa: ANN401  as above
        """Change what one has just read, and nothing newer; return what it is then."""
        tag = self.ask("GET", read_first or path).headers["ETag"]
        options = {"json": body, "headers": {"If-Match": tag}}
        return self.ask(method, path, expect, **options).json()

    def move(self, claim_id: str, **change: object) -> Any:  # noqa: ANN401  as above
        """Move a claim through verification; return it."""
        return self.change(
            "POST", f"/v1/claims/{claim_id}/status", change, f"/v1/claims/{claim_id}"
        )

    def events(self, last: str) -> Iterator[tuple[str, str]]:
        """Yield identifier and type of each event of the stream, from the first to `last`."""
        query = {"last_event_id": 0}
        with self._client.stream("GET", "/v1/events", params=query) as stream:
            kind = ""
            for line in stream.iter_lines():
                name, _, value = line.partition(": ")
                if name == "event":
                    kind = value
                if name == "data":
                    identifier = _event_id(value)
                    yield identifier, kind
                    if identifier == last:
                        return

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()


def _event_id(data: str) -> str:
    identifier: str = json.loads(data)["id"]
    return identifier


@dataclass
class Newsroom:
    """The service, those who use it, and who listens to it.

    Attributes:
        service: The process of `claimdesk serve`.
        receiver: Takes the webhooks.
        run: Runs a command of `claimdesk`, and returns what it prints.
    """

    service: Process
    receiver: Receiver
    operations: Person
    cms: Person
    mira: Person
    website: Person
    run: Callable[..., str]

    def cut_the_power(self) -> None:
        """Kill the service with no chance to put anything in order."""
        self.service.end(signal.SIGKILL)

    def restart(self) -> None:
        """Start the service again, and wait until it can analyse."""
        self.service.start()
        wait_until(self._is_ready, "the service to be ready", PATIENCE_SECONDS, POLL_SECONDS)

    def wait_for_analysis(self, path: str) -> dict[str, Any]:
        """Return the article at a path once it is analysed.

        Raises:
            CheckFailedError: Where its analysis fails.
        """
        article: dict[str, Any] = {}

        def ended() -> bool:
            article.update(self.cms.read(path))
            return article["status"] in {"ready", "failed"}

        wait_until(ended, f"{path} to be analysed", PATIENCE_SECONDS, POLL_SECONDS)
        if article["status"] == "failed":
            raise CheckFailedError(f"the analysis failed: {article['failure']}")
        return article

    def _is_ready(self) -> bool:
        try:
            answer = httpx.get(f"{self.service.url}/readyz", timeout=_WAIT_SECONDS, trust_env=False)
        except httpx.TransportError:
            return False
        return answer.is_success


@contextmanager
def open_newsroom(folder: Path, database_url: str | None) -> Iterator[Newsroom]:
    """Start the service on a new database, and give everyone a key."""
    settings = {**_SETTINGS, "MODELS_DIR": str(Settings().resolved_models_dir)}
    with ExitStack() as stack:
        desk = stack.enter_context(
            running_desk(folder, database_url, settings=settings, module="service.cli")
        )
        service = desk.api(worker=True)
        people = {}
        for name, role in PEOPLE.items():
            token = desk.run("keys", "create", name, "--role", role).strip()
            people[name] = Person(service.url, token)
            stack.callback(people[name].close)
        receiver = stack.enter_context(receiving())
        newsroom = Newsroom(service, receiver, run=desk.run, **people)
        newsroom.restart()
        yield newsroom
