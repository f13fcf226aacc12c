"""Calendar days: what the words of a relative date mean on a given day.

Each resolver takes the words and the day of writing, and returns the preposition and the
calendar wording, or None where more than that day decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from service.text.tense import Direction

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
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
)
_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
_DAYS_A_WEEK = 7
_MONTHS_A_YEAR = 12
_SATURDAY = 5
_SUNDAY = 6
_SHIFTS = {"last": -1, "this": 0, "next": 1}
_COUNTS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1
    )
} | {"a": 1, "an": 1}
#: "Ten days ago" counts days; "twenty days ago" is as often rounded.
_MOST_DAYS = 10
#: "Three years ago" is rounded to the year, so it names one only in the middle of a year.
_MOST_YEARS = 5
_MID_YEAR = range(3, 11)
#: In which months "this summer" is the one of this year, on both halves of the globe.
_SEASON_MONTHS = {
    "spring": range(2, 7),
    "summer": range(5, 10),
    "autumn": range(8, 13),
    "fall": range(8, 13),
}
_DAY_SHIFTS = {
    "today": 0,
    "tonight": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A calendar date in words.

    Attributes:
        preposition: The one that it takes where no other stands before it.
        phrase: The date without it.
    """

    preposition: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of a relative date besides its words.

    Attributes:
        today: The day of writing.
        direction: On which side of it the date lies, by the sentence's verbs.
        lead: The preposition before it, in lower case, or an empty string.
    """

    today: date
    direction: Direction
    lead: str


def _long(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def _day(day: date, part: str | None = None) -> Wording:
    return Wording("on", f"the {part.lower()} of {_long(day)}" if part else _long(day))


def _weekday(match: re.Match[str], reading: Reading) -> Wording | None:
    """Resolve a weekday: the last one behind, or the next one ahead, today included."""
    which = " ".join((match["which"] or "").lower().split())
    if which in {"last", "next"}:
        # "Next Monday" is the coming one to some and the one after it to others.
        return None
    direction = _WHICH_DIRECTIONS.get(which, reading.direction)
    if reading.lead == "since":
        direction = Direction.BEHIND
    # "Was shut until Friday": the Friday may lie on either side of the day of writing.
    open_ended = reading.lead in {"until", "till", "by", "before", "from", "after"}
    if direction is Direction.UNSURE or (open_ended and direction is Direction.BEHIND):
        return None
    wanted = WEEKDAYS.index(match["weekday"].lower())
    if direction is Direction.BEHIND:
        shift = -((reading.today.weekday() - wanted) % _DAYS_A_WEEK)
    else:
        shift = (wanted - reading.today.weekday()) % _DAYS_A_WEEK
    if shift == 0 and which in {"this past", "this coming"}:
        return None
    return _day(reading.today + timedelta(days=shift), match["part"])


_WHICH_DIRECTIONS = {"this past": Direction.BEHIND, "this coming": Direction.AHEAD}


def _named_day(match: re.Match[str], reading: Reading) -> Wording | None:
    words = " ".join(match["day"].lower().split())
    if words == "today" and reading.direction is Direction.UNSURE and not reading.lead:
        # "Today the mine employs 200": nowadays.
        return None
    day = reading.today + timedelta(days=_DAY_SHIFTS[words])
    return _day(day, "night" if words == "tonight" else match["day_part"])


def _span(match: re.Match[str], reading: Reading) -> Wording | None:
    when, span = match["span_when"].lower(), match["span"].lower()
    if span == "weekend":
        return _weekend(reading, when)
    shift, today = _SHIFTS[when], reading.today
    if span in _COUNTED_SPANS:
        return _COUNTED_SPANS[span](today, shift)
    if span in _SEASON_MONTHS:
        known = when == "this" and today.month in _SEASON_MONTHS[span]
        return Wording("in", f"the {span} of {today.year}") if known else None
    if (when, span) in _PARTS_OF_DAYS:
        return _day(today + timedelta(days=shift), span)
    return None


_PARTS_OF_DAYS = frozenset(
    {
        ("last", "night"),
        ("last", "evening"),
        ("this", "morning"),
        ("this", "afternoon"),
        ("this", "evening"),
    }
)


def _year(today: date, shift: int) -> Wording:
    return Wording("in", str(today.year + shift))


def _month(today: date, shift: int) -> Wording:
    index = today.year * _MONTHS_A_YEAR + today.month - 1 + shift
    return Wording("in", f"{MONTHS[index % _MONTHS_A_YEAR]} {index // _MONTHS_A_YEAR}")


def _week(today: date, shift: int) -> Wording | None:
    """Name a week by its Monday; on Sundays it depends on where weeks begin."""
    if today.weekday() == _SUNDAY:
        return None
    monday = today + timedelta(days=_DAYS_A_WEEK * shift - today.weekday())
    return Wording("in", f"the week of {_long(monday)}")


_COUNTED_SPANS: dict[str, Callable[[date, int], Wording | None]] = {
    "week": _week,
    "month": _month,
    "year": _year,
}


def _weekend(reading: Reading, when: str) -> Wording | None:
    """Name a weekend by its Saturday, where no two could be meant."""
    today = reading.today
    saturday = today + timedelta(days=_SATURDAY - today.weekday())
    if when == "this" and (today.weekday() >= _SATURDAY or reading.direction is Direction.AHEAD):
        return Wording("on", f"the weekend of {_long(saturday)}")
    past = when == "last" or (when == "the" and reading.direction is Direction.BEHIND)
    if past and today.weekday() < _SATURDAY:
        saturday -= timedelta(days=_DAYS_A_WEEK)
        return Wording("on", f"the weekend of {_long(saturday)}")
    return None


def _named_month(match: re.Match[str], reading: Reading) -> Wording | None:
    """Resolve "last March": the one of the year before, where it cannot be this year's."""
    month, today = _MONTH_NUMBERS[match["month"].lower()], reading.today
    when = match["month_when"].lower()
    if (when == "last" and month < today.month) or (when == "next" and month > today.month):
        return None
    return Wording("in", f"{MONTHS[month - 1]} {today.year + _SHIFTS[when]}")


