"""Export claims: all that match a list's filters, one after another, however many."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from service.domain.claim import Claim
from service.domain.claim_query import ClaimFilters, ClaimSort
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.read_claims import list_claims

BATCH_CLAIMS = 500


def export_claims(
    unit_of_work: Callable[[], UnitOfWork], filters: ClaimFilters, sort: ClaimSort
) -> Iterator[Claim]:
    """Yield the claims that match every given filter, in the order of `sort`.

    The first batch is read at once, so that what is wrong with a filter is raised here and
    not in the midst of the export. Each batch is a transaction of its own: no connection is
    held while the reader takes its time, and a claim that changes meanwhile is told as it is
    when its batch is read.

    Raises:
        InvalidInputError: Where a filter is blank or not text.
    """
    claims, cursor = _read(unit_of_work, filters, sort, None)
    return _continue(unit_of_work, filters, sort, claims, cursor)


def _continue(
    unit_of_work: Callable[[], UnitOfWork],
    filters: ClaimFilters,
    sort: ClaimSort,
    claims: tuple[Claim, ...],
    cursor: str | None,
) -> Iterator[Claim]:
    yield from claims
    while cursor is not None:
        claims, cursor = _read(unit_of_work, filters, sort, cursor)
        yield from claims


def _read(
    unit_of_work: Callable[[], UnitOfWork],
    filters: ClaimFilters,
    sort: ClaimSort,
    cursor: str | None,
) -> tuple[tuple[Claim, ...], str | None]:
    with unit_of_work() as uow:
        page = list_claims(uow, filters, sort, cursor=cursor, limit=BATCH_CLAIMS)
    return page.items, page.next_cursor
