"""Dependents: what belongs to another word of the sentence than a wording gives it to.

Which subject a verb has, which verb a phrase goes with, and what a preposition governs, as far
as the order of words shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from service.text.clean_cuts import JOINING, RELATIVE
from service.text.form import has_finite_verb
from service.text.names import find_names
from service.text.words import WORD, fold, word_set, words

#: Verbs that follow their subject at once, and what all their forms are taken for.
_FINITE = {
    form: forms[0]
    for forms in (
        ("is", "are", "was", "were"),
        ("has", "have", "had"),
        ("does", "do", "did"),
        *(("will",), ("would",), ("can",), ("could",), ("may",), ("might",), ("must",)),
    )
    for form in forms
}
#: Words behind which a verb goes on with the subject before them.
PREPOSITIONS = frozenset({"on", "in", "at", "by", "for", "from", "with", "to", "of", "as"})
#: What may go with a verb and open a phrase.
COMPLEMENTS = PREPOSITIONS | {"against", "into", "over", "after", "before", "than", "about"}
#: What is left out with the marks on both sides that set it apart.
_SET_APART = re.compile(r"\s?[,(\u2013\u2014-].*[,)\u2013\u2014-]\s?")
_PLACES = word_set(
    """
    suburb city town village state county province region district island port capital borough
    university north south east west centre center middle heart outskirts part side half edge week
    month beginning start end
    """
)
#: The object of a preposition begins within so many words behind it.
_OBJECT_REACH = 8
#: A participle behind a comma, to which the phrase that follows it belongs.
_PARTICIPIAL = re.compile(r"[,(\u2013\u2014-]\s*(?:\w+ly\s+)?\w{2,}(?:ing|ed)\b")


def wrong_dependents(wording: str, sentence: str) -> tuple[str, ...]:
    """Return what a wording gives to another word than its sentence does, a short phrase each.

    Args:
        wording: A claim made from the sentence.
        sentence: The sentence.
    """
    return (
        *_other_subject(wording, sentence),
        *_other_complement(wording, sentence),
        *_other_object(wording, sentence),
    )


def _other_subject(wording: str, sentence: str) -> Iterator[str]:
    """Yield verbs that stand behind a name in the sentence which the wording leaves out.

    "Low's header beat Varga, and Norvik have won twice" is not "Low have won twice", and of
    "Low met Varga and signed the treaty" it is Low who signed.
    """
    source = [_FINITE.get(fold(word), fold(word)) for word in words(sentence)]
    names = find_names(sentence)
    named = {token for name in names for token in name.tokens}
    leading = names[0].tokens if names else ()
    said = words(wording)
    position = -1
    for word, follower in zip_longest(said, said[1:], fillvalue=""):
        form = _FINITE.get(fold(word), fold(word))
        places = [i for i in range(position + 1, len(source)) if source[i] == form]
        if not places:
            continue
        # Of several the one that goes on as the wording does.
        followed = (i for i in places if source[i + 1 : i + 2] == [fold(follower)])
        found = next(followed, places[0])
        before = source[found - 1] if 0 <= position < found - 1 else ""
        joined = before in JOINING and source[position] in named.difference(leading)
        # Behind a comma or a relative pronoun the subject is the one before the insertion.
        goes_on = before in RELATIVE | JOINING or f"{before}, " in fold(sentence)
        if joined or (before and form in _FINITE and not goes_on):
            yield f"of another: {word}"
        position = found


def _other_complement(wording: str, sentence: str) -> Iterator[str]:
    """Yield what stands behind another verb in the sentence, which the wording leaves out.

    Of "Low was sent off and starts a ban against Norvik" it is the ban that is against them,
    and "failed to win, doing well only in the north" does not say that they failed there.
    """
    found = list(WORD.finditer(sentence))
    source = [fold(match.group()) for match in found]
    position = -1
    for word in (fold(word) for word in words(wording)):
        place = next((i for i in range(position + 1, len(source)) if source[i] == word), None)
        if place is None:
            continue
        if 0 <= position < place - 1 and word in COMPLEMENTS:
            skipped = sentence[found[position].end() : found[place].start()]
            is_other = has_finite_verb(skipped) or _PARTICIPIAL.match(skipped)
            if is_other and not _SET_APART.fullmatch(skipped):
                yield f"of another: {word}"
        position = place


def _other_object(wording: str, sentence: str) -> Iterator[str]:
    """Yield prepositions whose object the wording leaves out for what depends on it.

    Who is "a fan of pages dedicated to Norvik" is no fan of Norvik.
    """
    source = [fold(word) for word in words(sentence)]
    given = set(pairwise(source))
    for preposition, follower in pairwise(fold(word) for word in words(wording)):
        if preposition not in PREPOSITIONS or (preposition, follower) in given:
            continue
        for place in (i for i, word in enumerate(source) if word == preposition):
            reach = source[place + 1 : place + 1 + _OBJECT_REACH]
            if follower not in reach:
                continue
            skipped = reach[: reach.index(follower)]
            # "In the Norvik suburb of Halden" is in Halden.
            is_place = skipped[-1:] == ["of"] and not _PLACES.isdisjoint(skipped[-2:-1])
            if PREPOSITIONS.intersection(skipped[1:]) and not is_place:
                yield f"of another: {preposition} {follower}"
                return
