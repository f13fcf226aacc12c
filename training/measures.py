"""Measures of scores: figures with bootstrap intervals, and what each cut keeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    balanced_accuracy_score,
    brier_score_loss,
    f1_score,
    precision_score,
    recall_score,
    roc_auc_score,
)

SEED = 20_260_101
BOOTSTRAP_ROUNDS = 1000

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Measure = Callable[[Integers, Floats], float]


def with_interval(
    labels: Integers, scores: Floats, groups: npt.NDArray[Any], measure: Measure
) -> dict[str, float]:
    """Return a figure and its 95 % bootstrap interval, whole documents being redrawn."""
    rng = np.random.default_rng(SEED)
    members = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    drawn = []
    for _ in range(BOOTSTRAP_ROUNDS):
        chosen = rng.integers(0, len(members), len(members))
        rows = np.concatenate([members[i] for i in chosen])
        drawn.append(measure(labels[rows], scores[rows]))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return {
        "value": round(measure(labels, scores), 4),
        "low": round(float(low), 4),
        "high": round(float(high), 4),
    }


def calibration_error(labels: Integers, scores: Floats, bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width."""
    which = np.minimum((scores * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(scores[which == i].mean() - labels[which == i].mean()) * (which == i).mean()
            for i in range(bins)
            if (which == i).any()
        )
    )


def measures(cut: float) -> dict[str, Measure]:
    """Return the figures that are reported for scores and a cut."""
    return {
        "f1": lambda y, p: float(f1_score(y, p >= cut)),
        "precision": lambda y, p: float(precision_score(y, p >= cut)),
        "recall": lambda y, p: float(recall_score(y, p >= cut)),
        "balanced_accuracy": lambda y, p: float(balanced_accuracy_score(y, p >= cut)),
        "average_precision": lambda y, p: float(average_precision_score(y, p)),
        "roc_auc": lambda y, p: float(roc_auc_score(y, p)),
        "brier": lambda y, p: float(brier_score_loss(y, p)),
        "calibration_error": calibration_error,
    }


def report(
    title: str, labels: Integers, scores: Floats, groups: npt.NDArray[Any], cut: float
) -> dict[str, Any]:
    """Print and return the figures of one set of scores."""
    print(f"{title}: {len(labels)} sentences, {labels.mean():.1%} positive, cut {cut}")
    figures: dict[str, Any] = {
        "sentences": len(labels),
        "positive_share": round(float(labels.mean()), 4),
        "cut": cut,
    }
    for name, measure in measures(cut).items():
        figures[name] = with_interval(labels, scores, groups, measure)
        figure = figures[name]
        print(f"  {name:18} {figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}]")
    return figures


def report_classes(
    title: str,
    labels: Integers,
    found: Integers,
    groups: npt.NDArray[Any],
    names: Sequence[str],
) -> dict[str, Any]:
    """Print and return how often one of several classes is right, and F1 by class."""

    def accuracy(y: Integers, p: Floats) -> float:
        return float(accuracy_score(y, p))

    def macro(y: Integers, p: Floats) -> float:
        return float(f1_score(y, p, average="macro", zero_division=0))

    each = f1_score(labels, found, labels=range(len(names)), average=None, zero_division=0)
    figures = {
        "texts": len(labels),
        "accuracy": with_interval(labels, found.astype(float), groups, accuracy),
        "macro_f1": with_interval(labels, found.astype(float), groups, macro),
        "f1": {name: round(float(one), 3) for name, one in zip(names, each, strict=True)},
    }
    print(f"{title}: {figures}")
    return figures


def report_cuts(
    labels: Integers, scores: Floats, cuts: Sequence[float]
) -> dict[str, dict[str, float]]:
    """Print and return what each cut keeps."""
    table: dict[str, dict[str, float]] = {}
    for cut in cuts:
        kept = scores >= cut
        table[f"{cut:.2f}"] = {
            "precision": round(float(precision_score(labels, kept)), 3),
            "recall": round(float(recall_score(labels, kept)), 3),
            "f1": round(float(f1_score(labels, kept)), 3),
            "kept_share": round(float(kept.mean()), 3),
        }
        print(f"  {cut:.2f} {table[f'{cut:.2f}']}")
    return table
