"""Antecedents: whom "he" and a bare surname most likely mean, for others to confirm.

What is found here is right as a rule and wrong at times, so no claim is made of it alone: it
tells which names are believed of somebody who has read the article and puts them there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from service.text.attribution import find_reporting_pronoun, may_be_person, named_speaker
from service.text.callings import NAMELESS_PERSON
from service.text.form import has_finite_verb
from service.text.introductions import AGE, PERSON_NOUNS
from service.text.names import (
    BODY_ENDINGS,
    CALENDAR_WORDS,
    PERSON_PARTICLES,
    ROLE_WORDS,
    Name,
    find_names,
)
from service.text.quotations import outside_quotations
from service.text.rewording import put_name
from service.text.speech_verbs import SPEECH_VERB
from service.text.vocabulary import COMMON_WORDS
from service.text.words import STOP_WORDS, fold, word_set

_LEAD = (
    r"(?:(?:In|On|At|By|Since|Last|Earlier|After|During|As|For|Before|Later|Then|Now)\b"
    r"(?:\s+[\w:.-]+){0,6}?,?\s+)?"
)
OPENING_PRONOUN = re.compile(rf"{_LEAD}(?P<pronoun>[Hh]e|[Ss]he|[Hh]is|[Hh]er)\b")
#: "The 27-year-old", "the former Norvik striker": a person who has been named.
_DESCRIPTION = re.compile(
    rf"{_LEAD}(?P<pronoun>[Tt]he (?:[\w'\u2019-]+ ){{0,4}}?(?:{'|'.join(sorted(PERSON_NOUNS))}|"
    rf"{AGE.pattern}))(?!['\u2019-])\b"
)
_REPORTS = re.compile(rf"\s+(?:also\s+|later\s+|then\s+)?{SPEECH_VERB.pattern}")
ADMITS = re.compile(
    r"\s+(?:has |had |later |also |then |previously |earlier )*(?:admit|den|confess|plead|pled|"
    r"promis|pledg|agree|refus|claim|accept|apologi[sz])\w*\b"
)
_GENDERS = {"he": "man", "his": "man", "she": "woman", "her": "woman"}
#: Forms of address that show whom a pronoun cannot mean.
_OTHER_ADDRESS = {
    "woman": re.compile(r"\b(?:Mr|Sir|Lord|King|Prince|Father|Brother)\.?\s+\Z"),
    "man": re.compile(r"\b(?:Mrs|Ms|Miss|Dame|Lady|Queen|Princess|Sister)\.?\s+\Z"),
}
#: Words before a person's own name that `ROLE_WORDS` lacks, as they open other names too.
_CALLINGS = ROLE_WORDS | word_set(
    "det con insp supt sgt pc dc ch cdr lt gen qc senior chief supervisor ranger"
)
_NO_SURNAMES = BODY_ENDINGS | CALENDAR_WORDS | ROLE_WORDS | COMMON_WORDS
#: Sentences that lost the space between them, and captions that run on into others.
_GLUED = re.compile(r"[a-z][.!?][\"\u201d']?[A-Z]|\"\.[A-Z]")
_MAX_WORDS = 60
#: What stands in front of a sentence's subject, and what ends the phrase it is in.
_LEADING = re.compile(r"(?:But |And )?(?:In|On|At|Since|Last|Earlier|After|During)\b[^,]{2,40}, ")
_PHRASE_END = re.compile(
    r"[,:;(\u2014\u2013]|\s(?:of|in|at|for|from|with|by|on|who|which|and|to|as|\w+ing)\b"
)
_PLACED = re.compile(r"\b(?:in|at|near|the)\s+\Z")
_ACTS = re.compile(r",?\s+(?:said|says|who|was|is|had|has|told|added|scored|played|went)\b")
_MIN_FULL = 2
_MAX_FULL = 4


def likely_wordings(sentence: str, preceding: Sequence[str], article: str) -> tuple[str, ...]:
    """Return the sentence with the names that its opening pronoun and bare names likely mean.

    Args:
        sentence: A sentence of the article.
        preceding: The sentences before it, nearest last.
        article: The whole article, with its title.
    """
    text = " ".join(sentence.split())
    wordings = [_with_full_names(text, article)]
    place = _pronoun_place(text)
    person = likely_person(text, preceding, article)
    if place is not None and person is not None:
        wordings.append(put_name(text, place, person))
    return tuple(wording for wording in wordings if wording != text)


def likely_person(sentence: str, preceding: Sequence[str], article: str) -> str | None:
    """Return the fullest name of whom "he" or "the 45-year-old" may mean, or None.

    What is asked about opens the sentence or says what it reports. It is whom the nearest
    sentence that names anybody is about, where it names nobody else; for "he said", whoever
    speaks there.

    Args:
        sentence: A sentence of the article, with single spaces.
        preceding: The sentences before it, nearest last.
        article: The whole article, with its title.
    """
    place = _pronoun_place(sentence)
    outside = outside_quotations(sentence)
    if place is None or _persons(outside[: place[0]], article):
        return None
    pronoun = sentence[slice(*place)]
    is_report = place == find_reporting_pronoun(sentence)
    is_report = is_report or _REPORTS.match(outside, place[1]) is not None
    # Whoever "had admitted the charges" need not be who spoke before.
    is_report = is_report and ADMITS.match(outside, place[1]) is None
    for earlier in reversed(preceding):
        if _GLUED.search(earlier) or len(earlier.split()) > _MAX_WORDS:
            return None
        found = _person_of(earlier, article, is_report=is_report)
        if found is not None:
            fits = found.split()[-1] not in outside and _fits(pronoun, found, article)
            return found if fits else None
        if _names_anybody(outside_quotations(earlier), article):
            return None
    return None


def _pronoun_place(text: str) -> tuple[int, int] | None:
    """Return the range of the pronoun or description that opens a text, or speaks in it."""
    outside = outside_quotations(text)
    match = OPENING_PRONOUN.match(outside) or _DESCRIPTION.match(outside)
    if match is not None:
        return match.span("pronoun")
    place = find_reporting_pronoun(text)
    return place if place and text[slice(*place)].lower() in _GENDERS else None


@lru_cache(maxsize=8192)
def fullest_name(written: str, article: str) -> str | None:
    """Return the fullest name that the article gives the person named, or None.

    None too where the article gives the surname to several.
    """
    names = find_names(written)
    own = own_parts(names[-1].text) if names else []
    if not own or not may_be_person(own[-1]):
        return None
    longer = {
        tuple(parts)
        for name in _names_in(article)
        if (parts := own_parts(name.text)) and parts[-1] == own[-1]
        if _MIN_FULL <= len(parts) <= _MAX_FULL and _is_personal(parts)
    }
    if not longer:
        return " ".join(own) if _is_personal(own) else None
    # "Norvik United Otto Brenn" of a caption is Otto Brenn with what stands before him.
    longer -= {name for name in longer if any(_ends_with(name, other) for other in longer)}
    longest = max(longer, key=len)
    if any(not set(parts) <= set(longest) for parts in longer) or not set(own) <= set(longest):
        return None
    return " ".join(longest)


def _ends_with(name: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether a name is a person's whole name with more in front."""
    is_whole = fold(other[0]) not in PERSON_PARTICLES
    return is_whole and len(other) < len(name) and name[-len(other) :] == other


