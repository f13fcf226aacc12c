"""Introductions: what an article calls the bodies, places, works and persons it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from service.text.names import BODY_ENDINGS, CALENDAR_WORDS, ROLE_WORDS, Name, find_names
from service.text.naming import full_name
from service.text.quotations import outside_quotations
from service.text.words import STOP_WORDS, fold, word_set

#: What "the company" may mean.
COMPANY_NOUNS = word_set(
    """
    company firm maker manufacturer airline bank retailer operator carrier brewer lender insurer
    supplier supermarket chain startup start-up developer employer business giant conglomerate
    utility housebuilder automaker carmaker drugmaker chipmaker planemaker shipbuilder
    corporation consultancy subsidiary provider distributor distiller bookmaker
    """
)
#: Bodies that speak and act, and are no company.
BODY_NOUNS = word_set(
    """
    agency authority ministry department office league union federation association committee
    council commission board court university college hospital charity club party institute
    foundation regulator watchdog bureau organisation organization network newspaper broadcaster
    station magazine museum church trust society academy orchestra band team side school
    tribunal group think-tank force service website administration
    """
)
#: Bodies, places, vessels and works that do not speak.
THING_NOUNS = word_set(
    """
    bridge ferry ship vessel boat tanker yacht submarine airport stadium hotel tower dam prison
    island river mountain volcano village town city festival tournament drug vaccine satellite
    spacecraft probe rocket storm hurricane typhoon cyclone castle cathedral theatre theater
    gallery zoo pub restaurant nightclub
    """
)
#: Callings that a report has many of, most of them never introduced.
TEAM_NOUNS = word_set(
    """
    striker midfielder defender winger goalkeeper forward batsman bowler prop flanker lock hooker
    fly-half scrum-half full-back right-back left-back centre-back playmaker quarterback pitcher
    captain actor actress singer footballer player cricketer club team side
    """
)
#: Offices and callings of persons.
PERSON_NOUNS = (TEAM_NOUNS - BODY_NOUNS) | word_set(
    """
    president minister chancellor secretary premier governor mayor senator congressman
    congresswoman commissioner judge archbishop bishop chairman
    chairwoman chief boss executive ceo manager coach jockey golfer boxer sprinter swimmer
    cyclist rapper comedian author novelist playwright poet presenter director filmmaker
    billionaire businessman businesswoman ambassador envoy lawmaker politician journalist
    professor economist astronaut pilot musician guitarist drummer composer philanthropist
    entrepreneur lawyer leader
    """
)
#: What a general noun may mean beyond what is called by that very noun.
WIDER_NOUNS = {
    "company": COMPANY_NOUNS,
    "firm": COMPANY_NOUNS,
    "business": COMPANY_NOUNS,
    "ship": frozenset({"ship", "ferry", "vessel", "tanker"}),
    "vessel": frozenset({"ship", "ferry", "vessel", "tanker", "boat", "yacht", "submarine"}),
    "boat": frozenset({"boat", "ferry", "yacht"}),
    "spacecraft": frozenset({"spacecraft", "probe", "satellite"}),
    "theatre": frozenset({"theatre", "theater"}),
    "agency": frozenset({"agency", "administration", "bureau"}),
    "boss": frozenset({"boss", "chief", "executive", "ceo", "manager", "coach"}),
    "chief": frozenset({"boss", "chief", "executive", "ceo"}),
    "manager": frozenset({"manager", "boss", "coach"}),
    "leader": frozenset({"leader", "president", "premier", "chancellor", "minister"}),
}
#: Last words of names that say what is named, beyond the nouns themselves.
_NAME_ENDINGS = {
    "airlines": "airline",
    "airways": "airline",
    "inc": "company",
    "corp": "company",
    "corporation": "company",
    "ltd": "company",
    "plc": "company",
    "llc": "company",
    "holdings": "company",
    "motors": "company",
    "industries": "company",
    "pharmaceuticals": "company",
    "lines": "company",
}
#: Nouns that end the names of bodies and things; an office ends no one's name.
_ENDING_NOUNS = (COMPANY_NOUNS | BODY_NOUNS | THING_NOUNS) - word_set(
    "side team group force service giant business city town film book song"
)
#: Words before "of" that open the names of bodies ("Ministry of Justice").
_OPENING_NOUNS = word_set("ministry department university bank bishop court institute bureau")
ALL_NOUNS = COMPANY_NOUNS | BODY_NOUNS | THING_NOUNS | PERSON_NOUNS
_COUNTS = word_set("one two three four five six seven eight nine ten both many most some")
#: "Tyrone The High Court" is two names that a heading has brought together.
_INNER_ARTICLE = re.compile(r"(?<!\bof)(?<!\bfor)(?<!\bon)(?<!\bin)\s[Tt]he\s")
_MAX_NAME_TOKENS = 7
AGE = re.compile(r"\d{1,2}-year-old")
_AGE_BEHIND = re.compile(r",\s+(?P<age>\d{2}),")
#: Words that no description reaches across.
_BREAKS = (
    r"(?:an?|the|this|that|its|their|his|her|of|in|at|on|for|by|to|from|with|as|and|or|but|is|are|"
    r"was|were|be|been|has|have|had|said|says|told|including|like|than|when|which|who)\b"
)
_WORDS_BEFORE = re.compile(
    r"(?:\b(?P<article>[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|\w+['\u2019]s)\s+)?"
    rf"(?P<words>(?:(?!{_BREAKS})[\w\u2019'.-]+\s+){{0,5}}(?!{_BREAKS})(?P<noun>[\w-]+))"
    r"(?P<comma>,?)\s+\Z"
)
_PLACE_OF = re.compile(
    r"\b(?:[Tt]he|[Aa])\s+(?P<words>(?:[a-z-]+\s+){0,2}(?P<noun>city|town|village|island)) of\s+\Z"
)
_PHRASE_BEHIND = re.compile(
    r"(?:,| (?:is|was|are|were))\s+(?:an?|the)\s+"
    r"(?P<words>(?:(?!(?:of|in|that|which|who|for|at|on|with|from|and|to|by)\b)"
    r"[\w\u2019'.-]+\s+){0,6}?(?P<noun>[\w-]+))"
    r"(?=[,.;)]|\s+(?:of|in|that|which|who|whose|based|for|at|on|with|from|near|owned|run|said|"
    r"has|had|told|behind|responsible)\b)"
)
#: The first half of a firm's name ("Low and Rao").
_PARTNER = re.compile(r"\b(?P<partner>[A-Z]\w+) (?:and|&) \Z")
_MAX_PERSON_TOKENS = 4
_MIN_FULL_NAME = 2


@dataclass(frozen=True, slots=True)
class Introduction:
    """One place where the article says what someone or something named is.

    Attributes:
        noun: What it is, folded ("company").
        modifiers: The folded words that go before the noun ("animal", "health").
        name: What to write in place of "the company", without "the".
        tokens: The folded words of the name itself.
        end: Index in the article behind the introduction.
        kind: The table that the noun stands in.
    """

    noun: str
    modifiers: frozenset[str]
    name: str
    tokens: frozenset[str]
    end: int
    kind: str


@lru_cache(maxsize=32)
def find_introductions(article: str) -> tuple[Introduction, ...]:
    """Return what the article introduces, in order.

    Args:
        article: The text with single spaces.
    """
    outside = outside_quotations(article)
    found: list[Introduction] = []
    for name in find_names(outside):
        if not _is_one_name(name):
            continue
        if not outside[: name.start].endswith(("'s ", "\u2019s ")):  # "Low's Bay Company"
            found += _of_name_itself(name)
        found += _of_person(article, outside, name)
        found += _before(article, outside, name)
        found += _behind(article, outside, name)
    return tuple(found)


def _is_one_name(name: Name) -> bool:
    """Tell whether a run of capitalised words is no date, number or two names in one."""
    if any(token in CALENDAR_WORDS for token in name.tokens) or name.tokens[0] in _COUNTS:
        return False
    return len(name.tokens) <= _MAX_NAME_TOKENS and _INNER_ARTICLE.search(name.text) is None


def kind_of(noun: str) -> str:
    """Return which table a noun stands in: company, body, thing, person, or nothing."""
    if noun in COMPANY_NOUNS:
        return "company"
    if noun in BODY_NOUNS:
        return "body"
    if noun in PERSON_NOUNS or AGE.fullmatch(noun):
        return "person"
    return "thing" if noun in THING_NOUNS else ""


def person_in(name: Name, article: str) -> str | None:
    """Return the full name of the person that a run of capitalised words ends with, or None."""
    offices = [place for place, token in enumerate(name.tokens) if token in ROLE_WORDS]
    parts = name.text.split()
    if len(parts) != len(name.tokens):
        return None
    own = parts[offices[-1] + 1 :] if offices else parts
    if not own or len(own) > _MAX_PERSON_TOKENS or fold(own[-1]) in BODY_ENDINGS | ALL_NOUNS:
        return None
    known = full_name(own[-1], article)
    if known is not None and {fold(part) for part in own} <= {fold(part) for part in known.split()}:
        return known
    return " ".join(own) if len(own) >= _MIN_FULL_NAME else None


def _of_name_itself(name: Name) -> Iterator[Introduction]:
    """Yield what the name's own last or first word says ("Maritime Agency")."""
    if len(name.tokens) < _MIN_FULL_NAME:
        return
    last, first = name.tokens[-1], name.tokens[0]
    noun = _NAME_ENDINGS.get(last, last if last in _ENDING_NOUNS else "")
    if not noun and name.tokens[1] == "of" and first in _OPENING_NOUNS:
        noun = first
    if noun:
        rest = frozenset(name.tokens) - {noun}
        yield Introduction(noun, rest, name.text, frozenset(name.tokens), name.end, kind_of(noun))


