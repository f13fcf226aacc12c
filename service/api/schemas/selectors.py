"""Selectors: where in an article's text something stands."""

from __future__ import annotations

from pydantic import Field

from service.api.schemas import examples
from service.api.schemas.base import Schema
from service.domain.selector import Selector


class SelectorRead(Schema):
    """A place in the article's text, by position and by quotation.

    Joins the TextPositionSelector and the TextQuoteSelector of the W3C Web Annotation model;
    `text[start:end] == exact`, counted in Unicode code points.
    """

    start: int = Field(ge=0, description="Index of the first code point, from 0.", examples=[358])
    end: int = Field(ge=1, description="Index after the last code point.", examples=[428])
    exact: str = Field(description="The selected text itself.", examples=[examples.QUOTE])
    prefix: str = Field(
        description="Up to 32 code points before it.", examples=[examples.SELECTOR["prefix"]]
    )
    suffix: str = Field(
        description="Up to 32 code points after it.", examples=[examples.SELECTOR["suffix"]]
    )

    @classmethod
    def from_domain(cls, selector: Selector) -> SelectorRead:
        """Build it from the domain's selector."""
        return cls(
            start=selector.start,
            end=selector.end,
            exact=selector.exact,
            prefix=selector.prefix,
            suffix=selector.suffix,
        )
