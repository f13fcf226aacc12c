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
from itertools import islice

from service.text.attribution import is_bare_quotation
from service.text.clarity import unclear_parts
from service.text.definites import POINTING_NOUNS
from service.text.introductions import ALL_NOUNS
from service.text.names import Name, find_names, is_demonym, is_of_calendar, without_office
from service.text.naming import full_name
from service.text.quotations import outside_quotations
from service.text.vocabulary import COMMON_WORDS
from service.text.words import content_stems, fold, word_set

#: Sentences returned at most: the opening one, what introduces, and what stands in front.
MAX_TELLINGS = 4
_MAX_INTRODUCTIONS = 2
#: A story is opened by one of so many first sentences.
_OPENING_SENTENCES = 3
#: The opening one, and the one in front, have so many words of what they stand beside.
_MIN_SHARED = 2
#: Names and nouns of a claim that are looked up; the rest of a very long one stays as it is.
_MAX_MENTIONS = 12
_MIN_LETTERS = 3
#: Single words with a capital of which nobody asks who that is.
_SLIGHT = COMMON_WORDS | word_set(
    "green labour conservative liberal democrat republican federal parliament congress senate "
    "government christian muslim catholic jewish internet god earth"
)
#: Sentences with a name that are read for it.
_MAX_LINES = 60
#: A longer sentence is a table or a page without full stops, which tells nothing.
_MAX_CHARACTERS = 1_000
#: What a sentence may leave open that is read beside another; "he" and half a quotation not.
_POINTING = ("pointing noun", "definite subject")
#: What parts one noun phrase from the next.
_PARTING = (
    "the|this|that|these|those|his|her|its|their|an?|of|in|on|at|for|to|from|by|with|and|or|than|as"
)
_FREE_WORDS = rf"(?:(?!(?:{_PARTING})\s)[\w'\u2019-]+\s){{0,3}}?"
#: "The", "his", and up to three words before a noun that can point back at one.
_DEFINITE = re.compile(
    rf"\b(?:the|this|that|these|those|his|her|its|their|both)\s{_FREE_WORDS}"
    rf"(?P<noun>{POINTING_NOUNS}|{'|'.join(sorted(ALL_NOUNS))})(?![\w'\u2019-])",
    re.IGNORECASE,
)
#: "A grey", "two", "another": what stands before a noun that is told first.
_INDEFINITE = re.compile(
    r"(?<![\w.,])(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|another|several|some|many|"
    rf"\d{{1,3}}(?:,\d{{3}})*)\s{_FREE_WORDS}\Z",
    re.IGNORECASE,
)
#: "The G20 summit": a name right before a noun says which one.
_NAMED_BEFORE = re.compile(r"[a-z,] [A-Z][\w\u2019'-]*\s\Z")
_WORD = re.compile(r"[^\W\d_]+")
_IRREGULAR = {"men": "man", "women": "woman", "children": "child"}
#: Characters before a noun that are looked at for what stands in front of it.
_BEFORE = 60
_PRONOUN = re.compile(r"\b(?:he|she|him|her|his|they|them|their)\b", re.IGNORECASE)


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
    does before; and the one right in front, if it speaks of the same.

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
    if own > 0 and own - 1 not in chosen and _goes_on(claim, sentences[own - 1]):
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


def _goes_on(claim: str, before: str) -> bool:
    """Tell whether a claim speaks of the same as the sentence in front of its own."""
    shared = set(content_stems(claim)).intersection(content_stems(before))
    return len(shared) >= _MIN_SHARED and _is_readable(before, _POINTING)


def _is_readable(sentence: str, allowed: tuple[str, ...] = ()) -> bool:
    """Tell whether a sentence can be read by itself, but for what it may point back at."""
    if len(sentence) > _MAX_CHARACTERS or is_bare_quotation(sentence) or sentence.endswith("?"):
        return False
    pronoun = _PRONOUN.search(outside_quotations(sentence))
    # "Oddly, he left the party": beside another claim anybody may be meant.
    if pronoun and not any(name.start < pronoun.start() for name in find_names(sentence)):
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
        if not (is_of_calendar(name, claim) or is_demonym(name) or _is_slight(name))
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


def _is_slight(name: Name) -> bool:
    """Tell whether a name is a part of one ("No", the "Green" of "Green party leader")."""
    is_short = len(name.text) < _MIN_LETTERS
    return is_short or (len(name.tokens) == 1 and name.text.lower() in _SLIGHT)


def _named(written: str) -> tuple[str, tuple[str, ...]]:
    name = without_office(written)
    return name, tuple(fold(word) for word in name.split())


def _naming(tokens: tuple[str, ...], own: int, sentences: Sequence[str]) -> Iterator[int]:
    """Yield the sentences that name somebody or something in full, those before the claim first.

    What stands behind the claim's own counts where it tells more of the name than the claim.
    A single word is looked up as a surname alone: nobody asks who "Russia" is.
    """
    last, said = tokens[-1], frozenset(tokens)
    # Reading all names of a long article for each of a claim's would take seconds.
    lines = [i for i, sentence in enumerate(sentences) if last in fold(sentence)][:_MAX_LINES]
    sought = said
    if len(said) == 1:
        full = full_name(last, "\n".join(sentences[index] for index in lines))
        if full is None:
            return
        sought = frozenset(_named(full)[1])
    for index in sorted(lines, key=lambda index: (index > own, index)):
        for name in find_names(sentences[index]) if index != own else ():
            known = frozenset(_named(name.text)[1])
            if sought <= known and (index < own or said < known):
                yield index


def _telling(noun: str, own: int, sentences: Sequence[str]) -> Iterator[int]:
    """Yield the sentence before a claim's own that tells a noun first, if it is the only one."""
    base = _singular(noun)
    told = (
        index
        for index, sentence in enumerate(sentences[:own])
        if len(sentence) <= _MAX_CHARACTERS and _tells_first(base, sentence)
    )
    found = list(islice(told, 2))
    # Of "a man" and "a second man" either may be meant.
    if len(found) == 1:
        yield found[0]


def _tells_first(base: str, sentence: str) -> bool:
    """Tell whether a sentence has "a bridge", "two bridges", "Orrin Bridge", "the G20 summit"."""
    for match in _WORD.finditer(sentence):
        if _singular(match.group()) != base:
            continue
        before = sentence[max(0, match.start() - _BEFORE) : match.start()]
        is_named = match.group()[0].isupper() and match.start() > 0
        if is_named or _INDEFINITE.search(before) or _NAMED_BEFORE.search(before):
            return True
    return False


def _singular(noun: str) -> str:
    """Return a noun in small letters without the ending of a plural."""
    word = fold(noun)
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies"):
        return word[:-3] + "y"
    return re.sub(r"(?<=[sxz])es\Z|(?<=[cs]h)es\Z|(?<!s)s\Z", "", word)
