"""Boilerplate: which spans of a text are not the article.

Pasted pages carry menus, link lists, credits and newsletter lines. Three kinds of
evidence mark them: the wording of a line (`cues`), its place outside the region of the
page where prose is dense, and fixed passages inside prose. The text itself is never
altered; what is found comes back as spans.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from service.domain.selector import Span
from service.text.cues import (
    DATELINE_PATTERN,
    INLINE_PATTERN,
    MAX_CUE_CHARACTERS,
    STAMP_PATTERN,
    TRAILING_PATTERN,
)
from service.text.layout import Line, paragraphs, read_lines
from service.text.markup import BLOCK_MARKUP
from service.text.readings import MIN_OPEN_PROSE_WORDS, Reading, read_passages

#: A single paragraph between short lines adds no more words than that to the region.
_MAX_TEASER_SCORE = 8.0
_TEASER_KINDS = frozenset({"time", "byline"})
#: Prose so few lines above the region is the lead, parted from it by share buttons.
_LEAD_LINES = 13

#: A text reads as a pasted page when so many lines, and this share, are not prose.
_MIN_PAGE_LINES = 6
_MIN_PAGE_SHARE = 0.3
#: And so many must be furniture by their wording, lest a table of results be one.
_MIN_PAGE_CUES = 3
#: So many short lines in a row inside the region are a list of links.
_MIN_LINK_RUN = 4
_MAX_LINK_WORDS = 14
_MAX_LABEL_WORDS = 4
_MAX_CAPTION_WORDS = 45
#: "2 of 4 A shopper looks at the shelves": a caption with its place in a gallery; not "2 of 4
#: Americans", of whom a poll tells.
_GALLERY = re.compile(
    r"(?P<place>[1-9]\d{0,2}) of (?P<count>\d{1,3})\s+(?=[A-Z\"\u201c(])(?![A-Z][a-z]+s\s[a-z])"
)
#: A line of so many words told more often on a page is no part of its article.
_MIN_REPEATED_WORDS = 8
_MAX_TELLINGS = 2


def find_boilerplate(text: str) -> tuple[Span, ...]:
    """Return the spans of `text` that are not the article, in order, without overlap.

    A span covers a whole line, or a passage at the beginning or end of a line, or a fixed
    passage such as "Scroll down for video" within one.
    """
    wrapped = paragraphs(read_lines(text))
    readings = read_passages([_joined(lines) for lines in wrapped])
    marked = [reading.kind is not None for reading in readings]
    if _is_page(readings):
        _mark_page_furniture(readings, marked)
        _mark_repeats(readings, marked)
    _mark_captions(readings, marked)
    _mark_galleries(readings, marked)
    spans: list[Span] = []
    for lines, is_marked in zip(wrapped, marked, strict=True):
        if is_marked:
            spans.extend(Span(line.start, line.end) for line in lines)
        else:
            for line in lines:
                spans.extend(_inner_spans(line, opens=line is lines[0]))
    return tuple(spans)


def _joined(lines: Sequence[Line]) -> Line:
    """Return the lines of a wrapped paragraph as one."""
    if len(lines) == 1:
        return lines[0]
    return replace(
        lines[0],
        end=lines[-1].end,
        text=" ".join(line.text for line in lines),
        words=sum(line.words for line in lines),
        terminal=lines[-1].terminal,
    )


def _is_page(readings: Sequence[Reading]) -> bool:
    counted = [reading for reading in readings if not reading.neutral]
    others = sum(1 for reading in counted if not reading.prose)
    cues = sum(1 for reading in counted if reading.kind or reading.section_end)
    return (
        cues >= _MIN_PAGE_CUES
        and others >= _MIN_PAGE_LINES
        and others >= len(counted) * _MIN_PAGE_SHARE
    )


def _mark_page_furniture(readings: Sequence[Reading], marked: list[bool]) -> None:
    """Mark all lines outside the region of dense prose, and lists of links inside it."""
    region = _densest_region(_scores(readings))
    if region is None:
        return
    first, last = region
    lead = {i for i in range(max(0, first - _LEAD_LINES), first) if readings[i].prose}
    headline = _headline_index(readings, min(lead, default=first))
    if headline is None:
        lead.clear()
    for index in range(len(readings)):
        if not first <= index <= last and index != headline and index not in lead:
            marked[index] = True
    _mark_link_runs(readings, marked, range(first, last + 1))


def _scores(readings: Sequence[Reading]) -> list[float]:
    """Return what each line adds to the region of prose.

    A single paragraph between short lines counts little: lists of other articles are
    headlines and teasers by turns, comments are names and remarks. So does one beside a
    byline or a time, but not one between advertisements, which part real paragraphs, nor
    one under the clock of a live blog.
    """
    scores = [reading.score for reading in readings]
    for index in range(1, len(readings) - 1):
        beside = (readings[index - 1], readings[index + 1])
        kinds = {reading.kind for reading in beside} - {None}
        alone = not any(reading.prose or reading.neutral for reading in beside) and (
            not kinds or not kinds.isdisjoint(_TEASER_KINDS)
        )
        if alone and readings[index].prose:
            scores[index] = min(scores[index], _MAX_TEASER_SCORE)
    return scores


def _densest_region(scores: Sequence[float]) -> tuple[int, int] | None:
    """Return the first and last index of the run of scores with the largest sum."""
    best: tuple[int, int] | None = None
    best_sum = running = 0.0
    start = 0
    for index, score in enumerate(scores):
        if running <= 0:
            running, start = 0.0, index
        running += score
        if running > best_sum:
            best_sum, best = running, (start, index)
    return best


def _headline_index(readings: Sequence[Reading], first: int) -> int | None:
    """Return the line before the region that reads as its headline, or None.

    It is the last line above the prose, at most a dozen lines up, that is neither a cue
    nor an item of a list and is too long for the label of a section.
    """
    for index in range(first - 1, max(-1, first - 13), -1):
        reading = readings[index]
        if reading.kind or reading.section_end or reading.line.bullet:
            continue
        if _MAX_LABEL_WORDS <= reading.line.words < MIN_OPEN_PROSE_WORDS:
            return index
    return None


def _mark_link_runs(readings: Sequence[Reading], marked: list[bool], region: range) -> None:
    """Mark runs of short lines inside the region, such as a box of related links."""
    run: list[int] = []
    for index in region:
        reading = readings[index]
        if not reading.prose and reading.line.words <= _MAX_LINK_WORDS:
            run.append(index)
            continue
        if len(run) >= _MIN_LINK_RUN and any(
            readings[i].kind or readings[i].section_end for i in run
        ):
            for i in run:
                marked[i] = True
        run = []


def _mark_repeats(readings: Sequence[Reading], marked: list[bool]) -> None:
    """Mark captions and teasers that a page shows again and again.

    A line that stands there twice may be a sentence of the article that the page sets
    apart; what stands there more often is the caption of a gallery.
    """
    places: dict[str, list[int]] = {}
    for index, reading in enumerate(readings):
        if reading.line.words >= _MIN_REPEATED_WORDS:
            places.setdefault(reading.line.text.lstrip("*+ ").casefold(), []).append(index)
    for found in places.values():
        if len(found) > _MAX_TELLINGS:
            for index in found:
                marked[index] = True


def _mark_captions(readings: Sequence[Reading], marked: list[bool]) -> None:
    """Mark the line above a picture credit, where it can be nothing but its caption."""
    for above, credit in pairwise(range(len(readings))):
        line = readings[above].line
        if readings[credit].kind != "credit" or marked[above]:
            continue
        alone = line.block == readings[credit].line.block and (
            above == 0 or readings[above - 1].line.block != line.block
        )
        most_words = _MAX_CAPTION_WORDS if alone else 0 if line.terminal else _MAX_LINK_WORDS
        marked[above] = above > 0 and line.words <= most_words


def _mark_galleries(readings: Sequence[Reading], marked: list[bool]) -> None:
    """Mark captions that tell their places in one gallery, of which a page shows several."""
    galleries: dict[str, list[tuple[int, int]]] = {}
    for index, reading in enumerate(readings):
        counted = _GALLERY.match(reading.line.text)
        if counted and int(counted["place"]) <= int(counted["count"]):
            galleries.setdefault(counted["count"], []).append((int(counted["place"]), index))
    for captions in galleries.values():
        places = {place for place, _ in captions}
        # Of two shares that a poll gives hardly one is the other's neighbour.
        if any(place + 1 in places for place in places):
            for _, index in captions:
                marked[index] = True


def _inner_spans(line: Line, *, opens: bool) -> list[Span]:
    """Return the passages of a prose line that are not prose."""
    found: list[Span] = []
    head = line.text[:MAX_CUE_CHARACTERS]
    opening = (DATELINE_PATTERN.match(head) or STAMP_PATTERN.match(head)) if opens else None
    if opening and opening.end() < len(line.text):
        found.append(_strip(line, 0, opening.end()))
    tail_start = max(0, len(line.text) - MAX_CUE_CHARACTERS)
    trailing = TRAILING_PATTERN.search(line.text, tail_start)
    stop = trailing.start() if trailing else len(line.text)
    start = opening.end() if opening else 0
    inner = sorted(
        (match.start(), match.end())
        for pattern in (INLINE_PATTERN, BLOCK_MARKUP)
        for match in pattern.finditer(line.text, start, stop)
    )
    for begin, end in inner:
        if begin >= start:
            found.append(_strip(line, begin, end))
            start = end
    if trailing:
        found.append(Span(line.start + trailing.start(), line.end))
    return found


def _strip(line: Line, start: int, end: int) -> Span:
    end = start + len(line.text[start:end].rstrip())
    return Span(line.start + start, line.start + end)
