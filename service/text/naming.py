"""Naming: giving persons their full names where a sentence has only the surname."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from service.text.attribution import find_reporting_pronoun, may_be_person, named_speaker
from service.text.names import (
    BODY_ENDINGS,
    CALENDAR_WORDS,
    FAMILY_FIRST,
    ROLE_WORDS,
    Name,
    find_names,
    is_of_calendar,
)
from service.text.quotations import outside_quotations
from service.text.surnames import ambiguous_surnames, names_a_thing
from service.text.vocabulary import COMMON_WORDS
from service.text.words import STOP_WORDS, fold, word_set

#: First words of places and bodies; what follows them is no surname.
_PLACE_OPENINGS = word_set(
    """
    north south east west new san santa los las saint st great upper lower lake mount port fort
    cape el al la le northern southern eastern western central greater old royal grand united
    black red white blue green golden silver super premier champions world national international
    """
)
#: What follows the name of a person who acts.
_ACTS = re.compile(
    r"(?:['\u2019]s)?,?\s+(?:said|says|told|added|tweeted|wrote|who|joked|insisted|argued|warned|"
    r"admitted|claimed|denied|believes|thinks|hopes|pleaded|replied|\d{1,3},|\(\d{1,3}\)|"
    r"[\u2013\u2014-]\s(?:an?\s)?\d{1,3}-year-old|\(pictured|"
    r"(?:was|is) (?:born|married|arrested|jailed|charged|sentenced|elected|appointed))"
)
#: What follows it as a rule, but the name of a place or body too.
_MAY_ACT = re.compile(
    r"(?:['\u2019]s)?,?\s+(?:was|were|is|has|had|would|will|did|also|took|made|won|met|wants|"
    r"wanted|joined|scored|called|became|began|announced|asked|came|went|gave|got|left|led|"
    r"played|returned|served|spoke|visited|worked|faces|died|lives|lived|plans)\b"
)
_TITLE_BEFORE = re.compile(
    r"\b(?:[A-Z][\w-]*\s)?(?:President|Minister|Secretary|Chancellor|Mr|Mrs|Ms|Miss|Dr|"
    r"Prof|Professor|Sir|Dame|Lord|"
    r"Lady|Senator|Sen|Rep|Gov|Governor|Mayor|Chairman|Chairwoman|Judge|Justice|Captain|"
    r"Colonel|General|Sgt|Lt|"
    r"Officer|Inspector|King|Queen|Prince|Princess|Pope|Chief|Director|Councillor|MP|"
    r"president|minister|secretary|"
    r"manager|coach|captain|spokesman|spokeswoman|spokesperson|chairman|analyst|director|"
    r"actor|actress|singer|"
    r"author|professor|lawyer|attorney|striker|midfielder|defender|goalkeeper|leader|mayor|"
    r"judge|chief|"
    r"executive|economist|researcher|scientist|farmer|owner|driver|officer|editor)\.?,?\s+\Z|"
    r"\b(?:named|identified)(?:\s\w+){0,2}\sas\s+\Z"
)
#: Not "that": "asserted that Low and Varga were there".
_ARTICLE_BEFORE = re.compile(r"\b(?:the|an?|this|these|those|two|both)\s+\Z", re.IGNORECASE)
#: Who bears one of these is named by a first name: "King Mohammed" is no Sidi Mohammed.
_THRONES = word_set("king queen prince princess pope emperor empress sultan emir saint st")
#: "Mr and Mrs Moores" are two.
_COUPLE_BEFORE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr)\.?\s+(?:and|&)\s+\Z")
#: "RossLord Howard": a link run into a name.
_RUN_TOGETHER = re.compile(r"(?!Fitz)\b\w*[a-z]{3}[A-Z]")
_ADDRESS_BEFORE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx)\.?\s+\Z")
_WORD_PART = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*\Z")
_MAX_PERSON_TOKENS = 4
_MIN_SURNAME = 3
_MIN_OWN_NAME = 2
_ENOUGH_MENTIONS = 2
#: Letters of the longest word in a name whose surname comes first.
_MAX_SYLLABLES = 7
#: Two names joined by a hyphen ("the Low-Varga talks").
_COMPOUND = re.compile(r"[^\W\d_]+[-\u2013][^\W\d_]+")


def expand_names(sentence: str, article: str) -> str:
    """Return the sentence with each first bare surname made a full name.

    Only where the article gives exactly one full name with that surname, and uses it as
    the name of a person; never inside quotation marks, nor in a longer name.

    Args:
        sentence: A sentence of the article, or one written from it.
        article: The whole article, with its title.
    """
    full_names = _full_names(article)
    if not full_names:
        return sentence
    outside = outside_quotations(sentence)
    found = find_names(outside)
    named = {token for name in found for token in _person_tokens(name)[:-1]}
    replacements: list[tuple[int, int, str]] = []
    done: set[str] = set()
    for name in found:
        tokens = _person_tokens(name)
        surname = tokens[-1] if len(tokens) == 1 else None
        full = full_names.get(surname) if surname else None
        if full is None or surname in done:
            done.update(tokens)
            continue
        place = _surname_place(outside, name)
        if (
            place is None
            or not _THRONES.isdisjoint(name.tokens[:-1])
            or named.intersection(fold(part) for part in full.split())
        ):
            continue
        done.add(surname or "")
        replacements.append((*place, full))
    for start, end, full in reversed(replacements):
        sentence = sentence[:start] + full + sentence[end:]
    return sentence


def full_name(surname: str, article: str) -> str | None:
    """Return the one full name that the article gives for a person's surname, or None."""
    return _full_names(article).get(fold(surname))


