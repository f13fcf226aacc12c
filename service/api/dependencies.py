"""Dependencies: what the composition root hands in, and how routes get at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Path, Request, Response
from prometheus_client.registry import Collector

from service.api.access import AccessGate, AccessPolicy, Caller
from service.api.entity_tags import Condition, read_condition, require_condition
from service.api.preferences import read_wait_seconds
from service.api.schemas import batch_examples, examples, key_examples, view_examples
from service.api.waiting import Outcome, WaitingRoom
from service.domain.claim_review import Publisher
from service.domain.collaborators import AnalysisQueue, ClaimMatcher
from service.domain.errors import WeightsError
from service.domain.view import NAME_PATTERN
from service.use_cases import UnitOfWork


@dataclass(frozen=True, slots=True)
class Services:
    """All that the API needs and does not make itself.

    Attributes:
        unit_of_work: Opens a transaction on the store.
        queue: Runs analyses durably.
        matcher: Returns what embeds and compares claims, loading it the first time.
        readiness: For each thing that the service needs, what is wrong with it, or None.
        queue_limit: Articles that may wait before a new one is refused.
        max_waiting_requests: Requests that may wait for their analysis at a time.
        clock: Returns the current instant, aware, in UTC.
        version: The version of the service.
        allow_private_webhooks: Whether webhooks may go to this machine and its network.
        cors_origins: The origins whose pages may call the API from a browser.
        collectors: Metrics of what else runs in this process.
        batch_queue_limit: Articles of batches that may wait before no new batch is taken.
        publisher: Who publishes the reviews of claims, where the settings say so.
        access: Who may call, and how often.
    """

    unit_of_work: Callable[[], UnitOfWork]
    queue: AnalysisQueue
    matcher: Callable[[], ClaimMatcher]
    readiness: Callable[[], Mapping[str, str | None]]
    queue_limit: int
    max_waiting_requests: int
    clock: Callable[[], datetime]
    version: str
    publisher: Publisher | None = None
    access: AccessPolicy = field(default_factory=AccessPolicy)
    allow_private_webhooks: bool = False
    batch_queue_limit: int = 5_000
    cors_origins: tuple[str, ...] = ()
    collectors: tuple[Collector, ...] = ()


# The functions here only look things up, so they are async to save a change of thread.
async def get_services(request: Request) -> Services:
    """Return what the composition root handed in."""
    services: Services = request.app.state.services
    return services


ServicesDep = Annotated[Services, Depends(get_services)]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request, the answer that takes shape, and what serves it.

    Attributes:
        request: As it came in.
        response: Takes the status and headers of the answer.
        services: What the composition root handed in.
        uow: The request's transaction, which its route commits.
    """

    request: Request
    response: Response
    services: Services
    uow: UnitOfWork

    @property
    def actor(self) -> str:
        """Return who acts, for the history of what the request changes."""
        caller: Caller = self.request.state.caller
        return caller.actor

    def url(self, path: str) -> str:
        """Return the URL of a path of this service, also behind a proxy's prefix."""
        prefix: str = self.request.scope.get("root_path", "")
        return prefix + path

    def set_header(self, name: str, value: str) -> None:
        """Give the answer a header."""
        self.response.headers[name] = value

    def absolute_url(self, path: str) -> str:
        """Return the absolute address of a path of this service, as the caller reached it."""
        return str(self.request.base_url).rstrip("/") + path

    def withhold(self, *fields: str) -> None:
        """Keep fields of the answer out of what a repetition of the request is answered with.

        They are shown this once, and null in the answer that is stored under the request's
        idempotency key.
        """
        self.request.state.withheld_fields = fields

    def forget_keys(self) -> None:
        """Have keys read anew once the request's transaction is committed."""
        gate: AccessGate = self.request.app.state.access_gate
        self.request.state.after_commit = gate.verifier.forget

    def find_matcher(self) -> ClaimMatcher | None:
        """Return what embeds claims, None while its weights are not there."""
        try:
            return self.services.matcher()
        except WeightsError:
            return None

    def link_next(self, next_cursor: str | None) -> None:
        """Point to the next page of a list, where there is one (RFC 8288)."""
        if next_cursor is not None:
            target = self.request.url.include_query_params(cursor=next_cursor)
            self.set_header("Link", f'<{target.path}?{target.query}>; rel="next"')

    def wait(self, job_id: str, wait_seconds: int | None) -> Outcome:
        """Wait for a job if the caller prefers that; say so in the answer."""
        room: WaitingRoom = self.request.app.state.waiting_room
        outcome = room.wait(job_id, wait_seconds)
        if outcome is not Outcome.NOT_WAITED:
            self.set_header("Preference-Applied", f"wait={wait_seconds}")
        return outcome


