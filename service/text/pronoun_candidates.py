"""Pronoun candidates: whom the "he" that a sentence opens with may mean, and what speaks for each.

A regression weighs the features (`service/inference/pronoun_resolver.py`); here is only what an
article shows. Sentences that open with the same pronoun and name nobody count as one with what
stands before them, since whoever they are about is still spoken of.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from service.text.antecedents import fullest_name, own_parts, subject_name
from service.text.attribution import find_reporting_pronoun, may_be_person, named_speaker
from service.text.callings import NAMELESS_PERSON
from service.text.names import CALENDAR_WORDS, find_names
from service.text.quotations import outside_quotations

#: What each number of a candidate's features tells.
FEATURES: Final = (
    "nearest",
    "log_distance",
    "subject",
    "subject_nearest",
    "alone",
    "alone_nearest",
    "speaker_of_report",
    "named_first",
    "share_of_mentions",
    "opens_article",
    "only_candidate",
    "acts",
    "full_name",
    "known_gender",
    "in_sentence",
    "nameless_since",
)
_LEAD = (
    r"(?:(?:In|On|At|By|Since|Last|Earlier|After|During|As|For|Before|Later|Then|Now)\b"
    r"(?:\s+[\w:.-]+){0,6}?,?\s+)?"
)
_OPENING: Final = re.compile(rf"{_LEAD}(?P<pronoun>[Hh]e|[Ss]he|[Hh]is|[Hh]er)\b")
_FEMALE = frozenset({"she", "her"})
_PERSONAL = frozenset({"he", "his", "she", "her"})
_GENDERED = (
    re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE),
    re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE),
)
_ADDRESS: Final = re.compile(
    r"\b(?:(?P<man>Mr|Sir|Lord|King|Prince|Father)|Mrs|Ms|Miss|Dame|Lady|Queen|Princess|Sister)"
    r"\.?\s+(?P<name>[A-Z][\w'\u2019-]+(?:\s[A-Z][\w'\u2019-]+){0,2})"
)
_ADDRESS_WEIGHT = 3
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Dame|Prof|Professor|Sgt|Det|Judge|President|Senator|"
    r"Sen|Rep|Gov|Mayor|Councillor|Cllr|Prince|Princess|King|Queen|Pope)\.?\s+\Z"
)
_ACTS = re.compile(
    r",?\s+(?:said|says|told|added|who|was|is|has|had|scored|played|went|wrote|tweeted|joined|"
    r"signed|made|took|did|will|would|\d{1,3},)"
)
_OWNS = re.compile(r"['\u2019]s\b")
#: What an article does with a place's name, and seldom with a person's.
_PLACED = r"\b(?:in|at|near|across|throughout|outside|into)\s+(?:[a-z]+\s+)?"
_MOST = 6.0
_FIRST_LINES = 1
#: "Christmas Eve" and "Easter Monday" are nobody.
_DAYS = CALENDAR_WORDS | {"christmas", "easter", "thanksgiving", "boxing", "ramadan"}


@dataclass(frozen=True, slots=True)
class PronounCandidate:
    """A person whom a pronoun may mean.

    Attributes:
        name: The fullest name that the article gives.
        features: One number for each of `FEATURES`.
    """

    name: str
    features: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence without what it quotes, and the persons that it names, in order."""

    text: str
    persons: tuple[str, ...]
    subject: str | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class _Reading:
    """An article's lines, and how often something shows each person to be a man or a woman."""

    lines: tuple[_Line, ...]
    men: Counter[str]
    women: Counter[str]


def pronoun_place(sentence: str) -> tuple[int, int] | None:
    """Return the range of the "he", "she", "his" or "her" that opens a sentence or reports in it.

    Args:
        sentence: A sentence with single spaces.
    """
    match = _OPENING.match(outside_quotations(sentence))
    if match is not None:
        return match.span("pronoun")
    place = find_reporting_pronoun(sentence)
    return place if place and sentence[slice(*place)].lower() in _PERSONAL else None


def pronoun_candidates(
    sentence: str, lines: Sequence[str], line: int, article: str
) -> tuple[PronounCandidate, ...]:
    """Return the persons named before a sentence, with what speaks for each.

    Args:
        sentence: A sentence that `pronoun_place` finds a pronoun in, with single spaces.
        lines: The article sentence by sentence.
        line: The place of the sentence among them.
        article: The whole article, which gives the full names.

    Returns:
        Nobody where the nearest line with persons speaks of two together.
    """
    place = pronoun_place(sentence)
    if place is None:
        return ()
    reading = _read(tuple(lines), article)
    female = sentence[slice(*place)].lower() in _FEMALE
    reports = place == find_reporting_pronoun(sentence)
    before = reading.lines[:line]
    distances = _distances(before, female=female)
    last: dict[str, int] = {}
    first: dict[str, int] = {}
    mentions: Counter[str] = Counter()
    for index, earlier in enumerate(before):
        for person in earlier.persons:
            first.setdefault(person, index)
            last[person] = index
            mentions[person] += 1
    nearest = max(last.values(), default=0)
    if before and _names_pair(before[nearest]):
        return ()
    same, other = (reading.women, reading.men) if female else (reading.men, reading.women)
    own = set(_persons(outside_quotations(sentence), article))
    found: list[PronounCandidate] = []
    for person, index in last.items():
        if other[person] > same[person]:
            continue
        there, distance = before[index], distances[index]
        is_near, is_subject = index == nearest, there.subject == person
        is_alone = len(set(there.persons)) == 1
        since = (earlier.text for earlier in before[index:])
        features = (
            is_near,
            math.log(distance),
            is_subject,
            is_subject and distance == 1,
            is_alone,
            is_alone and distance == 1,
            reports and there.speaker == person and distance == 1,
            there.persons[0] == person,
            mentions[person] / mentions.total(),
            first[person] <= _FIRST_LINES,
            len(last) == 1,
            _acting(person, article),
            " " in person,
            same[person] > 0,
            person in own,
            any(NAMELESS_PERSON.search(text) for text in since),
        )
        found.append(PronounCandidate(person, tuple(float(value) for value in features)))
    return tuple(found)