def _person_tokens(name: Name) -> tuple[str, ...]:
    """Return the name's tokens without offices before the person's own name."""
    return name.tokens[_office_length(name.tokens) :]


def _without_office(written: str) -> str:
    parts = written.split()
    return " ".join(parts[_office_length(tuple(fold(part) for part in parts)) :])


def _office_length(tokens: Sequence[str]) -> int:
    """Return how many words before a person's own name belong to an office ("Ukip MP")."""
    leading = 0
    while leading < len(tokens) - 1 and tokens[leading] in ROLE_WORDS:
        leading += 1
    inner = [i for i, token in enumerate(tokens[:-_MIN_OWN_NAME]) if token in ROLE_WORDS]
    return max(leading, inner[-1] + 1 if inner else 0)


def _surname_place(outside: str, name: Name) -> tuple[int, int] | None:
    """Return the range that the full name takes the place of, or None.

    A form of address before the surname goes with it.
    """
    surname = re.split(r"\s+", name.text)[-1]
    start = name.start + name.text.rfind(surname)
    end = start + len(surname)
    if _ARTICLE_BEFORE.search(outside[max(0, name.start - 8) : name.start]):
        return None
    if names_a_thing(outside, name):
        return None
    if outside[end : end + 1] in {"-", "\u2013", "/"} or outside[start - 1 : start] in {
        "-",
        "/",
        "#",
        "@",
        "&",
    }:
        return None
    address = _ADDRESS_BEFORE.search(outside[:start])
    if address and _COUPLE_BEFORE.search(outside[: address.start()]):
        return None
    return (address.start() if address else start, end)


@lru_cache(maxsize=32)
def _full_names(article: str) -> dict[str, str]:
    """Return the full name for each surname that belongs to one person of the article."""
    candidates: dict[str, dict[tuple[str, ...], str]] = {}
    mentions: Counter[str] = Counter()
    maybe: set[str] = set()
    persons: set[str] = set()
    bare: set[str] = set()
    for name in find_names(article):
        tokens = _person_tokens(name)
        acts = _acts_as_person(article, name)
        if _COMPOUND.fullmatch(name.text) or _RUN_TOGETHER.search(name.text):
            continue
        if len(tokens) == 1:
            bare.add(tokens[0])
            persons.update(tokens if acts else ())
            maybe.update(tokens if _MAY_ACT.match(article[name.end : name.end + 24]) else ())
            continue
        surname = _surname_of(tokens)
        if surname is None:
            _block(candidates, tokens)
            continue
        candidates.setdefault(surname, {}).setdefault(tokens, _without_office(name.text))
        mentions[surname] += 1
        if acts or tokens[0] in FAMILY_FIRST:
            persons.add(surname)
    # A single mention may be two names that stand side by side by accident.
    persons |= {surname for surname in maybe if mentions[surname] >= _ENOUGH_MENTIONS}
    others = ambiguous_surnames(article, candidates.keys())
    return {
        surname: _shortest(names)
        for surname, names in candidates.items()
        if surname in persons and surname in bare - others and _is_one_person(names)
    }


