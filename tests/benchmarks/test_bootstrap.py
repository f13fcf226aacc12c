"""Bootstrap: intervals hold their figure, are repeatable and redraw whole articles."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.bootstrap import Figure, measure_figure, ratio_figures


def test_a_ratio_is_the_sum_over_the_sum() -> None:
    figures = ratio_figures([{"precision": (1, 1)}, {"precision": (0, 3)}])
    assert figures["precision"].value == 0.25
    assert figures["precision"].items == 4


def test_the_interval_holds_the_figure_and_narrows_with_more_articles() -> None:
    few = ratio_figures([{"x": (i % 2, 1)} for i in range(10)])["x"]
    many = ratio_figures([{"x": (i % 2, 1)} for i in range(400)])["x"]
    for figure in (few, many):
        assert figure.low is not None
        assert figure.high is not None
        assert figure.low < 0.5 < figure.high
    assert _width(many) < _width(few) / 3


def test_equal_input_gives_equal_intervals() -> None:
    counts = [{"x": (i % 3, 3)} for i in range(20)]
    assert ratio_figures(counts) == ratio_figures(counts)


def test_what_no_article_has_is_undefined() -> None:
    figure = ratio_figures([{"x": (0, 0)}])["x"]
    assert figure == Figure(None, None, None, 0)
    assert str(figure) == "\u2013"


def test_articles_without_the_items_do_not_break_the_draws() -> None:
    figure = ratio_figures([{"x": (1, 1)}, {"x": (0, 0)}, {"y": (1, 2)}])["x"]
    assert (figure.value, figure.low, figure.high) == (1.0, 1.0, 1.0)


def test_rows_of_one_article_are_drawn_together() -> None:
    labels = np.repeat([0.0, 1.0], 50)
    by_article = measure_figure(np.repeat([0, 1], 50).tolist(), [labels], _mean)
    by_row = measure_figure(list(range(100)), [labels], _mean)
    assert by_article.value == by_row.value == 0.5
    assert (by_article.low, by_article.high) == (0.0, 1.0)
    assert _width(by_row) < 0.25


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure(0.5, 0.25, 0.75, 4), "0.500 [0.250, 0.750]"),
        (Figure(42.31, 40.0, 45.55, 4), "42.3 [40.0, 45.5]"),
        (Figure(1234.5, None, None, 4), "1234"),
    ],
)
def test_figures_are_written_with_their_interval(figure: Figure, text: str) -> None:
    assert str(figure) == text


def _mean(values: np.ndarray) -> float:
    return float(values.mean())


def _width(figure: Figure) -> float:
    assert figure.low is not None
    assert figure.high is not None
    return figure.high - figure.low
