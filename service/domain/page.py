"""Pages: one part of a list, and where the next part begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list.

    Attributes:
        items: In the order of the list.
        next_cursor: What to send for the next page; None on the last one. Opaque: it
            holds only for the list and the sort that it came from.
    """

    items: tuple[Item, ...]
    next_cursor: str | None
