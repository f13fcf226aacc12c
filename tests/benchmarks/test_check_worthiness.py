"""Check-worthiness: no cut is chosen on the documents that it is measured on."""

from __future__ import annotations

import numpy as np
from sklearn.metrics import f1_score

from benchmarks.tasks.check_worthiness import (
    calibration_error,
    cross_fitted,
    reason_counts,
    sentence_fold,
)


def _f1(labels: np.ndarray, chosen: np.ndarray) -> float:
    return float(f1_score(labels, chosen, zero_division=0.0))


def test_each_half_gets_the_cut_of_the_other() -> None:
    groups = ["a", "a", "a", "b", "b", "b"]
    labels = np.array([0, 1, 1, 0, 0, 1])
    scores = np.array([0.1, 0.2, 0.9, 0.1, 0.5, 0.9])
    # The cut of b lies above 0.5, so a loses its 0.2; that of a lets b keep its 0.5.
    chosen = cross_fitted(groups, labels, scores, _f1)
    assert chosen.tolist() == [False, False, True, False, True, True]


def test_scores_that_hold_true_are_calibrated() -> None:
    labels = np.array([0, 1] * 50)
    assert calibration_error(labels, np.full(100, 0.5)) == 0.0
    assert calibration_error(labels, np.ones(100)) == 0.5


def test_spelling_does_not_move_a_sentence_to_another_fold() -> None:
    assert sentence_fold("We cut taxes.") == sentence_fold("we cut  taxes!")
    assert len({sentence_fold(f"Sentence {i}") for i in range(50)}) == 5


def test_reasons_count_where_both_sides_give_one() -> None:
    annotated = {0: "opinion", 1: "no_fact", 2: "vague", 9: "boilerplate"}
    counts = reason_counts(annotated, {0: "opinion", 1: "vague", 2: None, 3: "opinion"})
    assert counts == {"skip reason told": (2, 3), "skip reason accuracy": (1, 2)}
