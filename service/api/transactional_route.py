"""Transactional route: one transaction a request, and each keyed POST answered once."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from anyio import CancelScope, CapacityLimiter, to_thread
from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.responses import Response

from service.api.access import Caller
from service.api.dependencies import Services
from service.api.field_problems import make_pointer
from service.api.guarded_route import GuardedRoute, Handler
from service.api.strict_json import StrictRequest
from service.domain.errors import FieldProblem, InvalidInputError
from service.domain.idempotency import StoredResponse
from service.use_cases import UnitOfWork
from service.use_cases.replay_request import abandon_request, begin_request, finish_request

REPLAYED_HEADER = "Idempotency-Replayed"
_KEY = re.compile(r"[!-~]{1,255}")
#: The headers that a repetition gets again, beside the body.
_KEPT_HEADERS = ("content-type", "location", "content-location", "etag", "preference-applied")


class TransactionalRoute(GuardedRoute):
    """Gives each request a unit of work and commits it before the answer leaves.

    An error of any kind rolls it back. A POST with an `Idempotency-Key` is carried out
    once; its answer is stored in the same transaction as what it changed.
    """

    def get_route_handler(self) -> Handler:
        """Return the handler of the route, wrapped in a transaction behind the gate."""
        handle = APIRoute.get_route_handler(self)
        takes_query = _takes_query(self.dependant)
        takes_body = self.body_field is not None

        async def handle_in_transaction(request: Request) -> Response:
            request = StrictRequest(request.scope, request.receive)
            _check_query(request, takes_query=takes_query)
            body = await request.json() if takes_body and await request.body() else None
            services: Services = request.app.state.services
            uow = services.unit_of_work()
            async with _closing_after_errors(uow):
                request.state.unit_of_work = uow
                key = _read_key(request) if request.method == "POST" else None
                if key is None:
                    response = await handle(request)
                    await run_in_threadpool(_commit_and_close, uow)
                else:
                    keyed = _KeyedRequest(
                        uow,
                        key,
                        _scope(self.unique_id, request),
                        _fingerprint(request, body),
                        services.clock,
                    )
                    response = await keyed.answer(request, handle)
                    await run_in_threadpool(uow.close)
                _run_after_commit(request)
                return response

        return self.guard(handle_in_transaction)


@asynccontextmanager
async def _closing_after_errors(uow: UnitOfWork) -> AsyncIterator[None]:
    """Roll back and close whatever the error; in good order that goes with the commit.

    Each change of thread takes as long as a small query.
    """
    try:
        yield
    except BaseException:
        # Also where the caller has gone, and where all threads wait for connections.
        with CancelScope(shield=True):
            await to_thread.run_sync(uow.close, limiter=CapacityLimiter(1))
        raise


def _commit_and_close(uow: UnitOfWork) -> None:
    uow.commit()
    uow.close()


@dataclass(frozen=True, slots=True)
class _KeyedRequest:
    """A request that must be carried out once, however often it is sent."""

    uow: UnitOfWork
    key: str
    operation: str
    fingerprint: str
    clock: Callable[[], datetime]

    async def answer(self, request: Request, handle: Handler) -> Response:
        """Return the stored answer, or carry the request out and store its answer."""
        stored = await run_in_threadpool(self._begin)
        if stored is not None:
            headers = {**stored.headers, REPLAYED_HEADER: "true"}
            return Response(stored.body, status_code=stored.status, headers=headers)
        try:
            response = await handle(request)
            await run_in_threadpool(self._finish, request, response)
        except BaseException:
            # A request that failed may be sent again with the same key.
            await run_in_threadpool(self._abandon)
            raise
        return response

    def _begin(self) -> StoredResponse | None:
        stored = begin_request(self.uow, self.key, self.operation, self.fingerprint, self.clock())
        self.uow.commit()
        return stored

    def _finish(self, request: Request, response: Response) -> None:
        headers = {
            name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers
        }
        body = _without_withheld(request, bytes(response.body))
        stored = StoredResponse(response.status_code, headers, body)
        finish_request(self.uow, self.key, self.operation, stored, self.clock())
        self.uow.commit()

    def _abandon(self) -> None:
        self.uow.rollback()
        abandon_request(self.uow, self.key, self.operation)
        self.uow.commit()


def _scope(operation: str, request: Request) -> str:
    """Return what an idempotency key is for: keys of one caller are nobody else's."""
    caller: Caller = request.state.caller
    return operation if caller.key_id is None else f"{operation} {caller.key_id}"


def _without_withheld(request: Request, body: bytes) -> bytes:
    """Return the body with null in place of what is shown only once."""
    fields: tuple[str, ...] = getattr(request.state, "withheld_fields", ())
    if not fields:
        return body
    return json.dumps({**json.loads(body), **dict.fromkeys(fields)}).encode()


def _run_after_commit(request: Request) -> None:
    after_commit: Callable[[], None] | None = getattr(request.state, "after_commit", None)
    if after_commit is not None:
        after_commit()


def _read_key(request: Request) -> str | None:
    """Return the request's idempotency key, None where it has none.

    Raises:
        InvalidInputError: Where it is not one key of visible ASCII characters.
    """
    keys = request.headers.getlist("idempotency-key")
    if not keys:
        return None
    if len(keys) > 1 or not _KEY.fullmatch(keys[0]):
        detail = "This must be one key of 1 to 255 visible ASCII characters."
        raise InvalidInputError(detail, (FieldProblem(detail, "#/header/Idempotency-Key"),))
    return keys[0]


def _fingerprint(request: Request, body: object) -> str:
    """Return a digest of what the request asks for, however its JSON is spaced.

    The versions that it may change belong to that: without them another answer is due.
    """
    content = json.dumps(body, sort_keys=True, separators=(",", ":"))
    asked = f"{request.method} {request.url.path}\n{content}"
    versions = request.headers.getlist("if-match")
    if versions:
        asked += f"\nIf-Match: {', '.join(versions)}"
    return hashlib.sha256(asked.encode()).hexdigest()


def _takes_query(dependant: Dependant) -> bool:
    return bool(dependant.query_params) or any(map(_takes_query, dependant.dependencies))


def _check_query(request: Request, *, takes_query: bool) -> None:
    """Refuse query parameters that are ill-formed, repeated, or unknown to the route.

    Raises:
        InvalidInputError: Naming the parameters.
    """
    query: bytes = request.scope.get("query_string", b"")
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, errors="surrogateescape")
    counts = Counter(name for name, _ in pairs)
    problems = {
        name: _find_query_problem(name, value, counts[name], takes_query=takes_query)
        for name, value in pairs
    }
    found = tuple(
        FieldProblem(detail, make_pointer(("query", name)))
        for name, detail in problems.items()
        if detail is not None
    )
    if found:
        raise InvalidInputError(" ".join(problem.detail for problem in found[:3]), found)


def _find_query_problem(name: str, value: str, count: int, *, takes_query: bool) -> str | None:
    if not takes_query:
        return "This operation takes no query parameters."
    if count > 1:
        return "This parameter was given more than once."
    # An escaped surrogate stands for a byte that is not UTF-8.
    if not (name + value).isprintable() and re.search("[\x00-\x1f\udc80-\udcff]", name + value):
        return "This parameter is not text in UTF-8 without control characters."
    return None
