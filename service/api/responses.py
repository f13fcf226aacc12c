"""Responses: how the answers of an operation are documented."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from service.api.problems import MEDIA_TYPE, describe_error, plain_problem
from service.api.schemas import examples
from service.api.schemas.problem import Problem
from service.domain.claim import ClaimState, Workflow, allowed_moves
from service.domain.errors import (
    EventsPrunedError,
    FieldProblem,
    HostUnknownError,
    InvalidInputError,
    KeyRequiredError,
    NotFoundError,
    QueueFullError,
    QuotaExceededError,
    RoleForbiddenError,
    StateConflictError,
    TextTooLongError,
    TransitionError,
    VersionMismatchError,
    VersionRequiredError,
)

Responses = dict[int | str, dict[str, Any]]
PROBLEM_REF = "#/components/schemas/Problem"

_CLOSING = "workflow cannot go from 'new' to 'closed'; it can go to 'triaged', 'dismissed'."
_BLANK = "The text is empty; send the article."

#: For each error status, when it is answered and an example of it.
_PROBLEMS: Mapping[int, tuple[str, Problem]] = {
    400: (
        "The body is not JSON that can be read, or a header is malformed.",
        plain_problem(400, "The body is not JSON that can be read: it is not UTF-8 at byte 12."),
    ),
    401: (
        "No API key was sent, or it is unknown, revoked or expired.",
        describe_error(KeyRequiredError("This service needs an API key.")),
    ),
    403: (
        "The role of the key may not do this, or there are no keys and another origin's page asks.",
        describe_error(
            RoleForbiddenError(
                "The key 'cms' has the role 'submitter'; this takes one of: editor, admin."
            )
        ),
    ),
    404: (
        "Nothing has this identifier.",
        describe_error(NotFoundError(f"There is no claim {examples.CLAIM_ID}.")),
    ),
    406: (
        "`Accept` rules out every media type that this is answered in.",
        plain_problem(
            406,
            "This is answered as application/ld+json or application/json, which Accept rules out.",
        ),
    ),
    409: (
        "It does not fit the state that things are in, or a keyed request is not answered yet.",
        describe_error(StateConflictError("Only a failed analysis can be retried.")),
    ),
    410: (
        "Events after the one that is named are no longer kept.",
        describe_error(
            EventsPrunedError(
                "Events after 41 are no longer kept; the first that is has the number 1,207.",
                (FieldProblem("This event is too long ago.", "#/header/Last-Event-ID"),),
            )
        ),
    ),
    412: (
        "The claim has another version than `If-Match` names.",
        describe_error(VersionMismatchError("The claim has version 4, not 3; read it again.")),
    ),
    413: (
        "The text has more than 200,000 characters, or the body is too large.",
        describe_error(
            TextTooLongError(
                "The text has 250,000 characters; the most that is read is 200,000.",
                (FieldProblem("The text has 250,000 characters.", "#/text"),),
            )
        ),
    ),
    415: (
        "The body is not declared as `application/json`.",
        plain_problem(415, "Send the body as application/json, in UTF-8."),
    ),
    421: (
        "The service has no keys, and `Host` is neither a loopback name nor one that is allowed.",
        describe_error(
            HostUnknownError(
                "As long as it has no API key, this service answers under loopback names alone.",
                (FieldProblem("This is no loopback name.", "#/header/Host"),),
            )
        ),
    ),
    422: (
        "A field, parameter or header is not valid, or the idempotency key is another request's.",
        describe_error(InvalidInputError(_BLANK, (FieldProblem(_BLANK, "#/text"),))),
    ),
    428: (
        "`If-Match` is missing.",
        describe_error(VersionRequiredError("Send the claim's ETag in If-Match.")),
    ),
    429: (
        "The key sent more requests than its role may; `Retry-After` says when to try again.",
        describe_error(
            QuotaExceededError(
                "This key may send 600 requests in 60 seconds; try again in 4 seconds.", "editor", 4
            )
        ),
    ),
    500: (
        "Something went wrong in the service; its log has it under the request's identifier.",
        plain_problem(500, "Something went wrong in the service."),
    ),
    503: (
        "Too much work waits, or the database cannot be used; `Retry-After`: when to try again.",
        describe_error(QueueFullError("100 articles are waiting; try again in 30 seconds.", 30)),
    ),
}
_PROBLEM_HEADERS: Mapping[int, tuple[str, ...]] = {
    401: ("WWW-Authenticate",),
    429: ("Retry-After",),
    503: ("Retry-After",),
}
_TRANSITION = TransitionError(
    _CLOSING,
    allowed_moves(ClaimState(workflow=Workflow.NEW)),
    (FieldProblem(_CLOSING, "#/workflow"),),
)
_HEADERS: Mapping[str, tuple[str, dict[str, Any], Any]] = {
    "Location": (
        "Where what was made can be read.",
        {"type": "string", "format": "uri-reference"},
        f"/v1/articles/{examples.ARTICLE_ID}",
    ),
    "Content-Location": (
        "Where what is answered is to be found.",
        {"type": "string", "format": "uri-reference"},
        f"/v1/articles/{examples.ARTICLE_ID}",
    ),
    "ETag": (
        "The entity tag; goes into `If-Match` and `If-None-Match`.",
        {"type": "string"},
        '"1"',
    ),
    "Link": (
        'The next page, with `rel="next"`; absent on the last one (RFC 8288).',
        {"type": "string"},
        f'</v1/claims?cursor={examples.CURSOR}>; rel="next"',
    ),
    "Preference-Applied": (
        "The preference that was followed, where one was (RFC 7240).",
        {"type": "string"},
        "wait=60",
    ),
    "Idempotency-Replayed": (
        "`true` where this is the stored answer to an earlier request with the same key.",
        {"type": "string", "const": "true"},
        "true",
    ),
    "WWW-Authenticate": (
        "How to show who calls (RFC 6750).",
        {"type": "string"},
        'Bearer realm="claimdesk"',
    ),
    "RateLimit-Policy": (
        "How many requests (`q`) the key may send in how many seconds (`w`), where it is limited.",
        {"type": "string"},
        '"editor";q=600;w=60',
    ),
    "RateLimit": (
        "How many requests are left (`r`), and in how many seconds (`t`) one is given back.",
        {"type": "string"},
        '"editor";r=599;t=60',
    ),
    "Retry-After": ("When to try again, in seconds.", {"type": "integer"}, 30),
    "Content-Disposition": (
        "That the answer is a file, and its name (RFC 6266).",
        {"type": "string"},
        'attachment; filename="claims.csv"',
    ),
    "Vary": ("The request headers that the answer depends on.", {"type": "string"}, "Accept"),
    "X-Request-Id": (
        "The request's identifier: the caller's own, if it is sane, or a new one.",
        {"type": "string"},
        "2b1f6c1e-5c0e-4b7a-8a52-0d3f1f6f3c55",
    ),
}


def header_components() -> dict[str, Any]:
    """Return the documented headers by name, for the components of the document."""
    return {
        name: {"description": description, "schema": schema, "example": example}
        for name, (description, schema, example) in _HEADERS.items()
    }


def headers(*names: str) -> dict[str, Any]:
    """Return references to documented headers; every answer has `X-Request-Id` as well."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in (*names, "X-Request-Id")}


