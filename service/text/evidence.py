"""Evidence: which sentences of an article a statement is best held against.

A statement may fuse facts of several sentences, so sentences are chosen one after the
other, each for the words of the statement that the earlier ones leave uncovered.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from service.text.sentences import split_sentences
from service.text.words import content_stems, fold, words

#: Sentences chosen at most.
MAX_SENTENCES = 4
#: Words chosen at most; the first sentence chosen counts whatever its length.
MAX_WORDS = 110
#: What a word counts that an earlier chosen sentence covers already.
_COVERED = 0.25
#: What the given evidence counts more than the rest of the article, the main one most.
_MAIN_BONUS = 0.35
_GIVEN_BONUS = 0.1
#: A sentence that adds less than this share of the statement's weight is left out.
_MIN_GAIN = 0.03
#: Words that no sentence has more of, unless its end was not seen.
_LONGEST = 60
_FULL_STOP = re.compile(r"(?<=[a-z\d][.!?;])\s+|(?<=\s[.!?;])\s+")
#: Sentences longer than the statement by this many words are no better for that.
_LENGTH_COST = 0.002


def select_evidence(
    statement: str, given: Sequence[str], article: str, max_sentences: int = MAX_SENTENCES
) -> tuple[str, ...]:
    """Return the sentences that the statement is to be held against, in reading order.

    Args:
        statement: The claim, headline or summary sentence.
        given: Evidence known beforehand, the main sentence first; may be empty.
        article: The article, from which further sentences are taken.
        max_sentences: How many sentences are wanted at most.
    """
    given = tuple(" ".join(text.split()) for text in given)
    candidates = _candidates(given, article)
    weights = _weights(statement, candidates)
    total = sum(weights.values()) or 1.0
    bonus = dict.fromkeys(given, _GIVEN_BONUS)
    if given:
        bonus[given[0]] = _MAIN_BONUS
    left = {
        index: shared
        for index, text in enumerate(candidates)
        if (shared := frozenset(_stems(text)) & weights.keys()) or text in bonus
    }
    chosen: list[int] = []
    covered: set[str] = set()
    length = 0
    while left and len(chosen) < max_sentences:
        gains = {
            index: sum(weights[s] * (_COVERED if s in covered else 1.0) for s in stems) / total
            + bonus.get(candidates[index], 0.0)
            - _LENGTH_COST * len(candidates[index].split())
            for index, stems in left.items()
        }
        best = max(gains, key=lambda index: (gains[index], -index))
        size = len(candidates[best].split())
        fresh = left.pop(best)
        if chosen and (length + size > MAX_WORDS or gains[best] < _MIN_GAIN):
            if gains[best] < _MIN_GAIN:
                break
            continue
        chosen.append(best)
        covered |= fresh
        length += size
    return tuple(candidates[index] for index in sorted(chosen))


def _candidates(given: tuple[str, ...], article: str) -> tuple[str, ...]:
    """Return the article's sentences and what the given evidence has beyond them."""
    sentences = article_sentences(article)
    known = frozenset(sentences)
    return (*(text for text in dict.fromkeys(given) if text not in known), *sentences)


def _weights(statement: str, candidates: Sequence[str]) -> dict[str, float]:
    """Return how much each of the statement's stems counts: rare ones of the article most."""
    spread = _spread(tuple(candidates))
    return {
        stem: math.log(1 + len(candidates) / spread[stem])
        for stem in _stems(statement)
        if spread[stem]
    }


@lru_cache(maxsize=32)
def _spread(candidates: tuple[str, ...]) -> Counter[str]:
    """Return in how many of the candidates each stem occurs."""
    return Counter(stem for text in candidates for stem in frozenset(_stems(text)))


@lru_cache(maxsize=32_768)
def _stems(text: str) -> tuple[str, ...]:
    stems = content_stems(text)
    return tuple(stems) if stems else tuple(fold(word) for word in words(text))


@lru_cache(maxsize=128)
def article_sentences(article: str) -> tuple[str, ...]:
    """Return the sentences of a text, white space evened out, each once."""
    found = (" ".join(sentence.text.split()) for sentence in split_sentences(article, ()))
    return tuple(dict.fromkeys(part for sentence in found for part in _parts(sentence)))


def _parts(sentence: str) -> list[str]:
    """Cut what is too long for a sentence (text without capitals) at its full stops."""
    if len(sentence.split()) <= _LONGEST:
        return [sentence]
    return [part for part in _FULL_STOP.split(sentence) if part]