@lru_cache(maxsize=32)
def _names_in(article: str) -> tuple[Name, ...]:
    return find_names(article)


def _with_full_names(text: str, article: str) -> str:
    """Return the text with its bare names made the longer ones that end with them."""
    for name in reversed(find_names(text)):
        own = own_parts(name.text)
        if len(own) > 1 or (name.opening and fold(own[-1]) in COMMON_WORDS):
            continue
        full = fullest_name(name.text, article) or _only_longer(own[-1], article)
        if full is not None:
            end = name.start + len(name.text)
            text = text[: end - len(own[-1])] + full + text[end:]
    return text


def _only_longer(word: str, article: str) -> str | None:
    """Return the one longer name of the article that ends with a word, or None."""
    longer = {
        name.text
        for name in _names_in(article)
        if len(name.tokens) > 1 and name.tokens[-1] == fold(word)
    }
    return longer.pop() if len(longer) == 1 else None


def _person_of(earlier: str, article: str, *, is_report: bool) -> str | None:
    """Return whom a sentence is about; None where it names several, or nobody."""
    text = outside_quotations(earlier)
    persons = _persons(text, article)
    speaker = named_speaker(earlier) if is_report else None
    told = speaker or subject_name(text)
    found = fullest_name(told, article) if told else None
    if found is not None:
        surname = found.split()[-1]
        # "Lang said Mills had forged it": a surname that is a common word acts as a person too.
        others = [*persons, *_bare_names(text)]
        alone = speaker is not None or all(surname in name for name in others)
        return found if alone else None
    if len(persons) != 1 or NAMELESS_PERSON.search(text) or OPENING_PRONOUN.match(text):
        return None
    surname = persons[0].split()[-1]
    return persons[0] if all(n.endswith(surname) for n in _bare_names(text)) else None


