"""Numbers: figures and number words, brought to one value whatever their spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
    "dozen": 12,
}
#: Scales as they are written behind figures.
_FIGURE_SCALES = {
    **_SCALES,
    "k": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "mln": 1_000_000,
    "bn": 1_000_000_000,
    "b": 1_000_000_000,
    "tn": 1_000_000_000_000,
}
_WORD_NUMBER = "|".join((*_UNITS, *_TENS, *_SCALES))
_CURRENCY = r"(?:US|A|C|NZ|HK)?[$\u00a3\u20ac\u00a5\u20b9]|\b(?:USD|EUR|GBP)\s?"
_FIGURE = re.compile(
    rf"(?:(?P<currency>{_CURRENCY})"
    rf"\s?)?(?<![\w.,])(?P<digits>\d{{1,3}}(?:[, \u00a0\u202f']\d{{3}})+(?!\d)|\d+)"
    r"(?P<decimals>\.\d+)?(?P<tail>s|st|nd|rd|th)?"
    r"(?P<scale>[ \u00a0-]?(?:hundred|thousand|million|billion|trillion|dozen)\b|(?:mln|mn|"
    r"bn|tn|[kmb])\b)?"
    r"(?P<unit>[ \u00a0-]?(?:%|per ?cent\b|percentage points?\b|dollars?\b|pounds?\b|"
    r"euros?\b|pence\b|cents?\b|p\b))?",
    re.IGNORECASE,
)
_WORDS = re.compile(
    rf"\b(?P<words>(?:{_WORD_NUMBER})(?:(?:[ -]|\s+and\s+|-)(?:{_WORD_NUMBER}))*)\b"
    r"(?P<unit>[ \u00a0-]?(?:per ?cent|percent|percentage points?|dollars?|pounds?|euros?)\b)?",
    re.IGNORECASE,
)
_CONNECTOR = re.compile(r"\s*(?:and|to|or|-|\u2013|,)\s*")
_PERCENT = re.compile(r"%|per")
#: Number words that are as often pronouns or figures of speech.
_WEAK_WORDS = frozenset({"one", "zero", "hundred", "thousand", "million", "billion", "dozen"})

_MAX_DIGITS = 24
_TEN = 10


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    Attributes:
        start: Index of its first code point.
        end: Index after its last code point, unit included.
        text: The number as it stands.
        value: What it stands for ("1.2 million" is 1200000).
        unit: `%`, `money` or empty.
        weak: Whether it may be no number at all ("one", "millions").
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    weak: bool = False


def find_numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers in `text`, in figures and in words, in order."""
    found = [*_figures(text), *_spelled(text)]
    found.sort(key=lambda number: number.start)
    return tuple(_with_shared_units(text, found))


def _figures(text: str) -> list[Number]:
    found: list[Number] = []
    for match in _FIGURE.finditer(text):
        digits = re.sub(r"\D", "", match["digits"])
        if len(digits) > _MAX_DIGITS:
            continue
        value = Decimal(digits + (match["decimals"] or ""))
        scale = (match["scale"] or "").strip(" \u00a0-").lower()
        value *= _FIGURE_SCALES.get(scale, 1)
        unit = _unit(match["unit"]) or ("money" if match["currency"] else "")
        found.append(Number(match.start(), match.end(), match.group().strip(), value, unit))
    return found


def _spelled(text: str) -> list[Number]:
    found: list[Number] = []
    for match in _WORDS.finditer(text):
        parts = [part for part in re.split(r"[\s-]+", match["words"].lower()) if part != "and"]
        weak = len(parts) == 1 and parts[0] in _WEAK_WORDS
        if _is_behind_figure(text, match.start()) and parts[0] in _SCALES:
            continue
        for value in _values(parts):
            number = Number(
                match.start(),
                match.end(),
                match.group(),
                Decimal(value),
                _unit(match["unit"]),
                weak,
            )
            found.append(number)
    return found


def _is_behind_figure(text: str, start: int) -> bool:
    return re.search(r"\d[ \u00a0-]?\Z", text[max(0, start - 3) : start]) is not None


def _values(parts: list[str]) -> list[int]:
    """Return what a run of number words stands for ("two hundred", "forty-one").

    Words that cannot be read as one number ("two three") give one value each.
    """
    total = current = 0
    previous = ""
    values: list[int] = []
    for part in parts:
        if part in _SCALES:
            scale = _SCALES[part]
            if part == "hundred":
                current = max(1, current) * scale
            else:
                total += max(1, current) * scale
                current = 0
        else:
            if previous in _UNITS or (previous in _TENS and not 0 < _UNITS.get(part, 0) < _TEN):
                values.append(total + current)
                total = current = 0
            current += _UNITS.get(part, 0) + _TENS.get(part, 0)
        previous = part
    values.append(total + current)
    return values


def _unit(written: str | None) -> str:
    if not written:
        return ""
    return "%" if _PERCENT.search(written.lower()) else "money"


def _with_shared_units(text: str, numbers: list[Number]) -> list[Number]:
    """Give "10 and 12 percent" its unit on both numbers."""
    result = list(numbers)
    for index in range(len(result) - 2, -1, -1):
        left, right = result[index], result[index + 1]
        if not left.unit and right.unit and _CONNECTOR.fullmatch(text, left.end, right.start):
            result[index] = Number(
                left.start, left.end, left.text, left.value, right.unit, left.weak
            )
    return result
