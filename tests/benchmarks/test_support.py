"""Support: figures worked out by hand; a pooled figure is never one of a source."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.tasks.support import (
    auroc,
    balanced_accuracy,
    left_out_section,
    mean_balanced_accuracy,
)


def test_balanced_accuracy_weighs_both_labels_alike() -> None:
    labels = np.array([1, 1, 1, 0])
    assert balanced_accuracy(labels, np.array([0.9, 0.9, 0.9, 0.9])) == 0.5
    assert balanced_accuracy(labels, np.array([0.9, 0.9, 0.1, 0.1])) == pytest.approx(5 / 6)


def test_a_source_that_is_no_news_and_one_of_one_label_do_not_count() -> None:
    labels = np.array([1, 0, 1, 0, 1, 1])
    scores = np.array([0.9, 0.1, 0.1, 0.9, 0.1, 0.1])
    sources = np.array(["frank", "frank", "wice", "wice", "qags", "qags"])
    assert mean_balanced_accuracy(labels, scores, sources) == 1.0


def test_one_label_alone_has_no_curve() -> None:
    assert np.isnan(auroc(np.array([1, 1]), np.array([0.1, 0.9])))
    assert auroc(np.array([0, 1]), np.array([0.1, 0.9])) == 1.0


def test_the_table_of_training_is_passed_on_as_it_is() -> None:
    interval = {"value": 0.7, "low": 0.6, "high": 0.8}
    table = {
        "mean_balanced_accuracy": {"news_sources": interval},
        "ece": 0.05,
        "by_source": {
            "frank": {"rows": 9, "articles": 3, "balanced_accuracy": interval, "auroc": interval}
        },
    }
    section = left_out_section(table)
    assert section.articles == 3
    assert section.figures["balanced accuracy, frank"].value == 0.7
    assert section.figures["mean of news sources"].high == 0.8
    assert "training" in section.note
