"""Sentences: cutting an article into sentences whose offsets are exact.

The cuts are those of syntok; sentences never cross a paragraph or a boilerplate span,
and what syntok parts wrongly is joined again (`sentence_joints`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise, zip_longest

from syntok import segmenter
from syntok.tokenizer import Tokenizer

from service.domain.analysis import Sentence
from service.domain.claim import SkipReason
from service.domain.selector import Span
from service.text.form import heading_skip, sentence_skip
from service.text.glued import jammed_starts
from service.text.layout import Line, count_words, ends_sentence, paragraphs, read_lines
from service.text.lower_copy import lower_cuts, sentence_end_of
from service.text.markup import without_markup
from service.text.scenes import shows_picture
from service.text.sentence_joints import GLUED, belong_together

#: syntok looks far ahead at each opening bracket, so text that is little else than
#: brackets is read in short windows.
_MAX_BRACKETS = 400
_CHARACTERS_A_BRACKET = 12
_WINDOW_CHARACTERS = 80
_OPENING_BRACKETS = "([{"

#: Two sentences of a page that lost the space between them ("seen again\".He asked").
_JAMMED = re.compile(r"(?:(?<=[\"\u201d\u2019'][.!?])|(?<=[.!?]\u201d))(?=[A-Z][a-z]+[\s,])")
#: Two of them with a straight mark in between, which closes the one or opens the other.
_JAMMED_MARK = re.compile(r"(?<=[a-z\d][.!?\u2026])(?P<mark>''|[\"'])(?=[A-Z][\w'\u2019-]*[\s,])")
#: Straight marks that open, and such that close, by what stands on both sides of them.
_OPENING_MARKS = {
    double: re.compile(rf"(?:\A|(?<=[\s(])){mark}(?=\w)")
    for double, mark in ((True, "(?:''|\")"), (False, "'"))
}
_CLOSING_MARKS = {
    double: re.compile(rf"(?<=[\w.,!?\u2026]){mark}(?=[\s.,;:!?)]|\Z)")
    for double, mark in ((True, "(?:''|\")"), (False, "'"))
}
#: The end of a sentence that no mark ends, and the most words that one of them may have.
_UNENDED = re.compile(r"[\w%][\"'\u2019\u201d]*\Z")
_MAX_UNENDED_WORDS = 28
_SIC = re.compile(r"\[sic\][\"'\u2019\u201d]*\s+(?=[A-Z])")


def split_sentences(text: str, boilerplate: tuple[Span, ...]) -> tuple[Sentence, ...]:
    """Cut `text` into sentences that together hold all of its text that is not blank.

    Args:
        text: Normalised text.
        boilerplate: Spans as `find_boilerplate` returns them; each comes back as one
            sentence marked `boilerplate`.

    Returns:
        The sentences in order, `text[s.start:s.end] == s.text` for each. `skip` is set
        where the form alone shows that the sentence can give no claim.
    """
    found = [
        Sentence(span.start, span.end, text[span.start : span.end], 0, SkipReason.BOILERPLATE)
        for span in boilerplate
        if text[span.start : span.end].strip()
    ]
    prose = _paragraph_ranges(text, boilerplate)
    lower_end = sentence_end_of(text)
    split = partial(_split_lower, sentence_end=lower_end) if lower_end else _split_piece
    punctuated = _mostly_punctuated(text, prose)
    for number, pieces in enumerate(prose):
        sentences = [
            Sentence(start, end, text[start:end], number)
            for piece in pieces
            for start, end in split(text, *piece)
        ]
        found.extend(_with_skips(sentences, punctuated=punctuated))
    found.sort(key=lambda sentence: sentence.start)
    return _numbered_like_neighbours(found)


def _with_skips(sentences: Sequence[Sentence], *, punctuated: bool) -> Iterator[Sentence]:
    """Yield a paragraph's sentences with `skip` set by form."""
    alone = len(sentences) == 1
    for sentence, follower in zip_longest(sentences, sentences[1:]):
        plain = without_markup(sentence.text)
        skip = sentence_skip(plain)
        if skip is None and follower is not None and _runs_on(sentence, follower):
            skip = SkipReason.NO_FACT
        if skip is None and shows_picture(plain):
            skip = SkipReason.NO_FACT
        if skip is None and alone:
            skip = heading_skip(plain, punctuated=punctuated)
        if skip is None and punctuated and follower is None and _is_run_of_captions(plain):
            skip = SkipReason.NO_FACT
        yield replace(sentence, skip=skip)


def _runs_on(sentence: Sentence, follower: Sentence) -> bool:
    """Tell whether a sentence has no end of its own, as captions on the line of others have."""
    return sentence.text[-1].isalnum() and follower.start == sentence.end + 1


def _is_run_of_captions(plain: str) -> bool:
    """Tell whether the end of a paragraph is long and has no mark, as captions in a row do."""
    return _UNENDED.search(plain) is not None and count_words(plain) > _MAX_UNENDED_WORDS


def _mostly_punctuated(text: str, prose: Sequence[Sequence[tuple[int, int]]]) -> bool:
    """Tell whether paragraphs of this text end with a full stop as a rule."""
    ends = [ends_sentence(text[pieces[0][0] : pieces[-1][1]]) for pieces in prose]
    return 2 * sum(ends) >= len(ends)


