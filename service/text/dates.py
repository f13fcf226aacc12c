"""Dates: relative dates, and the calendar days that they mean on a given day."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from service.text.quotations import quoted_ranges

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})"
_PART = r"(?:\s+(?P<{0}>morning|afternoon|evening|night))?"
_MONTH_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS_A_WEEK = 7
_MONTHS_A_YEAR = 12

_RELATIVE = re.compile(
    rf"\b(?:(?P<later>later|earlier)\s+)?(?:(?P<on>on)\s+|(?P<when>last|next|this|this "
    rf"coming|this past)\s+|(?P<from>since|until|from|by|before|"
    rf"after)\s+)?{_WEEKDAY}\b{_PART.format('part')}(?!\s*,?\s+(?:\d|"
    rf"(?:{'|'.join(_MONTH_NAMES)})\b))(?![\u2019']s)"
    rf"|\b(?P<day>today|yesterday|tomorrow|tonight)\b{_PART.format('day_part')}(?!['\u2019]s)"
    # "The next year" is told from the story's time, not from the day of publication.
    r"|(?<!the )\b(?P<span_when>last|this|next)\s+(?P<span>week|month|year|summer|winter|spring|"
    r"autumn|weekend|night|morning|afternoon|evening)\b(?!['\u2019]s)"
    r"|\b(?:earlier|later)\s+(?:this|in the)\s+(?P<within>week|month|year)\b"
    rf"|\b(?P<month_when>last|next|this)\s+(?P<month>{'|'.join(_MONTH_NAMES)})\b"
    r"|\b(?P<count>\d{1,2}|a|an|two|three|four|five|six|seven|eight|nine|"
    r"ten)\s+(?P<unit>day|week|month|year)s?\s+ago\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RelativeDate:
    """A date in a text that means nothing without the day of writing.

    Attributes:
        start: Index of its first code point.
        end: Index after its last code point.
        text: The words as they stand.
    """

    start: int
    end: int
    text: str


def find_relative_dates(text: str) -> tuple[RelativeDate, ...]:
    """Return the relative dates in `text`, in order."""
    return tuple(
        RelativeDate(match.start(), match.end(), match.group())
        for match in _RELATIVE.finditer(text)
    )


def resolve_relative_dates(sentence: str, published_at: date | None) -> str | None:
    """Reword the sentence with calendar dates in place of relative ones.

    Only what is safe is resolved: dates inside quotations stay, as do those whose meaning
    depends on more than the day of publication.

    Returns:
        The reworded sentence, or None where nothing could be resolved.
    """
    if published_at is None:
        return None
    quoted = quoted_ranges(sentence)
    coming = _COMING.search(sentence) is not None
    pieces: list[str] = []
    position = 0
    for match in _RELATIVE.finditer(sentence):
        if any(start <= match.start() < end for start, end in quoted):
            continue
        wording = _resolve(match, published_at, coming=coming)
        if wording is not None:
            pieces += [sentence[position : match.start()], _like(match.group(), wording)]
            position = match.end()
    if not pieces:
        return None
    return "".join((*pieces, sentence[position:]))


def resolved_wordings(sentence: str, published_at: date | None) -> tuple[str, ...]:
    """Return the calendar dates that relative dates of the sentence may be written as.

    Used as the allowed wordings of `facts.foreign_facts`.
    """
    if published_at is None:
        return ()
    coming = _COMING.search(sentence) is not None
    found = (_resolve(m, published_at, coming=coming) for m in _RELATIVE.finditer(sentence))
    return tuple(wording for wording in found if wording is not None)


def _like(written: str, wording: str) -> str:
    """Begin the wording with a capital where it replaces words that did."""
    return wording[0].upper() + wording[1:] if written[0].isupper() else wording


def _resolve(match: re.Match[str], today: date, *, coming: bool) -> str | None:
    if match["weekday"]:
        return _weekday(match, today, coming=coming)
    for group, resolver in _RESOLVERS:
        if match[group]:
            return resolver(match, today)
    return None


def _long(day: date) -> str:
    return f"{_MONTH_NAMES[day.month - 1]} {day.day}, {day.year}"


def _month(day: date) -> str:
    return f"{_MONTH_NAMES[day.month - 1]} {day.year}"


#: Words that put what happens on a weekday after the day of writing.
_COMING = re.compile(
    r"\b(?:will|shall|scheduled|due|expected|set to|planned|plans?|to be held|is to|are to|"
    r"later|next|upcoming|"
    r"to (?:meet|play|face|vote|open|begin|start|travel|visit|speak|hold))\b|'ll\b",
    re.IGNORECASE,
)


def _weekday(match: re.Match[str], today: date, *, coming: bool) -> str | None:
    when = (match["when"] or "").lower()
    if when in {"last", "next", "this", "this coming"} or match["later"] == "earlier":
        return None
    wanted = _WEEKDAYS.index(match["weekday"].lower())
    back = (today.weekday() - wanted) % _DAYS_A_WEEK
    if coming and back:
        return None
    day = today - timedelta(days=back)
    part = f" {match['part'].lower()}" if match["part"] else ""
    lead = (match["from"] or "on").lower()
    later = f"{match['later'].lower()} " if match["later"] else ""
    weekday = match["weekday"].capitalize()
    if part:
        return f"{later}{lead} the{part} of {_long(day)}"
    return f"{later}{lead} {weekday}, {_long(day)}" if lead != "on" else f"{later}on {_long(day)}"


def _named_day(match: re.Match[str], today: date) -> str | None:
    word = match["day"].lower()
    shift = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}[word]
    day = _long(today + timedelta(days=shift))
    part = "night" if word == "tonight" else match["day_part"]
    return f"on the {part.lower()} of {day}" if part else f"on {day}"


def _span(match: re.Match[str], today: date) -> str | None:
    shift = {"last": -1, "this": 0, "next": 1}[match["span_when"].lower()]
    span = match["span"].lower()
    if span == "year":
        return f"in {today.year + shift}"
    if span == "month":
        index = today.year * _MONTHS_A_YEAR + today.month - 1 + shift
        return f"in {_MONTH_NAMES[index % _MONTHS_A_YEAR]} {index // _MONTHS_A_YEAR}"
    if span == "night" and shift < 0:
        return f"on the night of {_long(today - timedelta(days=1))}"
    if span in {"morning", "afternoon", "evening"} and shift == 0:
        return f"on the {span} of {_long(today)}"
    return None


def _within(match: re.Match[str], today: date) -> str | None:
    word = match.group().split()[0].lower()
    span = match["within"].lower()
    if span == "year":
        return f"{word} in {today.year}"
    return f"{word} in {_month(today)}" if span == "month" else None


def _named_month(match: re.Match[str], today: date) -> str | None:
    month = [name.lower() for name in _MONTH_NAMES].index(match["month"].lower()) + 1
    when = match["month_when"].lower()
    if when == "last" and month < today.month:
        return None
    if when == "next" and month > today.month:
        return None
    shift = {"last": -1, "this": 0, "next": 1}[when]
    return f"in {_MONTH_NAMES[month - 1]} {today.year + shift}"


_COUNTS = {
    word: n
    for n, word in enumerate(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 2
    )
}


def _ago(match: re.Match[str], today: date) -> str | None:
    written = match["count"].lower()
    count = int(written) if written.isdigit() else _COUNTS.get(written, 1)
    unit = match["unit"].lower()
    if unit == "day":
        return f"on {_long(today - timedelta(days=count))}"
    if unit == "year":
        return f"in {today.year - count}"
    return None


_RESOLVERS: tuple[tuple[str, Callable[[re.Match[str], date], str | None]], ...] = (
    ("day", _named_day),
    ("span", _span),
    ("within", _within),
    ("month", _named_month),
    ("unit", _ago),
)
