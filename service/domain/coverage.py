"""Coverage: how much of an article its analysis read, counted from what it left behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from service.domain.analysis import SkippedSentence
from service.domain.claim import SkipReason
from service.domain.selector import Span


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of an article was read; characters are Unicode code points.

    Attributes:
        characters: Length of the whole text.
        boilerplate_characters: In passages that are not the article.
        article_characters: In the article's own sentences.
        unread_characters: In none of either, white space aside; 0 unless something was cut.
        sentences: Sentences of the article; each gave a claim or is skipped.
        claimed_sentences: Those that gave one claim or more.
        skipped_sentences: Those that gave none.
        summary_characters_read: In the sentences that the newest summary was chosen and
            written from; None without a summary, or where it was not counted.
    """

    characters: int
    boilerplate_characters: int
    article_characters: int
    unread_characters: int
    sentences: int
    claimed_sentences: int
    skipped_sentences: int
    summary_characters_read: int | None


def measure_coverage(
    text: str,
    claimed: Iterable[Span],
    skipped: Iterable[SkippedSentence],
    summary_characters_read: int | None,
) -> Coverage:
    """Count what an analysis read of a text.

    Args:
        text: The text that was analysed.
        claimed: Where the sentences stand that gave claims; one may come more than once.
        skipped: The sentences that gave none, boilerplate among them.
        summary_characters_read: What the summary was written from.
    """
    with_claim = {(span.start, span.end) for span in claimed}
    boilerplate: set[tuple[int, int]] = set()
    without: set[tuple[int, int]] = set()
    for gap in skipped:
        places = boilerplate if gap.reason is SkipReason.BOILERPLATE else without
        places.add((gap.start, gap.end))
    own = with_claim | without
    return Coverage(
        characters=len(text),
        boilerplate_characters=sum(end - start for start, end in boilerplate),
        article_characters=sum(end - start for start, end in own),
        unread_characters=_ink_outside(text, own | boilerplate),
        sentences=len(own),
        claimed_sentences=len(with_claim),
        skipped_sentences=len(without),
        summary_characters_read=summary_characters_read,
    )


def _ink_outside(text: str, places: set[tuple[int, int]]) -> int:
    position = ink = 0
    for start, end in (*sorted(places), (len(text), len(text))):
        ink += sum(map(len, text[position : max(position, start)].split()))
        position = max(position, end)
    return ink