def _names_pair(line: _Line) -> bool:
    """Tell whether a line joins two persons, of whom a pronoun may mean either."""
    surnames = [re.escape(person.rsplit(maxsplit=1)[-1]) for person in line.persons]
    return any(
        re.search(rf"\b{one}(?:, [^,]{{1,60}},)? (?:and|or) (?:[\w.]+ ){{0,4}}{other}\b", line.text)
        for one, other in pairwise(surnames)
        if one != other
    )


def _distances(before: Sequence[_Line], *, female: bool) -> list[int]:
    """Return how many sentences back each line is, those about the same person counted once."""
    distances = [1] * len(before)
    distance = 0
    for index in range(len(before) - 1, -1, -1):
        opening = _OPENING.match(before[index].text)
        goes_on = (
            opening is not None
            and not before[index].persons
            and (opening["pronoun"].lower() in _FEMALE) == female
        )
        distance += not goes_on
        distances[index] = max(distance, 1)
    return distances


def has_other_pronoun(sentence: str, place: tuple[int, int]) -> bool:
    """Tell whether the sentence has a pronoun of the other gender before any further name.

    Of "She said he needs a transplant" a name for "She" alone would leave a reader asking who
    "he" is.
    """
    outside = outside_quotations(sentence)
    female = sentence[slice(*place)].lower() in _FEMALE
    other = _GENDERED[0 if female else 1].search(outside)
    if other is None:
        return False
    names = (name for name in find_names(outside) if not set(name.tokens) & CALENDAR_WORDS)
    return not any(name.start < other.start() for name in names)


@lru_cache(maxsize=8)
def _read(lines: tuple[str, ...], article: str) -> _Reading:
    read = tuple(_read_line(line, article) for line in lines)
    genders: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for line in read:
        if len(set(line.persons)) == 1:
            person = line.persons[0]
            rest = line.text[line.text.find(person.rsplit(maxsplit=1)[-1]) :]
            shown = [pattern.search(rest) is not None for pattern in _GENDERED]
            if sum(shown) == 1:
                genders[shown.index(True)][person] += 1
    known = {person for line in read for person in line.persons}
    for match in _ADDRESS.finditer(article):
        words = set(match["name"].split())
        for person in known:
            if person.rsplit(maxsplit=1)[-1] in words:
                genders[match["man"] is None][person] += _ADDRESS_WEIGHT
    return _Reading(read, *genders)


def _read_line(line: str, article: str) -> _Line:
    text = outside_quotations(line)
    persons = tuple(_persons(text, article))
    subject, speaker = subject_name(text), named_speaker(line) if persons else None
    return _Line(
        text,
        persons,
        fullest_name(subject, article) if subject else None,
        fullest_name(speaker, article) if speaker else None,
    )


def _persons(text: str, article: str) -> list[str]:
    """Return the persons that a text names, in order.

    Each by the fullest name that the article gives, or by the one word where it gives none or
    gives the surname to several.
    """
    found: list[str] = []
    for name in find_names(text):
        # "Kevin Low of Morro Bay" is Kevin Low.
        written = name.text.partition(" of ")[0]
        own = own_parts(written)
        if set(name.tokens) & _DAYS or not own:
            continue
        shown = fullest_name(written, article) or " ".join(own)
        if may_be_person(shown) and _is_person(shown, article):
            found.append(shown)
    return found


@lru_cache(maxsize=2048)
def _is_person(name: str, article: str) -> bool:
    """Tell whether the article does with a name what is done with persons, not with places."""
    bare = re.escape(name)
    if re.search(rf"{_PLACED}{bare}\b(?!['\u2019])", article) is not None:
        return False
    return " " in name or ("-" not in name and _acting(name, article) > 0)


@lru_cache(maxsize=2048)
def _acting(name: str, article: str) -> float:
    """Return how often the article lets a person of that surname act, 0 to 1."""
    shown = 0.0
    for match in re.finditer(rf"\b{re.escape(name.rsplit(maxsplit=1)[-1])}\b", article):
        titled = _TITLED.search(article[max(0, match.start() - 20) : match.start()])
        shown += 2 * (titled is not None)
        shown += _ACTS.match(article, match.end()) is not None
        shown += 0.3 * (_OWNS.match(article, match.end()) is not None)
    return min(shown, _MOST) / _MOST
