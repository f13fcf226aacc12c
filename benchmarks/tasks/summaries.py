"""Summaries and headlines against references, beside the article's leading sentences.

The sets are CNN/DM highlights, XSum first sentences, summaries by freelance writers
(figures are means over an article's references) and the annotated summaries; only
articles of the fold count, since training may read the others. The service is asked for
three sentences, for XSum one. *Leading sentences* are the article's first sentences of
prose, as many as the service returned, in the same run.

- `ROUGE-1`, `ROUGE-2`, `ROUGE-Lsum`: mean F1 of 100 (`benchmarks/rouge.py`); `over lead`:
  how much more than the leading sentences have, article by article.
- `support`: mean of the support that the summary sentences are returned with, which is 1 by
  definition where a sentence is the article's own; `supported`: share of them with a support
  of at least 0.5. Read both beside `abstractive`.
- `foreign`: share of the summary sentences with a name or number that the article does
  not give; `headline foreign`: the same of headlines.
- `novel bigrams`: share of the pairs of neighbouring words in summary sentences that
  stand nowhere in the article.
- `length kept`: share of the summaries with as many sentences as were asked for.
- `whole sentences`: share of the sentences that open with a capital, a figure or a
  quotation mark, end with a terminal mark, close every quotation and have four words.
- `abstractive`: share of the sentences that are not the source's own.
- `words`: words a summary. `headline words`: words a headline; `headline kept short`:
  share of at most twelve words; `headline abstractive`: share not the article's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from benchmarks.bench import Bench
from benchmarks.bootstrap import Counts, ratio_figures
from benchmarks.data import Data, in_fold
from benchmarks.pipeline import SUPPORTED, prepare_text, prose_sentences
from benchmarks.report import Section
from benchmarks.rouge import bigrams, rouge, surface_words
from service.domain.analysis import SummaryDraft
from service.text.facts import foreign_facts
from service.text.sentences import split_sentences

MAX_HEADLINE_WORDS = 12
_MIN_WORDS = 4
#: Title of each set, how its sources are called, and how many sentences are asked for.
_SETS: tuple[tuple[str, str, int], ...] = (
    ("CNN/DM", "cnndm/", 3),
    ("XSum", "xsum/", 1),
    ("freelance writers", "news-writers/", 3),
)
_ANNOTATED_SENTENCES = 3
_TOKENISED_END = re.compile(r"(?<= [.!?])\s+")
_WHOLE = re.compile("[\"'\u2018\u201c(]?[A-Z\\d£$€].*[.!?][\"'\u2019\u201d)]*\\Z", re.DOTALL)
_ROUGE_NAMES = ("ROUGE-1", "ROUGE-2", "ROUGE-Lsum")


@dataclass(frozen=True, slots=True)
class Item:
    """An article with its references, each a tuple of sentences."""

    sha: str
    text: str
    references: tuple[tuple[str, ...], ...]


def run(bench: Bench) -> list[Section]:
    """Summarise the articles of each set and score what comes back."""
    sections: list[Section] = []
    for title, prefix, count in _SETS:
        sections += _run_set(bench, title, _items(bench.data, prefix), count)
    annotated = [
        Item(article.sha, article.text, (_sentences(article.summary),))
        for article in bench.data.gold()
    ]
    return sections + _run_set(bench, "annotated", annotated, _ANNOTATED_SENTENCES)


def _items(data: Data, prefix: str) -> list[Item]:
    texts = data.texts()
    rows = [
        row
        for row in data.rows("summaries")
        if row["source"].startswith(prefix) and in_fold(row["article_sha"], data.fold)
    ]
    items: list[Item] = []
    for row in rows[: data.limit]:
        wordings = dict.fromkeys((row["reference_summary"], *row.get("references", ())))
        references = tuple(
            tuple(_TOKENISED_END.split(wording.strip()))
            if "tokenised" in row["ref_style"]
            else _sentences(wording)
            for wording in wordings
        )
        items.append(Item(row["article_sha"], texts[row["article_sha"]], references))
    return items


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(sentence.text for sentence in split_sentences(text, ()))


def _run_set(bench: Bench, title: str, items: Sequence[Item], count: int) -> list[Section]:
    ours: list[Counts] = []
    leading: list[Counts] = []
    for item in bench.progress(items, f"summaries, {title}"):
        summary = bench.analyser.summarise(item.text, count).summary
        bench.keep("summaries", _record(title, item, summary))
        texts = [sentence.text for sentence in summary.sentences] if summary else []
        lead = leading_sentences(item.text, len(texts) or count)
        scored, lead_scored = rouge_counts(item, texts), rouge_counts(item, lead)
        over = {
            f"{name} over lead": (scored[name][0] - lead_scored[name][0], 1.0)
            for name in _ROUGE_NAMES
        }
        own = score_summary(item.text, summary, count) if summary else {"length kept": (0, 1)}
        ours.append({**scored, **over, **own})
        leading.append({**lead_scored, **_form(item.text, lead)})
    return [
        Section(f"summaries: {title}, pipeline", len(items), ratio_figures(ours)),
        Section(f"summaries: {title}, leading sentences", len(items), ratio_figures(leading)),
    ]


def leading_sentences(text: str, count: int) -> list[str]:
    """Return the first sentences of prose."""
    article = prepare_text(text)
    return [" ".join(article.sentences[i].text.split()) for i in prose_sentences(article)[:count]]


def rouge_counts(item: Item, sentences: Sequence[str]) -> Counts:
    """Return the article's ROUGE figures, the mean over its references."""
    scores = [rouge(reference, sentences) for reference in item.references]
    values = (
        fmean(score.rouge1 for score in scores),
        fmean(score.rouge2 for score in scores),
        fmean(score.rouge_lsum for score in scores),
    )
    return {name: (100 * value, 1.0) for name, value in zip(_ROUGE_NAMES, values, strict=True)}


