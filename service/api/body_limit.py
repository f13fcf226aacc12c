"""Body limit: requests too large are refused before they are in memory."""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import RefusedRequestError, plain_problem, problem_response
from service.domain.article import MAX_TEXT_CHARACTERS

#: JSON may write one code point in twelve bytes (`\ud83d\ude00`), so no text of the allowed
#: length is refused for its bytes; the rest is room for the other fields.
MAX_BODY_BYTES = 12 * MAX_TEXT_CHARACTERS + 600_000
#: A thousand articles of the usual length, several times over.
MAX_BATCH_BYTES = 12_000_000
_LIMITS = {"/v1/batches": MAX_BATCH_BYTES}
_DETAIL = "The body is larger than {limit:,} bytes, which is the most that is read."


class BodyLimitMiddleware:
    """Answers 413 on a declared length over the limit, or once that much has come in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body counted, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = _LIMITS.get(scope["path"].removeprefix(scope.get("root_path", "")), MAX_BODY_BYTES)
        detail = _DETAIL.format(limit=limit)
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isascii() and declared.isdecimal() and int(declared[:20]) > limit:
            problem = plain_problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
            await problem_response(problem, scope)(scope, receive, send)
            return
        received_bytes = 0

        async def receive_counted() -> Message:
            nonlocal received_bytes
            message = await receive()
            if message["type"] == "http.request":
                received_bytes += len(message.get("body", b""))
                if received_bytes > limit:
                    raise RefusedRequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
            return message

        await self.app(scope, receive_counted, send)
