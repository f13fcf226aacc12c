"""Readings: what each paragraph of a text seems to be, and what its neighbours make of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.text.cues import STAMP_PATTERN, ends_section, line_kind
from service.text.layout import Line, count_words, ends_sentence
from service.text.markup import without_markup

#: A line with a closing terminal and this many words is prose.
_MIN_PROSE_WORDS = 8
#: One without a terminal needs more: headlines and captions are shorter.
MIN_OPEN_PROSE_WORDS = 25
#: Words of one line that count towards the region of prose; longer lines add no more.
_MAX_LINE_SCORE = 60.0
#: What a line adds to the region that it stands in; the region is the stretch of lines
#: with the largest sum. Chosen on 106 pages; on 44 others the words kept agree with the
#: articles' own by F1 0.95 (all words kept: 0.66).
_SECTION_END_SCORE = -60.0
_CUE_SCORE = -10.0
_ITEM_SCORE = -8.0
_BULLET_PROSE_SCORE = 0.0
_SHORT_SCORE = -2.0

#: So many clocks make a live blog; a post has up to so many lines behind its clock.
_MIN_POSTS = 4
_MAX_POST_LINES = 4
#: A line of a transcript names its speaker; so many lines, and this share, make one.
_TURN = re.compile(r"(?:[A-Z][\w.'\u2019-]*[ ]?){1,5}(?:\([^()]{1,40}\))?:\s+\S")
_SOUND = re.compile(r"[\[(][A-Za-z][A-Za-z ,.'-]{1,40}[\])]")
_MIN_TURNS = 6
_MIN_TURN_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Reading:
    """A line and what it seems to be.

    Attributes:
        line: The line, or the lines of a wrapped paragraph as one.
        kind: What kind of non-prose it is by its wording, or None.
        prose: Whether it reads as running text.
        section_end: Whether it is a heading of what follows an article.
        neutral: Whether it says nothing of what the lines beside it are.
    """

    line: Line
    kind: str | None
    prose: bool
    section_end: bool
    neutral: bool = False

    @property
    def score(self) -> float:
        """Return what the line adds to the region of prose that it stands in."""
        if self.neutral:
            return 0.0
        if self.section_end:
            return _SECTION_END_SCORE
        if self.kind is not None:
            return _CUE_SCORE
        if self.prose and self.line.bullet:
            return _BULLET_PROSE_SCORE
        if self.prose:
            return min(float(self.line.words), _MAX_LINE_SCORE)
        return _ITEM_SCORE if self.line.bullet else _SHORT_SCORE


def read_passages(lines: Sequence[Line]) -> list[Reading]:
    """Return what each line is, by itself and by what the text is: a page, a blog, a hearing."""
    return _turns(_posts_of_live_blog([_read(line) for line in lines]))


def _read(line: Line) -> Reading:
    plain = without_markup(line.text).strip()
    if not plain:
        # Tags alone say nothing of what the lines beside them are.
        return Reading(line, "markup", prose=False, section_end=False, neutral=True)
    kind = line_kind(plain)
    if plain != line.text:
        line = replace(line, words=count_words(plain), terminal=ends_sentence(plain))
    prose = kind is None and (
        (line.terminal and line.words >= _MIN_PROSE_WORDS) or line.words >= MIN_OPEN_PROSE_WORDS
    )
    return Reading(line, kind, prose, not prose and ends_section(plain))


def _posts_of_live_blog(readings: list[Reading]) -> list[Reading]:
    """Read the lines under the clocks of a live blog as prose, however short they are."""
    if sum(1 for reading in readings if _is_clock(reading)) < _MIN_POSTS:
        return readings
    result: list[Reading] = []
    distance = _MAX_POST_LINES + 1
    for reading in readings:
        clock = _is_clock(reading)
        distance = 0 if clock else distance + 1
        if clock and reading.kind:
            result.append(replace(reading, neutral=True))
        elif distance <= _MAX_POST_LINES and reading.line.terminal and not reading.kind:
            result.append(replace(reading, prose=True, section_end=False))
        else:
            result.append(reading)
    return result


def _turns(readings: list[Reading]) -> list[Reading]:
    """Read the turns of a transcript as prose, however short, and what is noted of its sounds."""
    turns = [_TURN.match(reading.line.text) is not None for reading in readings]
    if sum(turns) < max(_MIN_TURNS, len(readings) * _MIN_TURN_SHARE):
        return readings
    return [
        replace(reading, prose=True, section_end=False)
        if turn and reading.kind is None
        else replace(reading, kind=None, neutral=True)
        if _SOUND.fullmatch(reading.line.text)
        else reading
        for reading, turn in zip(readings, turns, strict=True)
    ]


def _is_clock(reading: Reading) -> bool:
    return STAMP_PATTERN.match(f"{reading.line.text[:40]} A") is not None
