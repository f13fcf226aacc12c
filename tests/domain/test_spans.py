"""Spans: half-open ranges of code points."""

from __future__ import annotations

import pytest

from service.domain.selector import Span


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 3)])
def test_a_span_that_holds_nothing_cannot_be_made(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end)


@pytest.mark.parametrize(
    ("other", "overlapping"),
    [
        (Span(0, 5), False),
        (Span(0, 6), True),
        (Span(6, 7), True),
        (Span(5, 9), True),
        (Span(9, 12), False),
    ],
)
def test_spans_overlap_where_they_share_a_code_point(other: Span, *, overlapping: bool) -> None:
    span = Span(5, 9)
    assert span.overlaps(other) is overlapping
    assert other.overlaps(span) is overlapping
