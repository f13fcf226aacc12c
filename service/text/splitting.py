"""Splitting: whether a part of a sentence may stand as a sentence of its own."""

from __future__ import annotations

import re

from service.text.attribution import named_speaker
from service.text.form import has_finite_verb
from service.text.quotations import outside_quotations
from service.text.words import fold, words

MIN_WORDS = 22
_MIN_PART_WORDS = 5
_BINDING = re.compile(
    r"\b(?:said|says|say|saying|told|tell|tells|report(?:s|ed)?|claim(?:s|ed)?|according|"
    r"warn(?:s|ed)?|believe[sd]?|think|thought|added|insist(?:s|ed)?|argue[sd]?|if|unless|"
    r"not|never|no|nor|neither|"
    r"but|because|as|so|since|after|before|when|while|until|although|though|despite|yet|"
    r"whereas|without|by)\b",
    re.IGNORECASE,
)


def may_be_split(sentence: str) -> bool:
    """Tell whether a sentence is long enough to hold several facts and safe to divide.

    A quotation, a condition, a negation or a reporting clause reaches over what follows
    it, and a cause makes no sense without its effect, so a sentence with one stays whole.
    """
    return (
        len(sentence.split()) >= MIN_WORDS
        and outside_quotations(sentence) == sentence
        and named_speaker(sentence) is None
        and _BINDING.search(sentence) is None
    )


def is_safe_part(part: str, sentence: str) -> bool:
    """Tell whether `part` is the sentence with one run of words left out, and a clause.

    It must begin as the sentence does, so that its subject is the sentence's own; words
    may differ only in case and punctuation.
    """
    kept, source = [fold(word) for word in words(part)], [fold(word) for word in words(sentence)]
    if len(kept) < _MIN_PART_WORDS or len(kept) > len(source) or not has_finite_verb(part):
        return False
    opening = 0
    while opening < len(kept) and kept[opening] == source[opening]:
        opening += 1
    if opening == len(kept):
        return True
    rest = len(kept) - opening
    return opening > 0 and rest > 1 and _occurs(kept[opening:], source[opening:])


def _occurs(run: list[str], source: list[str]) -> bool:
    return any(source[i : i + len(run)] == run for i in range(len(source) - len(run) + 1))
