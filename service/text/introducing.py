"""Introducing: which sentences of an article tell who and what one of its claims speaks of.

A claim stands alone by its form and still leaves a reader asking: of which quake, who is
Halloran, when was "the vote"? What answers that stands in the article before it: where the
story opens, where a name or a noun is told first, and right in front of the claim's own
sentence. Nothing is worded here; the sentences are returned as they stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from service.text.names import Name, find_names, is_of_calendar
from service.text.words import STOP_WORDS, content_stems, fold

#: Sentences returned at most: what opens the story, introductions, what stands in front.
MAX_PASSAGES = 4
#: Of these, sentences besides the opening one where something is told first.
_MAX_INTRODUCTIONS = 2
#: Names and nouns of a claim that are looked up; the rest of a very long one stays as it is.
_MAX_MENTIONS = 12
#: "The 14 bridge cables": what points back, and up to four words behind it.
_DEFINITE = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Bb]oth)"
    r"(?=(?P<noun>(?:\s[\w'\u2019-]+){1,4}))"
)


@dataclass(frozen=True, slots=True)
class Introduction:
    """A sentence that helps to understand a claim.

    Attributes:
        index: Its place among the sentences that were given.
        introduces: The words of the claim that it tells first, in the claim's order, and its
            speaker; empty where it opens the story, or stands right in front, and introduces
            none of them.
    """

    index: int
    introduces: tuple[str, ...]


def find_introductions(
    claim: str, speaker: str | None, own: int, sentences: Sequence[str]
) -> tuple[Introduction, ...]:
    """Return the earlier sentences that tell who and what a claim speaks of, in their order.

    These are the one that opens the story, if it is of the same one; the ones where names and
    nouns of the claim are told first; and the one right in front of the claim's own.

    Args:
        claim: The claim's text.
        speaker: Who made it, as far as that is known.
        own: The index of the sentence that it was made from.
        sentences: The sentences of the article's prose, in order.

    Returns:
        At most `MAX_PASSAGES`, none of them the claim's own sentence.
    """
    earlier = [frozenset(content_stems(sentence)) for sentence in sentences[:own]]
    if not earlier:
        return ()
    first = _first_tellings(claim, speaker, earlier)
    near = frozenset(content_stems(" ".join((claim, *sentences[max(0, own - 2) : own + 1]))))
    chosen = [0] if own == 1 or earlier[0] & near else []
    others = [place for place in _by_use(first) if place not in chosen]
    chosen += others[:_MAX_INTRODUCTIONS]
    chosen = sorted({*chosen, own - 1})
    return tuple(
        Introduction(index, tuple(words for words, place in first.items() if place == index))
        for index in chosen
    )


def _first_tellings(
    claim: str, speaker: str | None, earlier: Sequence[frozenset[str]]
) -> dict[str, int]:
    """Return who and what of a claim was told before, and where first."""
    names = [name for name in find_names(claim) if not is_of_calendar(name, claim)]
    found: dict[str, int] = {}
    placed = sorted([*((name.start, name.text) for name in names), *_pointed_at(claim, names)])
    mentions = [words for _, words in placed[:_MAX_MENTIONS]]
    for words in [*mentions, speaker] if speaker else mentions:
        stems = frozenset(content_stems(words))
        shared = [len(stems & sentence) for sentence in earlier]
        if any(shared):
            place = shared.index(max(shared))
            told = (word for word in words.split() if not earlier[place].isdisjoint(_stems(word)))
            found.setdefault(" ".join(told), place)
    return found


def _stems(word: str) -> frozenset[str]:
    return frozenset(content_stems(word))


def _pointed_at(claim: str, names: Sequence[Name]) -> Iterator[tuple[int, str]]:
    """Yield the nouns that "the" or "his" stands in front of, with where they begin."""
    inside = [range(name.start, name.end) for name in names]
    for match in _DEFINITE.finditer(claim):
        start = match.start("noun") + 1
        noun = " ".join(takewhile(lambda word: fold(word) not in STOP_WORDS, match["noun"].split()))
        if noun and not any(start in place for place in inside):
            yield start, noun


def _by_use(first: Mapping[str, int]) -> list[int]:
    """Return the places that tell something first, those that tell most before the others."""
    counts = Counter(first.values())
    return sorted(counts, key=lambda place: (-counts[place], place))
