"""Differences: two wordings compared word by word, told so that a person can read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

#: A number or a word with its inner marks, a run of white space, or any other character.
_WORD = re.compile(r"\w+(?:[.,:'\u2019\-]\w+)*|\s+|[^\w\s]")


class DifferenceKind(StrEnum):
    """What became of a passage."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class DifferencePart:
    """A run of words that both wordings have, or only one of them.

    Attributes:
        text: The words with the white space and marks between them; never empty.
    """

    kind: DifferenceKind
    text: str


def compare_wordings(before: str, after: str) -> tuple[DifferencePart, ...]:
    """Return what one wording keeps, removes and adds to become the other.

    The kept and removed parts joined are `before`, the kept and added ones `after`.

    Args:
        before: The former wording.
        after: The new one.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    parts: list[DifferencePart] = []
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        kept = old[start:end] == new[new_start:new_end]
        if kept:
            parts += _part(DifferenceKind.KEPT, old[start:end])
            continue
        parts += _part(DifferenceKind.REMOVED, old[start:end])
        parts += _part(DifferenceKind.ADDED, new[new_start:new_end])
    return tuple(_without_kept_gaps(parts))


def _part(kind: DifferenceKind, words: list[str]) -> list[DifferencePart]:
    return [DifferencePart(kind, "".join(words))] if words else []


def _without_kept_gaps(parts: list[DifferencePart]) -> Iterator[DifferencePart]:
    """Join changes between which only white space is kept, as a reader would tell them."""
    removed = added = ""
    for place, part in enumerate(parts):
        gap = part.kind is DifferenceKind.KEPT and not part.text.strip()
        if gap and (removed or added) and place + 1 < len(parts):
            removed += part.text
            added += part.text
        elif part.kind is DifferenceKind.REMOVED:
            removed += part.text
        elif part.kind is DifferenceKind.ADDED:
            added += part.text
        else:
            yield from _changes(removed, added)
            removed = added = ""
            yield part
    yield from _changes(removed, added)


def _changes(removed: str, added: str) -> list[DifferencePart]:
    return [
        *_part(DifferenceKind.REMOVED, [removed] if removed else []),
        *_part(DifferenceKind.ADDED, [added] if added else []),
    ]
