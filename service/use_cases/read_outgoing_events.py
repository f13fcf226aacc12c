"""Read outgoing events: from where a stream left off."""

from __future__ import annotations

from collections.abc import Collection

from service.domain.errors import EventsPrunedError, FieldProblem
from service.domain.outgoing_event import OutgoingEvent, OutgoingEventType
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.clean_fields import refused


def find_start(uow: UnitOfWork, last_event_id: int | None, pointer: str) -> int:
    """Return the number after which a stream of events begins.

    Args:
        uow: Where events are stored.
        last_event_id: The number of the last event that the caller has, 0 for all that are
            kept; None for those to come only.
        pointer: Where the number was sent.

    Raises:
        InvalidInputError: At `pointer` where no event has that number yet.
        EventsPrunedError: Likewise where events after that number are no longer kept.
    """
    last = uow.outgoing_events.last_sequence()
    if last_event_id is None:
        return last
    if last_event_id > last:
        raise refused(f"There is no event {last_event_id} yet; the newest is {last}.", pointer)
    first = uow.outgoing_events.first_sequence()
    if 0 < last_event_id < first - 1:
        detail = (
            f"Events after {last_event_id} are no longer kept; the first that is kept is {first}. "
            "Read what you follow anew, then begin with last_event_id=0 for all that are kept, or "
            "without a number for those to come."
        )
        raise EventsPrunedError(detail, (FieldProblem(detail, pointer),))
    return last_event_id


def list_events(
    uow: UnitOfWork, after: int, types: Collection[OutgoingEventType], limit: int
) -> list[OutgoingEvent]:
    """Return the events after a number, in order, of some types or, where none, of all."""
    return uow.outgoing_events.list_after(after, limit, types)
