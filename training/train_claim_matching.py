"""Train the score of claim matching: which stored claim says the same as a query.

Usage: python -m training.train_claim_matching DATA

For each query of the training part the service's own search proposes candidates from a
database of stored claims; a linear score over the features of `MatchScorer` is fitted so
that the softmax over a query's candidates falls on the right ones (listwise, Cao et al.
2007), and a logistic curve over that score so that it is a probability (Platt 1999).
Queries of folds 0 to 2, by tweet or debate, are left out. Writes
`service/inference/data/claim_matching.json`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from benchmarks.claim_store import claim_identifier, open_store
from benchmarks.data import Data
from benchmarks.tasks.matching import average_precision, is_kept_out
from service.domain.claim_query import ClaimFilters
from service.domain.matching import CandidateQuery
from service.inference.claim_matcher import FEATURES, MatchScorer, TrainedClaimMatcher
from service.inference.embeddings import MiniLmEmbedder
from service.settings import Settings
from service.text.likeness import Rarity, search_words, stems
from service.text.normalization import normalize
from service.use_cases.find_matches import CANDIDATE_COUNT, embed_text

SHIPPED = Path("service/inference/data/claim_matching.json")
STORES = Path("var/eval/claims")
#: Words in fewer stored claims are as rare as words in none.
LEAST_CLAIMS = 3
#: Debate sentences are fewer than tweets, and what the service meets is more like them.
SOURCE_WEIGHTS = {"clef2022-2b": 2.0}
STEPS, RATE, DECAY, SEED = 400, 0.02, 1e-3, 20_260_101


def count_words(texts: Sequence[str]) -> Rarity:
    """Return how many of the stored claims hold each stem."""
    holding: Counter[str] = Counter()
    for text in texts:
        holding.update(set(stems(text)))
    kept = {stem: count for stem, count in sorted(holding.items()) if count >= LEAST_CLAIMS}
    return Rarity(len(texts), kept)


def progress(items: Sequence[int], title: str) -> Iterator[int]:
    """Yield the items and tell how far it is."""
    for done, item in enumerate(items):
        yield item
        print(f"\r{title}: {done + 1}/{len(items)}", end="", file=sys.stderr)
    print(file=sys.stderr)


def gather(data: Data, matcher: TrainedClaimMatcher, scorer: MatchScorer) -> list[dict[str, Any]]:
    """Return the candidates of every query with their features."""
    queries, corpus = data.rows("matching"), data.rows("matching_corpus")
    found = []
    for source in sorted({row["source"] for row in queries}):
        asked = [row for row in queries if row["source"] == source]
        stored = [row for row in corpus if row["corpus"] == asked[0]["corpus"]]
        store = open_store(STORES, stored, matcher, progress)
        for place in progress(range(len(asked)), source):
            query = asked[place]
            text = normalize(query["query_claim"])
            wanted = CandidateQuery(
                search_words(text),
                embed_text(matcher, text),
                ClaimFilters(),
                frozenset(),
                CANDIDATE_COUNT,
            )
            with store() as uow:
                candidates = uow.claim_search.find_candidates(wanted)
            relevant = {claim_identifier(row_id) for row_id in query["relevant_ids"]}
            found.append(
                {
                    "source": source,
                    "kept_out": is_kept_out(query),
                    "ids": [c.claim.id for c in candidates],
                    "relevant": relevant,
                    "features": np.array([scorer.features(text, c) for c in candidates]),
                    "labels": np.array([c.claim.id in relevant for c in candidates]),
                }
            )
        store.dispose()
    return found


def fit(rows: Sequence[dict[str, Any]]) -> tuple[np.ndarray, float, float]:
    """Return the weights, and slope and intercept of the logistic curve."""
    torch.manual_seed(SEED)
    usable = [row for row in rows if row["labels"].any()]
    everything = np.vstack([row["features"] for row in usable])
    deviation = everything.std(0) + 1e-9
    longest = max(len(row["ids"]) for row in usable)
    features = torch.zeros(len(usable), longest, everything.shape[1])
    labels = torch.zeros(len(usable), longest)
    padding = torch.full((len(usable), longest), -1e9)
    for i, row in enumerate(usable):
        size = len(row["ids"])
        features[i, :size] = torch.tensor(row["features"] / deviation, dtype=torch.float32)
        labels[i, :size] = torch.tensor(row["labels"], dtype=torch.float32)
        padding[i, :size] = 0
    shares = labels / labels.sum(1, keepdim=True)
    importance = torch.tensor([SOURCE_WEIGHTS.get(row["source"], 1.0) for row in usable])
    weights = torch.zeros(everything.shape[1], requires_grad=True)
    optimiser = torch.optim.AdamW([weights], lr=RATE, weight_decay=DECAY)
    for _ in range(STEPS):
        chances = torch.log_softmax(features @ weights + padding, dim=1)
        loss = -((chances * shares).sum(1) * importance).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    plain = weights.detach().numpy() / deviation
    scores = np.concatenate([row["features"] @ plain for row in rows])
    right = np.concatenate([row["labels"] for row in rows])
    curve = LogisticRegression(C=1e6).fit(scores.reshape(-1, 1), right)
    return plain, float(curve.coef_[0, 0]), float(curve.intercept_[0])


def tell(rows: Sequence[dict[str, Any]], scorer: MatchScorer) -> None:
    """Print MAP@5 by source, and how often suggestions are right at several thresholds."""
    weights = np.array(scorer.weights)
    for source in sorted({row["source"] for row in rows}):
        for part in (False, True):
            here = [r for r in rows if r["source"] == source and (r["kept_out"] or not part)]
            precision = [
                average_precision(
                    [r["ids"][i] for i in np.argsort(-(r["features"] @ weights))], r["relevant"]
                )
                for r in here
            ]
            print(source, "kept out" if part else "all", len(here), f"{np.mean(precision):.4f}")
    out = [row for row in rows if row["kept_out"]]
    for least in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        told, right, queries = 0, 0, 0
        for row in out:
            value = scorer.slope * (row["features"] @ weights) + scorer.intercept
            score = 1 / (1 + np.exp(-value))
            above = score >= least
            told += above.sum()
            right += row["labels"][above].sum()
            queries += row["labels"][above].any()
        print(
            f"at {least}: {right / max(told, 1):.3f} of suggestions right, "
            f"{queries / len(out):.3f} of queries answered"
        )


def main(folder: str) -> None:
    """Train on the data in a folder and write what is shipped."""
    data = Data(Path(folder), "all")
    matcher_parts = MiniLmEmbedder.load(Settings().resolved_models_dir)
    texts = sorted({normalize(row["text"]) for row in data.rows("matching_corpus")})
    scorer = MatchScorer((0.0,) * len(FEATURES), 1.0, 0.0, count_words(texts))
    matcher = TrainedClaimMatcher(matcher_parts, scorer)
    rows = gather(data, matcher, scorer)
    weights, slope, intercept = fit([row for row in rows if not row["kept_out"]])
    trained = replace(scorer, weights=tuple(weights.tolist()), slope=slope, intercept=intercept)
    tell(rows, trained)
    content = {
        "weights": {n: round(float(w), 5) for n, w in zip(FEATURES, weights, strict=True)},
        "slope": round(slope, 5),
        "intercept": round(intercept, 5),
        "rarity": {"texts": scorer.rarity.texts, "holding": dict(scorer.rarity.holding)},
    }
    shipped = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    SHIPPED.write_text(shipped + "\n", "utf-8")
    print(content["weights"], slope, intercept, SHIPPED.stat().st_size, "bytes")


if __name__ == "__main__":
    main(sys.argv[1])
