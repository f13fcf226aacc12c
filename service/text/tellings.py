"""Tellings: the sentences of an article that tell who and what one of its claims speaks of.

A claim stands alone by its form and still leaves a reader asking: of which quake, who is
Halloran, when was "the vote"? What answers that stands elsewhere in the article: where the
story opens, where a name or a noun is told first, and right in front of the claim's own
sentence. Nothing is worded here; the sentences stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.text.attribution import is_bare_quotation
from service.text.clarity import unclear_parts
from service.text.definites import POINTING_NOUNS
from service.text.introductions import ALL_NOUNS
from service.text.names import find_names, is_demonym, is_of_calendar, without_office
from service.text.personal_names import is_personal_name
from service.text.words import content_stems, fold, stem

#: Sentences returned at most: the opening one, what introduces, and what stands in front.
MAX_TELLINGS = 4
_MAX_INTRODUCTIONS = 2
#: A story is opened by one of so many first sentences.
_OPENING_SENTENCES = 3
#: The opening one has so many words of what it is to open.
_MIN_SHARED = 2
#: Names and nouns of a claim that are looked up; the rest of a very long one stays as it is.
_MAX_MENTIONS = 12
_MIN_LETTERS = 3
#: A longer sentence is a table or a page without full stops, which tells nothing.
_MAX_CHARACTERS = 1_000
#: What a sentence may leave open that is read beside another; "he" and half a quotation not.
_POINTING = ("pointing noun", "definite subject")
#: "The", "his", and up to three words before a noun that can point back at one.
_DEFINITE = re.compile(
    r"\b(?:the|this|that|these|those|his|her|its|their|both)\s(?:[\w'\u2019-]+\s){0,3}?"
    rf"(?P<noun>{POINTING_NOUNS}|{'|'.join(sorted(ALL_NOUNS))})(?![\w'\u2019-])",
    re.IGNORECASE,
)
#: "A grey", "two", "another": what stands before a noun that is told first.
_INDEFINITE = (
    r"\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|another|several|some|many|\d[\d,.]*)"
    r"\s(?:[\w'\u2019-]+\s){0,3}?"
)


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence that helps to understand a claim.

    Attributes:
        index: Its place among the sentences that were given.
        introduces: The words of the claim, in its order, and its speaker, that it introduces;
            empty where it opens the story, or stands right in front, and introduces none.
    """

    index: int
    introduces: tuple[str, ...]


def find_tellings(
    claim: str, speaker: str | None, own: int, sentences: Sequence[str]
) -> tuple[Telling, ...]:
    """Return the sentences that tell who and what a claim speaks of, in their order.

    These are the one that opens the story, if it is of the same one; those that introduce a
    name or a noun of the claim, which stand before it as a rule and behind it where nothing
    does before; and the one right in front.

    Args:
        claim: The claim's text.
        speaker: Who made it, as far as that is known.
        own: The index of the sentence that it was made from.
        sentences: The sentences of the article's prose, in order.

    Returns:
        At most `MAX_TELLINGS`, none of them the claim's own sentence.
    """
    first = _introductions(claim, speaker, own, sentences)
    near = " ".join((claim, *sentences[max(0, own - 1) : own + 1]))
    opening = _opening(near, own, sentences)
    chosen = [] if opening is None else [opening]
    counts = Counter(first.values())
    others = [place for place in counts if place not in chosen]
    others.sort(key=lambda place: (-counts[place], place))
    chosen += others[:_MAX_INTRODUCTIONS]
    if own > 0 and _is_readable(sentences[own - 1], _POINTING):
        chosen.append(own - 1)
    return tuple(
        Telling(index, tuple(words for words, place in first.items() if place == index))
        for index in sorted(set(chosen))
    )


def _opening(near: str, own: int, sentences: Sequence[str]) -> int | None:
    """Return which of the first sentences tells what a claim's story is about, or None."""
    stems = frozenset(content_stems(near))
    for index, sentence in enumerate(sentences[: min(own, _OPENING_SENTENCES)]):
        if _is_readable(sentence) and find_names(sentence):
            is_same = len(stems.intersection(content_stems(sentence))) >= _MIN_SHARED
            return index if is_same else None
    return None


