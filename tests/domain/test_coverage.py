"""Coverage: every sentence is counted once, and what was cut would show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.domain.analysis import SkippedSentence
from service.domain.claim import SkipReason
from service.domain.coverage import Coverage, measure_coverage
from service.domain.selector import Span

TEXT = "Skip to menu\nThe port grew.\nWho pays?\nIt shrank again."


def span(part: str) -> Span:
    start = TEXT.index(part)
    return Span(start, start + len(part))


def gap(part: str, reason: SkipReason) -> SkippedSentence:
    place = span(part)
    return SkippedSentence(place.start, place.end, reason)


MENU = gap("Skip to menu", SkipReason.BOILERPLATE)
QUESTION = gap("Who pays?", SkipReason.QUESTION)


def test_all_that_was_read_is_counted() -> None:
    claimed = [span("The port grew."), span("It shrank again."), span("The port grew.")]
    assert measure_coverage(TEXT, claimed, [MENU, QUESTION], 14) == Coverage(
        characters=len(TEXT),
        boilerplate_characters=12,
        article_characters=14 + 9 + 16,
        unread_characters=0,
        sentences=3,
        claimed_sentences=2,
        skipped_sentences=1,
        summary_characters_read=14,
    )


def test_what_nobody_accounts_for_shows() -> None:
    found = measure_coverage(TEXT, [span("The port grew.")], [MENU], None)
    assert found.unread_characters == len("Whopays?Itshrankagain.")


@given(
    st.text(max_size=60), st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), max_size=8)
)
def test_no_character_is_counted_twice_as_unread(text: str, places: list[tuple[int, int]]) -> None:
    spans = [Span(start, start + length) for start, length in places if start + length <= len(text)]
    covered = {index for place in spans for index in range(place.start, place.end)}
    expected = sum(1 for index, c in enumerate(text) if index not in covered and not c.isspace())
    assert measure_coverage(text, spans, (), None).unread_characters == expected
