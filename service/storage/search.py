"""Search conditions that mean the same on both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import InstrumentedAttribute

_ESCAPE = "\\"


def contains(column: InstrumentedAttribute[Any], text: str) -> ColumnElement[bool]:
    """Return the condition that a column holds the text, upper or lower case alike."""
    escaped = text.lower()
    for special in (_ESCAPE, "%", "_"):
        escaped = escaped.replace(special, _ESCAPE + special)
    return func.lower(column).like(f"%{escaped}%", escape=_ESCAPE)
