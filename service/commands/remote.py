"""The remote service: how commands speak to a running one, and come back when it asks to."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Self

import httpx

from service.commands.outcomes import ExitCode, Stop

_TIMEOUT_SECONDS = 120
#: How long a service may be out of reach before its caller gives up; a restart takes less.
_PATIENCE_SECONDS = 300
_FIRST_WAIT_SECONDS = 1
_LONGEST_WAIT_SECONDS = 30
_TRY_AGAIN = frozenset(
    {
        HTTPStatus.CONFLICT,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)


@dataclass(frozen=True, slots=True)
class RemoteService:
    """A service that listens somewhere.

    Attributes:
        client: Speaks to it; knows its address and the API key.
        tell: Says to the person why nothing happens for a while.
        sleep: Waits so many seconds.
    """

    client: httpx.Client
    tell: Callable[[str], None]
    sleep: Callable[[float], None] = time.sleep

    @classmethod
    def at(cls, url: str, api_key: str | None, tell: Callable[[str], None]) -> RemoteService:
        """Return the service at an address.

        Raises:
            Stop: If the address is none.
        """
        headers = {} if api_key is None else {"Authorization": f"Bearer {api_key}"}
        try:
            client = httpx.Client(base_url=url, headers=headers, timeout=_TIMEOUT_SECONDS)
        except httpx.InvalidURL as error:
            raise Stop(ExitCode.USAGE, f"{url} is no address") from error
        return cls(client, tell)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def get(self, path: str) -> dict[str, Any]:
        """Read something.

        Raises:
            Stop: If the service refuses, or is out of reach for long.
        """
        return self._ask("GET", path)

    def post(self, path: str, body: object, idempotency_key: str) -> dict[str, Any]:
        """Send something once, however often it takes to get the answer.

        Raises:
            Stop: If the service refuses it, or is out of reach for long.
        """
        return self._ask("POST", path, json=body, headers={"Idempotency-Key": idempotency_key})

    def _ask(self, method: str, path: str, **options: Any) -> dict[str, Any]:  # noqa: ANN401  httpx's options
        out_of_reach_since: float | None = None
        wait_seconds = _FIRST_WAIT_SECONDS
        while True:
            try:
                response = self.client.request(method, path, **options)
            except (httpx.TransportError, httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
                out_of_reach_since = out_of_reach_since or time.monotonic()
                if time.monotonic() - out_of_reach_since > _PATIENCE_SECONDS:
                    message = f"{self.client.base_url} is out of reach: {error}"
                    raise Stop(ExitCode.FAILED, message) from error
                self.tell(f"{self.client.base_url} is out of reach ({error}); trying again")
            else:
                out_of_reach_since = None
                if response.is_success:
                    body: dict[str, Any] = response.json()
                    return body
                if response.status_code not in _TRY_AGAIN:
                    raise Stop(ExitCode.INPUT_REFUSED, _describe(response))
                self.tell(_describe(response))
                asked = response.headers.get("retry-after", "")
                if asked.isdecimal():
                    wait_seconds = min(int(asked), _LONGEST_WAIT_SECONDS)
            self.sleep(wait_seconds)
            wait_seconds = min(2 * wait_seconds, _LONGEST_WAIT_SECONDS)


def _describe(response: httpx.Response) -> str:
    try:
        return f"{response.status_code}: {response.json()['detail']}"
    except (ValueError, KeyError, TypeError):
        return f"{response.status_code}: {response.reason_phrase}"
