"""Recheck summaries: mark those that state what was found false before marks were kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from service.domain.claim import SERVICE_ACTOR
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.refresh_staleness import refresh_staleness

#: Claims that are rechecked and committed at a time: nobody can change a verdict meanwhile.
BATCH_SIZE = 20


@dataclass(frozen=True, slots=True)
class Recheck:
    """What a recheck has found.

    Attributes:
        claim_count: Claims that were rechecked.
        stale_before: Summaries that were stale at its start.
        stale_now: Summaries that are at its end.
    """

    claim_count: int
    stale_before: int
    stale_now: int


def recheck_summaries(
    unit_of_work: Callable[[], UnitOfWork],
    clock: Callable[[], datetime],
    tell: Callable[[int, int], None] = lambda _done, _left: None,
) -> Recheck:
    """Bring the marks of all claims up to date that were found false, or have marks.

    What is right already stays as it is, so that it can be stopped, and called again. What
    becomes stale is told to subscribers.

    Args:
        unit_of_work: Opens a unit of work.
        clock: Returns the current instant.
        tell: Told after each batch how many are done and how many are left.
    """
    with unit_of_work() as uow:
        stale_before = uow.staleness.count_stale()
        left = uow.staleness.count_disputed()
    done, last = 0, None
    while True:
        with unit_of_work() as uow:
            uow.claim_links.lock()
            batch = uow.staleness.list_disputed(last, BATCH_SIZE)
            if not batch:
                return Recheck(done, stale_before, uow.staleness.count_stale())
            refresh_staleness(uow, batch, actor=SERVICE_ACTOR, now=clock())
            uow.commit()
        done, last = done + len(batch), batch[-1]
        left = max(0, left - len(batch))
        tell(done, left)
