"""Spans and selectors: where in an article's text something stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of Unicode code points in an article's text.

    Attributes:
        start: Index of the first code point, from 0.
        end: Index after the last code point, greater than `start`.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            message = f"a span needs 0 <= start < end, got {self.start} and {self.end}"
            raise ValueError(message)

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Selector:
    """A place in an article's text, by position and by quotation.

    Joins the `TextPositionSelector` and the `TextQuoteSelector` of the W3C Web
    Annotation Data Model (2017, sections 4.2.4 and 4.2.5). `text[start:end] == exact`
    holds for the text that the selector was made from.

    Attributes:
        start: Index of the first code point, from 0.
        end: Index after the last code point.
        exact: The selected text itself.
        prefix: Up to 32 code points before it, to tell equal quotations apart.
        suffix: Up to 32 code points after it.
    """

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
