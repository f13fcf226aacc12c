"""Place features: how a sentence stands among the others of its article.

What a sentence is if it gives no claim depends on its neighbours: a repetition repeats
something, a quotation goes on from the one before. The shipped heads were trained on
exactly these numbers, so a better finder elsewhere must not move them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from service.text.quotations import is_balanced, outside_quotations
from service.text.words import word_set

#: The names of the features, in the order that `place_features` returns them.
PLACE_NAMES = (
    "opens",
    "log_index",
    "relative_index",
    "repeats_one_sentence",
    "repeats_all_before",
    "quoted_share",
    "quotation_goes_on",
)
_WORD = re.compile(r"\w+")
_COMMON = word_set(
    """
    the a an of to in and or for on at by with from as is are was were be been has have had it its
    he she they his her their that this which who not but will would said
    """
)
#: Sentences before that a repetition is looked for in.
_REACH = 60


def place_features(sentences: Sequence[str]) -> list[list[float]]:
    """Return one number for each of `PLACE_NAMES`, for each sentence of an article."""
    rows: list[list[float]] = []
    earlier: list[frozenset[str]] = []
    known: set[str] = set()
    last = max(1, len(sentences) - 1)
    for index, sentence in enumerate(sentences):
        words = frozenset(_WORD.findall(sentence.lower())) - _COMMON
        size = max(1, len(words))
        rows.append(
            [
                float(index == 0),
                math.log1p(index),
                index / last,
                max((len(words & other) / size for other in earlier[-_REACH:]), default=0.0),
                len(words & known) / size,
                _quoted_share(sentence),
                float(not is_balanced(sentence)),
            ]
        )
        earlier.append(words)
        known |= words
    return rows


def _quoted_share(sentence: str) -> float:
    letters = sum(map(str.isalpha, sentence))
    outside = sum(map(str.isalpha, outside_quotations(sentence)))
    return 1.0 - outside / max(1, letters)
