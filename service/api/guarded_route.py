"""Guarded route: nobody gets to an operation who may not do it, nor by another's path."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Scope

if TYPE_CHECKING:
    from service.api.access import AccessGate

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class GuardedRoute(APIRoute):
    """Admits the caller before anything of the request's body is read."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether the request is for this route.

        A path that is an operation's own is never taken for the value of a parameter:
        `/v1/claims/search` is no claim, whatever the method.
        """
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if self.param_convertors and path in scope["app"].state.fixed_paths:
            return Match.NONE, {}
        return super().matches(scope)

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
