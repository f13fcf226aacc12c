"""Support: the shipped checker on human labels and on contrast pairs.

*Human labels* are the rows of `faithfulness` on articles of the fold, which training
leaves out; the checker is given no evidence and finds its own. *Contrast pairs* are
made from the fold's annotated claims and summaries by `training/contrast_pairs.py`:
some reworded, some altered so that the article no longer supports them. *Source left
out* is the table that training wrote: each source judged by a checker that saw none of
its rows.

- `balanced accuracy`: mean of the shares of supported and of unsupported sentences that
  are told rightly, at the checker's even cut: the support at which right and wrong are as
  likely among as many right sentences as wrong ones; of human labels, `mean of news sources` is
  the mean over the sources (WiCE, which is no news, left out), since a pooled figure
  would measure which source a row came from. `at threshold`: at the cut at which the
  service rejects.
- `AUROC`; `calibration error`: expected calibration error over ten bins of equal width.
- `right: kind`: share of the contrast pairs of a kind that are told rightly, at the even
  cut. A statement that is `not_told` is held against its article without the sentence
  that it was written from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from benchmarks.bench import Bench
from benchmarks.bootstrap import Figure, measure_figure
from benchmarks.data import GoldArticle, in_fold
from benchmarks.report import Section
from benchmarks.tasks.check_worthiness import calibration_error
from service.domain.collaborators import SupportQuery
from service.text.sentences import split_sentences

#: The even cut of a checker that tells none.
EVEN = 0.5
NOT_NEWS = frozenset({"wice"})
#: References are tokenised: a space stands before their punctuation marks.
_TOKENISED = re.compile(r"\s+([.,;:!?%')])")
_BATCH = 64

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def run(bench: Bench) -> list[Section]:
    """Judge the human labels and the contrast pairs, and read training's own table."""
    return [*_left_out(), *_human(bench), *_contrast(bench)]


def _human(bench: Bench) -> list[Section]:
    """Judge the human labels on articles that training left out."""
    texts = bench.data.texts()
    rows = [
        row
        for row in bench.data.rows("faithfulness")
        if in_fold(row["article_sha"], bench.data.fold)
    ]
    kept = list(dict.fromkeys(row["article_sha"] for row in rows))[: bench.data.limit]
    rows = [row for row in rows if row["article_sha"] in kept]
    queries = [
        SupportQuery(
            _TOKENISED.sub(r"\1", row["summary_sentence"].strip()), (), texts[row["article_sha"]]
        )
        for row in rows
    ]
    scores = judge(bench, queries, "support, human labels")
    labels = np.array([row["label"] == "supported" for row in rows], dtype=np.int64)
    sources = np.array([row["source"] for row in rows])
    groups = [row["article_sha"] for row in rows]
    even = _even_cut(bench)
    figures = {
        "mean of news sources": measure_figure(
            groups, [labels, scores, sources], lambda y, p, s: mean_balanced_accuracy(y, p, s, even)
        ),
        "calibration error": measure_figure(groups, [labels, scores], calibration_error),
    }
    for source in sorted(set(sources.tolist())):
        here = np.flatnonzero(sources == source)
        if len(set(labels[here].tolist())) > 1:
            figures[f"balanced accuracy, {source}"] = measure_figure(
                [groups[i] for i in here],
                [labels[here], scores[here]],
                lambda y, p: balanced_accuracy(y, p, even),
            )
    return [Section("support: human labels, articles left out", len(kept), figures)]


def _contrast(bench: Bench) -> list[Section]:
    """Judge the contrast pairs of articles that training left out."""
    articles = [article for article in bench.data.gold() if article.claims]
    pairs = contrast_pairs(articles)
    sentences = {article.sha: _story_sentences(article) for article in articles}
    queries = [
        SupportQuery(
            p.sentence,
            tuple(p.given),
            "\n".join(
                text for i, text in enumerate(sentences[p.article_sha]) if i not in p.withheld
            ),
        )
        for p in pairs
    ]
    scores = judge(bench, queries, "support, contrast pairs")
    labels = np.array([pair.supported for pair in pairs], dtype=np.int64)
    groups = [pair.article_sha for pair in pairs]
    cut = float(getattr(bench.analyser.pipeline.support, "threshold", EVEN))
    even = _even_cut(bench)
    measures: dict[str, Callable[..., float]] = {
        "balanced accuracy": lambda y, p: balanced_accuracy(y, p, even),
        "at threshold": lambda y, p: balanced_accuracy(y, p, cut),
        "AUROC": auroc,
        "calibration error": calibration_error,
    }
    figures = {
        name: measure_figure(groups, [labels, scores], measure)
        for name, measure in measures.items()
    }
    kinds = np.array([pair.kind for pair in pairs])
    for kind in sorted(set(kinds.tolist())):
        here = np.flatnonzero(kinds == kind)
        figures[f"right: {kind}"] = measure_figure(
            [groups[i] for i in here],
            [labels[here], scores[here]],
            lambda y, p: accuracy(y, p, even),
        )
    note = f"The service's threshold is {cut}, its even cut {even}."
    return [Section("support: contrast pairs, articles left out", len(articles), figures, note)]


