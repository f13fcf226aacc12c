"""Operations: probes and metrics of a running service."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.api.dependencies import ServicesDep
from service.api.guarded_route import GuardedRoute
from service.api.metrics import MEDIA_TYPE, Metrics
from service.api.responses import headers, problems, success
from service.api.schemas.operations import Liveness, Readiness, ReadinessCheck

router = APIRouter(tags=["operations"], route_class=GuardedRoute)

_FINE = {"ok": True, "detail": None}
_LOADING = {"ok": False, "detail": "the weights are still being loaded"}
#: Without these the desk goes on working: articles are taken, and wait to be analysed.
_DISPENSABLE = frozenset({"generator"})
_READY = {
    "status": "ready",
    "checks": {"database": _FINE, "migrations": _FINE, "weights": _FINE, "generator": _FINE},
}
_UNREADY = {
    "status": "unready",
    "checks": {"database": _FINE, "migrations": _FINE, "weights": _LOADING, "generator": _FINE},
}


@router.get(
    "/livez",
    summary="Tell whether the process is alive",
    responses={
        **success(200, "It is.", {"status": "alive", "version": "0.1.0"}),
        **problems(stored=False),
    },
)
# Async, so that it needs no worker thread and is answered even when all of them wait.
async def get_liveness(services: ServicesDep) -> Liveness:
    """Tell that the process is alive and serves requests, whatever else is missing."""
    return Liveness(status="alive", version=services.version)


@router.get(
    "/readyz",
    summary="Tell whether the service can do its work",
    responses={
        **success(200, "It serves; `degraded` where articles wait for a server.", _READY),
        **success(503, "Something is missing; the checks say what.", _UNREADY, model=Readiness),
        **problems(stored=False),
    },
)
def get_readiness(response: Response, services: ServicesDep) -> Readiness:
    """Check the database, its migrations, the weights and the generation server, if there is one.

    A generation server that fails leaves the service `degraded`: articles are accepted and wait,
    and everything else works.
    """
    checks = {
        name: ReadinessCheck(ok=problem is None, detail=problem)
        for name, problem in services.readiness().items()
    }
    missing = {name for name, check in checks.items() if not check.ok}
    if missing - _DISPENSABLE:
        response.status_code = 503
        return Readiness(status="unready", checks=checks)
    return Readiness(status="degraded" if missing else "ready", checks=checks)


@router.get(
    "/metrics",
    summary="Read the metrics",
    response_class=Response,
    responses={
        200: {
            "description": "Counters, durations and gauges in the text format of Prometheus.",
            "headers": headers(),
            "content": {
                "text/plain": {
                    "schema": {"type": "string"},
                    "example": 'claimdesk_articles{status="ready"} 12.0\n',
                }
            },
        },
        **problems(stored=False),
    },
)
def get_metrics(request: Request) -> Response:
    """Read requests, durations, articles by status, queue length and build, for Prometheus."""
    metrics: Metrics = request.app.state.metrics
    return Response(metrics.render(), media_type=MEDIA_TYPE)
