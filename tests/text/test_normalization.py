import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.errors import InvalidInputError
from service.text.normalization import MAX_COMBINING_RUN, normalize


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_every_line_boundary_becomes_a_line_feed(newline: str) -> None:
    assert normalize(f"Rain fell.{newline}It stopped.") == "Rain fell.\nIt stopped."


def test_text_is_composed_and_otherwise_left_alone() -> None:
    assert normalize("Cafe\u0301\tin \u00a0Zu\u0308rich  🌧️ ") == "Café\tin \u00a0Zürich  🌧️ "


@pytest.mark.parametrize("bad", ["a\x00b", "a\x07b", "\x1b[0m", "a\ud800b", "\udfff"])
def test_text_that_no_store_takes_is_refused_at_the_text_field(bad: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        normalize(bad)
    assert [problem.pointer for problem in caught.value.problems] == ["#/text"]


@pytest.mark.parametrize("blank", ["", " ", "\n\r\n\t", "\u00a0\u2003", "\ufeff\u200b\n"])
def test_blank_text_is_refused(blank: str) -> None:
    with pytest.raises(InvalidInputError, match="empty"):
        normalize(blank)


def test_endless_combining_marks_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="combining"):
        normalize("a" + "\u0301\u0323" * 100_000)
    assert normalize("a" + "\u0301" * MAX_COMBINING_RUN)


@given(st.text(min_size=1))
def test_normalising_twice_changes_nothing(text: str) -> None:
    try:
        once = normalize(text)
    except InvalidInputError:
        return
    assert normalize(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once
