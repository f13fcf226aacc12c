"""Support features: what the wording itself tells about a sentence and its evidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from service.text.facts import content_overlap, foreign_facts, unsupported_pairing
from service.text.modality import lost_hedges
from service.text.order import order_kept
from service.text.words import content_stems

#: The names of the features, in the order in which `wording_features` returns them.
WORDING_FEATURES: Final = (
    "foreign_to_article",
    "foreign_to_evidence",
    "lost_hedges",
    "loose_pairing",
    "overlap_with_evidence",
    "overlap_with_article",
    "overlap_with_nearest",
    "order_kept",
    "new_bigrams",
    "words",
)
#: More foreign facts than these make a sentence no worse.
_ENOUGH = 3


def wording_features(
    sentence: str, evidence: Sequence[str], given: Sequence[str], article: str
) -> list[float]:
    """Return the features of a sentence, named by `WORDING_FEATURES`.

    Args:
        sentence: The claim, headline or summary sentence.
        evidence: The passages chosen for it.
        given: The evidence that came with it, whose facts are no invention; may be empty.
        article: The article without its boilerplate.
    """
    nearest = nearest_passage(sentence, evidence)
    foreign = foreign_facts(sentence, article, allowed=given)
    distant = foreign_facts(sentence, "\n".join(evidence), allowed=given)
    return [
        float(min(len(foreign), _ENOUGH)),
        float(min(len(distant), _ENOUGH)),
        float(min(len(lost_hedges(sentence, nearest)), _ENOUGH)),
        float(bool(unsupported_pairing(sentence, (nearest, *evidence)))),
        content_overlap(sentence, evidence),
        content_overlap(sentence, article),
        content_overlap(sentence, nearest),
        order_kept(sentence, nearest),
        _new_bigrams(sentence, evidence),
        math.log1p(len(sentence.split())),
    ]


def nearest_passage(sentence: str, evidence: Sequence[str]) -> str:
    """Return the passage that shares most words with the sentence."""
    return max(evidence, key=lambda passage: content_overlap(sentence, passage), default="")


def _new_bigrams(sentence: str, evidence: Sequence[str]) -> float:
    """Return the share of neighbouring content words that no passage has side by side."""
    mine = set(pairwise(content_stems(sentence)))
    told = {pair for passage in evidence for pair in pairwise(content_stems(passage))}
    return len(mine - told) / len(mine) if mine else 0.0
