"""Shortenings: whether a sentence that was cut shorter has lost what its rest needs."""

from __future__ import annotations

import re

from service.text.form import has_finite_verb
from service.text.names import CALENDAR_WORDS
from service.text.quotations import outside_quotations
from service.text.words import fold, word_set

_ANAPHOR = re.compile(r"\b(?:he|him|his|she|her|it|its|they|them|their)\b")
_LEADING_ON = word_set(
    """
    have has had is are was were be been will would can could may might must should do does did
    to of in on at for with by from and or but that which who whose the a an as than into
    """
)
#: "Told a hearing that …": a reporting verb and, further on in its clause, what it reports.
_REPORTED_THAT = re.compile(
    r"\b(?P<verb>told|said|warned|announced|recorded|claimed|argued|found|stated|added)\b"
    r"(?=[^.,;:\"\u201c]* that\b)"
)
_REPORTS_ON = re.compile(r"[\"\u201c\u2018:]|\bthat\b")
_PERSONAL = frozenset({"he", "him", "his", "she", "her"})
_CALENDAR = frozenset(fold(word) for word in CALENDAR_WORDS)
_WORD = re.compile(r"[^\W\d_]+")
#: A capitalised word inside the sentence, as names are.
_NAME_WORD = re.compile(r"(?<=[a-z,;:\u2014] )(?:[A-Z][^\W\d_]+ )*(?P<word>[A-Z][^\W\d_]+)")
#: The head of "the inquiry", "two former managers", "a deck"; or a name.
_NOUN_AFTER_DETERMINER = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Tt]wo|[Tt]hree|[Ss]everal|[Ss]ome|[Mm]any)\s+"
    r"(?:[a-z-]+\s+){0,2}?(?P<word>[^\W\d_]+)(?=[\s,.;:])"
)


def lost_antecedent(sentence: str, source: str) -> str | None:
    """Return a pronoun of a shortened sentence whose antecedent may have been cut, or None.

    Of "Judge Ana Low, who led the inquiry, presented its report" a shortening without the
    inner clause would leave "its report" hanging. What counts is the last name, or for
    "it" and "they" the last noun, that stood before the pronoun in the source.
    """
    pronouns = _ANAPHOR.finditer(outside_quotations(sentence))
    for pronoun in pronouns:
        original = _find_word(source, pronoun.group())
        if original is None:
            continue
        kept = {fold(word) for word in _WORD.findall(sentence[: pronoun.start()])}
        before = source[:original]
        pattern = _NAME_WORD if pronoun.group().lower() in _PERSONAL else _NOUN_AFTER_DETERMINER
        nouns = [fold(match["word"]) for match in pattern.finditer(before)]
        nouns = [noun for noun in nouns if noun not in _CALENDAR]
        if nouns and nouns[-1] not in kept:
            return pronoun.group()
    return None


def lost_ending(sentence: str, source: str) -> bool:
    """Tell whether a shortened sentence breaks off where its source went on.

    It ends with a word that leads to another ("arrested have"), or it has the source's
    reporting verb but none of what was reported ("told a hearing in Belfast").
    """
    last = _WORD.findall(sentence)[-1:]
    if not last or (fold(last[0]) in _LEADING_ON and last[0] != "May"):
        return True
    for verb in _REPORTED_THAT.finditer(source):
        place = _find_word(sentence, verb["verb"])
        if place is None:
            continue
        rest = sentence[place + len(verb["verb"]) :]
        if not _REPORTS_ON.search(rest) and not has_finite_verb(rest):
            return True
    return False


def _find_word(text: str, word: str) -> int | None:
    match = re.search(rf"\b{word}\b", text)
    return None if match is None else match.start()
