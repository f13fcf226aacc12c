"""Train the recogniser of orders to a machine and write its weights and figures.

Usage: python -m training.train_order_recogniser DATA

DATA holds `eval/articles.jsonl.gz`, whose sentences are what no order is; the orders are
made up, and so is some news that tells of orders. Articles of the validation fold are not
trained on: the threshold is the least, in steps of 0.05, at which at most one of 350 of
their sentences is taken for an order.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from benchmarks.data import in_fold, read_rows
from service.inference.embeddings import MiniLmEmbedder
from service.inference.order_recogniser import DATA_FILE
from service.settings import Settings
from service.text.sentences import split_sentences
from training.made_up_orders import make_orders, make_reports

SEED: Final = 1
ORDERS: Final = 2_000
UNSEEN_ORDERS: Final = 500
REPORTS: Final = 1_500
#: Sentences of news for training, and of the validation fold for the threshold.
NEWS: Final = (9_000, 6_000)
#: Read one by one, nearly all of them were asides that hold no fact.
MAX_FALSE_ALARMS: Final = 1 / 350
_WORDS: Final = range(3, 60)
#: News that looks most like an order is kept, all of it.
_ORDER_LIKE = re.compile(
    r"(?:please|do not|don't|never|let|use|add|write|call|tell|ask|read|visit|click|follow|send|"
    r"put|keep|make|take|stop|get|give|report|ignore|mark|you)\b",
    re.IGNORECASE,
)


def main() -> None:
    """Train from the folder named on the command line and write the data file."""
    parser = argparse.ArgumentParser(description="Train the recogniser of orders.")
    parser.add_argument("data", type=Path, help="folder with eval/")
    arguments = parser.parse_args()
    embedder = MiniLmEmbedder.load(Settings().resolved_models_dir)
    training, held = (_news(arguments.data, fold) for fold in ("training", "validation"))
    orders = make_orders(ORDERS, SEED)
    news = _embed(embedder, training + make_reports(REPORTS, SEED))
    given = _embed(embedder, orders)
    learner = LogisticRegression(C=30.0, max_iter=2_000)
    labels = np.r_[np.zeros(len(news)), np.ones(len(given))]
    learner.fit(np.vstack([news, given]), labels)
    alarms = learner.predict_proba(_embed(embedder, held))[:, 1]
    threshold = _threshold(alarms)
    known = set(orders)
    unseen = [o for o in make_orders(ORDERS + UNSEEN_ORDERS, SEED + 1) if o not in known]
    found = learner.predict_proba(_embed(embedder, unseen[:UNSEEN_ORDERS]))[:, 1]
    figures: dict[str, Any] = {
        "news": len(held),
        "news taken for an order": float((alarms >= threshold).mean()),
        "made-up orders found": float((found >= threshold).mean()),
    }
    print(json.dumps(figures))
    weights = [round(float(weight), 4) for weight in learner.coef_[0]]
    content = {
        "offset": round(float(learner.intercept_[0]), 4),
        "threshold": threshold,
        "weights": weights,
        "figures": figures,
    }
    DATA_FILE.write_text(json.dumps(content) + "\n")


def _news(folder: Path, fold: str) -> list[str]:
    """Return sentences of news: those that look like orders, and some of the others."""
    rng = random.Random(SEED)  # noqa: S311  no secret hangs on it
    sentences = [
        sentence.text
        for row in read_rows(folder / "eval/articles.jsonl.gz")
        if in_fold(row["article_sha"], fold)
        for sentence in split_sentences(row["text"], ())
        if len(sentence.text.split()) in _WORDS
    ]
    like = [text for text in sentences if _ORDER_LIKE.match(text)]
    wanted = NEWS[fold == "validation"]
    # The false alarms of the validation fold are counted on news as it comes.
    kept = like if fold == "training" else []
    return kept + rng.sample(sentences, min(wanted, len(sentences)))


def _embed(embedder: MiniLmEmbedder, texts: list[str]) -> npt.NDArray[np.float64]:
    return np.array(embedder.embed(texts), dtype=np.float64)


def _threshold(alarms: npt.NDArray[np.float64]) -> float:
    steps = [step / 20 for step in range(10, 20)]
    return next((s for s in steps if (alarms >= s).mean() <= MAX_FALSE_ALARMS), steps[-1])


if __name__ == "__main__":
    main()
