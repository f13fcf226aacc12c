"""Likeness: what two claims share in words, names and numbers, as numbers to judge by."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d[\d,.]*")
_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+")
#: Words that every claim may hold, and that therefore tell nothing.
STOP_WORDS = frozenset(
    [
        *("a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "did", "do", "does"),
        *("for", "from", "had", "has", "have", "he", "her", "his", "i", "if", "in", "into"),
        *("is", "it", "its", "not", "of", "on", "or", "our", "s", "she", "so", "t", "than"),
        *("that", "the", "their", "them", "then", "there", "these", "they", "this", "those"),
        *("to", "was", "we", "were", "what", "when", "which", "who", "will", "with"),
        *("would", "you", "your"),
    ]
)
#: A typical claim has so many words, and so many with its context (Robertson and Zaragoza
#: 2009, "BM25 and beyond", section 3.4: the length that a text is measured by).
_TYPICAL_WORDS = 54
_SATURATION = 1.2
_LENGTH_SHARE = 0.75

_stemmer = snowballstemmer.stemmer("english")


class Shared(NamedTuple):
    """What a query and a stored claim share, each roughly between 0 and 1 or a few.

    Attributes:
        weight: BM25 of the query's words in the claim with its context, a twentieth of it.
        coverage: Share of the query's words, by rarity, that the claim's own text holds.
        rarest: Rarity of the rarest word that both texts hold, a tenth of it.
        numbers: Share of the numbers of both that both hold; 0 where there are none.
        other_numbers: 1 where each holds a number that the other lacks.
    """

    weight: float
    coverage: float
    rarest: float
    numbers: float
    other_numbers: float


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare words are, by how many of some texts hold them.

    Attributes:
        texts: How many texts were counted.
        holding: For each stem, how many of them hold it; one that is missing is in none.
    """

    texts: int
    holding: Mapping[str, int]

    def of(self, stem: str) -> float:
        """Return the inverse document frequency of a stem (Robertson and Zaragoza 2009)."""
        holding = self.holding.get(stem, 0)
        return math.log(1 + (self.texts - holding + 0.5) / (holding + 0.5))


def without_addresses(text: str) -> str:
    """Return a text without web addresses, which say nothing about what is claimed."""
    return " ".join(_ADDRESS.sub(" ", text).split()) or text


def search_words(text: str) -> tuple[str, ...]:
    """Return the words to look for, each once, in their order, without those that tell nothing."""
    words = _WORD.findall(_ADDRESS.sub(" ", text).lower())
    return tuple(dict.fromkeys(word for word in words if word not in STOP_WORDS))


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of a text's words (Porter 2001, Snowball English)."""
    plain = _ADDRESS.sub(" ", text).lower().replace("\u2019", "'").replace("'s", " ")
    return tuple(_stem(word) for word in _WORD.findall(plain))


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    found: str = _stemmer.stemWord(word)
    return found


def numbers(text: str) -> frozenset[str]:
    """Return the numbers of a text as written, without separators of thousands."""
    return frozenset(
        found.replace(",", "").rstrip(".") for found in _NUMBER.findall(_ADDRESS.sub(" ", text))
    )


def compare_words(query: str, text: str, context: str, rarity: Rarity) -> Shared:
    """Return what a query shares with a stored claim.

    Args:
        query: The claim that is looked for.
        text: The stored claim.
        context: What the stored claim is found by besides.
        rarity: How rare words are.
    """
    wanted = {stem: rarity.of(stem) for stem in stems(query) if stem not in STOP_WORDS}
    own, around = Counter(stems(text)), Counter(stems(context))
    length = (own.total() + around.total()) / _TYPICAL_WORDS
    damping = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length)
    weight = 0.0
    for stem, rareness in wanted.items():
        count = own[stem] + around[stem]
        weight += rareness * count * (1 + _SATURATION) / (count + damping)
    shared = [rareness for stem, rareness in wanted.items() if stem in own]
    asked, told = numbers(query), numbers(text)
    return Shared(
        weight=weight / 20,
        coverage=sum(shared) / (sum(wanted.values()) or 1.0),
        rarest=max(shared, default=0.0) / 10,
        numbers=len(asked & told) / (len(asked | told) or 1),
        other_numbers=1.0 if asked - told and told - asked else 0.0,
    )