def _is_readable(sentence: str, allowed: tuple[str, ...] = ()) -> bool:
    """Tell whether a sentence can be read by itself, but for what it may point back at."""
    if len(sentence) > _MAX_CHARACTERS or is_bare_quotation(sentence):
        return False
    return all(part.startswith(allowed) for part in unclear_parts(sentence))


def _introductions(
    claim: str, speaker: str | None, own: int, sentences: Sequence[str]
) -> Mapping[str, int]:
    """Return what of a claim another sentence introduces, in its order, and which one."""
    found: dict[str, int] = {}
    for words, tokens in _mentions(claim, speaker):
        places = _naming(tokens, own, sentences) if tokens else _telling(words, own, sentences)
        place = next((index for index in places if _is_readable(sentences[index], _POINTING)), None)
        if place is not None:
            found.setdefault(words, place)
    return found


def _mentions(claim: str, speaker: str | None) -> list[tuple[str, tuple[str, ...]]]:
    """Return the names of a claim with their words, and its pointing nouns with none."""
    names = [
        name
        for name in find_names(claim)
        # "The Spanish champion" needs no telling of who the Spanish are.
        if not (is_of_calendar(name, claim) or is_demonym(name) or len(name.text) < _MIN_LETTERS)
    ]
    placed = [(name.start, *_named(name.text)) for name in names]
    inside = [range(name.start, name.end) for name in names]
    placed += [
        (match.start("noun"), match["noun"], ())
        for match in _DEFINITE.finditer(claim)
        if not any(match.start("noun") in place for place in inside)
    ]
    mentions = [(words, tokens) for _, words, tokens in sorted(placed)[:_MAX_MENTIONS]]
    told = find_names(speaker) if speaker else ()
    mentions += [_named(name.text) for name in told[:1]]
    # "Vandermoor" is no other than "Ilse Vandermoor".
    whole = [frozenset(tokens) for _, tokens in mentions]
    return [
        (words, tokens)
        for words, tokens in mentions
        if not tokens or not any(frozenset(tokens) < other for other in whole)
    ]


def _named(written: str) -> tuple[str, tuple[str, ...]]:
    name = without_office(written)
    return name, tuple(fold(word) for word in name.split())


def _naming(tokens: tuple[str, ...], own: int, sentences: Sequence[str]) -> Iterator[int]:
    """Yield the sentences that name somebody or something, those first that do it in full.

    What stands behind the claim's own counts where it tells more of the name than the claim;
    nothing does where the article gives the last word of the name to several.
    """
    last, said = tokens[-1], frozenset(tokens)
    is_personal = is_personal_name(" ".join(token.capitalize() for token in tokens))
    full: dict[int, frozenset[str]] = {}
    bare: list[int] = []
    for index, sentence in enumerate(sentences):
        # Reading all names of a long article for each of a claim's would take seconds.
        if index == own or last not in fold(sentence):
            continue
        for name in find_names(sentence):
            known = frozenset(_named(name.text)[1])
            if said < known or (said == known and index < own and len(known) > 1):
                full.setdefault(index, known)
            elif known == {last} and index < own and (len(said) == 1 or is_personal):
                bare.append(index)
            elif known & said == {last} and len(said) > 1:
                # "Otto Berg" does not tell who Maria Berg is.
                return
    longest = max(full.values(), key=len, default=said)
    if all(known <= longest for known in full.values()):
        yield from sorted(full, key=lambda index: (index > own, index))
        yield from bare


def _telling(noun: str, own: int, sentences: Sequence[str]) -> Iterator[int]:
    """Yield the sentence before a claim's own that tells a noun first, if it is the only one."""
    base = stem(noun)
    found = [
        index
        for index, sentence in enumerate(sentences[:own])
        if base in content_stems(sentence) and _tells_first(noun, sentence)
    ]
    # Of "a man" and "a second man" either may be meant.
    if len(found) == 1:
        yield found[0]


def _tells_first(noun: str, sentence: str) -> bool:
    """Tell whether a sentence has "a bridge", "two bridges" or "Orrin Bridge" for a noun."""
    singular = re.escape(re.sub(r"(?:es|s)\Z", "", fold(noun)))
    written = rf"{singular}(?:e?s)?\b"
    if re.search(_INDEFINITE + written, sentence, re.IGNORECASE):
        return True
    return any(re.search(rf"\s{written}\Z", fold(name.text)) for name in find_names(sentence))
