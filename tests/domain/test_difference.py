"""Differences: what two wordings share and what not, so that a person can read it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.difference import DifferenceKind, compare_wordings

MARKS = {
    DifferenceKind.KEPT: "{}",
    DifferenceKind.REMOVED: "[-{}-]",
    DifferenceKind.ADDED: "[+{}+]",
}
#: Words, numbers and marks, with runs of white space.
TEXTS = st.text(alphabet="ab1 ,.\n\u2019é-", max_size=40)


def _written(before: str, after: str) -> str:
    return "".join(MARKS[part.kind].format(part.text) for part in compare_wordings(before, after))


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [
        (
            "The crash killed 4,000 sheep.",
            "The crash killed 4,500 sheep.",
            "The crash killed [-4,000-][+4,500+] sheep.",
        ),
        (
            "He resigned on Friday.",
            "He did not resign on Friday.",
            "He [-resigned-][+did not resign+] on Friday.",
        ),
        ("It opened.", "It opened in 1932.", "It opened[+ in 1932+]."),
        ("Mayor Ann Lee left", "Mayor Bo Li left", "Mayor [-Ann Lee-][+Bo Li+] left"),
        ("All new", "", "[-All new-]"),
    ],
)
def test_whole_words_and_numbers_are_told_apart(before: str, after: str, difference: str) -> None:
    assert _written(before, after) == difference


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_both_wordings_can_be_read_off_a_difference(before: str, after: str) -> None:
    parts = compare_wordings(before, after)
    assert "".join(p.text for p in parts if p.kind is not DifferenceKind.ADDED) == before
    assert "".join(p.text for p in parts if p.kind is not DifferenceKind.REMOVED) == after
    assert all(part.text for part in parts)


@settings(deadline=None)
@given(TEXTS)
def test_equal_wordings_differ_in_nothing(text: str) -> None:
    assert {part.kind for part in compare_wordings(text, text)} <= {DifferenceKind.KEPT}
