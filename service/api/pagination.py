"""Pagination: pages of lists that are at hand as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from service.api.schemas.queries import PageQuery
from service.domain.errors import FieldProblem, InvalidInputError
from service.domain.page import Page

Item = TypeVar("Item")


def cut_page(items: Sequence[tuple[UUID, Item]], query: PageQuery) -> Page[Item]:
    """Return a page of a list that is at hand as a whole, each item with its identifier.

    The cursor is the identifier of the last item before the page, so that what is added
    meanwhile moves nothing.

    Raises:
        InvalidInputError: Where no item has the cursor's identifier.
    """
    start = 0
    if query.cursor is not None:
        identifiers = [str(identifier) for identifier, _ in items]
        if query.cursor not in identifiers:
            detail = "The cursor is not of this list. Start again without a cursor."
            raise InvalidInputError(detail, (FieldProblem(detail, "#/query/cursor"),))
        start = identifiers.index(query.cursor) + 1
    end = start + query.limit
    page = items[start:end]
    next_cursor = str(page[-1][0]) if page and end < len(items) else None
    return Page(tuple(item for _, item in page), next_cursor)
