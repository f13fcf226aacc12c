"""Boilerplate: word figures worked out by hand."""

from __future__ import annotations

import pytest

from benchmarks.tasks.boilerplate import kept_text, word_counts


def test_words_are_counted_with_repetition() -> None:
    counts = word_counts("the ferry left the pier", "The ferry left")
    assert counts["word precision"][0] == pytest.approx(3 / 5)
    assert counts["word recall"][0] == 1.0
    assert counts["word F1"][0] == pytest.approx(6 / 8)


def test_nothing_kept_scores_nothing() -> None:
    assert word_counts("", "The ferry left")["word F1"] == (0.0, 1)


def test_what_is_marked_is_not_kept() -> None:
    text = "The ferry left the pier at noon on Friday.\nScroll down for video\nIt came back."
    kept = kept_text(text)
    assert "Scroll down" not in kept
    assert "The ferry left the pier at noon on Friday." in kept
