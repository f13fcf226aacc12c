"""Mentions: putting a name where a sentence has "the company", "it" or "its"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from service.text.introductions import (
    AGE,
    ALL_NOUNS,
    TEAM_NOUNS,
    WIDER_NOUNS,
    Introduction,
    find_introductions,
    person_in,
)
from service.text.names import Name, find_names, is_calendar, possessive_of
from service.text.naming import full_name
from service.text.quotations import outside_quotations
from service.text.words import fold

#: Verbs that only somebody who acts can have for subject, so that "it" before them is a body.
_REPORTING = (
    "said|says|say|denied|denies|deny|reported|reports|report|announced|announces|announce|"
    "warned|warns|warn|confirmed|confirms|confirm|claimed|claims|insisted|insists|argued|argues|"
    "admitted|admits|estimated|estimates|promised|promises|pledged|pledges|vowed|declined|"
    "refused|refuses|accused|accuses|urged|urges|called|criticised|criticized|rejected|rejects|"
    "apologised|apologized|condemned|predicted|predicts|told|stressed|asked|asks|disclosed|"
    "added|adds|responded|replied|tweeted|comment"
)
_AGENTIVE = (
    "expects|expected|expect|plans|planned|plan|hopes|hoped|hope|wants|wanted|want|intends|"
    "intended|intend|aims|sold|sells|bought|buys|buy|hired|hires|hire|sued|owns|owned|operates|"
    "operated|employs|employed|employ|recalled|recall|withdrew|withdrawn|withdraw|launched|"
    "launches|launch|acquired|agreed|offered|offers|(?:paid|pays|pay)(?! off)|published|publishes|"
    "publish|appointed|fined|banned|annulled|voted|manufactures|supplies|found|finds|cut|cuts|raised|"
    "released|opened|runs|believes|believed|recommends|recommended|concluded|concludes"
)
_OTHER_VERBS = (
    "is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|do|does|did|not|"
    "also|then|now|later|still|already|never|\\w+ly|comes|came|takes|took|begins|began|makes|"
    "made|becomes|became|got|went|saw|left|gave|brought|led|won|lost|rose|fell|stands|stood|met|"
    "joins|faces|plays|lives|spent|spoke|uses|needs|wrote|holds|held|set|put|kept|remains|works|"
    "includes|shows|opens|features|sank|carries|"
    # "The firm based in Tessmark" has its verb further on.
    "(?!(?:based|called|named|known|accused|involved|owned|listed|located|need)\\b)\\w+ed"
)
_VERB = rf"(?:{_REPORTING}|{_AGENTIVE}|{_OTHER_VERBS})"
_NOUN = "|".join(sorted(map(re.escape, ALL_NOUNS), key=len, reverse=True))
_DEFINITE = re.compile(
    r"\b[Tt]he\s+(?P<modifiers>(?:(?!(?:the|of|and|in|that)\b)[\w.\u2019'-]+\s+){0,4}?)"
    rf"(?:(?P<noun>{_NOUN})|(?P<age>{AGE.pattern}))(?P<possessive>['\u2019]s?)?"
    rf"(?=\s+{_VERB}\b|[,.;]|\s*\Z|(?<=['\u2019]s)\s|(?<=s['\u2019])\s)"
)
#: Other words for the same modifier.
_SAME = {"american": "us", "british": "uk"}
#: What sets one office apart from another; the mention has it if the introduction has it.
_RANKS = frozenset({"vice", "deputy", "former", "ex", "assistant", "late", "shadow", "acting"})
#: The name of what a sentence is about stands within so many code points before it.
_AT_HAND = 600
#: What the subject of the sentence before has to be for a noun to mean it.
_FOLLOWING = {
    **dict.fromkeys(("company", "firm"), frozenset({"company", "acronym", "name"})),
    **dict.fromkeys(
        ("group", "organisation", "agency", "charity", "party"), frozenset({"acronym"})
    ),
}
#: What bodies have, so that "its" before it is a body's.
_OWN = (
    r"(?:chief executive|chief|executive|director|chairman|chairwoman|president|head|boss|"
    r"founder|co-founder|owners?|manager|spokesman|spokeswoman|spokesperson|lawyers?|"
    r"share price|shares|stock|profits?|revenues?|sales|turnover|headquarters|customers|"
    r"employees|staff|workforce|market value|board|members|leader|secretary|general secretary)\b"
)
_ADVERBIAL = (
    r"(?:In|On|At|By|Since|Last|Earlier|After|During|As|For|Before)\b(?:\s+[\w-]+){1,5}?,?\s+"
)
_HELPERS = (
    r"(?:has|had|also|then|later|now|still|already|previously|never|did|does|not|will|would|\w+ly)"
)
_NEUTER = re.compile(
    rf"(?:{_ADVERBIAL})?(?:(?P<it>\b[Ii]t)\s+(?:{_HELPERS}\s+){{0,3}}"
    rf"(?:(?P<reports>{_REPORTING})|{_AGENTIVE})\b|(?P<its>\b[Ii]ts)\s+(?:\w+\s+)?{_OWN})"
)
_BEFORE_SUBJECT = re.compile(
    rf"(?:But |And )?(?:{_ADVERBIAL}|[A-Z]\w+(?:ed|ing)\b[^,A-Z]{{,80}}, )?(?:[Tt]he )?"
)
_SUBJECT_END = re.compile(rf"(?:\s\([^)]{{1,40}}\))?(?:,\s+[^,]{{2,120}},)?\s+{_VERB}\b")
_COUNTRY = re.compile(
    "US|United States|UK|Britain|China|Russia|North Korea|South Korea|Japan|Iran|Israel|France|"
    "Germany|India|Pakistan|Turkey|Ukraine|Australia|Canada|Brazil|Mexico|Italy|Spain|Poland|"
    "Egypt|Syria|Iraq|Saudi Arabia"
)
_MIN_ACRONYM = 3
#: Names that never go without "the".
_DEFINITE_NAME = re.compile(
    r"(?:Ministry|Department|Bureau|Institute|University) of |(?:Supreme|High) Court"
)


class _Subject(NamedTuple):
    """What a sentence is about.

    Attributes:
        name: The name as it is to be written.
        kind: "company", "body", "country", "person", "acronym", or "name" where
            that is open.
    """

    name: str
    kind: str


def resolve_mentions(sentence: str, preceding: Sequence[str], article: str) -> str:
    """Return the sentence with its "the company", "it" or "its" made the name meant.

    Args:
        sentence: A sentence of the article, with single spaces.
        preceding: The sentences before it, nearest last, reworded where that is known.
        article: The whole article, with its title.

    Returns:
        The sentence unchanged where the article leaves any doubt whom it is about.
    """
    text = _flat(article)
    return (
        _name_pronoun(sentence, preceding, text)
        or _name_description(sentence, preceding, text)
        or sentence
    )


@lru_cache(maxsize=32)
def _flat(article: str) -> str:
    return " ".join(article.split())


def _name_description(sentence: str, preceding: Sequence[str], text: str) -> str | None:
    # The first letter is a capital only since a connective before it was dropped.
    place = text.find(sentence[1:])
    outside = outside_quotations(sentence)
    match = _DEFINITE.search(outside)
    names = _own_names(outside)
    if place < 0 or match is None or (names and names[0].start < match.start()):
        return None
    noun = fold(match["noun"] or match["age"])
    modifiers = {_same(fold(word)) for word in match["modifiers"].split()}
    # Whoever is 45 is so before the article says it too.
    bearers = _bearers(noun, modifiers, text, len(text) if match["age"] else place)
    name = _common_name(bearers, text) if bearers else None
    if name is not None and not _is_at_hand(name, text[max(0, place - _AT_HAND) : place]):
        return None
    if not bearers and not modifiers:
        name = _nearest(noun, preceding, text)
    if name is None:
        return None
    return _put(name, sentence, match.span(), possessive=match["possessive"] is not None)


def _put(name: str, sentence: str, place: tuple[int, int], *, possessive: bool) -> str:
    """Return the sentence with the name in a place, in the form that goes there."""
    start, end = place
    if start == 0:
        name = name[0].upper() + name[1:]
    told = possessive_of(name) if possessive else name
    return sentence[:start] + told + sentence[end:]


def _own_names(outside: str) -> list[Name]:
    """Return the names in a text that are no days, months or figures."""
    return [name for name in find_names(outside) if not is_calendar(name)]


def _same(word: str) -> str:
    return _SAME.get(word, word)


def _is_at_hand(name: str, window: str) -> bool:
    return any(word in window for word in name.split() if word[0].isupper())


def _bearers(noun: str, modifiers: set[str], text: str, place: int) -> list[Introduction]:
    """Return the introductions that "the [modifiers] noun" can mean at a place."""
    nouns = WIDER_NOUNS.get(noun, frozenset()) | {noun}
    before = [intro for intro in find_introductions(text) if intro.end <= place]
    return [
        intro
        for intro in before
        if intro.noun in nouns
        and modifiers <= _said_of(intro, before)
        and _RANKS & intro.modifiers <= modifiers
        and (modifiers or noun not in TEAM_NOUNS or noun in intro.tokens)
    ]


def _said_of(intro: Introduction, known: Iterable[Introduction]) -> set[str]:
    """Return all words that introductions of the same name describe it with."""
    said = {intro.noun}
    for other in known:
        if other.tokens <= intro.tokens or intro.tokens <= other.tokens:
            said |= {other.noun} | other.modifiers | other.tokens
    return {_same(word) for word in said}


def _common_name(found: Sequence[Introduction], text: str) -> str | None:
    """Return the one name that all introductions are of, or None."""
    longest = max(found, key=lambda intro: (len(intro.tokens), len(intro.name)))
    if any(not intro.tokens <= longest.tokens for intro in found):
        return None
    return _with_article(longest, text)


def _with_article(intro: Introduction, text: str) -> str:
    """Return the name with "the" where the article writes it so."""
    if intro.kind == "person":
        return intro.name
    if intro.name[0].islower() or _DEFINITE_NAME.match(intro.name):
        return f"the {intro.name}"
    bare = re.escape(intro.name)
    definite = len(re.findall(rf"\b[Tt]he\s+{bare}\b", text))
    every = len(re.findall(rf"\b{bare}\b", text))
    return f"the {intro.name}" if 2 * definite > every else intro.name


def _nearest(noun: str, preceding: Sequence[str], text: str) -> str | None:
    """Return the nearest sentence's subject where a noun without introduction means it."""
    subject = _subject(preceding, text)
    if subject is None:
        return None
    if not AGE.fullmatch(noun):
        return subject.name if subject.kind in _FOLLOWING.get(noun, ()) else None
    ages = {
        intro.noun
        for intro in find_introductions(text)
        if intro.name == subject.name and AGE.fullmatch(intro.noun)
    }
    return subject.name if subject.kind in {"person", "name"} and ages <= {noun} else None