def _bare_month(match: re.Match[str], reading: Reading) -> Wording | None:
    """Resolve "in March": of the twelve months before, or of those that come."""
    month, today = _MONTH_NUMBERS[match["bare_month"].lower()], reading.today
    direction = Direction.BEHIND if reading.lead == "since" else reading.direction
    open_ended = reading.lead in {"until", "till", "by"} and direction is Direction.BEHIND
    if month == today.month or direction is Direction.UNSURE or open_ended:
        return None
    if direction is Direction.BEHIND:
        year = today.year - (month > today.month)
    else:
        year = today.year + (month < today.month)
    return Wording("in", f"{MONTHS[month - 1]} {year}")


def _month_day(match: re.Match[str], reading: Reading) -> Wording | None:
    """Resolve "on March 3" and "on 3 March"."""
    name = match["month_first"] or match["month_last"]
    number = int(match["day_last"] or match["day_first"])
    today = reading.today
    direction = Direction.BEHIND if reading.lead == "since" else reading.direction
    open_ended = reading.lead in {"until", "till", "by", "before", "from", "after"}
    if direction is Direction.UNSURE or (open_ended and direction is Direction.BEHIND):
        return None
    step = -1 if direction is Direction.BEHIND else 1
    for year in (today.year, today.year + step):
        try:
            day = date(year, _MONTH_NUMBERS[name.lower()], number)
        except ValueError:
            return None
        if (day - today).days * step >= 0:
            month_first = match["month_first"] is not None
            own = f"{number} {MONTHS[day.month - 1]} {day.year}"
            return Wording("on", _long(day) if month_first else own)
    return None


def _ago(match: re.Match[str], reading: Reading) -> Wording | None:
    written = match["count"].lower()
    count = int(written) if written.isdigit() else _COUNTS[written]
    unit, today = match["unit"].lower(), reading.today
    if unit == "day" and count <= _MOST_DAYS:
        return _day(today - timedelta(days=count))
    if unit == "year" and count <= _MOST_YEARS and today.month in _MID_YEAR:
        return Wording("in", str(today.year - count))
    return None


#: Which group of the expression tells each kind, and what resolves it.
RESOLVERS: tuple[tuple[str, Callable[[re.Match[str], Reading], Wording | None]], ...] = (
    ("weekday", _weekday),
    ("day", _named_day),
    ("span", _span),
    ("month", _named_month),
    ("bare_month", _bare_month),
    ("month_first", _month_day),
    ("month_last", _month_day),
    ("unit", _ago),
)
