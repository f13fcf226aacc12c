"""Surnames: which of those in an article do not tell one person from another."""

from __future__ import annotations

import re
from collections.abc import Collection

from service.text.form import has_finite_verb
from service.text.names import Name
from service.text.vocabulary import COMMON_WORDS
from service.text.words import STOP_WORDS, fold

#: "In Monguno" is a place of that name, "confidence in Corbyn" is none.
_PLACED = re.compile(
    r"(?<!confidence )(?<!faith )(?<!trust )(?<!believe )(?<!believed )(?<!belief )"
    r"(?<!interest )(?<!interested )(?<!disappointed )(?<!confident )(?<!hope )"
    r"\b(?:[Ii]n|[Nn]ear|[Oo]utside|(?:town|city|village) of)\s+"
    r"(?P<place>[A-Z][\w-]+)\b(?!['\u2019])"
)
_MAN_OR_WOMAN = re.compile(
    r"\b(?:(?P<man>Mr)|Mrs|Ms|Miss)\.?\s+(?:[A-Z][\w-]+\s)?(?P<own>[A-Z][\w-]+)"
)
#: "Chris and Sue Moores": two of one surname.
_SHARED = re.compile(
    r"(?<![\w-])(?P<first>[A-Z][\w-]+) and (?P<other>[A-Z][\w-]+) (?P<own>[A-Z][\w-]+)\b"
)
_MR_AND_MRS = re.compile(r"\bMr\.? (?:and|&) Mrs\.? (?P<own>[A-Z][\w-]+)")
_FAMILY = re.compile(
    r"\b(?:couple|parents?|wife|husband|brothers?|sisters?|siblings|twins|famil(?:y|ies)|married|"
    r"sons?|daughters?)\b"
)

#: "The iconic Kelly bag".
_DESCRIBED = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Tt]his|[Hh]is|[Hh]er)\s(?:[a-z][\w-]*\s){1,2}\Z")
_NOUN_BEHIND = re.compile(r"\s(?P<word>[a-z][\w-]*)")


def ambiguous_surnames(article: str, surnames: Collection[str]) -> set[str]:
    """Return the surnames that are a place's as well, or those of two persons, folded.

    Args:
        article: The whole article.
        surnames: The folded last words of the full names in it.
    """
    found = {fold(match["place"]) for match in _PLACED.finditer(article)}
    found |= {fold(match["own"]) for match in _MR_AND_MRS.finditer(article)}
    for match in _SHARED.finditer(article):
        first = fold(match["first"])
        # "Obama and Angela Merkel" share none, nor do "Russia and Angela Merkel".
        if first in surnames or first in COMMON_WORDS:
            continue
        recurs = re.search(rf"\b{re.escape(match['first'])}\b(?! and\b)", article)
        if recurs is None or _FAMILY.search(article):
            found.add(fold(match["own"]))
    shown: dict[str, set[bool]] = {}
    for match in _MAN_OR_WOMAN.finditer(article):
        shown.setdefault(fold(match["own"]), set()).add(match["man"] is not None)
    return found | {surname for surname, addresses in shown.items() if len(addresses) > 1}


def names_a_thing(text: str, name: Name) -> bool:
    """Tell whether a surname stands for a thing called after somebody.

    "The iconic Kelly bag" is no Grace Kelly's; "the former mayor Kelly said" is of a Kelly.
    """
    behind = _NOUN_BEHIND.match(text, name.end)
    if behind is None or not _DESCRIBED.search(text[max(0, name.start - 40) : name.start]):
        return False
    return behind["word"] not in STOP_WORDS and not has_finite_verb(f"It {behind['word']}")