async def get_exchange(request: Request, response: Response, services: ServicesDep) -> Exchange:
    """Return the request with what serves it."""
    return Exchange(request, response, services, request.state.unit_of_work)


async def get_wait_seconds(
    request: Request,
    prefer: Annotated[  # noqa: ARG001  declared for the documentation; all lines are read below
        str | None,
        Header(
            alias="Prefer",
            description="`wait=N` holds the answer back until the analysis has ended, for at "
            "most N seconds, 1 to 120 (RFC 7240). What cannot be read is ignored.",
            examples=["wait=60"],
        ),
    ] = None,
) -> int | None:
    """Return how long the caller wants to wait, in seconds."""
    return read_wait_seconds(request.headers.getlist("prefer"))


async def get_if_match(
    request: Request,
    if_match: Annotated[  # noqa: ARG001  declared for the documentation; all lines are read below
        str | None,
        Header(
            alias="If-Match",
            max_length=1_000,
            description="The `ETag` of the version that is changed, with its quotes; `*` for "
            "whichever is current. Without it the answer is 428, with a stale one 412.",
            examples=['"1"'],
        ),
    ] = None,
) -> Condition:
    """Return the versions that the caller is ready to change."""
    return require_condition(read_condition(request.headers.getlist("if-match"), "If-Match"))


async def get_optional_if_match(
    request: Request,
    if_match: Annotated[  # noqa: ARG001  declared for the documentation; all lines are read below
        str | None,
        Header(
            alias="If-Match",
            max_length=1_000,
            description="The `ETag` of the version that is changed, with its quotes; `*` for "
            "whichever is current. Needed to change what an editor decided.",
            examples=['"1"'],
        ),
    ] = None,
) -> Condition | None:
    """Return the versions that the caller is ready to change, None where it names none."""
    return read_condition(request.headers.getlist("if-match"), "If-Match")


async def get_if_none_match(
    request: Request,
    if_none_match: Annotated[  # noqa: ARG001  declared for the documentation; see below
        str | None,
        Header(
            alias="If-None-Match",
            max_length=1_000,
            description="The `ETag` that the caller has; if it is current, the answer is 304 "
            "without a body.",
            examples=['"1"'],
        ),
    ] = None,
) -> Condition | None:
    """Return the representations that the caller has already."""
    return read_condition(request.headers.getlist("if-none-match"), "If-None-Match")


async def declare_idempotency_key(
    idempotency_key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            description="A key of the caller's making (1 to 255 visible ASCII characters). The "
            "same request with the same key gets the first answer again, marked "
            "`Idempotency-Replayed: true`, for a day.",
            min_length=1,
            max_length=255,
            pattern="^[!-~]+$",
            examples=["8e03978e-40d5-43e8-bc93-6894a57f9324"],
        ),
    ] = None,
) -> None:
    """Document the header; the route itself reads it, before any other thing happens."""


ExchangeDep = Annotated[Exchange, Depends(get_exchange)]
WaitSecondsDep = Annotated[int | None, Depends(get_wait_seconds)]
IfMatchDep = Annotated[Condition, Depends(get_if_match)]
OptionalIfMatchDep = Annotated[Condition | None, Depends(get_optional_if_match)]
IfNoneMatchDep = Annotated[Condition | None, Depends(get_if_none_match)]
#: For the `dependencies` of every POST route.
IDEMPOTENCY_KEY = Depends(declare_idempotency_key)

ArticleId = Annotated[
    UUID, Path(description="The article's identifier.", examples=[examples.ARTICLE_ID])
]
ClaimId = Annotated[UUID, Path(description="The claim's identifier.", examples=[examples.CLAIM_ID])]
BatchId = Annotated[
    UUID, Path(description="The batch's identifier.", examples=[batch_examples.BATCH_ID])
]
KeyId = Annotated[UUID, Path(description="The key's identifier.", examples=[key_examples.KEY_ID])]
ViewName = Annotated[
    str,
    Path(description="The view's name.", pattern=NAME_PATTERN, examples=[view_examples.VIEW_NAME]),
]
OtherClaimId = Annotated[
    UUID, Path(description="The other claim's identifier.", examples=[examples.SUMMARY_ID])
]
SummaryId = Annotated[
    UUID, Path(description="The summary's identifier.", examples=[examples.SUMMARY_ID])
]
