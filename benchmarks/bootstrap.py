"""Bootstrap: figures with 95 % intervals, whole articles being redrawn.

What one article gave hangs together, so intervals come from redrawing articles, not
rows (Efron and Tibshirani 1993, chapter 8: the percentile interval). The draws are the
same for every figure over equally many articles, so that two systems in one run are
compared on the same draws.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

SEED = 20_260_101
ROUNDS = 1000

#: What one article adds to each figure: to its numerator and to its denominator.
Counts = Mapping[str, tuple[float, float]]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure.

    Attributes:
        value: None where there was nothing to measure it on.
        low: Lower end of the 95 % interval.
        high: Upper end of the 95 % interval.
        items: How many items (claims, sentences, articles …) it was measured on.
    """

    value: float | None
    low: float | None
    high: float | None
    items: int

    def __str__(self) -> str:
        if self.value is None:
            return "\u2013"
        text = _short(self.value)
        if self.low is None or self.high is None:
            return text
        return f"{text} [{_short(self.low)}, {_short(self.high)}]"


def _short(value: float) -> str:
    """Write a share with three decimals, a count with fewer."""
    if abs(value) < 10:  # noqa: PLR2004  ten, as in "two figures before the point"
        return f"{value:.3f}"
    return f"{value:.1f}" if abs(value) < 1000 else f"{value:.0f}"  # noqa: PLR2004  as above


def draws(groups: int) -> Rows:
    """Return the drawn groups of each round, `ROUNDS` by `groups`."""
    return np.random.default_rng(SEED).integers(0, groups, (ROUNDS, groups))


def ratio_figures(articles: Sequence[Counts]) -> dict[str, Figure]:
    """Return each figure as the sum of numerators over the sum of denominators.

    Args:
        articles: What each article adds; a figure that an article does not name gets
            nothing from it.
    """
    if not articles:
        return {}
    chosen = draws(len(articles))
    figures: dict[str, Figure] = {}
    for name in dict.fromkeys(name for counts in articles for name in counts):
        pairs = np.array([counts.get(name, (0.0, 0.0)) for counts in articles], dtype=float)
        top, bottom = pairs[:, 0], pairs[:, 1]
        if not bottom.sum():
            figures[name] = Figure(None, None, None, 0)
            continue
        sums = bottom[chosen].sum(axis=1)
        drawn = top[chosen].sum(axis=1)[sums > 0] / sums[sums > 0]
        figures[name] = _figure(top.sum() / bottom.sum(), drawn, int(bottom.sum()))
    return figures


def measure_figure(
    groups: Sequence[Hashable],
    arrays: Sequence[npt.NDArray[Any]],
    measure: Callable[..., float],
) -> Figure:
    """Return a figure that is no ratio of sums, such as an average precision.

    Args:
        groups: The article of each row.
        arrays: What the measure reads, one row an item.
        measure: Takes the arrays in the same order.
    """
    members: dict[Hashable, list[int]] = {}
    for row, group in enumerate(groups):
        members.setdefault(group, []).append(row)
    rows = [np.array(found) for found in members.values()]
    drawn = []
    for chosen in draws(len(rows)):
        picked = np.concatenate([rows[i] for i in chosen])
        drawn.append(measure(*(array[picked] for array in arrays)))
    return _figure(measure(*arrays), np.array(drawn), len(groups))


def _figure(value: float, drawn: npt.NDArray[np.float64], items: int) -> Figure:
    kept = drawn[~np.isnan(drawn)]
    if np.isnan(value) or not len(kept):
        return Figure(None, None, None, items)
    low, high = np.percentile(kept, [2.5, 97.5])
    return Figure(round(float(value), 4), round(float(low), 4), round(float(high), 4), items)
