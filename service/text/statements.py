"""Statements: whether a passage, a summary's sentence or a headline says what a claim says.

All of it goes by words, so that the answer is the same at every reading.
"""

from __future__ import annotations

import re

from service.text.likeness import numbers
from service.text.words import STOP_WORDS, content_stems, fold, words

#: From this share of a claim's content words on, a sentence that has its numbers repeats it.
MIN_SHARE_OF_CLAIM = 0.8
#: From this share of a headline's content words on, it tells of the claim that they are in.
MIN_SHARE_OF_HEADLINE = 0.75
#: Fewer content words than that tell of nothing in particular.
MIN_CONTENT_WORDS = 3
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nor|neither|nobody|nothing|cannot|\w+n['\u2019]t)\b"
)


def repeats(text: str, claim: str) -> bool:
    """Tell whether a sentence says in nearly the same words what a claim says.

    It has four fifths of the claim's content words, all of its numbers, and is negated
    where the claim is.
    """
    wanted = set(content_stems(claim))
    if len(wanted) < MIN_CONTENT_WORDS:
        return [fold(word) for word in words(text)] == [fold(word) for word in words(claim)]
    shared = len(wanted & set(content_stems(text)))
    if shared < MIN_SHARE_OF_CLAIM * len(wanted):
        return False
    return numbers(claim) <= numbers(text) and _is_negated(text) == _is_negated(claim)


def is_headline_of(headline: str, claim: str, quote: str) -> bool:
    """Tell whether a headline tells of a claim.

    Three quarters of its content words, three at the least, are in the claim or its quote,
    and so are all of its numbers.
    """
    told = set(content_stems(headline))
    known = set(content_stems(claim)) | set(content_stems(quote))
    if len(told & known) < max(MIN_CONTENT_WORDS, MIN_SHARE_OF_HEADLINE * len(told)):
        return False
    return numbers(headline) <= numbers(claim) | numbers(quote)


def still_says(passage: str, claim: str, source: str) -> bool:
    """Tell whether a reworded passage may still say what a claim says.

    It does not where a number or a name that the claim took from the former words is gone,
    or where one of the two is negated and the other is not. Whatever else was reworded is
    taken to say the same, since to leave a wrong statement in does more harm than to leave a
    right one out.

    Args:
        passage: The words that stand there now.
        claim: Its text.
        source: The words that it was made from.
    """
    taken = _marked_words(claim) & _marked_words(source)
    if not taken <= {fold(word) for word in words(passage)}:
        return False
    if not (numbers(claim) & numbers(source)) <= numbers(passage):
        return False
    return _is_negated(passage) == _is_negated(source)


def _marked_words(text: str) -> set[str]:
    """Return the words with a capital, names among them."""
    return {fold(word) for word in words(text) if word[0].isupper()} - STOP_WORDS


def _is_negated(text: str) -> bool:
    return _NEGATION.search(text.lower()) is not None
