"""Docs: Swagger UI out of the service's own files, and the document that it shows."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import as_file, files

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import JSONResponse, Response

from service.api.guarded_route import GuardedRoute

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)

_FOLDER = "swagger-ui"
_PAGE = "index.html"
#: The files that are served, with their media types; nothing else in the folder is.
_FILES: Mapping[str, str] = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "init.js": "text/javascript",
    "favicon-32x32.png": "image/png",
}
_HEADERS: Mapping[str, str] = {
    # All from the service itself; the icons in the style sheet are data: images.
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}


@router.get("/docs")
def get_docs() -> Response:
    """Serve the page of Swagger UI."""
    return Response(_read(_PAGE), media_type="text/html", headers=dict(_HEADERS))


@router.get("/docs/{name}")
def get_docs_file(name: str) -> Response:
    """Serve one of Swagger UI's files."""
    media_type = _FILES.get(name)
    if media_type is None:
        raise HTTPException(404)
    return Response(
        _read(name),
        media_type=media_type,
        headers={**_HEADERS, "Cache-Control": "public, max-age=3600"},
    )


@router.get("/openapi.json")
def get_openapi_document(request: Request) -> Response:
    """Serve the OpenAPI document."""
    return JSONResponse(request.app.openapi())


def _read(name: str) -> bytes:
    with as_file(files("service.web") / _FOLDER / name) as path:
        return path.read_bytes()
