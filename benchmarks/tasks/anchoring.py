"""Anchoring: whether offsets and quotations name exactly what they should.

Every text of the data goes through the first stage; what the other tasks of the same run
have analysed is looked at as well. Each figure must be 1.

- `sentence exact`: share of the sentences with `text[start:end] == sentence`.
- `text covered`: share of the characters that are not blank that lie in exactly one
  sentence.
- `selector exact`: share of the selectors (made for every sentence; of claims and
  evidence where there are analyses) with `text[start:end] == exact` and the 32 characters
  before and after as prefix and suffix.
- `skipped exact`: share of the skipped spans that are a sentence of the article.
- `accounted for`: share of the sentences that end as a claim or as skipped, not both.
"""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.bench import Bench
from benchmarks.bootstrap import Counts, ratio_figures
from benchmarks.data import read_rows
from benchmarks.pipeline import Analysed, prepare_text
from benchmarks.report import Section
from service.domain.analysis import PreparedArticle, SummaryDraft
from service.domain.selector import Selector
from service.text.selectors import make_selector

_CONTEXT = 32


def run(bench: Bench) -> list[Section]:
    """Look at every text of the data, and at every analysis of this run."""
    texts = [
        row["text"] for name in ("articles", "articles_plain") for row in bench.data.rows(name)
    ]
    texts += [row["text"] for row in read_rows(bench.data.folder / "gold/articles.jsonl.gz")]
    texts = list(dict.fromkeys(texts))[: bench.data.limit]
    counts = [prepared_counts(prepare_text(t)) for t in bench.progress(texts, "anchoring")]
    sections = [Section("anchoring: prepared texts", len(texts), ratio_figures(counts))]
    analyses = [analysed_counts(found) for found in bench.analyser.analyses]
    summaries = [summary_counts(text, found) for text, found in bench.analyser.summaries]
    if analyses or summaries:
        figures = ratio_figures([*analyses, *summaries])
        title = "anchoring: claims, evidence and skipped sentences"
        sections.append(Section(title, len(analyses) + len(summaries), figures))
    return sections


def prepared_counts(article: PreparedArticle) -> Counts:
    """Return the figures of the first stage."""
    text, sentences = article.text, article.sentences
    covering = [0] * len(text)
    for sentence in sentences:
        for index in range(sentence.start, sentence.end):
            covering[index] += 1
    ink = [index for index, character in enumerate(text) if not character.isspace()]
    selectors = [make_selector(text, s.start, s.end) for s in sentences]
    return {
        "sentence exact": (
            sum(text[s.start : s.end] == s.text for s in sentences),
            len(sentences),
        ),
        "text covered": (sum(covering[index] == 1 for index in ink), len(ink)),
        **_selectors(text, selectors),
    }


def analysed_counts(found: Analysed) -> Counts:
    """Return the figures of an article's claims and skipped sentences."""
    article, analysis = found.article, found.analysis
    spans = {(sentence.start, sentence.end) for sentence in article.sentences}
    skipped = [(skip.start, skip.end) for skip in analysis.skipped]
    claimed = {(claim.selector.start, claim.selector.end) for claim in analysis.claims}
    once = sum((span in claimed) != (span in set(skipped)) for span in spans)
    return {
        **_selectors(article.text, [claim.selector for claim in analysis.claims]),
        "skipped exact": (sum(span in spans for span in skipped), len(skipped)),
        "accounted for": (once, len(spans)),
    }


def summary_counts(text: str, summary: SummaryDraft) -> Counts:
    """Return the figures of a summary's evidence."""
    evidence = [selector for sentence in summary.sentences for selector in sentence.evidence]
    return _selectors(text, evidence)


def _selectors(text: str, selectors: Iterable[Selector]) -> Counts:
    right = [
        text[s.start : s.end] == s.exact
        and text[max(0, s.start - _CONTEXT) : s.start] == s.prefix
        and text[s.end : s.end + _CONTEXT] == s.suffix
        for s in selectors
    ]
    return {"selector exact": (sum(right), len(right))}
