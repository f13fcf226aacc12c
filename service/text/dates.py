"""Dates: relative dates, and the calendar days that they mean on a given day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from service.text.calendar_days import MONTHS, RESOLVERS, WEEKDAYS, Reading, Wording
from service.text.quotations import outside_quotations
from service.text.tense import Direction, direction, is_fronted

_WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_PART = r"(?:\s+(?P<{0}>morning|afternoon|evening|night))?"
#: A date that stands behind a weekday already: "Monday, 3 June", "Monday the 3rd".
_DATED = (
    rf"\s*[,(]?\s*(?:the\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)\b|\d{{1,2}}\s+(?:of\s+)?{_MONTH}\b|"
    rf"\d{{1,2}}/\d|{_MONTH}\b)"
)
#: Weekdays that belong together ("Monday and Tuesday") or to a name ("Sunday Times").
_PAIRED = (
    rf"\s*(?:,|/|-|\u2013|&|\band\b|\bor\b|\bto\b|\bthrough\b)\s*(?:on\s+)?{_WEEKDAY}\b|"
    r"\s+(?-i:Times|Mail|Mirror|Telegraph|Express|Herald|Star|Post|Night|Football|League)\b|-\w"
)
_POSSESSIVE = r"['\u2019]s?\b"

_RELATIVE = re.compile(
    r"\b(?:(?P<lead>on|since|until|till|by|before|after|from|of|during|for|with|between|than|"
    r"as of|throughout|against|versus|over|in)\s+)?"
    r"(?:(?P<adverb>late|early|earlier|later)\s+(?:(?P<on>on|in)\s+)?)?"
    r"(?:"
    rf"(?:(?P<which>last|next|this coming|this past|this)\s+)?(?P<weekday>{_WEEKDAY})\b"
    rf"{_PART.format('part')}(?!{_DATED})(?!{_PAIRED})"
    r"|(?P<day>the day before yesterday|the day after tomorrow|today|yesterday|tomorrow|"
    rf"tonight)\b{_PART.format('day_part')}(?!{_DATED})"
    r"|(?P<span_when>last|this|next|the(?=\s+weekend\b))\s+(?P<span>weekend|week|month|year|"
    r"summer|winter|spring|autumn|fall|night|morning|afternoon|evening)\b(?!\s+of\b)"
    rf"|(?P<month_when>last|next|this)\s+(?P<month>{_MONTH})\b(?!\s+\d)"
    rf"|(?P<month_first>{_MONTH})\s+(?P<day_last>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*[,.:]?\d)"
    rf"|(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month_last>{_MONTH})\b"
    rf"|(?-i:(?P<bare_month>{_MONTH}))\b(?!,?\s+\d)"
    r"|(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)\s+"
    r"(?P<unit>day|week|month|year)s?\s+ago\b"
    rf")(?!{_POSSESSIVE})",
    re.IGNORECASE,
)
#: Words before which make another date of it: "the last year", "about two years ago".
_BOUND = re.compile(
    r"\b(?:the|an?|every|each|any|one|his|her|its|their|our|my|your|that|another|most|same|"
    r"last|next|previous|following|coming|past|about|around|some|nearly|almost|roughly|"
    r"approximately|more than|less than|fewer than|over|under|at least|up to|just|exactly|"
    r"this time|even|still|good|black|ash|easter|palm|super|cyber|bloody|holy|mail|"
    r"and|or|to|through|between|week|weeks)\s+(?:on\s+)?\Z|[-/\u2013&]\s*\Z",
    re.IGNORECASE,
)
#: Weekdays and days of a month without a preposition stand behind verbs and objects.
_CAPITAL_BEFORE = re.compile(r"\b(?-i:[A-Z])[\w.'\u2019-]*\s+\Z")
_SPENDING = re.compile(
    r"\b(?:spent|spend|spends|spending)\s+(?:all\s+|most\s+of\s+)?\Z", re.IGNORECASE
)
_SAYING = re.compile(r"\b(?:said|says|say|added|believed|thought|hoped)\s+\Z", re.IGNORECASE)
_VERB_BEHIND = re.compile(
    r"\s+(?:was|is|were|will|would|has|had|saw|marks|marked|brought|became|proved)\b",
    re.IGNORECASE,
)
#: Leads that may be particles of the verb before them: "taken over last year".
_PARTICLES = frozenset({"over", "in", "on"})
_NAMED = re.compile(rf"{_WEEKDAY}|{_MONTH}", re.IGNORECASE)
#: The end of a quotation in single marks that began in an earlier sentence.
_CLOSED_ONLY = re.compile(r"[.!?,]['\u2019]\s*\Z")
_YEAR = re.compile(r"\b(1[0-9]{3}|20[0-9]{2})\b")
_NEEDS_YEARS = ("bare_month", "month_first", "month_last")
#: "In July last year", "on Monday last week": two parts of one date.
_WITH_SPAN = re.compile(r"\s+(?:of\s+)?(?:last|this|next)\s+(?:week|month|year)\b", re.IGNORECASE)
_MONTH_BEFORE = re.compile(
    rf"\b(?:{_MONTH}|spring|summer|autumn|fall|winter)(?P<day>\s+\d{{1,2}})?\s+\Z", re.IGNORECASE
)
_WEEKDAY_BEFORE = re.compile(rf"\b{_WEEKDAY}\s+\Z", re.IGNORECASE)
_DAY_GROUPS = ("weekday", "day", "month_first", "month_last")
_MONTH_LEADS = frozenset({"in", "since", "until", "till", "by", "during"})


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
    """Return the relative dates in `text`, in order, without the prepositions before them."""
    return tuple(
        RelativeDate(match.start(), match.end(), match.group())
        for match in _RELATIVE.finditer(text)
        if not any(match[group] for group in _NEEDS_YEARS)
    )


def resolve_relative_dates(
    sentence: str, published_at: date | None, context: Sequence[str] = ()
) -> str | None:
    """Reword the sentence with calendar dates in place of relative ones.

    Only what is sure is resolved: dates inside quotations stay, as do those whose meaning
    depends on more than the day of publication and the tense of their own clause.

    Args:
        sentence: A sentence of the article, or a claim made from one.
        published_at: The day of publication where the article was published; None where
            unknown, and then nothing is resolved.
        context: Sentences before it. Where they or the sentence name another year, months
            without a year stay as they are.

    Returns:
        The reworded sentence, or None where nothing could be resolved.
    """
    if published_at is None:
        return None
    pieces: list[str] = []
    position = 0
    for match, wording in _resolved(sentence, published_at, context):
        before = sentence[position : match.start()]
        pieces += [before.rstrip() if wording.startswith(",") else before, wording]
        position = match.end()
    return "".join((*pieces, sentence[position:])) if pieces else None


def resolved_wordings(sentence: str, published_at: date | None) -> tuple[str, ...]:
    """Return the calendar dates that relative dates of the sentence may be written as.

    Used as the allowed wordings of `facts.foreign_facts`. Where the sentence leaves the
    direction open ("said it would open on Monday"), a claim made of it may not ("will open
    on Monday"), so that both days are returned.
    """
    if published_at is None:
        return ()
    found: dict[str, None] = {}
    plain = _plain(sentence)
    for match in _mentions(sentence, plain):
        known = direction(plain, match.start(), match.end())
        options = (Direction.BEHIND, Direction.AHEAD) if known is Direction.UNSURE else (known,)
        for option in options:
            wording = _resolve(match, published_at, option)
            if wording is not None:
                found.setdefault(f"{wording.preposition} {wording.phrase}")
    return tuple(found)


def _resolved(
    sentence: str, today: date, context: Sequence[str]
) -> Iterator[tuple[re.Match[str], str]]:
    """Yield what is replaced, with what replaces it."""
    plain = _plain(sentence)
    years = {int(year) for text in (sentence, *context) for year in _YEAR.findall(text)}
    for match in _mentions(sentence, plain):
        wording = _resolve(match, today, direction(plain, match.start(), match.end()))
        if wording is None or _told_otherwise(match, wording, plain, years):
            continue
        written = _written(match, wording, plain)
        if written is not None:
            yield match, _like(match, written)


def _plain(sentence: str) -> str:
    """Blank out quotations, and lower what is written in capitals throughout."""
    outside = outside_quotations(sentence)
    if _CLOSED_ONLY.search(outside):
        outside = " " * len(sentence)
    return outside.lower() if len(sentence) == len(outside) and sentence.isupper() else outside


def _mentions(sentence: str, plain: str) -> Iterator[re.Match[str]]:
    """Yield the relative dates outside quotations that stand as dates of their own."""
    for match in _RELATIVE.finditer(sentence):
        if plain[match.start() : match.end()].casefold() != match.group().casefold():
            continue
        before = plain[: match.start()]
        if _BOUND.search(before) or not _stands_alone(match, before):
            continue
        yield match


def _stands_alone(match: re.Match[str], before: str) -> bool:
    lead = (match["lead"] or match["on"] or "").lower()
    behind = match.string[match.end() :]
    if not match["span"] and _WITH_SPAN.match(behind):
        return False
    if match["span"] and _WEEKDAY_BEFORE.search(before):
        return False
    if match["bare_month"]:
        return lead in _MONTH_LEADS and not re.match(
            rf"\s+(?:(?-i:[A-Z])|(?:and|or|to|through)\s+{_MONTH})", match.string[match.end() :]
        )
    if match["month_first"] or match["month_last"]:
        paired = re.match(r"\s*(?:,?\s*(?:1\d|20)\d\d\b|(?:,|and|to|or|-|\u2013)\s*\d)", behind)
        return lead not in {"", "of", "in", "between", "with", "than"} and not paired
    if match["weekday"] and not (lead or match["which"] or match["adverb"]):
        opens = not before.strip() and not _VERB_BEHIND.match(match.string[match.end() :])
        return not opens and not _CAPITAL_BEFORE.search(before)
    return not (lead == "between" or (lead == "of" and match["day"] == "yesterday"))


def _resolve(match: re.Match[str], today: date, side: Direction) -> Wording | None:
    lead = (match["lead"] or "").lower()
    if match["on"] and lead:
        return None
    for group, resolver in RESOLVERS:
        if match[group]:
            try:
                return resolver(match, Reading(today, side, lead))
            except OverflowError:
                # No calendar has the day: the article is dated to the first or last year.
                return None
    return None


def _told_otherwise(match: re.Match[str], wording: Wording, plain: str, years: set[int]) -> bool:
    """Tell whether the sentence or its context counts from another day than publication."""
    named = {int(year) for year in _YEAR.findall(wording.phrase)}
    if any(match[group] for group in _NEEDS_YEARS):
        return bool(years - named)
    narrated = (match["span_when"] or "").lower() == "next"
    # "Next year, the rebels released two films": the story's next year.
    return (
        narrated
        and is_fronted(plain, match.start())
        and (direction(plain, match.start(), match.end()) is Direction.BEHIND)
    )


def _written(match: re.Match[str], wording: Wording, plain: str) -> str | None:
    """Join adverb, preposition and date as the place in the sentence asks for."""
    lead, adverb = match["lead"], (match["adverb"] or "")
    own = (lead or match["on"] or "").lower()
    if lead and own != wording.preposition:
        return _behind_lead(match, lead, wording)
    before, behind = plain[: match.start()], plain[match.end() :]
    month = _MONTH_BEFORE.search(before) if match["span"] else None
    if month and not own:
        return _behind_month(match, wording, month)
    if lead and match["span_when"]:
        # "He moved in last year": "in" belongs to the verb.
        return None
    if not own and not adverb and (_SPENDING.search(before) or _is_subject(before, behind)):
        return wording.phrase
    if not own and _SAYING.search(before) and _VERB_BEHIND.match(behind):
        return None
    parts = (adverb, wording.preposition, wording.phrase)
    return " ".join(part for part in parts if part)


def _behind_month(match: re.Match[str], wording: Wording, month: re.Match[str]) -> str | None:
    """Write the year alone behind a month: "in July last year", "July 14 last year"."""
    if match["span"].lower() != "year" or match["adverb"]:
        return None
    return wording.phrase if month["day"] is None else f", {wording.phrase}"


def _behind_lead(match: re.Match[str], lead: str, wording: Wording) -> str | None:
    """Put the date behind a preposition that is not its usual one: "since last year"."""
    if lead.lower() in _PARTICLES and (match["span_when"] or "").lower() != "the":
        return None
    adverb = match["adverb"] or ""
    if adverb and any(match[group] for group in _DAY_GROUPS):
        return None
    return " ".join(part for part in (lead, adverb, wording.phrase) if part)


def _is_subject(before: str, behind: str) -> bool:
    """Tell whether the date is what the clause is about: "Last year was the hottest"."""
    return is_fronted(before, len(before)) and _VERB_BEHIND.match(behind) is not None


def _like(match: re.Match[str], wording: str) -> str:
    """Write the wording in capitals, or begin it with one, as what it replaces does."""
    written = match.group()
    if written.isupper():
        return wording.upper()
    is_name = match.start() > 0 and _NAMED.match(written) is not None
    if written[0].isupper() and not is_name:
        return wording[0].upper() + wording[1:]
    return wording