def _block(candidates: dict[str, dict[tuple[str, ...], str]], tokens: tuple[str, ...]) -> None:
    """Keep the name of a body ("Ford Motor") from being taken for a person's surname."""
    candidates.setdefault(tokens[-1], {}).setdefault(("", *tokens), "")


def _is_one_person(names: dict[tuple[str, ...], str]) -> bool:
    """Tell whether all variants can be the same person's ("Ann Lee", "Ann M Lee")."""
    if any(tokens[0] == "" for tokens in names):
        return False
    longest = max(names, key=len)
    return all(set(tokens) <= set(longest) for tokens in names)


def _shortest(names: dict[tuple[str, ...], str]) -> str:
    return names[min(names, key=len)]


def _acts_as_person(article: str, name: Name) -> bool:
    after = article[name.end : name.end + 24]
    before = article[max(0, name.start - 24) : name.start]
    return (
        name.tokens[0] in ROLE_WORDS
        or _ACTS.match(after) is not None
        or _TITLE_BEFORE.search(before) is not None
    )


def _surname_of(tokens: tuple[str, ...]) -> str | None:
    """Return the surname of a full name, or None where it is no person's name."""
    if len(tokens) > _MAX_PERSON_TOKENS or tokens[0] in _PLACE_OPENINGS:
        return None
    if tokens[0] in FAMILY_FIRST and all(len(token) <= _MAX_SYLLABLES for token in tokens):
        # "Xi Jinping of Halden" is no longer name of his.
        longer = {"the", "of"}.intersection(tokens)
        return None if longer or tokens[-1] in BODY_ENDINGS else tokens[0]
    for token in tokens:
        if token in BODY_ENDINGS or token in CALENDAR_WORDS or token in STOP_WORDS:
            return None
        if not _WORD_PART.match(token):
            return None
    last = tokens[-1]
    if tokens[0] in COMMON_WORDS or last in ROLE_WORDS or len(last) < _MIN_SURNAME:
        return None
    return last


def attach_speaker(sentence: str, preceding: Sequence[str], article: str) -> str | None:
    """Return the sentence with its reporting "he" or "she" replaced by the full name.

    Args:
        sentence: A sentence whose reporting clause has a pronoun for subject ("He added
            that …", "…," she said).
        preceding: The sentences before it, nearest last.
        article: The whole article, which the full name is looked up in.

    Returns:
        The reworded sentence, or None where the sentence has no such clause or more than
        one person may be meant.
    """
    place = find_reporting_pronoun(sentence)
    if place is None or sentence[slice(*place)].lower() not in _GENDER_TITLES:
        return None
    speaker = _only_speaker(preceding)
    if speaker is None:
        return None
    pronoun = sentence[slice(*place)].lower()
    surname = speaker.split()[-1]
    name = speaker if " " in speaker else (full_name(surname, article) or speaker)
    others = _GENDER_TITLES["she" if pronoun == "he" else "he"]
    if re.search(rf"\b(?:{others})\.? (?:[A-Z][\w.\u2019'-]+ )?{re.escape(surname)}\b", article):
        return None
    return sentence[: place[0]] + name + sentence[place[1] :]


#: Forms of address that show whom a pronoun cannot mean.
_GENDER_TITLES = {"he": "Mr|Sir|Lord|King|Prince", "she": "Mrs|Ms|Miss|Dame|Lady|Queen|Princess"}


def _only_speaker(preceding: Sequence[str]) -> str | None:
    """Return the nearest earlier speaker where no other person comes in between."""
    for earlier in reversed(preceding):
        persons = {
            name.text
            for name in find_names(outside_quotations(earlier))
            if not is_of_calendar(name, earlier)
            and (_surname_of(_person_tokens(name)) or _acts_as_person(earlier, name))
        }
        speaker = named_speaker(earlier)
        if speaker is not None:
            known = may_be_person(speaker) and speaker[0].isupper() and find_names(speaker)
            others = {p for p in persons if fold(p.split()[-1]) not in fold(speaker)}
            return speaker if known and not others else None
        if persons:
            return None
    return None
