"""Word alterations: numbers, dates, hedges, negations and single words put wrong."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from training.alteration_tables import (
    ANTONYMS,
    FIELDS,
    INFINITIVE_HEDGES,
    IRREGULAR_PAST,
    MONTHS,
    NUMBER_WORDS,
    STRONGER,
    TIME_WORDS,
    WEEKDAYS,
)
from training.material import Material

_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w]|[.,]\d)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NEGATABLE = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|could|can|should|must|did|does)\b(?! not|n't)"
)
_NEGATION = re.compile(
    r"(?:(?<=is)|(?<=are)|(?<=was)|(?<=were)|(?<=has)|(?<=have)|(?<=had)|(?<=will)|(?<=would)|"
    r"(?<=could)|(?<=can)|(?<=should)|(?<=did)|(?<=does))(?: not|n't)\b|\bnever |\bnot "
)
#: How often, of two ways that both apply, the first is taken.
_EVEN = 0.5
_YEARS_SHARE = 0.7
_OPPOSITES_SHARE = 0.6


def change_number(sentence: str, material: Material) -> str | None:
    """Write another number where one stands, in figures or in words."""
    found = [m for m in _NUMBER.finditer(sentence) if not _YEAR.fullmatch(m.group())]
    if found:
        match = material.rng.choice(found)
        new = _other_number(match.group(), material.rng)
        return sentence[: match.start()] + new + sentence[match.end() :]
    return _swap_word(sentence, NUMBER_WORDS, material.rng)


def _other_number(text: str, rng: random.Random) -> str:
    digits = text.replace(",", "")
    decimals = len(digits.split(".")[1]) if "." in digits else 0
    value = float(digits)
    choices = [value * f for f in (0.5, 0.9, 1.1, 1.5, 2, 3, 10)] + [
        value + d for d in (-2, -1, 1, 2, 5)
    ]
    new = value
    while new == value or new < 0 or f"{new:.{decimals}f}" == f"{value:.{decimals}f}":
        new = rng.choice(choices)
        choices.append(value + 7)
    grouped = "," if "," in text else ""
    return f"{new:{grouped}.{decimals}f}"


def change_date(sentence: str, material: Material) -> str | None:
    """Write another weekday, month, year or time."""
    rng = material.rng
    years = list(_YEAR.finditer(sentence))
    if years and rng.random() < _YEARS_SHARE:
        match = rng.choice(years)
        new = str(int(match.group()) + rng.choice([-10, -3, -2, -1, 1, 2, 3]))
        return sentence[: match.start()] + new + sentence[match.end() :]
    changed = _swap_word(sentence, WEEKDAYS, rng) or _swap_word(sentence, MONTHS, rng)
    return changed or _swap_pair(sentence, TIME_WORDS, rng)


def change_word(sentence: str, material: Material) -> str | None:
    """Put an opposite, or another word of the same field, in a word's place."""
    rng = material.rng
    if rng.random() < _OPPOSITES_SHARE:
        changed = _swap_pair(sentence, ANTONYMS, rng)
        if changed:
            return changed
    fields = [field for field in FIELDS if any(re.search(rf"\b{w}\b", sentence) for w in field)]
    if fields:
        return _swap_word(sentence, rng.choice(fields), rng)
    return _swap_pair(sentence, ANTONYMS, rng)


def _swap_word(sentence: str, options: Sequence[str], rng: random.Random) -> str | None:
    pattern = "|".join(map(re.escape, sorted(options, key=len, reverse=True)))
    found = list(re.finditer(rf"\b(?:{pattern})\b", sentence))
    if not found:
        return None
    match = rng.choice(found)
    new = rng.choice([option for option in options if option != match.group()])
    return sentence[: match.start()] + new + sentence[match.end() :]


def _swap_pair(sentence: str, pairs: Sequence[tuple[str, str]], rng: random.Random) -> str | None:
    options = [*pairs, *((right, left) for left, right in pairs)]
    rng.shuffle(options)
    for left, right in options:
        match = re.search(rf"\b{re.escape(left)}\b", sentence)
        if match and match.start() > 0:
            return sentence[: match.start()] + right + sentence[match.end() :]
    return None


def drop_hedge(sentence: str, material: Material) -> str | None:
    """Tell an offer as a deed, a plan as done, a possibility as a fact."""
    rng = material.rng
    if rng.random() < _EVEN:
        for hedge in INFINITIVE_HEDGES:
            match = re.search(rf"\b(?:{hedge}) (be |have )?([a-z]+)\b", sentence)
            if match and match[2] not in {"not", "the", "a"}:
                head, verb = (match[1] or "").strip(), match[2]
                done = {"be": f"was {verb}", "have": f"had {verb}"}.get(head) or past(verb)
                return sentence[: match.start()] + done + sentence[match.end() :]
    found = [
        (match, new)
        for old, new in STRONGER
        if (match := re.search(rf"\b{old}(?:\b|(?<= ))", sentence)) is not None
    ]
    if not found:
        return None
    match, new = rng.choice(found)
    return sentence[: match.start()] + new + sentence[match.end() :]


def past(verb: str) -> str:
    """Return the past tense of a verb's base form."""
    if verb in IRREGULAR_PAST:
        return IRREGULAR_PAST[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    if re.search(r"[^aeiou]y\Z", verb):
        return f"{verb[:-1]}ied"
    return f"{verb}ed"


def negate(sentence: str, material: Material) -> str | None:
    """Put a negation in, or take one out."""
    without = _NEGATION.search(sentence)
    if without:
        return sentence[: without.start()] + sentence[without.end() :]
    found = list(_NEGATABLE.finditer(sentence))
    if not found:
        return None
    place = material.rng.choice(found[:2]).end()
    return f"{sentence[:place]} {material.rng.choice(['not', 'not', 'never'])}{sentence[place:]}"
