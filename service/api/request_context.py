"""Request context: the identifier, headers, log line and metrics of every request."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Mapping
from http import HTTPStatus

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.metrics import Metrics
from service.api.problems import plain_problem, problem_response

logger = logging.getLogger(__name__)

HEADER = "X-Request-Id"
_SANE = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}")
#: What every answer carries unless its route says otherwise.
SECURITY_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class RequestContextMiddleware:
    """Wraps every request; also answers what went wrong unforeseen with a bare 500."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request under its identifier."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if _SANE.fullmatch(given) else str(uuid.uuid4())
        tokens = structlog.contextvars.bind_contextvars(request_id=request_id)
        # What the request turns out to be is noted here, on every copy of the scope alike.
        scope.setdefault("state", {})
        started = time.perf_counter()
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[HEADER] = request_id
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                for name, value in scope["state"].get("rate_limit_headers", {}).items():
                    headers[name] = value
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            # The last resort: whatever it was, the caller learns nothing but the identifier.
            logger.exception("request %s failed", request_id)
            if status:
                raise
            detail = f"Something went wrong in the service; its log has it under {request_id}."
            problem = plain_problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail)
            await problem_response(problem, scope)(scope, receive, send_with_headers)
        finally:
            seconds = time.perf_counter() - started
            self.metrics.observe(scope, status, seconds)
            _log(scope, request_id, status, seconds)
            structlog.contextvars.reset_contextvars(**tokens)


def _log(scope: Scope, request_id: str, status: int, seconds: float) -> None:
    raw_path: bytes = scope.get("raw_path") or b""
    logger.info(
        "%s %s %d %.1f ms request_id=%s",
        scope["method"],
        raw_path.decode("ascii", "replace")[:500],
        status,
        seconds * 1000,
        request_id,
    )
