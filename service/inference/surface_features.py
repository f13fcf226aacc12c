"""Surface features: what the words of a sentence show of its worth for checking.

They stand apart from the text room's finders on purpose: the shipped coefficients were
estimated on exactly these counts, so a better finder elsewhere must not move the scores.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
#: Fewer words than this make an exclamation or an aside rather than a statement.
_SHORT_WORDS = 6


def _any_of(listing: str) -> re.Pattern[str]:
    """Return a pattern for whole words, set apart by white space; `_` is a space."""
    words = "|".join(word.replace("_", " ") for word in listing.split())
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


#: Counted patterns by name. Each count enters the scorer as log(1 + count).
_COUNTED: dict[str, re.Pattern[str]] = {
    "figures": re.compile(r"\b\d[\d,.]*"),
    "years": re.compile(r"\b(?:19|20)\d\d\b"),
    "percentages": re.compile(r"%|\bper ?cent\b|\bpercentage\b", re.IGNORECASE),
    "money": re.compile(
        r"[$\u00a3\u20ac]|\b(?:dollars?|pounds?|euros?|cents?|bucks)\b", re.IGNORECASE
    ),
    "number_words": _any_of(
        """
        two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty
        sixty seventy eighty ninety half dozens? hundreds? thousands? millions? billions?
        trillions? twice doubled? tripled?
        """
    ),
    "comparatives": _any_of(
        """
        more less fewer most least highest lowest largest biggest smallest worst best higher
        lower larger bigger smaller worse better longest first only record than increased?
        decreased? rose fell dropped cut grew lost
        """
    ),
    "absolutes": _any_of("never always every all no none nobody any"),
    "names": re.compile(r"(?<=[a-z,;:] )[A-Z][\w.'\u2019-]+"),
    "first_singular": _any_of("i me my mine myself"),
    "first_plural": _any_of("we us our ours let['\u2019]s"),
    "second_person": _any_of("you your yours"),
    "third_person": _any_of("he she they his her their him them"),
    "past_auxiliaries": _any_of(
        """
        was were had has have been did said voted made went took gave got won came told signed
        passed spent paid left
        """
    ),
    "past_endings": re.compile(r"\b[a-z]{3,}ed\b", re.IGNORECASE),
    "modals": _any_of(
        """
        will would shall should must may might could can ought going_to want_to need_to have_to
        let
        """
    ),
    "opinion_words": _any_of(
        """
        think believe feel hope guess know wish agree suppose important great wonderful terrible
        thank thanks sure maybe proud sorry love
        """
    ),
    "questions": re.compile(r"\?"),
    "quotations": re.compile(r"[\"\u201c\u201d\u00ab\u00bb]"),
    "negations": re.compile(r"\b(?:not|never|no|nor)\b|n['\u2019]t\b", re.IGNORECASE),
}


def _word_count(sentence: str) -> float:
    return math.log1p(len(_WORD.findall(sentence)))


def _mean_word_length(sentence: str) -> float:
    found = _WORD.findall(sentence)
    return sum(map(len, found)) / len(found) if found else 0.0


def _is_short(sentence: str) -> float:
    return float(len(_WORD.findall(sentence)) < _SHORT_WORDS)


_MEASURED: dict[str, Callable[[str], float]] = {
    "word_count": _word_count,
    "mean_word_length": _mean_word_length,
    "is_short": _is_short,
}

#: The names of the features, in the order that `surface_features` returns them.
FEATURE_NAMES: tuple[str, ...] = (*_MEASURED, *_COUNTED)


def surface_features(sentence: str) -> list[float]:
    """Return one number for each of `FEATURE_NAMES`, counts as log(1 + count)."""
    measured = [measure(sentence) for measure in _MEASURED.values()]
    counted = [math.log1p(len(pattern.findall(sentence))) for pattern in _COUNTED.values()]
    return measured + counted
