"""Problems: the one table from domain error to HTTP status, and RFC 9457 answers."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from service.api.field_problems import MAX_PROBLEMS, read_validation_errors
from service.api.schemas.problem import FieldProblemRead, Problem
from service.domain.claim_review import PublisherUnknownError
from service.domain.errors import (
    AccessError,
    ArticleExistsError,
    ClaimdeskError,
    CrossSiteError,
    EventsPrunedError,
    FieldProblem,
    GenerationError,
    HostUnknownError,
    IdempotencyKeyInFlightError,
    IdempotencyKeyReusedError,
    InvalidInputError,
    KeyExpiredError,
    KeyRequiredError,
    KeyRevokedError,
    KeyUnknownError,
    NotFoundError,
    QueueFullError,
    QuotaExceededError,
    RoleForbiddenError,
    StateConflictError,
    StoreUnavailableError,
    TextTooLongError,
    TransitionError,
    UnsupportedLanguageError,
    VersionMismatchError,
    VersionRequiredError,
    WeightsError,
)

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_CHALLENGE = 'Bearer realm="claimdesk"'
_URN = "urn:claimdesk:problem:"
#: Types that are not ours: draft-ietf-httpapi-ratelimit-headers-11, section 5.
_REGISTERED_TYPES = {
    "quota-exceeded": "https://iana.org/assignments/http-problem-types#quota-exceeded"
}


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """How one kind of error is answered.

    Attributes:
        name: The last part of the problem's type, `urn:claimdesk:problem:NAME`.
        status: The HTTP status code.
        title: The problem in a few words, the same every time.
    """

    name: str
    status: int
    title: str

    @property
    def type(self) -> str:
        """Return the URI of the problem's type."""
        return _REGISTERED_TYPES.get(self.name, _URN + self.name)


#: How each error of the domain is answered; a subclass without a row takes its parent's.
PROBLEM_KINDS: Mapping[type[ClaimdeskError], ProblemKind] = {
    KeyRequiredError: ProblemKind("key-required", 401, "An API key is required"),
    KeyUnknownError: ProblemKind("key-unknown", 401, "The API key is not known"),
    KeyRevokedError: ProblemKind("key-revoked", 401, "The API key was revoked"),
    KeyExpiredError: ProblemKind("key-expired", 401, "The API key has expired"),
    CrossSiteError: ProblemKind("cross-site", 403, "Another site may not do this"),
    RoleForbiddenError: ProblemKind("role-forbidden", 403, "The role may not do this"),
    NotFoundError: ProblemKind("not-found", 404, "Not found"),
    ArticleExistsError: ProblemKind("article-exists", 409, "The article exists already"),
    TransitionError: ProblemKind("transition-forbidden", 409, "Forbidden change of status"),
    StateConflictError: ProblemKind("state-conflict", 409, "Not possible in this state"),
    PublisherUnknownError: ProblemKind("publisher-unknown", 409, "The publisher is not set"),
    IdempotencyKeyInFlightError: ProblemKind(
        "idempotency-key-in-flight", 409, "The first request is still being answered"
    ),
    EventsPrunedError: ProblemKind("events-pruned", 410, "Events are no longer kept"),
    VersionMismatchError: ProblemKind("version-mismatch", 412, "The version is not current"),
    TextTooLongError: ProblemKind("text-too-long", 413, "The text is too long"),
    HostUnknownError: ProblemKind("host-unknown", 421, "The host is not known"),
    InvalidInputError: ProblemKind("invalid-input", 422, "Invalid input"),
    UnsupportedLanguageError: ProblemKind("unsupported-language", 422, "Unsupported language"),
    IdempotencyKeyReusedError: ProblemKind(
        "idempotency-key-reused", 422, "The idempotency key belongs to another request"
    ),
    VersionRequiredError: ProblemKind("version-required", 428, "If-Match is required"),
    QuotaExceededError: ProblemKind("quota-exceeded", 429, "The share of requests is used up"),
    QueueFullError: ProblemKind("queue-full", 503, "Too much work is waiting"),
    StoreUnavailableError: ProblemKind(
        "store-unavailable", 503, "The database cannot be used for now"
    ),
    WeightsError: ProblemKind("weights-unavailable", 503, "The weights are not available"),
    GenerationError: ProblemKind("generation-failed", 500, "The text could not be generated"),
    ClaimdeskError: ProblemKind("internal", 500, "Internal error"),
}


