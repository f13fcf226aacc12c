"""Clock: how long answers take over one kept connection, and what they come to."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

#: Calls that are not counted, since caches are cold.
WARM_UP = 3
MILLISECONDS = 1_000.0
_TIMEOUT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Times:
    """How long a number of answers took, each in milliseconds."""

    milliseconds: tuple[float, ...]

    def quantile(self, share: float) -> float:
        """Return the time within which this share of the answers came (nearest rank)."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def p50(self) -> float:
        """Return the median."""
        return self.quantile(0.5)

    @property
    def p95(self) -> float:
        """Return the 95th percentile."""
        return self.quantile(0.95)


class Caller:
    """Asks one service over one connection that stays open.

    Python's own client is used, since the others take as long as many an answer.

    Attributes:
        headers: Of the last answer, their names in lower case.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(
            parts.hostname or "127.0.0.1", parts.port, timeout=_TIMEOUT_SECONDS
        )
        self.headers: dict[str, str] = {}

    def ask(
        self,
        path: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, bytes]:
        """Send a GET, or a POST where there is a body; return status and body of the answer."""
        content = None if body is None else json.dumps(body).encode()
        method = "GET" if body is None else "POST"
        sent = {"Content-Type": "application/json", **(headers or {})}
        self._connection.request(method, path, content, sent)
        response = self._connection.getresponse()
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        return response.status, response.read()

    def close(self) -> None:
        """Close the connection; the next question opens another one."""
        self._connection.close()

    def fetch(self, path: str, body: Mapping[str, Any] | None = None) -> bytes:
        """Ask, and return the body of the answer.

        Raises:
            RuntimeError: Where its status is not 200.
        """
        status, content = self.ask(path, body)
        if status != http.client.OK:
            message = f"{path}: {status} {content[:300]!r}"
            raise RuntimeError(message)
        return content

    def time_paths(self, paths: Iterable[str], rounds: int) -> Times:
        """Return how long each of so many answers took, after a few that are not counted.

        Raises:
            RuntimeError: Where the status of one is not 200.
        """
        # The service may have closed a connection that was not used for some seconds.
        self.close()
        return time_calls(partial(self.fetch, path) for path in islice(paths, rounds + WARM_UP))


def time_calls(calls: Iterable[Callable[[], object]]) -> Times:
    """Return how long each call took, but for the first `WARM_UP`."""
    found = []
    for number, call in enumerate(calls):
        started = time.perf_counter()
        call()
        seconds = time.perf_counter() - started
        if number >= WARM_UP:
            found.append(seconds * MILLISECONDS)
    return Times(tuple(found))
