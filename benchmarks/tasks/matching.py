"""Matching: whether stored fact-checks of a claim are found, and put first.

The stored claims of each set lie in an SQLite database as the service stores them, and are
searched by the service's own use case: FTS5, the vector index, and the trained score over
both. Plain BM25 (`bm25s`, Lucene's variant, English stop words) ranks the same claims in the
same run; it reads the claim's text alone, or with title and subtitle where a set has them.

- `MAP@5`: mean over the queries of the average precision of the first five, as the
  CheckThat! labs define it (Barrón-Cedeño et al. 2020).
- `MAP@5, BM25 on text`, `MAP@5, BM25 on all fields`: the same of plain BM25.
- `MAP@5, kept out`: of the queries that training left out, those whose tweet or debate
  falls into folds 0 to 2; `kept out, BM25 on all fields` the same of plain BM25.
- `first`: share of the queries whose first hit is right.
- `found in 50`: share of the queries with a right one among the first 50.
- `suggested`: share of the queries with at least one suggestion, that is a hit at
  `SUGGESTED_SCORE` or above; `suggested rightly`: share of the suggestions that are right.
- `milliseconds a search`: wall-clock time of a search without the embedding of the query.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from uuid import UUID

import bm25s

from benchmarks.bench import Bench
from benchmarks.bootstrap import Counts, Figure, ratio_figures
from benchmarks.claim_store import claim_identifier, open_store
from benchmarks.data import Row, fold_number, text_sha
from benchmarks.report import Section
from service.domain.matching import ClaimMatch
from service.inference.claim_matcher import TrainedClaimMatcher
from service.storage.unit_of_work import UnitOfWorkFactory
from service.text.normalization import normalize
from service.use_cases.find_matches import embed_text, rank_candidates
from service.use_cases.suggest_matches import SUGGESTED_SCORE

#: Queries of these folds never trained the score (`training/train_claim_matching.py`).
KEPT_OUT = frozenset({0, 1, 2})
DEPTH = 5
OpenCorpus = Callable[[Bench, TrainedClaimMatcher, Sequence[Row]], UnitOfWorkFactory]
_FOUND = 50
_STORES = Path("var/eval/claims")


def run(bench: Bench) -> list[Section]:
    """Search for every query of each set among the claims of its corpus, on SQLite."""
    return measure(bench, "SQLite", open_on_sqlite)


def open_on_sqlite(
    bench: Bench, matcher: TrainedClaimMatcher, stored: Sequence[Row]
) -> UnitOfWorkFactory:
    """Return an SQLite database that holds a corpus."""
    return open_store(_STORES, stored, matcher, bench.progress)


def measure(bench: Bench, database: str, open_corpus: OpenCorpus) -> list[Section]:
    """Search for every query of each set among the claims of its corpus.

    Args:
        bench: The data, and what the run keeps.
        database: What kind of database it is, for the reader.
        open_corpus: Returns a database that holds a corpus.
    """
    matcher = TrainedClaimMatcher(bench.analyser.embedder)
    queries, corpus = bench.data.rows("matching"), bench.data.rows("matching_corpus")
    sections = []
    for source in sorted({row["source"] for row in queries}):
        asked = [row for row in queries if row["source"] == source][: bench.data.limit]
        stored = [row for row in corpus if row["corpus"] == asked[0]["corpus"]]
        store = open_corpus(bench, matcher, stored)
        figures = _measure(bench, matcher, store, asked, stored)
        store.dispose()
        articles = len({query["article_id"] for query in asked})
        note = f"{len(stored):,} stored claims, {len(asked):,} queries; {database}."
        sections.append(Section(f"matching: {source}", articles, figures, note))
    return sections


def is_kept_out(query: Row) -> bool:
    """Tell whether training left a query out: with all others of its tweet or debate."""
    return fold_number(text_sha(query["article_id"])) in KEPT_OUT


def average_precision(ranking: Sequence[UUID], relevant: Collection[UUID]) -> float:
    """Return the average precision of the first five of a ranking."""
    hits, total = 0, 0.0
    for place, found in enumerate(ranking[:DEPTH], start=1):
        if found in relevant:
            hits += 1
            total += hits / place
    return total / min(len(relevant), DEPTH)


def _measure(
    bench: Bench,
    matcher: TrainedClaimMatcher,
    store: UnitOfWorkFactory,
    asked: Sequence[Row],
    stored: Sequence[Row],
) -> Mapping[str, Figure]:
    on_text = _rank_by_bm25(asked, stored, ("text",))
    on_all = _rank_by_bm25(asked, stored, ("title", "subtitle", "text"))
    by_article: dict[str, list[Counts]] = {}
    for place, query in enumerate(bench.progress(asked, "searching")):
        text = normalize(query["query_claim"])
        embedding = embed_text(matcher, text)
        started = time.perf_counter()
        with store() as uow:
            found = rank_candidates(uow, matcher, text, embedding)
        milliseconds = 1000 * (time.perf_counter() - started)
        relevant = {claim_identifier(row_id) for row_id in query["relevant_ids"]}
        counts = count(found, relevant, is_kept_out(query), on_text[place], on_all[place])
        counts = {**counts, "milliseconds a search": (milliseconds, 1.0)}
        by_article.setdefault(query["article_id"], []).append(counts)
        bench.keep("matching", {"id": query["id"], "found": [str(m.claim.id) for m in found[:5]]})
    return ratio_figures([_sum(rows) for rows in by_article.values()])


def count(
    found: Sequence[ClaimMatch],
    relevant: Collection[UUID],
    kept_out: bool,
    on_text: Sequence[UUID],
    on_all: Sequence[UUID],
) -> Counts:
    """Return what one query adds to the figures."""
    ranking = [match.claim.id for match in found]
    suggested = [m.claim.id for m in found[:DEPTH] if m.score >= SUGGESTED_SCORE]
    precision, plain = average_precision(ranking, relevant), average_precision(on_all, relevant)
    out = 1.0 if kept_out else 0.0
    return {
        "MAP@5": (precision, 1.0),
        "MAP@5, BM25 on text": (average_precision(on_text, relevant), 1.0),
        "MAP@5, BM25 on all fields": (plain, 1.0),
        "MAP@5, kept out": (out * precision, out),
        "MAP@5, kept out, BM25 on all fields": (out * plain, out),
        "first": (float(bool(ranking) and ranking[0] in relevant), 1.0),
        "found in 50": (float(any(i in relevant for i in ranking[:_FOUND])), 1.0),
        "suggested": (float(bool(suggested)), 1.0),
        "suggested rightly": (
            float(sum(i in relevant for i in suggested)),
            float(len(suggested)),
        ),
    }


def _sum(rows: Sequence[Counts]) -> Counts:
    """Return what the queries of one tweet or debate add together."""
    return {
        name: (sum(row[name][0] for row in rows), sum(row[name][1] for row in rows))
        for name in rows[0]
    }


def _rank_by_bm25(
    asked: Sequence[Row], stored: Sequence[Row], fields: Sequence[str]
) -> list[list[UUID]]:
    """Return the first five of plain BM25 for each query."""
    texts = [" ".join(str(row.get(name) or "") for name in fields) for row in stored]
    ranker = bm25s.BM25()
    ranker.index(bm25s.tokenize(texts, stopwords="en", show_progress=False), show_progress=False)
    questions = [query["query_claim"] for query in asked]
    tokens = bm25s.tokenize(questions, stopwords="en", show_progress=False)
    places, _ = ranker.retrieve(tokens, k=DEPTH, show_progress=False)
    return [[claim_identifier(stored[int(i)]["id"]) for i in row] for row in places]
