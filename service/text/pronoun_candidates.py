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
from itertools import pairwise
from typing import Final

from service.text.antecedents import ADMITS, OPENING_PRONOUN
from service.text.attribution import find_reporting_pronoun
from service.text.callings import NAMELESS_PERSON, PERSON_PHRASE
from service.text.names import CALENDAR_WORDS, Name, find_names, is_demonym
from service.text.person_lines import (
    DAYS,
    GENDERED,
    PersonLine,
    acting,
    is_of_thing,
    persons_in,
    read_persons,
)
from service.text.quotations import outside_quotations
from service.text.words import fold

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
#: A pronoun further on, before which nobody is named ("According to reports, he had left").
#: Not "her", which may be hers or she herself.
_WITHIN: Final = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|him|[Hh]er)\b")
_FEMALE = frozenset({"she", "her"})
_PERSONAL = frozenset({"he", "his", "she", "her"})
_OWNERS = frozenset({"his", "her"})
_FIRST_LINES = 1
#: So many lines before a sentence, and the first ones, are looked at for persons.
_LINES_BACK = 60
#: A place and a full name behind it have so many words.
_FULL_AND_PLACE = 3
_IN = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Tt]he)\s+\Z")
#: Somebody who is told of without a name, or whom an office alone names.
_SOMEBODY = (
    NAMELESS_PERSON,
    PERSON_PHRASE,
    re.compile(
        r"\b(?:[Ii]ts|[Tt]heir|[Tt]wo|[Tt]hree|[Tt]he|[Oo]ne)\s+(?:[\w-]+\s+){0,2}(?:men|women|boys|girls|"
        r"captain|boss|[Pp]ope|[Kk]ing|[Qq]ueen|survivors?|teenagers?|chancellor|chairman)\b"
    ),
)
#: Within so many characters of the comma behind "Citing his doctor, Mr Low" stands who is meant.
_NEAR = 12
#: Whoever speaks for another in court is told of only where they report.
_COUNSEL = (
    r",? (?:QC|KC)?,? ?(?:prosecuting|defending|mitigating|for the (?:prosecution|defence|Crown))"
)


@dataclass(frozen=True, slots=True)
class PronounCandidate:
    """A person whom a pronoun may mean.

    Attributes:
        name: The fullest name that the article gives.
        features: One number for each of `FEATURES`.
        may_be_named: Whether the person, where likeliest, is to be named: by a full name, and
            only where the story has not gone on to somebody without one.
    """

    name: str
    features: tuple[float, ...]
    may_be_named: bool


def pronoun_place(sentence: str) -> tuple[int, int] | None:
    """Return the range of a sentence's first "he", "she", "his", "her" or "him".

    It opens the sentence, reports in it ("…, she said") or stands where nobody has been named.

    Args:
        sentence: A sentence with single spaces.
    """
    outside = outside_quotations(sentence)
    match = OPENING_PRONOUN.match(outside)
    if match is not None:
        start, end = match.span("pronoun")
        # "On Monday police arrested her" has her for an object.
        is_object = match["pronoun"] == "her" and not outside[:start].endswith(", ")
        return None if is_object or _names_somebody(outside[:start]) else (start, end)
    place = find_reporting_pronoun(sentence)
    if place is not None and sentence[slice(*place)].lower() in _PERSONAL:
        return place
    within = _WITHIN.search(outside)
    if within is None or within.group() == "her" or _names_somebody(outside[: within.start()]):
        return None
    return within.span()


def _names_somebody(text: str) -> bool:
    """Tell whether a text has a name or a person without one, whom a pronoun may mean."""
    names = (
        name
        for name in find_names(text)
        if not (set(name.tokens) <= DAYS or is_demonym(name) or _is_where(name, text))
    )
    return any(names) or PERSON_PHRASE.search(text) is not None


