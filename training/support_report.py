"""Fits the shipped regression on what the network says, and measures the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from service.inference.support import nearest_passage, rule_problems
from training.contrast_pairs import Amounts, Pair, PairMaker, Story
from training.measures import Floats, Integers, calibration_error
from training.support_ensemble import (
    Regression,
    Strings,
    balanced_weights,
    best_cut,
    by_source,
    fit,
    mean_interval,
)
from training.support_sources import NOT_NEWS, family_of

#: The share of annotated claims and summary sentences that the threshold may cost.
MOST_REJECTED: Final = 0.04
#: The share of right sentences among those that the service has checked.
RIGHT_SHARE: Final = 0.9
EVEN: Final = 0.5
#: How many unseen pairs are made of one statement.
EVALUATED: Final = Amounts(rewordings=0.5, alterations=1.5, without_source=0.2, joined=0.15)
#: How much the contrast pairs count beside the judgements of people.
CONTRAST_SHARE: Final = 0.5


@dataclass(frozen=True)
class Table:
    """Rows with what the network says of them, labels, sources and article groups."""

    features: Floats
    labels: Integers
    sources: Strings
    articles: Strings

    @classmethod
    def of(
        cls, features: Sequence[Sequence[float]], labels: Sequence[bool], sources: Sequence[str],
        articles: Sequence[str],
    ) -> Table:  # fmt: skip
        """Return the table of so many rows."""
        return cls(
            np.array(features, dtype=np.float64),
            np.array(labels, dtype=np.int64),
            np.array(sources),
            np.array(articles),
        )


def unseen_pairs(stories: Sequence[Story]) -> list[Pair]:
    """Return contrast pairs on articles that nothing was trained on."""
    return list(PairMaker(stories).make(EVALUATED))


def leave_sources_out(table: Table, *, families: bool = False) -> Floats:
    """Return each row's probability from a regression that saw nothing of its source.

    Rows of other sources on the same articles are left out with it; with `families`, so are
    the sources of its whole family.
    """
    scores = np.zeros(len(table.labels))
    for source in np.unique(table.sources):
        test = table.sources == source
        rest = ~test & ~np.isin(table.articles, table.articles[test])
        if families:
            rest &= ~np.isin(table.sources, family_of(str(source)))
        weights = balanced_weights(table.labels[rest], table.sources[rest])
        regression = fit(table.features[rest], table.labels[rest], weights)
        scores[test] = regression.probabilities(table.features[test])
    return scores


def fit_even(judged: Table, contrast: Table) -> Regression:
    """Fit on judgements and contrast pairs, right and wrong ones counting alike."""
    human = balanced_weights(judged.labels, judged.sources)
    made = balanced_weights(contrast.labels, np.full(len(contrast.labels), "contrast"))
    human *= (1 - CONTRAST_SHARE) / human.sum()
    made *= CONTRAST_SHARE / made.sum()
    weights = np.concatenate([human, made])
    return fit(
        np.concatenate([judged.features, contrast.features]),
        np.concatenate([judged.labels, contrast.labels]),
        weights / weights.mean(),
    )


def calibrate(even: Regression, contrast: Table) -> tuple[Regression, float]:
    """Fit the regression to a mix like the service's own, most of which is right.

    Returns:
        The regression, and the support at which it is even.
    """
    right = contrast.labels == 1
    weights = np.where(right, RIGHT_SHARE / right.sum(), (1 - RIGHT_SHARE) / (~right).sum())
    line = fit(even.log_odds(contrast.features)[:, None], contrast.labels, weights * len(weights))
    fitted = even.rescaled(float(line.weights[0]), line.intercept)
    return fitted, float(0.5 * (1 + np.tanh(0.5 * line.intercept)))


def choose_threshold(regression: Regression, calibration: Table) -> float:
    """Return the cut that costs as many annotated sentences as it may, and no more."""
    written = calibration.sources == "as_written"
    return best_cut(regression.probabilities(calibration.features)[written], MOST_REJECTED)


def measure_judged(table: Table, *, families: bool = False) -> dict[str, Any]:
    """Return the figures on human judgements, each source left out."""
    scores = leave_sources_out(table, families=families)
    news = ~np.isin(table.sources, NOT_NEWS)
    common = news & (table.sources != "goyal21-cnndm")
    means = {
        name: mean_interval(
            table.labels[rows], scores[rows], table.sources[rows], table.articles[rows]
        )
        for name, rows in (("news_sources", news), ("without_goyal21_cnndm", common))
    }
    return {
        "mean_balanced_accuracy": means,
        "ece": round(calibration_error(table.labels[news], scores[news]), 4),
        "by_source": by_source(table.labels, scores, table.sources, table.articles),
    }


def measure_contrast(table: Table, scores: Floats, even: float, threshold: float) -> dict[str, Any]:
    """Return the figures on unseen contrast pairs, by how they were made too."""
    one = np.full(len(scores), "contrast pairs")

    def figures(cut: float) -> dict[str, Any]:
        found = by_source(table.labels, scores, one, table.articles, cut)["contrast pairs"]
        return dict(found)

    def right(here: npt.NDArray[np.bool_], cut: float) -> float:
        return round(float(np.mean((scores[here] >= cut) == table.labels[here])), 4)

    kinds = {str(kind): table.sources == kind for kind in np.unique(table.sources)}
    written = kinds["as_written"]
    wrong = table.labels == 0
    return {
        **figures(even),
        "at_threshold": figures(threshold)["balanced_accuracy"],
        "support_of_annotated": {
            name: round(float(np.percentile(scores[written], share)), 4)
            for name, share in (("median", 50), ("twentieth", 5), ("tenth", 10))
        },
        "support_of_altered": {"median": round(float(np.median(scores[wrong])), 4)},
        "right_by_kind": {
            kind: {
                "pairs": int(here.sum()),
                "at_even": right(here, even),
                "at_threshold": right(here, threshold),
            }
            for kind, here in kinds.items()
        },
    }


def measure_mix(scores: Floats, labels: Integers) -> float:
    """Return the calibration error on a mix like the service's own, most of which is right."""
    rng = np.random.default_rng(1)
    right, wrong = scores[labels == 1], scores[labels == 0]
    count = int(len(right) * (1 - RIGHT_SHARE) / RIGHT_SHARE)
    errors = []
    for _ in range(200):
        drawn = rng.choice(wrong, count, replace=False)
        mixed = np.concatenate([right, drawn])
        told = np.concatenate([np.ones(len(right)), np.zeros(count)]).astype(np.int64)
        errors.append(calibration_error(told, mixed))
    return round(float(np.mean(errors)), 4)


def refused(
    pairs: Sequence[Pair], stories: Sequence[Story], doubted: npt.NDArray[np.bool_]
) -> dict[str, dict[str, float]]:
    """Return which share of claims and of altered ones the service refuses, and on what ground.

    Args:
        pairs: Contrast pairs.
        stories: Their articles.
        doubted: Which of the pairs lie below the threshold.
    """
    texts = {story.sha: story.text for story in stories}
    against = np.array(
        [
            bool(rule_problems(pair.sentence, _given(pair, texts), texts[pair.article_sha]))
            for pair in pairs
        ]
    )
    kinds = {
        "annotated": np.array([pair.kind == "as_written" for pair in pairs]),
        "altered": np.array([not pair.supported for pair in pairs]),
    }
    grounds = {"rules": against, "threshold": doubted, "either": against | doubted}
    return {
        kind: {name: round(float(ground[here].mean()), 4) for name, ground in grounds.items()}
        for kind, here in kinds.items()
    }


def _given(pair: Pair, texts: dict[str, str]) -> tuple[str, ...]:
    """Return the evidence as the service gives it, the main sentence first."""
    if pair.given:
        return pair.given
    return (nearest_passage(pair.sentence, texts[pair.article_sha].splitlines()),)
