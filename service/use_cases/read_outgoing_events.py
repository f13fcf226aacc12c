"""Read outgoing events: from where a stream left off."""

from __future__ import annotations

from collections.abc import Collection

from service.domain.outgoing_event import OutgoingEvent, OutgoingEventType
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.clean_fields import refused


def find_start(uow: UnitOfWork, last_event_id: int | None, pointer: str) -> int:
    """Return the number after which a stream of events begins.

    Args:
        uow: Where events are stored.
        last_event_id: The number of the last event that the caller has, 0 for all that are
            stored; None for those to come only.
        pointer: Where the number was sent.

    Raises:
        InvalidInputError: At `pointer` where no event has that number yet.
    """
    last = uow.outgoing_events.last_sequence()
    if last_event_id is None:
        return last
    if last_event_id > last:
        raise refused(f"There is no event {last_event_id} yet; the newest is {last}.", pointer)
    return last_event_id


def list_events(
    uow: UnitOfWork, after: int, types: Collection[OutgoingEventType], limit: int
) -> list[OutgoingEvent]:
    """Return the events after a number, in order, of some types or, where none, of all."""
    return uow.outgoing_events.list_after(after, limit, types)
