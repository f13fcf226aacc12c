"""Drafting: guesses how an answer goes on, from texts that it is likely to copy.

Prompt lookup (Saxena 2023, "Prompt Lookup Decoding"): what followed the answer's last tokens
where they stood before is likely to follow them again. The network weighs a whole draft in
one pass, so a right guess saves a pass and a wrong one changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

#: Tokens by which a place is found, most first.
_MATCHED: Final = (3, 2, 1)

Tokens = tuple[int, ...]


class SourceText:
    """A text that drafts are taken from, with an index of its places.

    Args:
        tokens: All its tokens.
    """

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._ends: dict[Tokens, list[int]] = {}
        for matched in _MATCHED:
            for end in range(matched, len(tokens)):
                self._ends.setdefault(tokens[end - matched : end], []).append(end)

    def follow(self, last: Tokens, length: int, count: int) -> Tokens:
        """Return up to `count` tokens after the last place of `last` in the first `length`."""
        ends = self._ends.get(last, ())
        end = next((end for end in reversed(ends) if end < length), length)
        return self._tokens[end : min(end + count, length)]


def draft(written: Sequence[int], sources: Sequence[tuple[SourceText, int]], count: int) -> Tokens:
    """Return up to `count` tokens that may follow what was written; none where none is known.

    Args:
        written: The answer so far.
        sources: What it may copy, with how much of that is looked at. The longest match
            wins, and of equal ones that of the earlier source.
        count: The most tokens.
    """
    for matched in _MATCHED:
        if len(written) < matched:
            continue
        last = tuple(written[-matched:])
        for source, length in sources:
            if found := source.follow(last, length, count):
                return found
    return ()
