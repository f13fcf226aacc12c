import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.errors import InvalidInputError
from service.text.selectors import CONTEXT_CHARACTERS, find_selector, make_selector

TEXT = "The quay is shut. “It will open,” Ana Low said.\nThe quay is shut. Nobody came."


@given(st.text(min_size=1), st.data())
def test_a_selector_quotes_the_text_and_its_surroundings(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    selector = make_selector(text, start, end)
    assert selector.exact == text[selector.start : selector.end]
    assert (selector.prefix + selector.exact + selector.suffix) in text
    assert len(selector.prefix) == min(start, CONTEXT_CHARACTERS)
    assert len(selector.suffix) == min(len(text) - end, CONTEXT_CHARACTERS)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 1), (0, 999)])
def test_offsets_outside_the_text_are_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="selector needs"):
        make_selector(TEXT, start, end)


def test_a_quotation_is_found_where_it_stands() -> None:
    selector = find_selector(TEXT, "Nobody came.")
    assert TEXT[selector.start : selector.end] == "Nobody came."


@pytest.mark.parametrize(
    "typed", ['"It will open," Ana Low said.', "Ana  Low said.\n\nThe quay", " Ana Low\u00a0said. "]
)
def test_retyped_quotation_marks_and_white_space_are_forgiven(typed: str) -> None:
    selector = find_selector(TEXT, typed)
    assert selector.exact == TEXT[selector.start : selector.end]
    assert "Low" in selector.exact


@pytest.mark.parametrize("quote", ["The quay is shut.", "Nobody ever came.", "", "  "])
def test_a_quotation_that_is_absent_or_not_unique_is_refused_at_its_field(quote: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        find_selector(TEXT, quote)
    assert [problem.pointer for problem in caught.value.problems] == ["#/quote"]
