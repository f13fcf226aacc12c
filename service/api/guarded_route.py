"""Guarded route: nobody gets to an operation who may not do it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

if TYPE_CHECKING:
    from service.api.access import AccessGate

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class GuardedRoute(APIRoute):
    """Admits the caller before anything of the request's body is read."""

    def get_route_handler(self) -> Handler:
        """Return the handler of the route behind the gate."""
        return self.guard(super().get_route_handler())

    def guard(self, handle: Handler) -> Handler:
        """Return a handler that admits the caller first."""

        async def handle_admitted(request: Request) -> Response:
            gate: AccessGate = request.app.state.access_gate
            await gate.admit(request, self.name)
            return await handle(request)

        return handle_admitted
