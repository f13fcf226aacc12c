"""Splitting: whether a part of a sentence may stand as a sentence of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.text.attribution import named_speaker
from service.text.form import has_finite_verb
from service.text.quotations import outside_quotations
from service.text.words import WORD, fold

MIN_WORDS = 22
_MIN_PART_WORDS = 5
_BINDING = re.compile(
    r"\b(?:said|says|say|saying|told|tell|tells|report(?:s|ed)?|claim(?:s|ed)?|according|"
    r"warn(?:s|ed)?|believe[sd]?|think|thought|added|insist(?:s|ed)?|argue[sd]?|if|unless|"
    r"not|never|no|nor|neither|"
    r"but|because|as|so|since|after|before|when|while|until|although|though|despite|yet|"
    r"whereas|without|by)\b",
    re.IGNORECASE,
)


_JOINTS = frozenset({"and"})
_RELATIVES = frozenset({"who", "which", "that", "whose", "where"})
_CLOSING_MARKS = frozenset(",;:()\u2013\u2014")


def may_be_split(sentence: str) -> bool:
    """Tell whether a sentence is long enough to hold several facts and safe to divide.

    A quotation, a condition, a negation or a reporting clause reaches over what follows
    it, and a cause makes no sense without its effect, so a sentence with one stays whole.
    """
    return (
        len(sentence.split()) >= MIN_WORDS
        and outside_quotations(sentence) == sentence
        and named_speaker(sentence) is None
        and _BINDING.search(sentence) is None
    )


def is_safe_part(part: str, sentence: str) -> bool:
    """Tell whether `part` is the sentence's subject with one whole predicate of its own.

    Of "The firm, which employs 90, bought cranes and has hired dockers" these are "The firm
    employs 90", "The firm … bought cranes" and "The firm … has hired dockers", but not "The
    firm bought dockers", nor any part whose words stand in another order. Words may differ
    only in case and punctuation.
    """
    kept, source = _tokens(part), _tokens(sentence)
    if not _MIN_PART_WORDS <= len(kept) <= len(source):
        return False
    words = [token.word for token in kept]
    if words == [token.word for token in source[: len(words)]]:
        return len(words) == len(source) or _ends_predicate(source, len(words))
    return any(
        _is_predicate(source, start, end, len(words) - start)
        for start in range(1, len(words))
        if words[:start] == [token.word for token in source[:start]]
        for end in range(start + 1, len(source) - len(words) + start + 1)
        if words[start:] == [token.word for token in source[end : end + len(words) - start]]
    )


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as it is compared, and whether a comma or the like stands behind it."""

    word: str
    closes: bool


def _tokens(text: str) -> list[_Token]:
    found = list(WORD.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)] * bool(found)
    return [
        _Token(fold(match.group()), any(mark in text[match.end() : end] for mark in _CLOSING_MARKS))
        for match, end in zip(found, ends, strict=True)
    ]


def _is_predicate(source: list[_Token], start: int, end: int, length: int) -> bool:
    """Tell whether the words from `end` are a whole predicate of the words before `start`."""
    cut = [token.word for token in source[start:end]]
    if _has_verb(source[:start]) or not _has_verb(source[end : end + 1]):
        return False
    stop = end + length
    closed = stop == len(source) or source[stop - 1].closes or _ends_predicate(source, stop)
    if cut[0] in _RELATIVES:
        inside = len(cut) == 1 and closed
        behind = source[end - 1].closes and not _RELATIVES.intersection(cut[1:])
        return inside or (behind and closed)
    joined = cut[-1] in _JOINTS and not _RELATIVES.intersection(cut)
    return joined and _has_verb(source[start : start + 1]) and closed


def _ends_predicate(source: list[_Token], stop: int) -> bool:
    """Tell whether another predicate begins behind the words before `stop`."""
    return source[stop].word in _JOINTS and _has_verb(source[stop + 1 : stop + 2])


def _has_verb(tokens: list[_Token]) -> bool:
    return has_finite_verb(" ".join(token.word for token in tokens))