def _of_person(article: str, outside: str, name: Name) -> Iterator[Introduction]:
    """Yield the offices before a person's name and the age behind it."""
    person = person_in(name, article)
    if person is None:
        return
    tokens = frozenset(fold(part) for part in person.split())
    offices = [token for token in name.tokens if token in PERSON_NOUNS and token not in tokens]
    if offices:
        modifiers = frozenset(name.tokens) - tokens - {offices[-1]}
        if outside[: name.start].endswith("US "):  # At a sentence's start it is read as "us".
            modifiers |= {"us"}
        yield Introduction(offices[-1], modifiers, person, tokens, name.end, "person")
    age = _AGE_BEHIND.match(outside, name.end)
    if age is not None:
        noun = f"{age['age']}-year-old"
        yield Introduction(noun, frozenset(), person, tokens, age.end(), "person")


def _before(article: str, outside: str, name: Name) -> Iterator[Introduction]:
    """Yield what stands in apposition before the name ("the ferry operator Samre Lines")."""
    before = outside[max(0, name.start - 90) : name.start]
    place = _PLACE_OF.search(before)
    if place is not None:
        shown = f"{place['words'].rsplit(maxsplit=1)[-1]} of {name.text}"
        yield Introduction(
            place["noun"], frozenset(), shown, frozenset(name.tokens), name.end, "thing"
        )
        return
    before = re.split(r"[.!?;:\u2014\"\u201c\u201d]\s", before)[-1]
    match = _WORDS_BEFORE.search(before)
    if match is None:
        return
    if match["comma"] and (
        match["article"] in {None, "a", "an", "A", "An"} or outside[name.end : name.end + 1] != ","
    ):
        return
    yield from _described(article, name, match["words"], name.end, match["noun"])


