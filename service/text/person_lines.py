"""Person lines: an article sentence by sentence, with the persons that each one names.

What an article does with a name tells whether it is a person's, and its titles and pronouns
whether it is a man's or a woman's; nobody's gender is guessed from the name.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from service.text.antecedents import fullest_name, own_parts, subject_name
from service.text.attribution import may_be_person, named_speaker
from service.text.introductions import ALL_NOUNS
from service.text.names import BODY_ENDINGS, CALENDAR_WORDS, find_names
from service.text.quotations import outside_quotations
from service.text.vocabulary import COMMON_WORDS
from service.text.words import fold

GENDERED = (
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
#: Last words of names that are no person's.
_BODIES = BODY_ENDINGS | ALL_NOUNS | {"division", "unit", "klan", "brigade", "squad"}
#: Names of works, shows and bodies that look like a person's: "the Harry Potter author".
_OF_THING = (
    r"(?:star|author|show|programme|program|studio|series|film|book|franchise|actor|club|school|"
    r"team)\b"
)
_SHOWN_AS_THING = re.compile(r"\b(?:[Tt]he|BBC['\u2019]s|ITV['\u2019]s)\s\Z")
#: "Christmas Eve" and "Easter Monday" are nobody.
DAYS = CALENDAR_WORDS | {"christmas", "easter", "thanksgiving", "boxing", "ramadan"}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A sentence without what it quotes, and the persons that it names, in order."""

    text: str
    persons: tuple[str, ...]
    subject: str | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class PersonReading:
    """An article's lines, and how often something shows each person to be a man or a woman."""

    lines: tuple[PersonLine, ...]
    men: Counter[str]
    women: Counter[str]


def read_persons(lines: tuple[str, ...], article: str) -> PersonReading:
    """Return an article's lines with the persons that each names, by their fullest names."""
    read = tuple(_read_line(line, article) for line in lines)
    genders: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for line in read:
        if len(set(line.persons)) == 1:
            person = line.persons[0]
            rest = line.text[line.text.find(person.rsplit(maxsplit=1)[-1]) :]
            shown = [pattern.search(rest) is not None for pattern in GENDERED]
            if sum(shown) == 1:
                genders[shown.index(True)][person] += 1
    known = {person for line in read for person in line.persons}
    for match in _ADDRESS.finditer(article):
        words = set(match["name"].split())
        for person in known:
            if person.rsplit(maxsplit=1)[-1] in words:
                genders[match["man"] is None][person] += _ADDRESS_WEIGHT
    return PersonReading(read, *genders)


@lru_cache(maxsize=4096)
def _read_line(line: str, article: str) -> PersonLine:
    text = outside_quotations(line)
    persons = tuple(persons_in(text, article))
    subject, speaker = subject_name(text), named_speaker(line) if persons else None
    return PersonLine(
        text,
        persons,
        fullest_name(subject, article) if subject else None,
        fullest_name(speaker, article) if speaker else None,
    )


def persons_in(text: str, article: str) -> list[str]:
    """Return the persons that a text names, in order.

    Each by the fullest name that the article gives, or by the one word where it gives none or
    gives the surname to several.
    """
    found: list[str] = []
    for name in find_names(text):
        # "Kevin Low of Morro Bay" is Kevin Low.
        written = name.text.partition(" of ")[0]
        own = own_parts(written)
        if set(name.tokens) & DAYS or not own:
            continue
        shown = fullest_name(written, article) or " ".join(own)
        if may_be_person(shown) and _is_person(shown, article):
            found.append(shown)
    return found


@lru_cache(maxsize=2048)
def _is_person(name: str, article: str) -> bool:
    """Tell whether the article does with a name what is done with persons, not with places."""
    bare, ending = re.escape(name), fold(name.rsplit(maxsplit=1)[-1])
    if ending in _BODIES:
        return False
    if re.search(rf"{_PLACED}{bare}\b(?!['\u2019])", article) is not None:
        return False
    return " " in name or ("-" not in name and acting(name, article) > 0)


@lru_cache(maxsize=2048)
def acting(name: str, article: str) -> float:
    """Return how often the article lets a person of that surname act, 0 to 1."""
    shown = 0.0
    for match in re.finditer(rf"\b{re.escape(name.rsplit(maxsplit=1)[-1])}\b", article):
        titled = _TITLED.search(article[max(0, match.start() - 20) : match.start()])
        shown += 2 * (titled is not None)
        shown += _ACTS.match(article, match.end()) is not None
        shown += 0.3 * (_OWNS.match(article, match.end()) is not None)
    return min(shown, _MOST) / _MOST


@lru_cache(maxsize=2048)
def is_of_thing(name: str, article: str) -> bool:
    """Tell whether a name in a person's form is that of a show, a work or a club."""
    words = [fold(word) for word in name.split()]
    is_common = words[0] in COMMON_WORDS or words[-1] in COMMON_WORDS
    # "Jim Price, who leads it": by what the article lets him do he is a person.
    if name.isupper() or (is_common and not acting(name, article)):
        return True
    if re.search(rf"\b{re.escape(name)}\s{_OF_THING}", article):
        return True
    starts = [match.start() for match in re.finditer(rf"\b{re.escape(name)}\b", article)]
    shown = [_SHOWN_AS_THING.search(article[max(0, start - 6) : start]) for start in starts]
    return sum(one is not None for one in shown) > len(starts) / 2
