"""Joins the network's judgement with features of the wording, and measures the result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from training.measures import BOOTSTRAP_ROUNDS, SEED, Floats, Integers, calibration_error

PENALTY: Final = 0.1
#: A feature that hardly varies is not blown up beyond this.
_NARROWEST: Final = 1e-3
#: Steps in which the threshold is sought.
_GRID = np.linspace(0.02, 0.98, 97)

Strings = npt.NDArray[np.str_]


def balanced_weights(labels: Integers, sources: Strings) -> Floats:
    """Return weights under which sources count alike, and labels within a source too."""
    weights = np.zeros(len(labels))
    for source in np.unique(sources):
        for label in (0, 1):
            cell = (sources == source) & (labels == label)
            if cell.any():
                # Few rows must not carry a whole source: their weight is bounded.
                weights[cell] = min(1.0 / cell.sum(), 1.0 / 20)
    return weights / weights.mean()


def fit(features: Floats, labels: Integers, weights: Floats) -> Regression:
    """Return a logistic regression on features that are brought to one scale first."""
    means = np.average(features, axis=0, weights=weights)
    spread = np.sqrt(np.average((features - means) ** 2, axis=0, weights=weights))
    scales = np.maximum(spread, _NARROWEST)
    regression = LogisticRegression(C=PENALTY, max_iter=2000)
    regression.fit((features - means) / scales, labels, sample_weight=weights)
    slopes = regression.coef_[0] / scales
    return Regression(slopes, float(regression.intercept_[0] - means @ slopes))


@dataclass(frozen=True)
class Regression:
    """A logistic regression: a weight a feature, and the intercept."""

    weights: Floats
    intercept: float

    def log_odds(self, features: Floats) -> Floats:
        """Return the log-odds of each row."""
        return np.asarray(features @ self.weights + self.intercept)

    def probabilities(self, features: Floats) -> Floats:
        """Return the probability of each row."""
        return np.asarray(0.5 * (1 + np.tanh(0.5 * self.log_odds(features))))

    def rescaled(self, slope: float, offset: float) -> Regression:
        """Return the regression whose log-odds are `slope` times these, and `offset` more."""
        return Regression(self.weights * slope, self.intercept * slope + offset)


def by_source(
    labels: Integers, scores: Floats, sources: Strings, articles: Strings, cut: float = 0.5
) -> dict[str, dict[str, Any]]:
    """Return each source's figures with 95 % intervals by redrawing its articles."""
    table: dict[str, dict[str, Any]] = {}
    for source in sorted(set(sources.tolist())):
        here = sources == source
        y, p = labels[here], scores[here]
        drawn = _redraw(articles[here])
        table[source] = {
            "rows": int(here.sum()),
            "articles": len(set(articles[here].tolist())),
            "supported": round(float(y.mean()), 4),
            "balanced_accuracy": _with_interval(_balanced(y, p, cut, drawn)),
            "auroc": _with_interval(_auroc(y, p, drawn)),
            "ece": round(calibration_error(y, p), 4),
        }
    return table


def mean_interval(
    labels: Integers, scores: Floats, sources: Strings, articles: Strings, cut: float = 0.5
) -> dict[str, float]:
    """Return the mean balanced accuracy over sources with its interval over articles."""
    drawn = _redraw(articles)
    each = [
        _balanced(labels[here], scores[here], cut, drawn[:, here])
        for source in sorted(set(sources.tolist()))
        for here in [sources == source]
    ]
    return _with_interval(np.nanmean(np.array(each), axis=0))


def _redraw(articles: Strings) -> Floats:
    """Return how often each row counts: once in the first line, then as articles are redrawn."""
    names, member = np.unique(articles, return_inverse=True)
    rng = np.random.default_rng(SEED)
    share = np.full(len(names), 1 / len(names))
    counts = rng.multinomial(len(names), share, size=BOOTSTRAP_ROUNDS)
    once = np.ones((1, len(names)))
    return np.asarray(np.concatenate([once, counts])[:, member], dtype=np.float64)


def _with_interval(figures: Floats) -> dict[str, float]:
    """Return the first figure with the interval that the redrawn ones fill."""
    low, high = np.nanpercentile(figures[1:], [2.5, 97.5])
    return {
        "value": round(float(figures[0]), 4),
        "low": round(float(low), 4),
        "high": round(float(high), 4),
    }


def _balanced(labels: Integers, scores: Floats, cut: float, drawn: Floats) -> Floats:
    """Return the balanced accuracy of each draw; not a number where it lacks a label."""
    right = (scores >= cut) == (labels == 1)
    with np.errstate(invalid="ignore"):
        recalls = [
            (drawn[:, side] @ right[side]) / drawn[:, side].sum(axis=1)
            for side in (labels == 1, labels == 0)
            if side.any()
        ]
    return np.asarray(np.mean(recalls, axis=0))


def _auroc(labels: Integers, scores: Floats, drawn: Floats) -> Floats:
    """Return the area under the ROC curve of each draw; not a number where it lacks a label."""
    order = np.argsort(scores, kind="stable")
    y, weights = labels[order], drawn[:, order]
    negative = np.cumsum(weights * (y == 0), axis=1)
    with np.errstate(invalid="ignore"):
        return np.asarray(
            (weights * (y == 1) * negative).sum(axis=1)
            / (weights[:, y == 1].sum(axis=1) * negative[:, -1])
        )


def best_cut(supported: Floats, most_rejected: float) -> float:
    """Return the highest cut that rejects at most such a share of supported sentences."""
    cuts = [cut for cut in _GRID if np.mean(supported < cut) <= most_rejected]
    return round(float(max(cuts, default=_GRID[0])), 2)
