"""Check-worthiness: the shipped scorer on debates and on annotated news.

*Debates* are the ClaimBuster rows that training never saw, redrawn by document: of the
official training split the *unseen sentences* (`sentence_fold` 0, as in
`training/sentence_data.py`), and the *official split*, all that the distributors set
apart for development and test. *News* are the
sentences of the fold's annotated articles, check-worthy where a claim of worth 2 or 3 was
made from them; what the text room takes out by its form is left out.

- `average precision`, `AUROC`: of the scores. `calibration error`: expected calibration
  error over ten bins of equal width; of news, whose scale the scores are on.
- `F1`, `balanced accuracy`: of debates at the cut that is best on the other half of the
  documents, so that no cut is chosen where it is measured; of news at the service's own
  cut, with its `precision` and `recall`.
- `skip reason told`: share of the news sentences that hold no claim for which the scorer
  tells a reason; `skip reason accuracy`: share of those reasons that are the annotated
  one. Left out where it tells none.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Hashable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from sklearn.metrics import (
    average_precision_score,
    balanced_accuracy_score,
    f1_score,
    precision_score,
    recall_score,
    roc_auc_score,
)

from benchmarks.bench import Bench
from benchmarks.bootstrap import Counts, Figure, measure_figure, ratio_figures
from benchmarks.data import Row
from benchmarks.report import Section

SOURCE = "ct24-claimbuster"
WORTH = 2
#: Sentences with these marks never reach the scorer.
FORM_MARKS = frozenset({"boilerplate", "instruction", "question"})
_FOLDS = 5
_BINS = 10
_CUTS = tuple(round(0.02 * step, 2) for step in range(1, 50))

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Score = Callable[[Integers, npt.NDArray[np.bool_]], float]


def run(bench: Bench) -> list[Section]:
    """Score the debates and the news."""
    rows = [row for row in bench.data.rows("checkworthy") if row["source"] == SOURCE]
    official = [row for row in rows if row["split"] != "train"]
    unseen = [
        row for row in rows if row["split"] == "train" and sentence_fold(row["sentence"]) == 0
    ]
    return [
        _debates(bench, "unseen sentences", unseen),
        _debates(bench, "official split", official),
        _news(bench),
    ]


def sentence_fold(sentence: str) -> int:
    """Return the fold of a sentence; spelling, case and punctuation do not move it."""
    words = " ".join(re.findall(r"\w+", sentence.casefold()))
    return int(hashlib.sha256(words.encode()).hexdigest()[:8], 16) % _FOLDS


def _debates(bench: Bench, title: str, rows: Sequence[Row]) -> Section:
    groups = [row["article_id"] for row in rows]
    labels = np.array([row["label"] for row in rows], dtype=np.int64)
    scores = np.array(bench.analyser.scorer.score([row["sentence"] for row in rows]))
    figures = ranking_figures(groups, labels, scores)
    measures: tuple[tuple[str, Score], ...] = (
        ("F1", _f1),
        ("balanced accuracy", balanced_accuracy_score),
    )
    for name, measure in measures:
        chosen = cross_fitted(groups, labels, scores, measure)
        figures[name] = measure_figure(groups, [labels, chosen], measure)
    return Section(f"check-worthiness: debates, {title}", len(set(groups)), figures)


def _news(bench: Bench) -> Section:
    groups: list[str] = []
    labels: list[int] = []
    found: list[float] = []
    reasons: list[Counts] = []
    articles = bench.data.gold()
    for article in articles:
        worthy = {claim.sentence for claim in article.claims if claim.worth >= WORTH}
        indexes = [
            index
            for index in range(len(article.sentences))
            if article.skipped.get(index) not in FORM_MARKS
        ]
        assessed = bench.analyser.scorer.assess([article.sentence_text(i) for i in indexes])
        groups += [article.sha] * len(indexes)
        labels += [int(index in worthy) for index in indexes]
        found += [assessment.score for assessment in assessed]
        told = {index: a.skip_reason for index, a in zip(indexes, assessed, strict=True)}
        reasons.append(reason_counts(article.skipped, told))
    truth = np.array(labels, dtype=np.int64)
    scores = np.array(found)
    chosen = scores >= bench.analyser.min_check_worthiness
    figures = ranking_figures(groups, truth, scores)
    figures["calibration error"] = measure_figure(groups, [truth, scores], calibration_error)
    at_cut: tuple[tuple[str, Score], ...] = (
        ("F1", _f1),
        ("balanced accuracy", balanced_accuracy_score),
        ("precision", lambda y, kept: float(precision_score(y, kept, zero_division=0.0))),
        ("recall", lambda y, kept: float(recall_score(y, kept, zero_division=0.0))),
    )
    for name, measure in at_cut:
        figures[name] = measure_figure(groups, [truth, chosen], measure)
    figures.update({k: f for k, f in ratio_figures(reasons).items() if f.items and f.value})
    note = f"The service's cut is {bench.analyser.min_check_worthiness}."
    return Section("check-worthiness: news", len(articles), figures, note)


def reason_counts(annotated: Mapping[int, str], told: Mapping[int, str | None]) -> Counts:
    """Return what one article adds to the figures of skip reasons.

    Args:
        annotated: Sentence to the reason why it holds no claim.
        told: Sentence to the reason that the scorer tells, or None.
    """
    skipped = [index for index in annotated if index in told]
    reasons = [index for index in skipped if told[index]]
    same = sum(str(told[index]) == annotated[index] for index in reasons)
    return {
        "skip reason told": (len(reasons), len(skipped)),
        "skip reason accuracy": (same, len(reasons)),
    }


def ranking_figures(
    groups: Sequence[Hashable], labels: Integers, scores: Floats
) -> dict[str, Figure]:
    """Return the figures that need no cut."""
    return {
        "average precision": measure_figure(groups, [labels, scores], average_precision_score),
        "AUROC": measure_figure(groups, [labels, scores], roc_auc_score),
    }


def cross_fitted(
    groups: Sequence[Hashable], labels: Integers, scores: Floats, measure: Score
) -> npt.NDArray[np.bool_]:
    """Return what is chosen where each half of the documents gets the other's best cut."""
    place = {group: index for index, group in enumerate(dict.fromkeys(groups))}
    half = np.array([place[group] % 2 for group in groups])
    chosen = np.zeros(len(labels), dtype=bool)
    for side in (0, 1):
        other = half != side
        cut = max(_CUTS, key=lambda c: measure(labels[other], scores[other] >= c))
        chosen[half == side] = scores[half == side] >= cut
    return chosen


def calibration_error(labels: Integers, scores: Floats) -> float:
    """Return the expected calibration error over bins of equal width."""
    which = np.minimum((scores * _BINS).astype(int), _BINS - 1)
    return float(
        sum(
            abs(scores[which == i].mean() - labels[which == i].mean()) * (which == i).mean()
            for i in range(_BINS)
            if (which == i).any()
        )
    )


def _f1(labels: Integers, chosen: npt.NDArray[np.bool_]) -> float:
    return float(f1_score(labels, chosen, zero_division=0.0))
