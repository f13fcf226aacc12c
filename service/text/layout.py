"""Layout: the lines and paragraphs of a text, by offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
#: A line that ends a sentence: a terminal, then any closing quotation marks or brackets.
_TERMINAL = re.compile(r"(?:[.!?\u2026\u3002\uff01\uff1f]|\.\.\.)[\"'\u2019\u201d\u00bb)\]*\s]*\Z")
_BULLET = re.compile(r"(?:[*+\u2022\u25cf\u25aa\u25e6\u2023\u00b7\u2013-]|o|\d{1,3}[.)])(?:\s+|\Z)")
#: Lines of hard-wrapped text are about this long; longer ones are paragraphs.
_WRAP_COLUMNS = range(45, 101)
#: How many columns short of the longest a wrapped line may end.
_WRAP_SLACK = 22
_MIN_WRAPPED_LINES = 3
#: Share of a block's later lines that open in lower case when it is wrapped prose.
_MIN_LOWER_SHARE = 0.25
#: In copy all in capitals: share of lines that come near the right margin.
_MIN_NEAR_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank.

    Attributes:
        start: Index of its first code point that is not white space.
        end: Index after its last code point that is not white space.
        text: The line between them.
        block: Number of its block; blocks are set apart by blank lines.
        words: How many words it has.
        terminal: Whether it ends as a sentence does.
        bullet: Whether it opens as an item of a list does.
    """

    start: int
    end: int
    text: str
    block: int
    words: int
    terminal: bool
    bullet: bool


def read_lines(text: str) -> list[Line]:
    """Return the lines of `text` that are not blank, in order."""
    lines: list[Line] = []
    block = 0
    previous_end: int | None = None
    for match in _LINE.finditer(text):
        stripped = match.group().strip()
        if not stripped:
            continue
        start = match.start() + match.group().index(stripped)
        if previous_end is not None and text.count("\n", previous_end, match.start()) > 1:
            block += 1
        previous_end = match.end()
        lines.append(
            Line(
                start=start,
                end=start + len(stripped),
                text=stripped,
                block=block,
                words=count_words(stripped),
                terminal=ends_sentence(stripped),
                bullet=_BULLET.match(stripped) is not None,
            )
        )
    return lines


def count_words(text: str) -> int:
    """Return how many words of letters or digits `text` has."""
    return sum(1 for _ in _WORD.finditer(text))


def ends_sentence(text: str) -> bool:
    """Tell whether `text` ends with a terminal mark, quotation marks and brackets aside."""
    return _TERMINAL.search(text[-12:]) is not None


def paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """Join the lines of wrapped paragraphs; every other line is a paragraph of its own.

    Blank lines always part paragraphs. Inside a block a line goes on into the next where
    the next opens in lower case, or where the block was wrapped at a right margin.
    """
    result: list[list[Line]] = []
    for block in _blocks(lines):
        longest = max(len(line.text) for line in block)
        margin = longest - _WRAP_SLACK if _is_wrapped(block, longest) else None
        result.append([block[0]])
        for previous, line in pairwise(block):
            if _continues(previous, line, margin):
                result[-1].append(line)
            else:
                result.append([line])
    return result


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    return [list(group) for _, group in groupby(lines, key=lambda line: line.block)]


def _is_wrapped(block: Sequence[Line], longest: int) -> bool:
    if longest not in _WRAP_COLUMNS or len(block) < _MIN_WRAPPED_LINES:
        return False
    following = block[1:]
    lower = sum(1 for line in following if line.text[0].islower())
    if lower >= len(following) * _MIN_LOWER_SHARE:
        return True
    near = sum(1 for line in block if len(line.text) >= longest - _WRAP_SLACK)
    capitals = not any(character.islower() for line in block for character in line.text)
    return capitals and near >= len(block) * _MIN_NEAR_SHARE


def _continues(line: Line, following: Line, margin: int | None) -> bool:
    if following.bullet:
        return False
    if not line.terminal and following.text[0].islower():
        return True
    return margin is not None and len(line.text) >= margin
