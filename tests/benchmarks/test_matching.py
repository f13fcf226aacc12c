"""Matching: as many pairs as possible, each claim in one of them."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.matching import duplicate_pairs, match_pairs


def test_no_claim_is_paired_twice() -> None:
    likeness = np.array([[0.95, 0.10], [0.90, 0.20]])
    assert match_pairs(likeness) == [(0, 0)]


def test_two_pairs_beat_one_that_is_more_alike() -> None:
    likeness = np.array([[0.99, 0.81], [0.82, 0.10]])
    assert match_pairs(likeness) == [(0, 1), (1, 0)]


def test_of_equally_many_pairs_the_most_alike_are_taken() -> None:
    likeness = np.array([[0.85, 0.99], [0.97, 0.86]])
    assert match_pairs(likeness) == [(0, 1), (1, 0)]


def test_the_threshold_itself_is_alike_enough() -> None:
    assert match_pairs(np.array([[0.80, 0.7999]])) == [(0, 0)]
    assert match_pairs(np.array([[0.7999]])) == []


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0)])
def test_nothing_matches_nothing(shape: tuple[int, int]) -> None:
    assert match_pairs(np.zeros(shape)) == []


def test_a_claim_said_three_times_makes_three_pairs() -> None:
    vectors = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    assert duplicate_pairs(vectors) == 3
    assert duplicate_pairs(vectors[:0]) == 0
