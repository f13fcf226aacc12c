"""Exports: the claims that match the filters of the list, all of them in one answer."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from starlette.responses import Response

from service.api.claim_selection import selected
from service.api.dependencies import ExchangeDep
from service.api.export import (
    CSV_MEDIA_TYPE,
    EXAMPLE_CSV,
    EXAMPLE_JSON_LINES,
    JSON_LINES_MEDIA_TYPE,
    write_csv,
    write_json_lines,
)
from service.api.responses import Responses, headers, problems
from service.api.schemas.queries import ClaimSelection
from service.api.transactional_route import TransactionalRoute
from service.use_cases.export_claims import export_claims

router = APIRouter(prefix="/v1", tags=["interchange"], route_class=TransactionalRoute)


def _file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _documented(media_type: str, example: Any) -> Responses:  # noqa: ANN401  any JSON value
    content = {media_type: {"schema": {"type": "string"}, "example": example}}
    return {
        200: {
            "description": "The claims, sent as they are read; an answer that breaks off before "
            "its end is not complete.",
            "headers": headers("Content-Disposition"),
            "content": content,
        }
    }


@router.get(
    "/claims.csv",
    summary="Export claims as CSV",
    response_class=Response,
    responses={**_documented("text/csv", EXAMPLE_CSV), **problems(422)},
)
def export_claims_as_csv(
    query: Annotated[ClaimSelection, Query()], exchange: ExchangeDep
) -> Response:
    """Export the claims that match every given filter as CSV (RFC 4180), for spreadsheets.

    UTF-8 with a byte order mark, without which spreadsheets take it for another encoding. A cell
    that would be a formula (one that begins with `=`, `+`, `-` or `@`) has an apostrophe in front.
    Tags are separated by `; `. Programs read the JSON Lines rather: nothing is changed there.
    """
    claims = export_claims(exchange.services.unit_of_work, *selected(exchange, query))
    return StreamingResponse(
        write_csv(claims), media_type=CSV_MEDIA_TYPE, headers=_file("claims.csv")
    )


@router.get(
    "/claims.jsonl",
    summary="Export claims as JSON Lines",
    response_class=Response,
    responses={**_documented(JSON_LINES_MEDIA_TYPE, EXAMPLE_JSON_LINES), **problems(422)},
)
def export_claims_as_json_lines(
    query: Annotated[ClaimSelection, Query()], exchange: ExchangeDep
) -> Response:
    """Export the claims that match every given filter, one JSON object a line, for programs.

    Each line is the object that reading the claim answers, in UTF-8 without a byte order mark.
    """
    claims = export_claims(exchange.services.unit_of_work, *selected(exchange, query))
    return StreamingResponse(
        write_json_lines(claims), media_type=JSON_LINES_MEDIA_TYPE, headers=_file("claims.jsonl")
    )
