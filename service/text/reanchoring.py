"""Re-anchoring: finding the passage of a claim again in the corrected text of its article.

Position and quotation decide together, as in the robust anchoring of the W3C Web Annotation
tools: the place that the alignment of the sentences points to comes first, the same words
elsewhere next, told apart by what stands around them, and a reworded passage last.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from service.domain.analysis import Sentence
from service.domain.anchor import Anchor, AnchorStatus
from service.domain.selector import Selector, Span
from service.text.alignment import MIN_LIKENESS_IN_PLACE, WORD, Alignment, likeness
from service.text.selectors import make_selector

#: So many places of one quotation are compared; a passage that stands in more of them is
#: of no use to anybody.
_MAX_PLACES = 200


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a claim is anchored.

    Attributes:
        selector: In the text of revision `anchor.revision` where it is lost, else in the
            present text.
    """

    selector: Selector
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Reanchoring:
    """Two versions of a text, between which passages are carried over.

    Attributes:
        former: The text that selectors refer to that are not lost.
        present: The text that they shall refer to.
        alignment: Of the sentences of both.
        revision: The number of the present text.
    """

    former: str
    present: str
    alignment: Alignment
    revision: int

    def carry_over(self, passage: Passage) -> Passage:
        """Return where a passage stands in the present text; nothing new where it stays.

        What the claim was made from is looked for wherever the alignment leads; where it
        was lost earlier only its very words bring it back.
        """
        source = passage.anchor.source or passage.selector.exact
        if passage.anchor.is_lost:
            place = self._same_words(passage.selector, source)
        else:
            place = self._place(passage.selector, source)
        if place is None:
            return self._lost(passage)
        selector = make_selector(self.present, place.start, place.end)
        stayed = not passage.anchor.is_lost and place.start == passage.selector.start
        if selector.exact != source:
            status = AnchorStatus.FUZZY
        else:
            status = AnchorStatus.EXACT if stayed else AnchorStatus.MOVED
        if selector == passage.selector and not passage.anchor.is_lost:
            # Nothing about it has changed, so what was told of it before still holds.
            return passage
        reworded = status is AnchorStatus.FUZZY
        return Passage(selector, Anchor(status, self.revision, source if reworded else None))

    def _lost(self, passage: Passage) -> Passage:
        if passage.anchor.is_lost:
            return passage
        anchor = Anchor(AnchorStatus.LOST, self.revision - 1, passage.anchor.source)
        return Passage(passage.selector, anchor)

    def _place(self, selector: Selector, source: str) -> Span | None:
        """Return where a passage of the former text stands now, or None."""
        span = Span(selector.start, selector.end)
        touched = self._touched(span)
        whole = len(touched) == 1 and _covers(self.alignment.former[touched[0]], span)
        if whole:
            found = self.alignment.counterpart(touched[0])
            if found is not None:
                sentence = self.alignment.present[found]
                return Span(sentence.start, sentence.end)
        expected = self._expected(span, touched)
        for words in dict.fromkeys((selector.exact, source)):
            place = self._same_words(selector, words, expected)
            if place is not None:
                return place
        return self._reworded(selector, touched)

    def _touched(self, span: Span) -> list[int]:
        """Return the former sentences that a span has a part of."""
        sentences = self.alignment.former
        starts = [sentence.start for sentence in sentences]
        first = max(0, bisect_right(starts, span.start) - 1)
        found: list[int] = []
        for index in range(first, len(sentences)):
            if sentences[index].start >= span.end:
                break
            if sentences[index].end > span.start:
                found.append(index)
        return found

    def _expected(self, span: Span, touched: Sequence[int]) -> int | None:
        """Return where a span should begin now by the sentences that it has a part of."""
        for index in touched:
            counterpart = self.alignment.counterpart(index)
            if counterpart is not None:
                shift = (
                    self.alignment.present[counterpart].start - self.alignment.former[index].start
                )
                return span.start + shift
        return None

    def _same_words(
        self, selector: Selector, words: str, expected: int | None = None
    ) -> Span | None:
        """Return the place of the very words, the likeliest where there are several."""
        size = len(words)
        places = list(_places(self.present, words))
        if not places:
            return None
        if expected in places:
            return Span(expected, expected + size)
        near = selector.start if expected is None else expected

        def rank(start: int) -> tuple[float, int]:
            context = make_selector(self.present, start, start + size)
            alike = Indel.normalized_similarity(
                selector.prefix, context.prefix
            ) + Indel.normalized_similarity(selector.suffix, context.suffix)
            return -round(alike, 2), abs(start - near)

        best = min(places, key=rank)
        return Span(best, best + size)

    def _reworded(self, selector: Selector, touched: Sequence[int]) -> Span | None:
        """Return the passage that most resembles the former one where it should stand."""
        found = sorted(
            place for i in touched if (place := self.alignment.counterpart(i)) is not None
        )
        if not found:
            return None
        sentences = self.alignment.present
        # Sentences that went apart do not make one passage.
        last = max(place for n, place in enumerate(found) if place - found[0] == n)
        start, end = sentences[found[0]].start, sentences[last].end
        region = self.present[start:end]
        if len(selector.exact) < len(region):
            alignment = fuzz.partial_ratio_alignment(selector.exact, region)
            if alignment is not None:
                first, last = _whole_words(region, alignment.dest_start, alignment.dest_end)
                start, end = start + first, start + last
        if start >= end:
            return None
        if likeness(selector.exact, self.present[start:end]) < MIN_LIKENESS_IN_PLACE:
            return None
        return Span(start, end)


def _covers(sentence: Sentence, span: Span) -> bool:
    return (sentence.start, sentence.end) == (span.start, span.end)


def _places(text: str, words: str) -> Iterator[int]:
    """Yield where words stand in a text as words, not as parts of longer ones."""
    count = 0
    start = text.find(words)
    while start >= 0 and count < _MAX_PLACES:
        if _stands_apart(text, start, start + len(words)):
            count += 1
            yield start
        start = text.find(words, start + 1)


def _stands_apart(text: str, start: int, end: int) -> bool:
    opens = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    closes = end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
    return opens and closes


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a range to whole words and numbers, without white space at its ends."""
    for word in WORD.finditer(text):
        if word.start() < start < word.end():
            start = word.start()
        if word.start() < end < word.end():
            end = word.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
