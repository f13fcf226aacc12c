"""Support sources: what is left out is left out with all that shares its text."""

from __future__ import annotations

import numpy as np
import pytest

from service.inference.support import FEATURES
from training.support_data import fold_of, group_articles
from training.support_ensemble import (
    Regression,
    balanced_weights,
    best_cut,
    by_source,
    mean_interval,
)
from training.support_report import Table, calibrate, leave_sources_out
from training.support_sources import FAMILIES, family_of


def test_every_source_belongs_to_one_family() -> None:
    sources = [source for family in FAMILIES for source in family]

    assert len(sources) == len(set(sources)) == 12
    assert all(source in family_of(source) for source in sources)


def test_texts_that_share_passages_are_one_article() -> None:
    shared = " ".join(f"word{n}" for n in range(60))
    texts = {
        "a": f"The council closed the bridge. {shared}",
        "b": f"{shared.upper()} It will open again.",
        "c": " ".join(f"other{n}" for n in range(60)),
    }

    groups = group_articles(texts)

    assert groups["a"] == groups["b"] != groups["c"]


def test_the_fold_of_an_article_comes_from_its_hash() -> None:
    assert fold_of("0000000a" + "f" * 8) == 0
    assert fold_of("0000000b" + "0" * 8) == 1


def table(sources: list[str], articles: list[str], signs: list[int]) -> Table:
    """Return rows whose first feature tells the label, in the direction of the sign."""
    labels = [number % 2 == 0 for number in range(len(sources))]
    features = [
        [sign * (1.0 if label else -1.0), *[0.0] * (len(FEATURES) - 1)]
        for sign, label in zip(signs, labels, strict=True)
    ]
    return Table.of(features, labels, sources, articles)


def test_a_source_is_predicted_by_the_others_alone() -> None:
    # The feature means one thing in source "one" and the opposite in source "two".
    rows = table(["one"] * 40 + ["two"] * 40, [str(n) for n in range(80)], [1] * 40 + [-1] * 40)

    scores = leave_sources_out(rows)

    assert not ((scores >= 0.5) == (rows.labels == 1)).any()


def test_other_judgements_of_the_same_articles_are_left_out_too() -> None:
    articles = [str(n) for n in range(40)]
    rows = table(
        ["one"] * 40 + ["two"] * 40 + ["three"] * 40,
        articles + articles + [f"t{n}" for n in range(40)],
        [1] * 40 + [-1] * 40 + [1] * 40,
    )

    scores = leave_sources_out(rows)

    # Only "three" remains to tell what the feature means in "one".
    assert ((scores[:40] >= 0.5) == (rows.labels[:40] == 1)).all()


def test_sources_and_labels_count_alike() -> None:
    labels = np.array([1] * 90 + [0] * 30 + [1] * 40 + [0] * 40)
    sources = np.array(["one"] * 120 + ["two"] * 80)

    weights = balanced_weights(labels, sources)

    totals = [weights[(sources == s) & (labels == y)].sum() for s in ("one", "two") for y in (0, 1)]
    assert totals == pytest.approx([totals[0]] * 4)


def test_the_cut_costs_no_more_supported_sentences_than_agreed() -> None:
    supported = np.linspace(0, 1, 1001)

    cut = best_cut(supported, 0.05)

    assert 0.03 <= cut <= 0.05
    assert np.mean(supported < cut) <= 0.05


def test_figures_of_a_perfect_judge_are_one_with_no_room_for_chance() -> None:
    labels = np.array([0, 1] * 30)
    articles = np.array([str(n // 4) for n in range(60)])
    sources = np.array(["one"] * 30 + ["two"] * 30)

    figures = by_source(labels, labels.astype(float), sources, articles)["one"]

    assert figures["balanced_accuracy"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert figures["auroc"]["value"] == 1.0
    assert mean_interval(labels, 1.0 - labels, sources, articles)["value"] == 0.0


def test_chance_gives_half_with_an_interval_around_it() -> None:
    rng = np.random.default_rng(1)
    labels, scores = rng.integers(0, 2, 400), rng.random(400)
    articles = np.array([str(n // 4) for n in range(400)])

    figures = by_source(labels, scores, np.full(400, "one"), articles)["one"]

    assert figures["auroc"]["low"] < 0.5 < figures["auroc"]["high"]
    assert figures["balanced_accuracy"]["low"] < 0.5 < figures["balanced_accuracy"]["high"]


def test_calibrated_support_is_near_one_where_most_sentences_are_right() -> None:
    rng = np.random.default_rng(2)
    labels = [n % 2 == 0 for n in range(2000)]
    features = [[(2.0 if label else -2.0) + rng.normal(), 0.0] for label in labels]
    pairs = Table.of(features, labels, ["made"] * 2000, [str(n) for n in range(2000)])
    even_regression = Regression(np.array([1.0, 0.0]), 0.0)

    fitted, even = calibrate(even_regression, pairs)

    right = fitted.probabilities(pairs.features)[pairs.labels == 1]
    assert np.median(right) > 0.98
    # What was even among as many right as wrong ones is likely right among nine in ten.
    assert even > 0.75
    cut = fitted.probabilities(pairs.features) >= even
    assert (cut == (pairs.features[:, 0] >= 0)).all()
