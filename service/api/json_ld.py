"""JSON-LD: answers in a vocabulary that other programs know, and the media type they ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from service.api.dependencies import Exchange
from service.api.problems import RefusedRequestError
from service.domain.errors import FieldProblem

MEDIA_TYPE = "application/ld+json"
#: For programs that know no JSON-LD: the very same bytes.
PLAIN_MEDIA_TYPE = "application/json"
_OFFERED = (MEDIA_TYPE, PLAIN_MEDIA_TYPE)
_MOST = 1.0


class JsonLdResponse(JSONResponse):
    """An answer in JSON-LD; the class by which the document knows its media type."""

    media_type = MEDIA_TYPE


def answer(exchange: Exchange, content: BaseModel, *, profile: str | None = None) -> Response:
    """Return a document as JSON-LD, or as JSON where that is what the caller prefers.

    Args:
        exchange: Whose `Accept` decides, with the headers set so far.
        content: The document; absent members are left out.
        profile: The profile that JSON-LD is said to follow (RFC 6906).

    Raises:
        RefusedRequestError: With status 406 where the caller takes neither.
    """
    media_type = choose_media_type(exchange.request.headers.getlist("accept"))
    if media_type == MEDIA_TYPE and profile is not None:
        media_type = f'{media_type}; profile="{profile}"'
    body = content.model_dump_json(by_alias=True, exclude_none=True)
    headers = {**exchange.response.headers, "Vary": "Accept"}
    return Response(body, media_type=media_type, headers=headers)


def choose_media_type(accept: Sequence[str]) -> str:
    """Return the media type that `Accept` prefers, JSON-LD where it does not care.

    Parameters other than `q` are not looked at; the most specific range that fits a type
    decides on it (RFC 9110, section 12.5.1).

    Raises:
        RefusedRequestError: With status 406 where it takes neither.
    """
    ranges = [_read_range(part) for line in accept for part in line.split(",") if part.strip()]
    if not ranges:
        return MEDIA_TYPE
    weights = {offered: _weigh(offered, ranges) for offered in _OFFERED}
    best = max(_OFFERED, key=weights.__getitem__)
    if weights[best] <= 0:
        detail = f"This is answered as {MEDIA_TYPE} or {PLAIN_MEDIA_TYPE}, which Accept rules out."
        raise RefusedRequestError(
            HTTPStatus.NOT_ACCEPTABLE, detail, (FieldProblem(detail, "#/header/Accept"),)
        )
    return best


def _weigh(offered: str, ranges: Sequence[tuple[str, float]]) -> float:
    kind = offered.split("/", maxsplit=1)[0]
    for pattern in (offered, f"{kind}/*", "*/*"):
        found = [weight for name, weight in ranges if name == pattern]
        if found:
            return max(found)
    return 0.0


def _read_range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip() for piece in part.split(";"))
    weight = _MOST
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            weight = _read_weight(value.strip())
    return name.lower(), weight


def _read_weight(value: str) -> float:
    """Return a weight from 0 to 1; what cannot be read counts as if it were not there."""
    try:
        weight = float(value)
    except ValueError:
        return _MOST
    return weight if 0 <= weight <= _MOST else _MOST


def documented(
    description: str,
    model: type[BaseModel] | tuple[type[BaseModel], ...],
    example: Mapping[str, Any],
    *headers: str,
) -> dict[int | str, Any]:
    """Return the documentation of a JSON-LD answer; where there are several models, of each."""
    # The table of documented headers imports the problems, as this module does.
    from service.api.responses import headers as header_references  # noqa: PLC0415  see above

    models = model if isinstance(model, tuple) else (model,)
    variants = [{"$ref": f"#/components/schemas/{one.__name__}"} for one in models]
    schema = variants[0] if len(variants) == 1 else {"anyOf": variants}
    return {
        HTTPStatus.OK.value: {
            "description": description,
            "headers": header_references(*headers),
            "content": {name: {"schema": schema, "example": example} for name in _OFFERED},
        }
    }