def _names_anybody(text: str, article: str) -> bool:
    bare = bool(_persons(text, article) or _bare_names(text))
    return bare or NAMELESS_PERSON.search(text) is not None


def subject_name(text: str) -> str | None:
    """Return the name that ends the noun phrase which a sentence opens with, or None."""
    leading = _LEADING.match(text)
    text = text[leading.end() :] if leading else text
    end = _PHRASE_END.search(text)
    phrase = text[: end.start()] if end else text
    for name in reversed(find_names(phrase)):
        if not set(name.tokens) & CALENDAR_WORDS and not has_finite_verb(phrase[: name.start]):
            owner = phrase[: name.end].endswith(("'s", "\u2019s"))
            return None if owner or _PLACED.search(phrase[: name.start]) else name.text
    return None


def own_parts(written: str) -> list[str]:
    """Return the words of a name behind the last office among them."""
    parts = written.split()
    offices = [i for i, part in enumerate(parts[:-1]) if fold(part).strip(".") in _CALLINGS]
    return parts[offices[-1] + 1 :] if offices else parts


def _is_personal(parts: Sequence[str]) -> bool:
    folded = [fold(part).strip(".") for part in parts]
    if folded[-1] in _NO_SURNAMES or STOP_WORDS.intersection(folded):
        return False
    if len(folded) > 1 and folded[0] in COMMON_WORDS | CALENDAR_WORDS:
        return False
    return not any(character.isdigit() for part in folded for character in part)


def _persons(text: str, article: str) -> list[str]:
    """Return the full names of the persons that a text names, in order."""
    found: dict[str, None] = {}
    for name in find_names(text):
        full = fullest_name(name.text, article)
        if full is not None and " " in full and not _PLACED.search(text[: name.start]):
            found.setdefault(full)
    return list(found)


def _bare_names(text: str) -> list[str]:
    """Return names that act as persons do, whether or not the article gives them in full."""
    return [
        name.text
        for name in find_names(text)
        if _ACTS.match(text[name.end : name.end + 24]) and not name.text.isupper()
    ]


def _fits(pronoun: str, person: str, article: str) -> bool:
    """Tell whether no form of address in the article shows that the pronoun means another."""
    other = _OTHER_ADDRESS.get(_GENDERS.get(pronoun.lower(), ""))
    surname = re.escape(person.rsplit(maxsplit=1)[-1])
    return other is None or not any(
        other.search(article[max(0, start - 24) : start])
        for match in re.finditer(rf"\b(?:[A-Z]\w+ )?(?P<own>{surname})\b", article)
        for start in (match.start(), match.start("own"))
    )