def _is_where(name: Name, text: str) -> bool:
    """Tell whether a name says where ("In Leeds he …"), not who ("In May Otto Low lost …")."""
    is_short = len(name.tokens) < _FULL_AND_PLACE and not set(name.tokens) & DAYS
    return is_short and _IN.search(text[: name.start]) is not None


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
    if place is None or _points_ahead(sentence, place, article):
        return ()
    opening = min(line, _FIRST_LINES + 1)
    chosen = (*lines[:opening], *lines[max(opening, line - _LINES_BACK) : line])
    reading = read_persons(chosen, article)
    female = sentence[slice(*place)].lower() in _FEMALE
    # Whoever "denied murder" need not be who spoke before.
    reports = place == find_reporting_pronoun(sentence) and not ADMITS.match(sentence, place[1])
    before = reading.lines
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
    own = set(persons_in(outside_quotations(sentence), article))
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
            acting(person, article),
            " " in person,
            same[person] > 0,
            person in own,
            any(NAMELESS_PERSON.search(text) for text in since),
        )
        numbers = tuple(float(value) for value in features)
        # Of two whom nothing shows to be a man or a woman the pronoun may mean either.
        may_be_named = (
            " " in person
            # "He said the trial of Low had begun" is not said by Low.
            and person not in own
            and (is_alone or same[person] > 0 or reports)
            and not is_of_thing(person, article)
            and not _is_passed_over(person, before[index:], article, reports=reports)
        )
        found.append(PronounCandidate(person, numbers, may_be_named=may_be_named))
    return tuple(found)


def _is_passed_over(
    person: str, lines: Sequence[PersonLine], article: str, *, reports: bool
) -> bool:
    """Tell whether the story has gone on to somebody without a name since it named a person.

    Of whoever tells of a patient ("Low said the victim was asleep"), and before "The patient was
    given steroids. His symptoms improved", nothing is told but what they say.

    Args:
        person: The person.
        lines: The line that named the person last, and those behind it.
        article: The whole article, which may show the person to be counsel in court.
        reports: Whether the pronoun is of somebody who speaks, as counsel and doctors do.
    """
    told, *since = lines
    # "The victim said she shouted at Low": she is the victim, as in what follows.
    if told.subject != person and any(pattern.search(told.text) for pattern in _SOMEBODY):
        return True
    if any(pattern.search(line.text) for line in since for pattern in _SOMEBODY):
        return True
    if reports:
        return False
    if told.speaker == person and NAMELESS_PERSON.search(told.text):
        return True
    return re.search(rf"{re.escape(person)}{_COUNSEL}", article) is not None


def _points_ahead(sentence: str, place: tuple[int, int], article: str) -> bool:
    """Tell whether a pronoun stands before whom it means ("Citing his doctor, Mr Low said")."""
    start, end = place
    comma = sentence.find(",", end)
    opens = start == 0 and fold(sentence[start:end]) not in _OWNERS
    if comma < 0 or opens:
        return False
    return any(
        0 < name.start - comma < _NEAR
        and persons_in(name.text, article)
        and not _IN.search(sentence[: name.start])
        for name in find_names(sentence)
    )


def _names_pair(line: PersonLine) -> bool:
    """Tell whether a line joins two persons, of whom a pronoun may mean either."""
    surnames = [re.escape(person.rsplit(maxsplit=1)[-1]) for person in line.persons]
    return any(
        re.search(rf"\b{one}(?:, [^,]{{1,60}},)? (?:and|or) (?:[\w.]+ ){{0,4}}{other}\b", line.text)
        for one, other in pairwise(surnames)
        if one != other
    )


def _distances(before: Sequence[PersonLine], *, female: bool) -> list[int]:
    """Return how many sentences back each line is, those about the same person counted once."""
    distances = [1] * len(before)
    distance = 0
    for index in range(len(before) - 1, -1, -1):
        opening = OPENING_PRONOUN.match(before[index].text)
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
    other = GENDERED[0 if female else 1].search(outside)
    if other is None:
        return False
    names = (name for name in find_names(outside) if not set(name.tokens) & CALENDAR_WORDS)
    return not any(name.start < other.start() for name in names)
