"""Preferences: what a `Prefer` header asks for (RFC 7240)."""

from __future__ import annotations

import re
from collections.abc import Sequence

MAX_WAIT_SECONDS = 120

_TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"  # noqa: S105  a grammar rule, not a secret # nosec B105
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_PREFERENCE = re.compile(
    rf"\s*(?P<name>{_TOKEN})\s*(?:=\s*(?P<value>{_TOKEN}|{_QUOTED}))?"
    rf"(?:\s*;\s*(?:{_TOKEN}\s*(?:=\s*(?:{_TOKEN}|{_QUOTED}))?)?)*\s*(?:,|$)"
)
_SEPARATOR = re.compile(rf"(?:{_QUOTED}|[^,\"])*,?")


def read_wait_seconds(headers: Sequence[str]) -> int | None:
    """Return how many seconds the caller prefers to wait for the finished result.

    Malformed preferences are ignored, as the standard asks; of several waits the first
    counts.

    Args:
        headers: The values of all `Prefer` header lines, in order.

    Returns:
        1 to 120 seconds, longer waits cut to 120; None where none is asked for.
    """
    text = ", ".join(headers)
    position = 0
    while position < len(text):
        match = _PREFERENCE.match(text, position)
        if match is None:
            skipped = _SEPARATOR.match(text, position)
            position = max(skipped.end() if skipped else 0, position + 1)
            continue
        position = match.end()
        if match["name"].lower() == "wait":
            return _read_seconds(match["value"])
    return None


def _read_seconds(value: str | None) -> int | None:
    digits = (value or "").strip('"')
    if not re.fullmatch(r"[0-9]{1,9}", digits):
        return None
    return min(int(digits), MAX_WAIT_SECONDS) or None
