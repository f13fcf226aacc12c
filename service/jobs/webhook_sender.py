"""The webhook sender: one signed request to an address that was checked just before.

Standard Webhooks 1.0.0. The name of the host is resolved here, its addresses are checked, and
the connection goes to one of the very addresses that were checked. Redirects are not followed,
answers are not read beyond their headers, and the whole takes a bounded time.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpcore
from standardwebhooks.webhooks import Webhook as Signer

from service.domain.webhook import DeliveryAttempt
from service.use_cases.deliver_events import DueDelivery
from service.use_cases.resolve_target import TargetRefusedError, resolve_target, split_target

logger = logging.getLogger(__name__)

_MAX_RETRY_AFTER_DIGITS = 9
_ERRORS = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError)


@dataclass(frozen=True, slots=True)
class WebhookSender:
    """Sends deliveries, one at a time in each thread that calls it.

    Attributes:
        timeout_seconds: How long an attempt may take in all.
        allow_private: Whether addresses of this machine and network are allowed.
        user_agent: Who sends.
    """

    timeout_seconds: float
    allow_private: bool
    user_agent: str

    def send(self, due: DueDelivery, now: datetime) -> DeliveryAttempt:
        """Try once, and return what came of it; raises nothing that a receiver can cause."""
        started = time.monotonic()
        status: int | None = None
        error: str | None = None
        retry_after: int | None = None
        try:
            status, retry_after = self._post(due, now)
        except TargetRefusedError as refusal:
            error = refusal.detail
        except _ERRORS as failure:
            error = _describe(failure)
        seconds = round(time.monotonic() - started, 3)
        return DeliveryAttempt(now, status, error, seconds, retry_after)

    def _post(self, due: DueDelivery, now: datetime) -> tuple[int, int | None]:
        url = due.webhook.url
        backend = _CheckedBackend(
            allow_private=self.allow_private, deadline=time.monotonic() + self.timeout_seconds
        )
        # Refuse before anything else: a literal address, or a user's name in the URL.
        split_target(url)
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self.timeout_seconds)
        with (
            httpcore.ConnectionPool(network_backend=backend, max_connections=1) as pool,
            pool.stream(
                "POST",
                url,
                headers=self._headers(due, now),
                content=due.payload.encode(),
                extensions={"timeout": timeouts},
            ) as response,
        ):
            headers = {name.lower(): value for name, value in response.headers}
            return response.status, _read_retry_after(headers.get(b"retry-after", b""))

    def _headers(self, due: DueDelivery, now: datetime) -> list[tuple[str, str]]:
        event_id = str(due.delivery.event_id)
        instant = now.astimezone(UTC)
        signatures = [
            Signer(secret).sign(event_id, instant, due.payload)
            for secret in due.webhook.secrets_at(now)
        ]
        return [
            ("content-type", "application/json"),
            ("user-agent", self.user_agent),
            ("webhook-id", event_id),
            ("webhook-timestamp", str(int(instant.timestamp()))),
            ("webhook-signature", " ".join(signatures)),
        ]


class _CheckedBackend(httpcore.SyncBackend):
    """Connects to checked addresses alone, and lets no operation outlast the deadline."""

    def __init__(self, *, allow_private: bool, deadline: float) -> None:
        super().__init__()
        self._allow_private = allow_private
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of the host that takes the connection."""
        del timeout
        addresses = resolve_target(host, port, allow_private=self._allow_private)
        failure: Exception = httpcore.ConnectError("no address")
        for address in addresses:
            try:
                stream = super().connect_tcp(
                    address, port, _remaining(self._deadline), local_address, socket_options
                )
            except httpcore.ConnectError as error:
                failure = error
                continue
            return _BoundedStream(stream, self._deadline)
        raise failure


class _BoundedStream(httpcore.NetworkStream):
    """A connection all of whose operations together end at a deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        return self._stream.read(max_bytes, _remaining(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._stream.write(buffer, _remaining(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: Any,  # noqa: ANN401 - as httpcore has it
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        del timeout
        secured = self._stream.start_tls(ssl_context, server_hostname, _remaining(self._deadline))
        return _BoundedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore has it
        return self._stream.get_extra_info(info)


def _remaining(deadline: float) -> float:
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout("the receiver took too long")
    return seconds


def _describe(error: Exception) -> str:
    if isinstance(error, httpcore.TimeoutException):
        return "The receiver took too long."
    return f"{type(error).__name__}: {error}"[:300]


def _read_retry_after(value: bytes) -> int | None:
    """Return the seconds of a `Retry-After` header; its form as a date is passed over."""
    text = value.decode("ascii", "replace").strip()
    is_number = text.isascii() and text.isdecimal() and len(text) <= _MAX_RETRY_AFTER_DIGITS
    return int(text) if is_number else None
