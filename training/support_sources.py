"""Support sources: which human judgements are left out together when one is measured."""

from __future__ import annotations

from typing import Final

#: Sources that are no news: fitted on, reported apart.
NOT_NEWS: Final = ("wice",)
#: Sources that judge summaries of one kind; the stricter division leaves out all of them.
FAMILIES: Final[tuple[tuple[str, ...], ...]] = (
    ("frank-xsum", "maynez20-xsum", "cliff-xsum", "goyal21-xsum", "qags-xsum"),
    ("frank-cnndm", "goyal21-cnndm", "cliff-cnndm", "qags-cnndm", "falke19-pairs"),
    ("summedits-news",),
    ("wice",),
)


def family_of(source: str) -> tuple[str, ...]:
    """Return the sources that belong to the same family, itself among them."""
    return next((family for family in FAMILIES if source in family), (source,))
