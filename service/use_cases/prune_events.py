"""Prune events: delete what subscribers were told so long ago that nobody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from service.storage.unit_of_work import UnitOfWork

#: Rows that are deleted in one transaction, so that others need not wait long for theirs.
BATCH_ROWS = 500


def prune_events(unit_of_work: Callable[[], UnitOfWork], before: datetime) -> tuple[int, int]:
    """Delete old deliveries and old events; commits as it goes.

    Deliveries that are still to be sent stay, and every event from the first one on that is
    newer, that somebody is still to be sent, or that was not looked at yet for a webhook: what
    is kept has no holes. The newest event stays, since the next one is numbered after it.

    Args:
        unit_of_work: Opens a unit of work.
        before: Deliveries that were begun and events that happened earlier are old.

    Returns:
        How many deliveries and how many events were deleted.
    """
    deliveries = _in_batches(
        unit_of_work, lambda uow: uow.webhooks.delete_old_deliveries(before, BATCH_ROWS)
    )
    events = _in_batches(
        unit_of_work, lambda uow: uow.outgoing_events.delete_old(before, BATCH_ROWS)
    )
    return deliveries, events


def _in_batches(unit_of_work: Callable[[], UnitOfWork], delete: Callable[[UnitOfWork], int]) -> int:
    total = 0
    while True:
        with unit_of_work() as uow:
            deleted = delete(uow)
            uow.commit()
        total += deleted
        if deleted < BATCH_ROWS:
            return total
