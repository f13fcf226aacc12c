"""Read stats: the claims of a period, and how long verdicts took."""

from __future__ import annotations

from datetime import datetime

from service.domain.stats import ClaimStats
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.clean_fields import refused


def read_stats(uow: UnitOfWork, since: datetime, until: datetime) -> ClaimStats:
    """Return the stats of the claims stored, and of the verdicts given, in a period.

    Args:
        uow: Where claims are stored.
        since: The first instant of the period.
        until: The first instant after it.

    Raises:
        InvalidInputError: With pointer `#/query/until` where the period is empty.
    """
    if until <= since:
        raise refused("The period must end after it begins.", "#/query/until")
    return uow.stats.compute(since, until)