def _behind(article: str, outside: str, name: Name) -> Iterator[Introduction]:
    """Yield what stands in apposition behind the name (", the largest employer in …")."""
    match = _PHRASE_BEHIND.match(outside, name.end)
    if match is None or outside[name.start : name.end].endswith(("'s", "\u2019s")):
        return
    pair = _PARTNER.search(outside, max(0, name.start - 40), name.start)
    for intro in _described(article, name, match["words"], match.end(), ""):
        if pair is None:
            yield intro
        elif intro.kind == "company":
            tokens = intro.tokens | {fold(pair["partner"])}
            yield replace(intro, name=pair.group() + intro.name, tokens=tokens)


def _described(
    article: str, name: Name, words: str, end: int, before: str
) -> Iterator[Introduction]:
    """Yield the introduction that a phrase beside a name makes."""
    parts = words.split()
    noun = fold(parts[-1])
    age = next((fold(part) for part in parts if AGE.fullmatch(part)), None)
    kind = kind_of(noun)
    if not kind and age is None:
        return
    modifiers = frozenset(fold(part) for part in parts[:-1]) - STOP_WORDS
    person = person_in(name, article)
    if kind == "person" or (age is not None and not kind):
        if person is None:
            return
        tokens = frozenset(fold(part) for part in person.split())
        if kind:
            yield Introduction(noun, modifiers, person, tokens, end, kind)
        if age is not None:
            yield Introduction(age, frozenset(), person, tokens, end, "person")
        return
    if any(token in ROLE_WORDS for token in name.tokens) or full_name(name.tokens[-1], article):
        return
    shown = f"{before} {name.text}" if kind == "thing" and before else name.text
    yield Introduction(noun, modifiers, shown, frozenset(name.tokens), end, kind)
