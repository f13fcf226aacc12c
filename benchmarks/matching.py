"""Matching: pairing returned claims with annotated ones, each at most once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

#: Claims whose embeddings are at least this alike (cosine) say the same thing.
MATCH_COSINE = 0.80
#: So alike, one of two claims of an article repeats the other.
DUPLICATE_COSINE = 0.92

Floats = npt.NDArray[np.float64]


def match_pairs(likeness: Floats, threshold: float = MATCH_COSINE) -> list[tuple[int, int]]:
    """Return the largest one-to-one matching, the most alike of the largest ones.

    Args:
        likeness: Cosine of each returned claim (row) with each annotated one (column).
        threshold: The least likeness of a pair.

    Returns:
        (row, column) pairs in the order of the rows.
    """
    if not likeness.size:
        return []
    alike = likeness >= threshold
    # One more pair outweighs any gain in likeness, since all gains together stay below 1.
    gain = np.where(alike, 1.0 + likeness / (2.0 * min(likeness.shape)), 0.0)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    return [(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if alike[r, c]]


def duplicate_pairs(vectors: Floats, threshold: float = DUPLICATE_COSINE) -> int:
    """Return how many pairs of unit vectors are as alike as repetitions."""
    if not len(vectors):
        return 0
    return int(np.triu(vectors @ vectors.T >= threshold, k=1).sum())