def score_summary(text: str, summary: SummaryDraft, asked: int) -> Counts:
    """Return what one summary and its headline add to each figure but ROUGE."""
    sentences = summary.sentences
    headline = summary.headline
    headline_words = sum(any(c.isalnum() for c in word) for word in headline.split())
    return {
        "support": (sum(s.support for s in sentences), len(sentences)),
        "supported": (sum(s.support >= SUPPORTED for s in sentences), len(sentences)),
        **_form(text, [s.text for s in sentences]),
        "length kept": (len(sentences) == asked, 1),
        "abstractive": (sum(str(s.method) == "abstractive" for s in sentences), len(sentences)),
        "headline words": (headline_words, 1),
        "headline kept short": (headline_words <= MAX_HEADLINE_WORDS, 1),
        "headline foreign": (bool(foreign_facts(headline, text)), 1),
        "headline abstractive": (str(summary.headline_method) == "abstractive", 1),
    }


def _form(text: str, sentences: Sequence[str]) -> Counts:
    """Return the figures that need nothing but the words."""
    known = set(bigrams(surface_words(text)))
    pairs = [pair for sentence in sentences for pair in bigrams(surface_words(sentence))]
    return {
        "foreign": (sum(bool(foreign_facts(s, text)) for s in sentences), len(sentences)),
        "novel bigrams": (sum(pair not in known for pair in pairs), len(pairs)),
        "whole sentences": (sum(is_whole(s) for s in sentences), len(sentences)),
        "words": (sum(len(s.split()) for s in sentences), 1),
    }


def is_whole(sentence: str) -> bool:
    """Tell whether a sentence is whole by its form."""
    balanced = sentence.count('"') % 2 == 0 and sentence.count("\u201c") == sentence.count("\u201d")
    return balanced and _WHOLE.match(sentence) is not None and len(sentence.split()) >= _MIN_WORDS


def _record(title: str, item: Item, summary: SummaryDraft | None) -> dict[str, Any]:
    sentences = summary.sentences if summary else ()
    return {
        "article_sha": item.sha,
        "set": title,
        "headline": summary.headline if summary else None,
        "sentences": [
            {"text": s.text, "method": str(s.method), "support": s.support} for s in sentences
        ],
    }