def _name_pronoun(sentence: str, preceding: Sequence[str], text: str) -> str | None:
    outside = outside_quotations(sentence)
    match = _NEUTER.match(outside)
    if match is None:
        return None
    place = match.span("it" if match["it"] else "its")
    names = _own_names(outside)
    subject = _subject(preceding, text)
    if subject is None or subject.kind == "person" or (names and names[0].start < place[0]):
        return None
    if subject.kind == "country" and not match["reports"]:
        return None
    return _put(subject.name, sentence, place, possessive=match["its"] is not None)


def _subject(preceding: Sequence[str], text: str) -> _Subject | None:
    """Return what the nearest sentence is about, or None where that is no single name."""
    if not preceding:
        return None
    nearest = resolve_mentions(" ".join(preceding[-1].split()), preceding[:-1], text)
    outside = outside_quotations(nearest)
    names = _own_names(outside)
    if not names or not _BEFORE_SUBJECT.fullmatch(outside[: names[0].start]):
        return None
    first = names[0]
    if first.end > first.start + len(first.text) or not _SUBJECT_END.match(outside, first.end):
        return None
    definite = nearest[: first.start].lower().endswith("the ")
    shown = f"the {first.text}" if definite else first.text
    kind = "country" if _COUNTRY.fullmatch(first.text) else _body_kind(first, text)
    if kind is not None:
        return _Subject(shown, kind)
    person = None if definite else person_in(first, text) or full_name(first.text, text)
    if person is not None:
        others = {other for name in names[1:] if (other := person_in(name, text))} - {person}
        return None if others else _Subject(person, "person")
    # One bare word may be a firm's name or a surname, but is no place's.
    open_name = not definite and len(first.tokens) == 1 and not _may_be_place(first.text, text)
    return _Subject(shown, "name") if open_name else None


def _may_be_place(shown: str, text: str) -> bool:
    """Tell whether the text uses a word as a place's, a person's or no name at all."""
    used = rf"(?:\b(?:in|near|at|across|of)|[A-Z\d][\w.]*) {re.escape(shown)}\b"
    return shown.lower() in text or re.search(used, text) is not None


def _body_kind(name: Name, text: str) -> str | None:
    """Return whether a name is a company's or another body's, or None."""
    for intro in find_introductions(text):
        if set(name.tokens) <= intro.tokens and intro.kind in {"company", "body"}:
            return intro.kind
    is_acronym = name.text.isupper() and len(name.text) >= _MIN_ACRONYM
    return "acronym" if is_acronym and len(name.tokens) == 1 else None
