"""Rewordings: one sentence turned into another that its source supports all the same."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Final

from training.alteration_tables import NUMBER_WORDS, SYNONYMS

#: Code points that a shortened sentence keeps at least, and that stand before a day.
_SHORTEST, _SHORTEST_SUBJECT = 25, 8
_EVEN = 0.5

_FULL_NAME = re.compile(
    r"\b[A-Z][a-z]{2,}(?: [A-Z]\.)? (?P<last>[A-Z][a-z]{3,})"
    r"(?= (?:said|says|told|added|was|is|has|had|will|who|won|called|announced)\b)"
)

Rewording = Callable[[str, random.Random], str | None]

_RELATIVE = re.compile(r", (?:who|which|whose|where)\b[^,.;]{4,90}(?P<end>,|(?=\.\Z))")
_APPOSITION = re.compile(r"(?<=[A-Za-z]), (?:a|an|the) [^,.;]{4,60},")
_TAIL = re.compile(r",? (?:on|in|at|during|near) [A-Z0-9][^,.;]{2,40}(?=\.\Z)")
_ON_DAY = re.compile(r" (?P<day>on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?P<rest>\b.*)")
_SAID = re.compile(
    r"\A(?P<who>(?!This)[A-Z][^,\"]{2,50}?) (?:said|says|stated)"
    r"(?P<when> on [A-Z][a-z]+day)? (?:that )?"
    r"(?P<what>[^\"]{15,})\.\Z"
)
_PASSIVE = re.compile(
    r"\A(?P<a>[^,]{3,45}?) (?P<be>was|were) (?P<verb>[a-z]{2,}ed) by (?P<b>[^,.]{3,45})\.\Z"
)
_ACTIVE = re.compile(
    r"\A(?P<a>(?!Before|After|In |On |At |During|When|As )(?:The |A |An )?[^,]{3,40}?) "
    r"(?P<verb>[a-z]{3,}ed) (?P<b>(?:the|a|an) [a-z' -]{3,30}|"
    r"[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2})(?P<rest> (?:in|on|at|after|during)\b[^,]*)?\.\Z"
)
_SECOND_PREDICATE = re.compile(
    r"(?P<a>.{20,}?),? and (?:[a-z]+ed|was|were|is|has|had|will)\b.*\.\Z"
)


def drop_clause(sentence: str, _rng: random.Random) -> str | None:
    """Leave a relative clause or an apposition out."""
    for pattern in (_RELATIVE, _APPOSITION):
        match = pattern.search(sentence)
        if match and len(sentence) - len(match.group()) > _SHORTEST:
            return sentence[: match.start()] + sentence[match.end() :]
    return None


def drop_tail(sentence: str, _rng: random.Random) -> str | None:
    """Leave the closing place or time out."""
    match = _TAIL.search(sentence)
    if match is None or len(sentence) - len(match.group()) < _SHORTEST:
        return None
    return sentence[: match.start()] + sentence[match.end() :]


def move_day(sentence: str, _rng: random.Random) -> str | None:
    """Tell the day first."""
    match = _ON_DAY.search(sentence)
    if match is None or match.start() < _SHORTEST_SUBJECT or re.search(r"said|says|told", sentence):
        return None
    return f"O{match['day'][1:]}, {sentence[: match.start()]}{match['rest']}"


def turn_report(sentence: str, rng: random.Random) -> str | None:
    """Tell who said it in another place of the sentence."""
    match = _SAID.match(sentence)
    if match is None:
        return None
    what, when = match["what"], match["when"] or ""
    if rng.random() < _EVEN:
        return f"According to {match['who']}, {what}."
    return f"{what[:1].upper()}{what[1:]}, {match['who']} said{when}."


def turn_voice(sentence: str, _rng: random.Random) -> str | None:
    """Tell an active sentence in the passive, or the other way round."""
    passive = _PASSIVE.match(sentence)
    if passive:
        return f"{_capital(passive['b'])} {passive['verb']} {_lower(passive['a'])}."
    active = _ACTIVE.match(sentence)
    if active is None or re.search(r"\b(?:was|were|had|has|have|is|said)\b", active["a"]):
        return None
    be = "were" if re.search(r"[^s]s\Z", active["b"].split()[-1]) else "was"
    rest = active["rest"] or ""
    return f"{_capital(active['b'])} {be} {active['verb']} by {_lower(active['a'])}{rest}."


def drop_second(sentence: str, _rng: random.Random) -> str | None:
    """Keep the first of two predicates."""
    match = _SECOND_PREDICATE.match(sentence)
    return (
        f"{match['a']}." if match and not re.search(r"\b(?:both|between)\b", match["a"]) else None
    )


def respell_number(sentence: str, rng: random.Random) -> str | None:
    """Write a small number in words, or in figures."""
    options = [(str(n), word) for n, word in enumerate(NUMBER_WORDS, 2)]
    options += [(word, figure) for figure, word in options]
    rng.shuffle(options)
    for old, new in options:
        match = re.search(rf"(?<![\w.,:-]){old}(?![\w:%-]|[.,]\d)", sentence)
        if match and match.start() > 0:
            return sentence[: match.start()] + new + sentence[match.end() :]
    return None


def use_synonym(sentence: str, rng: random.Random) -> str | None:
    """Put a word of the same meaning in a word's place."""
    options = list(SYNONYMS)
    rng.shuffle(options)
    for left, right in options:
        match = re.search(rf"(?<!\w){re.escape(left)}(?!\w)", sentence)
        if match and match.start() > 0 and left.strip():
            return sentence[: match.start()] + right + sentence[match.end() :]
    return None


def shorten_name(sentence: str, rng: random.Random) -> str | None:
    """Leave a person's surname of the full name."""
    found = list(_FULL_NAME.finditer(sentence))
    if not found:
        return None
    match = rng.choice(found)
    return sentence[: match.start()] + match["last"] + sentence[match.end() :]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return re.sub(r"\A(?:The|A|An|His|Her|Their|Its)\b", lambda m: m.group().lower(), text)


REWORDINGS: Final[dict[str, Rewording]] = {
    "clause": drop_clause,
    "tail": drop_tail,
    "day": move_day,
    "report": turn_report,
    "voice": turn_voice,
    "second": drop_second,
    "respelled": respell_number,
    "synonym": use_synonym,
    "surname": shorten_name,
}