def _numbered_like_neighbours(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Give boilerplate the number of the paragraph that it follows."""
    result: list[Sentence] = []
    paragraph = 0
    for sentence in sentences:
        if sentence.skip is SkipReason.BOILERPLATE:
            result.append(replace(sentence, paragraph=paragraph))
        else:
            paragraph = sentence.paragraph
            result.append(sentence)
    return tuple(result)


def _paragraph_ranges(text: str, boilerplate: Sequence[Span]) -> list[list[tuple[int, int]]]:
    """Return, for each paragraph of prose, the ranges of it that are not boilerplate."""
    runs: list[list[Line]] = [[]]
    inner: dict[int, list[Span]] = {}
    spans = iter(boilerplate)
    span = next(spans, None)
    for line in read_lines(text):
        while span is not None and span.end <= line.start:
            span = next(spans, None)
        if span is not None and span.start <= line.start and line.end <= span.end:
            runs.append([])
            continue
        while span is not None and span.start < line.end:
            inner.setdefault(line.start, []).append(span)
            if span.end > line.end:
                break
            span = next(spans, None)
        runs[-1].append(line)
    result: list[list[tuple[int, int]]] = []
    for run in runs:
        for paragraph in paragraphs(run):
            cuts = [cut for line in paragraph for cut in inner.get(line.start, [])]
            pieces = list(_subtract(text, paragraph[0].start, paragraph[-1].end, cuts))
            if pieces:
                result.append(pieces)
    return result


def _subtract(text: str, start: int, end: int, cuts: Sequence[Span]) -> Iterator[tuple[int, int]]:
    position = start
    for cut in (*cuts, Span(end, end + 1)):
        piece = _stripped(text, position, min(cut.start, end))
        if piece is not None:
            yield piece
        position = max(position, cut.end)


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _split_lower(
    text: str, start: int, end: int, sentence_end: re.Pattern[str]
) -> list[tuple[int, int]]:
    """Cut a piece of copy without capitals where `sentence_end` ends a sentence."""
    starts = (start, *lower_cuts(text, start, end, sentence_end), end)
    return [r for a, b in pairwise(starts) if (r := _stripped(text, a, b)) is not None]


def _split_piece(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut `text[start:end]`, which opens and ends with ink, into sentence ranges."""
    found = {*_sentence_starts(text, start, end)}
    for joint in (GLUED, _JAMMED):
        found.update(match.end() for match in joint.finditer(text, start, end))
    found = {cut for cut in found if text[cut - 1 : cut + 1] != "''"}
    found = {_behind_sic(text, cut) for cut in found}
    found.update(_jammed_marks(text, start, end))
    starts = [start, *sorted(s for s in found if s > start), end]
    ranges = [r for a, b in pairwise(starts) if (r := _stripped(text, a, b)) is not None]
    merged: list[tuple[int, int]] = []
    for current in ranges:
        if merged and belong_together(text, merged[-1], current):
            merged[-1] = (merged[-1][0], current[1])
        else:
            merged.append(current)
    return [part for one in merged for part in _unjammed(text, *one)]


def _behind_sic(text: str, cut: int) -> int:
    """Return where a sentence begins if "[sic]'" stands there, which closes the one before."""
    sic = _SIC.match(text, cut)
    return cut if sic is None else sic.end()


def _unjammed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences that a page ran into one, such as a caption and what follows it."""
    cuts = (start + offset for offset in jammed_starts(text[start:end]))
    for first, last in pairwise((start, *cuts, end)):
        yield first, last - (len(text[first:last]) - len(text[first:last].rstrip()))


def _jammed_marks(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where a sentence begins at a straight mark that lost the space beside it.

    Within a quotation the mark closes and stays behind, outside one it opens what follows.
    """
    closed = start
    for match in _JAMMED_MARK.finditer(text, start, end):
        double = match["mark"] != "'"
        passage = text[closed : match.start()]
        opened = max((m.start() for m in _OPENING_MARKS[double].finditer(passage)), default=-1)
        ended = max((m.start() for m in _CLOSING_MARKS[double].finditer(passage)), default=-1)
        if opened > ended:
            closed = match.end()
            yield match.end()
        else:
            # What it opens counts as opened for the marks behind it.
            closed = match.start()
            yield match.start()


def _sentence_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where syntok begins a sentence, as indexes into `text`."""
    tokenizer = Tokenizer(replace_not_contraction=False)
    for window_start, window_end in _windows(text, start, end):
        tokens = tokenizer.tokenize(text[window_start:window_end])
        for sentence in segmenter.segment(tokens):
            first = next((token for token in sentence if token.value), None)
            if first is not None:
                yield window_start + first.offset


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the whole range, or short windows of it where brackets would take too long."""
    brackets = sum(text.count(bracket, start, end) for bracket in _OPENING_BRACKETS)
    if brackets <= max(_MAX_BRACKETS, (end - start) // _CHARACTERS_A_BRACKET):
        yield start, end
        return
    while end - start > _WINDOW_CHARACTERS:
        cut = text.rfind(" ", start + 1, start + _WINDOW_CHARACTERS)
        cut = cut if cut > start else start + _WINDOW_CHARACTERS
        yield start, cut
        start = cut
    yield start, end
