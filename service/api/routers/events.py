"""Events: the stream of what happens, for programs that stay connected."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, ServerSentEvent

from service.api.dependencies import ExchangeDep
from service.api.event_watch import EventWatch
from service.api.responses import headers, problems
from service.api.schemas.events import EVENT, EventQuery
from service.api.transactional_route import TransactionalRoute
from service.domain.errors import FieldProblem, InvalidInputError
from service.domain.outgoing_event import OutgoingEvent, describe_event
from service.use_cases import UnitOfWork
from service.use_cases.read_outgoing_events import find_start, list_events

router = APIRouter(prefix="/v1/events", tags=["events"], route_class=TransactionalRoute)

#: How long a client waits before it connects again.
RETRY_MILLISECONDS = 2_000
_BATCH = 100
_MAX_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a stream sends, and from where on.

    Attributes:
        after: The number of the last event that the caller has.
        query: Which events it wants.
        watch: Tells of new events.
        unit_of_work: Opens a transaction for each read, so that none is held in between.
    """

    after: int
    query: EventQuery
    watch: EventWatch
    unit_of_work: Callable[[], UnitOfWork]

    def read(self, after: int) -> list[OutgoingEvent]:
        """Return the next events that the caller wants."""
        with self.unit_of_work() as uow:
            return list_events(uow, after, self.query.wanted_types, _BATCH)


def subscribe(
    request: Request,
    exchange: ExchangeDep,
    query: Annotated[EventQuery, Query()],
    last_event_id: Annotated[
        str | None,
        Header(
            alias="Last-Event-ID",
            max_length=_MAX_DIGITS,
            description="The `id` of the last event that was received; the stream goes on after "
            "it. Browsers send it by themselves when they connect again.",
            examples=["41"],
        ),
    ] = None,
) -> Subscription:
    """Return what the caller subscribes to, found out before the stream begins."""
    start, pointer = query.last_event_id, "#/query/last_event_id"
    if last_event_id is not None:
        pointer = "#/header/Last-Event-ID"
        if not (last_event_id.isascii() and last_event_id.isdecimal()):
            detail = "Last-Event-ID must be the id of an event, a whole number."
            raise InvalidInputError(detail, (FieldProblem(detail, pointer),))
        start = int(last_event_id)
    watch: EventWatch = request.app.state.event_watch
    return Subscription(
        find_start(exchange.uow, start, pointer), query, watch, exchange.services.unit_of_work
    )


@router.get(
    "",
    summary="Stream events",
    response_class=EventSourceResponse,
    responses={
        200: {
            "description": "The stream. Each event has the type as `event`, its number as `id` "
            "and an `OutgoingEventRead` as `data`. A comment comes every 15 seconds where "
            "nothing else does.",
            "headers": headers(),
            "content": {
                "text/event-stream": {
                    "schema": {"type": "string"},
                    "example": f"event: {EVENT['type']}\ndata: {{…}}\nid: 42\n\n",
                }
            },
        },
        **problems(410, 422),
    },
)
async def stream_events(
    subscription: Annotated[Subscription, Depends(subscribe)],
) -> AsyncIterator[ServerSentEvent]:
    """Follow what happens as server-sent events, the same that webhooks are sent.

    The stream begins with what comes next, or after the event that `Last-Event-ID` names. The
    numbers follow the order in which changes were committed, so whoever connects again with the
    last one has missed nothing. Old events are deleted after a time; who was away for longer is
    told so (410) rather than sent what is left: read the claims anew, and begin with
    `last_event_id=0` or with what comes next. When the service stops, it ends the stream.
    """
    sent = seen = subscription.after
    watch = subscription.watch
    yield ServerSentEvent(comment="connected", retry=RETRY_MILLISECONDS)
    while not watch.is_closed:
        seen = await watch.wait(seen)
        while not watch.is_closed and (events := await run_in_threadpool(subscription.read, sent)):
            for event in events:
                yield ServerSentEvent(
                    event=event.type.value, raw_data=describe_event(event), id=str(event.sequence)
                )
            sent = events[-1].sequence
