"""Boilerplate: the words kept of pasted pages, against the articles' own words.

The words outside the marked spans are held against those of the clean text of
`articles_plain` (pages without one are left out), both folded and counted with
repetition; word order is not compared. Figures are means over pages: `word precision`,
the share of the kept words that the article has; `word recall`, the share of the
article's words that are kept; `word F1`.
*All words kept* marks nothing. The rules may be chosen on the pages with a hash
(`int(sha[:8], 16) % 10`) of 3 and above; the others are held out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from benchmarks.bench import Bench
from benchmarks.bootstrap import Counts, ratio_figures
from benchmarks.data import Row, fold_number, text_sha
from benchmarks.pipeline import prepare_text
from benchmarks.report import Section

HELD_OUT_FOLDS: Final = 3
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")


def run(bench: Bench) -> list[Section]:
    """Score the pages, those held out apart from the others, and by source."""
    pages = [page for page in bench.data.rows("articles_plain") if page["clean_text"]]
    held_out = [p for p in pages if is_held_out(p["text"])][: bench.data.limit]
    others = [p for p in pages if not is_held_out(p["text"])][: bench.data.limit]
    sections = [
        _section("held-out pages", held_out),
        _section("held-out pages, all words kept", held_out, keep_all=True),
        _section("pages that rules may be chosen on", others),
    ]
    for source in sorted({page["source"] for page in held_out}):
        chosen = [page for page in held_out if page["source"] == source]
        sections.append(_section(f"held-out pages, {source}", chosen))
    return sections


def is_held_out(text: str) -> bool:
    """Tell whether no rule may be chosen on a page."""
    return fold_number(text_sha(text)) < HELD_OUT_FOLDS


def _section(title: str, pages: Sequence[Row], *, keep_all: bool = False) -> Section:
    counts = [
        word_counts(page["text"] if keep_all else kept_text(page["text"]), page["clean_text"])
        for page in pages
    ]
    return Section(f"boilerplate: {title}", len(pages), ratio_figures(counts))


def kept_text(text: str) -> str:
    """Return the text without its marked spans."""
    article = prepare_text(text)
    parts, position = [], 0
    for span in article.boilerplate:
        parts.append(article.text[position : span.start])
        position = span.end
    return "\n".join([*parts, article.text[position:]])


def word_counts(kept: str, clean: str) -> Counts:
    """Return the word figures of one page."""
    ours, theirs = _words(kept), _words(clean)
    shared = (ours & theirs).total()
    precision = shared / ours.total() if ours else 0.0
    recall = shared / theirs.total() if theirs else 0.0
    f1 = 2 * shared / (ours.total() + theirs.total()) if ours or theirs else 1.0
    return {"word F1": (f1, 1), "word precision": (precision, 1), "word recall": (recall, 1)}


def _words(text: str) -> Counter[str]:
    return Counter(word.casefold().replace("\u2019", "'") for word in _WORD.findall(text))