def _even_cut(bench: Bench) -> float:
    return float(getattr(bench.analyser.pipeline.support, "even", EVEN))


def contrast_pairs(articles: Sequence[GoldArticle]) -> list[Any]:
    """Return the contrast pairs of annotated articles, the same ones every time."""
    training = import_module("training.contrast_pairs")
    stories = [
        training.Story(
            article.sha,
            _story_sentences(article),
            (
                *(training.Statement(claim.text, claim.sentence) for claim in article.claims),
                *(training.Statement(s.text) for s in split_sentences(article.summary, ())),
            ),
        )
        for article in articles
    ]
    return list(training.PairMaker(stories).make(training.Amounts()))


def _story_sentences(article: GoldArticle) -> tuple[str, ...]:
    indexes = range(len(article.sentences))
    return tuple(" ".join(article.sentence_text(index).split()) for index in indexes)


def judge(bench: Bench, queries: Sequence[SupportQuery], title: str) -> Floats:
    """Return the checker's support of each query."""
    starts = range(0, len(queries), _BATCH)
    return np.array(
        [
            report.support
            for start in bench.progress(starts, title)
            for report in bench.analyser.pipeline.support.check_many(
                queries[start : start + _BATCH]
            )
        ],
        dtype=np.float64,
    )


def _left_out() -> list[Section]:
    """Return the table of left-out sources that training wrote."""
    path = files("service.inference").joinpath("data/support_metrics.json")
    table = json.loads(path.read_text("utf-8"))["sources_left_out"]
    return [left_out_section(table)]


def left_out_section(table: Mapping[str, Any]) -> Section:
    """Return training's table as a section."""
    sources: Mapping[str, Any] = table["by_source"]
    rows = sum(source["rows"] for source in sources.values())
    mean = table["mean_balanced_accuracy"]["news_sources"]
    figures = {
        "mean of news sources": Figure(mean["value"], mean["low"], mean["high"], rows),
        "calibration error": Figure(table["ece"], None, None, rows),
    }
    for title, key in (("balanced accuracy", "balanced_accuracy"), ("AUROC", "auroc")):
        for name, source in sources.items():
            found = source[key]
            figures[f"{title}, {name}"] = Figure(
                found["value"], found["low"], found["high"], source["rows"]
            )
    articles = sum(source["articles"] for source in sources.values())
    note = "Written by training; not measured anew by this run."
    return Section("support: human labels, source left out", articles, figures, note)


def balanced_accuracy(labels: Integers, scores: Floats, cut: float = EVEN) -> float:
    """Return the mean of both recalls; of one class alone, its recall."""
    told = scores >= cut
    recalls = [float((told == label)[labels == label].mean()) for label in set(labels.tolist())]
    return float(np.mean(recalls)) if recalls else float("nan")


def mean_balanced_accuracy(
    labels: Integers, scores: Floats, sources: npt.NDArray[Any], cut: float = EVEN
) -> float:
    """Return the mean over news sources of their balanced accuracies."""
    each = [
        balanced_accuracy(labels[here], scores[here], cut)
        for here in _news_sources(labels, sources)
    ]
    return float(np.mean(each))


def _news_sources(labels: Integers, sources: npt.NDArray[Any]) -> Iterable[npt.NDArray[np.bool_]]:
    """Yield the rows of each news source that has both labels."""
    found = [sources == name for name in sorted(set(sources.tolist()) - NOT_NEWS)]
    both = [here for here in found if len(set(labels[here].tolist())) > 1]
    return both or found


def auroc(labels: Integers, scores: Floats) -> float:
    """Return the area under the ROC curve; undefined for one class alone."""
    if len(set(labels.tolist())) < 2:  # noqa: PLR2004  one label alone has no curve
        return float("nan")
    return float(roc_auc_score(labels, scores))


def accuracy(labels: Integers, scores: Floats, cut: float = EVEN) -> float:
    """Return the share told rightly at a cut."""
    return float(((scores >= cut) == labels).mean())
