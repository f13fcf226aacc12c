"""App: the FastAPI application, put together from routers, middleware and error handlers."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.routing import Match

from service.api.access import AccessGate
from service.api.body_limit import BodyLimitMiddleware
from service.api.dependencies import Services
from service.api.desk_load import read_desk_load
from service.api.event_watch import EventWatch
from service.api.metrics import Metrics
from service.api.openapi import install_openapi
from service.api.permissions import check_permissions
from service.api.problems import (
    handle_domain_error,
    handle_http_error,
    handle_validation_error,
)
from service.api.rate_limits import RateLimiter
from service.api.request_context import RequestContextMiddleware
from service.api.routers import (
    articles,
    batches,
    claim_reviews,
    claims,
    docs,
    events,
    exports,
    impact,
    imports,
    keys,
    links,
    matches,
    operations,
    revisions,
    stats,
    summaries,
    views,
    web_annotations,
    webhooks,
)
from service.api.waiting import WaitingRoom
from service.domain.errors import ClaimdeskError
from service.use_cases.verify_key import KeyVerifier

ROUTERS = (
    articles.router,
    batches.router,
    revisions.router,
    summaries.router,
    matches.router,
    claims.router,
    links.router,
    impact.router,
    claim_reviews.router,
    web_annotations.router,
    views.router,
    stats.router,
    keys.router,
    exports.router,
    imports.router,
    events.router,
    webhooks.router,
    operations.router,
    docs.router,
)


#: What pages of allowed origins may send and read, beside what they always may.
_REQUEST_HEADERS = (
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "Last-Event-ID",
    "Prefer",
    "X-Request-Id",
)
_ANSWER_HEADERS = (
    "Content-Disposition",
    "Content-Location",
    "ETag",
    "Idempotency-Replayed",
    "Link",
    "Location",
    "Preference-Applied",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "X-Request-Id",
)


#: What is asked for every few seconds, and would hide all else in traces.
_PROBES = frozenset({"/livez", "/readyz", "/metrics"})
#: Requests are traced where a collector is set (`CLAIMDESK_TRACES_ENDPOINT`), and nothing else of
#: what FastAPI could tell: metrics are Prometheus's, and its logs hold what was sent.
_TELEMETRY: TelemetryConfig = {
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
    "exclude": lambda scope: scope["path"] in _PROBES,
}


def create_app(services: Services) -> FastAPI:
    """Build the application on what the composition root hands in; starts nothing."""
    app = build_routes(services.version)
    metrics = Metrics(services.version, lambda: read_desk_load(services), services.collectors)
    app.state.services = services
    app.state.metrics = metrics
    app.state.waiting_room = WaitingRoom(services.queue, services.max_waiting_requests)
    app.state.access_gate = AccessGate(
        KeyVerifier(services.unit_of_work, services.clock),
        RateLimiter(services.access.rate_limits, services.access.failure_limit),
        services.access,
    )
    app.state.event_watch = EventWatch(lambda: _find_last_event(services))
    # The last one added is the outermost.
    app.add_middleware(BodyLimitMiddleware)
    if services.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=services.cors_origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=_REQUEST_HEADERS,
            expose_headers=_ANSWER_HEADERS,
        )
    app.add_middleware(RequestContextMiddleware, metrics=metrics)
    return app


def build_routes(version: str) -> FastAPI:
    """Build the application without what it works on: enough for its OpenAPI document."""
    app = FastAPI(
        title="Claimdesk",
        version=version,
        # Swagger UI is served from our own files, the document by its own router.
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=_TELEMETRY,
        generate_unique_id_function=_operation_id,
    )
    check_permissions(ROUTERS)
    app.state.fixed_paths = frozenset(
        route.path for route in _routes() if not route.param_convertors
    )
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(ClaimdeskError, handle_domain_error)
    app.add_exception_handler(RequestValidationError, handle_validation_error)
    app.add_exception_handler(HTTPException, _handle_http_error)
    install_openapi(app)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name


def _find_last_event(services: Services) -> int:
    with services.unit_of_work() as uow:
        return uow.outgoing_events.last_sequence()


def _routes() -> list[APIRoute]:
    return [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]


def _handle_http_error(request: Request, error: Exception) -> Response:
    """Answer what HTTP has a status for; a wrong method with all methods of the path.

    The router names only those of the first route that has the path.
    """
    if isinstance(error, HTTPException) and error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        methods = {
            method
            for route in _routes()
            if route.matches(request.scope)[0] is not Match.NONE
            for method in route.methods or ()
        }
        error.headers = {"Allow": ", ".join(sorted(methods))}
    return handle_http_error(request, error)
