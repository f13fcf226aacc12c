"""Read a cursor: where a page of a list ended, written so that callers pass it back."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from service.domain.errors import FieldProblem, InvalidInputError
from service.domain.page import Page

Item = TypeVar("Item")
#: A JSON scalar that orders the list; instants are written as ISO 8601.
Position = str | int | float | None


def write_cursor(sort: str, position: Position, item_id: str | None = None) -> str:
    """Return the opaque cursor of the item that a page ended with.

    Args:
        sort: The list and its order; a cursor of one is refused by another.
        position: The item's value of the field that the list is sorted by.
        item_id: What decides between items of equal position.
    """
    content = json.dumps([sort, position, item_id], separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def read_cursor(cursor: str, sort: str) -> tuple[Position, str | None]:
    """Return the position and the identifier that a cursor was written from.

    Raises:
        InvalidInputError: With pointer `#/query/cursor` where it is malformed, or was
            written for another list or sort.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        written_for, position, item_id = json.loads(
            base64.b64decode(padded, altchars=b"-_", validate=True)
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise refused_cursor() from error
    if written_for != sort:
        raise refused_cursor("it belongs to a list of another sort")
    if isinstance(position, list | dict) or not isinstance(item_id, str | None):
        raise refused_cursor()
    return position, item_id


def read_instant_cursor(cursor: str, sort: str) -> tuple[datetime, UUID]:
    """Return the instant and the identifier of a list that is ordered by time.

    Raises:
        InvalidInputError: As `read_cursor`.
    """
    position, item_id = read_cursor(cursor, sort)
    return read_instant(position), read_identifier(item_id)


def read_instant(position: Position) -> datetime:
    """Return the aware instant that a cursor holds.

    Raises:
        InvalidInputError: With pointer `#/query/cursor` where it holds none.
    """
    try:
        instant = datetime.fromisoformat(str(position))
    except ValueError as error:
        raise refused_cursor() from error
    if instant.tzinfo is None:
        raise refused_cursor()
    return instant


def read_identifier(item_id: str | None) -> UUID:
    """Return the identifier that a cursor holds.

    Raises:
        InvalidInputError: With pointer `#/query/cursor` where it holds none.
    """
    try:
        return UUID(str(item_id))
    except ValueError as error:
        raise refused_cursor() from error


def make_page(found: Sequence[Item], limit: int, cursor_of: Callable[[Item], str]) -> Page[Item]:
    """Return the page of a list of which one item more than `limit` was asked for."""
    items = tuple(found[:limit])
    return Page(items, cursor_of(items[-1]) if items and len(found) > limit else None)


def refused_cursor(why: str = "it is not one that this service wrote") -> InvalidInputError:
    """Return the error for a cursor that cannot be used, and why."""
    detail = f"The cursor cannot be used: {why}. Start again without a cursor."
    return InvalidInputError(detail, (FieldProblem(detail, "#/query/cursor"),))
