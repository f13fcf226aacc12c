"""Read batches: how far the articles of a bulk submission have come."""

from __future__ import annotations

from uuid import UUID

from service.domain.batch import MAX_ROWS, Batch, BatchRow
from service.domain.errors import FieldProblem, InvalidInputError
from service.domain.page import Page
from service.storage.unit_of_work import UnitOfWork

_CURSORS = frozenset(map(str, range(1, MAX_ROWS + 1)))


def get_batch(uow: UnitOfWork, batch_id: UUID) -> Batch:
    """Return a batch as it stands now.

    Raises:
        NotFoundError: If there is none of that identifier.
    """
    return uow.batches.get(batch_id)


def list_batch_rows(
    uow: UnitOfWork, batch_id: UUID, cursor: str | None, limit: int
) -> Page[BatchRow]:
    """Return a page of the rows of a batch, in their order.

    Args:
        uow: Where batches are stored.
        batch_id: The batch.
        cursor: The number of the last row before the page; None for the first page.
        limit: The most rows to return.

    Raises:
        NotFoundError: If there is no such batch.
        InvalidInputError: If the cursor is none.
    """
    if cursor is not None and cursor not in _CURSORS:
        detail = "The cursor is not of this list. Start again without a cursor."
        raise InvalidInputError(detail, (FieldProblem(detail, "#/query/cursor"),))
    rows = uow.batches.list_rows(batch_id, int(cursor or 0), limit + 1)
    page = rows[:limit]
    more = str(page[-1].row.number) if len(rows) > limit else None
    return Page(tuple(page), more)