class RefusedRequestError(HTTPException):
    """The request is refused for its form: what HTTP has a status for, but the domain not."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        problems: tuple[FieldProblem, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status.value, detail, dict(headers or {}))
        self.problems = problems


def find_kind(error: ClaimdeskError) -> ProblemKind:
    """Return the row of the table for an error: its class's, or the nearest parent's."""
    return next(PROBLEM_KINDS[cls] for cls in type(error).__mro__ if cls in PROBLEM_KINDS)


def problem_response(
    problem: Problem, scope: Scope, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a problem as an answer to the request of `scope`; fills `instance` in."""
    raw_path: bytes = scope.get("raw_path") or b""
    instance = raw_path.split(b"?")[0].decode("ascii", "replace") or problem.instance
    content = problem.model_copy(update={"instance": instance[:2_000]})
    return Response(
        content.model_dump_json(exclude_none=True).encode(),
        status_code=problem.status,
        headers=dict(headers or {}),
        media_type=MEDIA_TYPE,
    )


def plain_problem(status: int, detail: str, problems: tuple[FieldProblem, ...] = ()) -> Problem:
    """Return a problem of which the status says the kind (`about:blank`)."""
    return Problem(
        type="about:blank",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance="/",
        errors=_fields(problems),
    )


def describe_error(error: ClaimdeskError) -> Problem:
    """Return the problem that a domain error is answered with."""
    kind = find_kind(error)
    allowed = None
    if isinstance(error, TransitionError):
        allowed = {axis: list(values) for axis, values in error.allowed.items()}
    return Problem(
        type=kind.type,
        title=kind.title,
        status=kind.status,
        detail=error.detail,
        instance="/",
        errors=_fields(error.problems or _header_problem(error)),
        allowed=allowed,
        violated_policies=[error.policy] if isinstance(error, QuotaExceededError) else None,
    )


def handle_domain_error(request: Request, error: Exception) -> Response:
    """Answer an error of the domain as its row of the table says."""
    if not isinstance(error, ClaimdeskError):
        raise TypeError(type(error).__name__)
    problem = describe_error(error)
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("%s: %s", type(error).__name__, error.detail)
    return problem_response(problem, request.scope, _headers_of(error))


def _headers_of(error: ClaimdeskError) -> dict[str, str]:
    if isinstance(error, QueueFullError | QuotaExceededError | StoreUnavailableError):
        return {"Retry-After": str(error.retry_after_seconds)}
    if isinstance(error, KeyRequiredError):
        return {"WWW-Authenticate": _CHALLENGE}
    if isinstance(error, AccessError):
        # RFC 6750, section 3: only a token that was sent has an error.
        return {"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'}
    return {}


def _header_problem(error: ClaimdeskError) -> tuple[FieldProblem, ...]:
    if isinstance(error, AccessError):
        return (FieldProblem(error.detail, "#/header/Authorization"),)
    return ()


def handle_validation_error(request: Request, error: Exception) -> Response:
    """Answer a request whose body or parameters do not fit their schemas."""
    if not isinstance(error, RequestValidationError):
        raise TypeError(type(error).__name__)
    problems = read_validation_errors(error.errors())
    named = " ".join(f"{problem.pointer}: {problem.detail}" for problem in problems[:3])
    more = len(error.errors()) - 3
    detail = f"{named} … and {more} more." if more > 0 else named
    problem = describe_error(InvalidInputError(detail, problems))
    return problem_response(problem, request.scope)


def handle_http_error(request: Request, error: Exception) -> Response:
    """Answer what the router or a route refused: an unknown path, method, media type."""
    if not isinstance(error, HTTPException):
        raise TypeError(type(error).__name__)
    problems = error.problems if isinstance(error, RefusedRequestError) else ()
    detail = error.detail
    if detail == HTTPStatus(error.status_code).phrase:
        detail = _ROUTER_DETAILS.get(error.status_code, f"{detail}.")
    problem = plain_problem(error.status_code, detail, problems)
    return problem_response(problem, request.scope, error.headers)


_ROUTER_DETAILS: Mapping[int, str] = {
    404: "There is nothing at this path; /docs lists the operations.",
    405: "This path has no such method; the Allow header lists those that it has.",
}


def _fields(problems: tuple[FieldProblem, ...]) -> list[FieldProblemRead] | None:
    if not problems:
        return None
    return [
        FieldProblemRead(detail=problem.detail, pointer=problem.pointer)
        for problem in problems[:MAX_PROBLEMS]
    ]
