"""Surnames: which of those in an article do not tell one person from another."""

from __future__ import annotations

import re
from collections.abc import Collection

from service.text.vocabulary import COMMON_WORDS
from service.text.words import fold

#: "In Monguno" is a place of that name, "confidence in Corbyn" is none.
_PLACED = re.compile(
    r"(?<!confidence )(?<!faith )(?<!trust )(?<!believe )(?<!believed )(?<!belief )"
    r"(?<!interest )(?<!interested )\b(?:[Ii]n|[Nn]ear|[Oo]utside|(?:town|city|village) of)\s+"
    r"(?P<place>[A-Z][\w-]+)\b(?!['\u2019])"
)
_MAN_OR_WOMAN = re.compile(
    r"\b(?:(?P<man>Mr)|Mrs|Ms|Miss)\.?\s+(?:[A-Z][\w-]+\s)?(?P<own>[A-Z][\w-]+)"
)
#: "Chris and Sue Moores": two of one surname.
_SHARED = re.compile(r"\b(?P<first>[A-Z][\w-]+) and (?P<other>[A-Z][\w-]+) (?P<own>[A-Z][\w-]+)\b")


def ambiguous_surnames(article: str, surnames: Collection[str]) -> set[str]:
    """Return the surnames that are a place's as well, or those of two persons, folded.

    Args:
        article: The whole article.
        surnames: The folded last words of the full names in it.
    """
    found = {fold(match["place"]) for match in _PLACED.finditer(article)}
    for match in _SHARED.finditer(article):
        first = fold(match["first"])
        # "Obama and Angela Merkel" share none.
        if first not in surnames and first not in COMMON_WORDS:
            found.add(fold(match["own"]))
    shown: dict[str, set[bool]] = {}
    for match in _MAN_OR_WOMAN.finditer(article):
        shown.setdefault(fold(match["own"]), set()).add(match["man"] is not None)
    return found | {surname for surname, addresses in shown.items() if len(addresses) > 1}