def limit_headers() -> dict[str, Any]:
    """Return references to the headers of every answer to a caller with a limited key."""
    return {
        name: {"$ref": f"#/components/headers/{name}"} for name in ("RateLimit-Policy", "RateLimit")
    }


#: The 409 of a change of status, which lists what is allowed.
FORBIDDEN_TRANSITION: Responses = {
    409: {
        "description": "The change is forbidden; `allowed` lists what the claim may do next.",
        "headers": headers(),
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": PROBLEM_REF},
                "example": {
                    **describe_error(_TRANSITION).model_dump(exclude_none=True),
                    "instance": f"/v1/claims/{examples.CLAIM_ID}/status",
                },
            }
        },
    }
}


def success(
    status: int,
    description: str,
    example: object = None,
    *,
    with_headers: tuple[str, ...] = (),
    model: type | None = None,
) -> Responses:
    """Return the documentation of a successful answer.

    Args:
        status: The HTTP status code.
        description: When it is answered.
        example: The body; None where there is none.
        with_headers: The headers that it carries beside `X-Request-Id`.
        model: The schema of the body, where it is not that of the route.
    """
    answer: dict[str, Any] = {"description": description, "headers": headers(*with_headers)}
    if example is not None:
        answer["content"] = {"application/json": {"example": example}}
    if model is not None:
        answer["model"] = model
    return {status: answer}


def problems(*statuses: int, stored: bool = True) -> Responses:
    """Return the documentation of the error answers of an operation; each can have a 500.

    Args:
        statuses: What it answers errors with besides.
        stored: Whether it needs the database, which can be away.
    """
    always = {HTTPStatus.INTERNAL_SERVER_ERROR.value}
    if stored:
        always.add(HTTPStatus.SERVICE_UNAVAILABLE.value)
    return {
        status: {"$ref": f"#/components/responses/Problem{status}"}
        for status in sorted({*statuses, *always})
    }


def problem_components() -> dict[str, Any]:
    """Return the documented error answers by name, for the components of the document."""
    return {f"Problem{status}": _problem(status) for status in _PROBLEMS}


def _problem(status: int) -> dict[str, Any]:
    description, example = _PROBLEMS[status]
    return {
        "description": description,
        "headers": {**headers(*_PROBLEM_HEADERS.get(status, ())), **limit_headers()},
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": PROBLEM_REF},
                "example": example.model_dump(exclude_none=True),
            }
        },
    }
