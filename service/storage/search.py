"""Search conditions that mean the same on both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import InstrumentedAttribute

_ESCAPE = "\\"


def holds_words(words: str, *columns: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Return the condition that each word occurs in one of the columns, whatever its case."""
    return and_(*(or_(*(_contains(column, word) for column in columns)) for word in words.split()))


def _contains(column: InstrumentedAttribute[Any], text: str) -> ColumnElement[bool]:
    escaped = text.lower()
    for special in (_ESCAPE, "%", "_"):
        escaped = escaped.replace(special, _ESCAPE + special)
    return func.lower(column).like(f"%{escaped}%", escape=_ESCAPE)
