"""Quotations: which parts of a sentence stand between quotation marks."""

from __future__ import annotations

import re

#: A quotation mark that opens: behind white space, a bracket or nothing.
_OPENING = re.compile(
    r"(?<![\w.,!?\u2026)\]])[\"\u201c\u201e\u00ab]|(?<![\w.,!?\u2026)\]'\u2019])['\u2018](?=\w)"
)
_CLOSERS = {
    '"': '"\u201d',
    "\u201c": '\u201d"',
    "\u201e": "\u201c\u201d",
    "\u00ab": "\u00bb",
    "'": "'\u2019",
    "\u2018": "\u2019'",
}
#: Longest quotation between single marks; a mark without its partner further on is an
#: apostrophe.
_MAX_SINGLE_QUOTED = 600
_OPENS_WORD = re.compile(r"(?<=\s)\"(?=\w)")
_SINGLE = frozenset("'\u2018")
_DOUBLE = frozenset('"\u201c\u201d')


def quoted_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges between quotation marks, marks included, in order.

    A mark that is never closed quotes all that follows it; a closing mark without an
    opening one quotes all that precedes it.
    """
    ranges: list[tuple[int, int]] = []
    position = 0
    while (opening := _OPENING.search(text, position)) is not None:
        start = opening.start()
        end = _closing(text, opening.end(), _CLOSERS[opening.group()])
        if end is None:
            if opening.group() in _SINGLE:
                position = opening.end()
                continue
            end = len(text)
        ranges.append((start, end))
        position = end
    stray = _stray_closing(text, ranges)
    return ((0, stray), *ranges) if stray else tuple(ranges)


def is_balanced(text: str) -> bool:
    """Tell whether every quotation mark that is surely one has its partner.

    Single marks are also apostrophes ("'em", "the '90s"), so of these only an opening one
    before a capital letter counts.
    """
    if text.count('"') % 2 or text.count("\u201c") != text.count("\u201d"):
        return False
    # Every second straight mark closes, which one between a blank and a word cannot.
    if any(_OPENS_WORD.match(text, mark.start()) for mark in list(re.finditer('"', text))[1::2]):
        return False
    return all(
        _closing(text, opening.end(), _CLOSERS[opening.group()]) is not None
        for opening in _OPENING.finditer(text)
        if opening.group() in _SINGLE and text[opening.end()].isupper()
    )


def outside_quotations(text: str) -> str:
    """Return `text` with each quoted code point replaced by a space, so offsets stay."""
    kept = list(text)
    for start, end in quoted_ranges(text):
        kept[start:end] = " " * (end - start)
    return "".join(kept)


def _closing(text: str, start: int, closers: str) -> int | None:
    """Return the index behind the closing mark, or None where there is none."""
    limit = len(text) if '"' in closers or "\u00bb" in closers else start + _MAX_SINGLE_QUOTED
    for index in range(start, min(limit, len(text))):
        if text[index] not in closers:
            continue
        if text[index] in "'\u2019" and index + 1 < len(text) and text[index + 1].isalnum():
            continue
        return index + 1
    return None


def _stray_closing(text: str, ranges: list[tuple[int, int]]) -> int:
    """Return the index behind a closing double mark before any opening one, else 0."""
    limit = ranges[0][0] if ranges else len(text)
    for index in range(limit):
        if text[index] in _DOUBLE:
            return index + 1
    return 0
