"""Train the check-worthiness scorer and write its coefficients and figures.

Usage: python training/train_check_worthiness.py DATA_DIR NEWS_FILE

DATA_DIR holds `checkworthy.jsonl.gz`, one JSON object a line: `sentence`, `label` (1 is
check-worthy), `source`, `article_id`. Only the rows of source `ct24-claimbuster` are used.
NEWS_FILE is a gzip JSON Lines file of annotated news articles: `article_sha`, `text`,
`sentences` ([start, end] pairs), `claims` (`sentence`, `worth` 1 to 3) and `skipped`
(sentence index to reason). The weights of the embedder must have been fetched.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from measures import report, report_cuts
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score

from service.inference.catalogue import EMBEDDER, find_weights
from service.inference.embeddings import MiniLmEmbedder
from service.inference.surface_features import FEATURE_NAMES, surface_features
from service.settings import Settings

SOURCE = "ct24-claimbuster"
OUTPUT = Path(__file__).parents[1] / "service/inference/data/check_worthiness.json"
SEED = 20_260_101
#: One sentence in five is held out; the other folds choose the regularisation.
FOLDS = 5
EMBEDDING_SCALES = (1.0, 5.0, 10.0)
INVERSE_PENALTIES = (0.01, 0.03, 0.1, 0.3, 1.0)
#: News sentences with these marks never reach the scorer: the text room takes them out.
FORM_MARKS = frozenset({"boilerplate", "instruction", "question"})
#: The least worth of a claim that the desk should see.
WORTH = 2
CUTS = tuple(round(0.05 * step, 2) for step in range(2, 15))

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Sample:
    """Sentences as the scorer reads them.

    Attributes:
        fold: The fold of each sentence.
        group: The document of each sentence.
    """

    embeddings: Floats
    features: Floats
    labels: Integers
    fold: Integers
    group: npt.NDArray[np.str_]

    def take(self, mask: npt.NDArray[np.bool_]) -> Sample:
        """Return the sentences where the mask is true."""
        return Sample(
            self.embeddings[mask],
            self.features[mask],
            self.labels[mask],
            self.fold[mask],
            self.group[mask],
        )


@dataclass(frozen=True)
class Scorer:
    """A fitted regression on unscaled embeddings and features."""

    embedding_weights: Floats
    feature_weights: Floats
    intercept: float

    def logits(self, sample: Sample) -> Floats:
        """Return the log-odds of each sentence."""
        return (
            sample.embeddings @ self.embedding_weights
            + sample.features @ self.feature_weights
            + self.intercept
        )


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a gzip JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def sentence_fold(sentence: str) -> int:
    """Return the fold of a sentence; spelling, case and punctuation do not move it."""
    words = " ".join(re.findall(r"\w+", sentence.casefold()))
    return int(hashlib.sha256(words.encode()).hexdigest()[:8], 16) % FOLDS


def make_sample(
    embedder: MiniLmEmbedder,
    sentences: Sequence[str],
    labels: Sequence[int],
    folds: Sequence[int],
    groups: Sequence[str],
) -> Sample:
    """Embed sentences and count their surface features."""
    return Sample(
        np.array(embedder.embed(sentences), dtype=np.float64),
        np.array([surface_features(sentence) for sentence in sentences], dtype=np.float64),
        np.array(labels, dtype=np.int64),
        np.array(folds, dtype=np.int64),
        np.array(groups),
    )


def read_debates(data_dir: Path, embedder: MiniLmEmbedder) -> Sample:
    """Read the labelled sentences of debates."""
    rows = [row for row in read_lines(data_dir / "checkworthy.jsonl.gz") if row["source"] == SOURCE]
    sentences = [row["sentence"] for row in rows]
    return make_sample(
        embedder,
        sentences,
        [row["label"] for row in rows],
        [sentence_fold(sentence) for sentence in sentences],
        [row["article_id"] for row in rows],
    )


def read_news(path: Path, embedder: MiniLmEmbedder) -> Sample:
    """Read the annotated sentences of news; fold 0 is for reporting, 1 for choosing."""
    sentences: list[str] = []
    labels: list[int] = []
    folds: list[int] = []
    groups: list[str] = []
    for article in read_lines(path):
        worthy = {claim["sentence"] for claim in article["claims"] if claim["worth"] >= WORTH}
        fold = min(1, int(article["article_sha"][:8], 16) % 10)
        for index, (start, end) in enumerate(article["sentences"]):
            if article["skipped"].get(str(index)) in FORM_MARKS:
                continue
            sentences.append(article["text"][start:end])
            labels.append(int(index in worthy))
            folds.append(fold)
            groups.append(article["article_sha"])
    return make_sample(embedder, sentences, labels, folds, groups)


def fit(sample: Sample, embedding_scale: float, inverse_penalty: float) -> Scorer:
    """Fit the regression, the features standardised and the embeddings scaled."""
    mean, deviation = sample.features.mean(axis=0), sample.features.std(axis=0)
    standardised = (sample.features - mean) / deviation
    inputs = np.hstack([sample.embeddings * embedding_scale, standardised])
    model = LogisticRegression(C=inverse_penalty, max_iter=2000, random_state=SEED)
    model.fit(inputs, sample.labels)
    dimensions = sample.embeddings.shape[1]
    feature_weights = model.coef_[0, dimensions:] / deviation
    return Scorer(
        model.coef_[0, :dimensions] * embedding_scale,
        feature_weights,
        float(model.intercept_[0] - mean @ feature_weights),
    )


def out_of_fold(
    sample: Sample, folds: npt.NDArray[Any], embedding_scale: float, inverse_penalty: float
) -> Floats:
    """Return each sentence's log-odds by a regression that has not seen its fold."""
    logits = np.zeros(len(sample.labels))
    for fold in np.unique(folds):
        scorer = fit(sample.take(folds != fold), embedding_scale, inverse_penalty)
        logits[folds == fold] = scorer.logits(sample.take(folds == fold))
    return logits


def choose_settings(training: Sample) -> tuple[float, float]:
    """Choose the scale and the penalty with the best cross-validated average precision."""
    found = {
        (scale, penalty): average_precision_score(
            training.labels, out_of_fold(training, training.fold, scale, penalty)
        )
        for scale in EMBEDDING_SCALES
        for penalty in INVERSE_PENALTIES
    }
    for (scale, penalty), precision in found.items():
        print(f"  scale {scale:4} C {penalty:4}: cross-validated AP {precision:.4f}")
    return max(found, key=lambda settings: found[settings])


def probabilities(logits: Floats) -> Floats:
    """Return the logistic function of the log-odds."""
    return 0.5 * (1.0 + np.tanh(0.5 * logits))


def best_cut(labels: Integers, scores: Floats, cuts: Sequence[float]) -> float:
    """Return the cut with the best F1."""
    return max(cuts, key=lambda cut: f1_score(labels, scores >= cut))


def train(debates: Sample, news: Sample) -> dict[str, Any]:
    """Fit, calibrate and measure; return the content of the data file."""
    training, unseen = debates.take(debates.fold != 0), debates.take(debates.fold == 0)
    scale, penalty = choose_settings(training)
    within = probabilities(out_of_fold(training, training.fold, scale, penalty))
    cut = best_cut(training.labels, within, CUTS)
    scorer = fit(training, scale, penalty)
    by_document = probabilities(out_of_fold(debates, debates.group, scale, penalty))
    figures = {
        "debates_unseen_sentences": report(
            "debates, unseen sentences",
            unseen.labels,
            probabilities(scorer.logits(unseen)),
            unseen.group,
            cut,
        ),
        "debates_unseen_documents": report(
            "debates, unseen documents", debates.labels, by_document, debates.group, cut
        ),
    }
    choosing, reporting = news.take(news.fold != 0), news.take(news.fold == 0)
    # Without a penalty to speak of: two parameters on thousands of sentences.
    platt = LogisticRegression(C=1e6).fit(scorer.logits(choosing)[:, None], choosing.labels)
    slope, offset = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    chosen_on = probabilities(slope * scorer.logits(choosing) + offset)
    reported_on = probabilities(slope * scorer.logits(reporting) + offset)
    news_cut = best_cut(choosing.labels, chosen_on, CUTS)
    print("news, fold for choosing, what each cut keeps")
    cuts = report_cuts(choosing.labels, chosen_on, CUTS)
    figures["news_unseen_articles"] = report(
        "news, unseen articles", reporting.labels, reported_on, reporting.group, news_cut
    )
    figures["news_cuts_when_choosing"] = cuts
    weights = find_weights(EMBEDDER)
    if weights is None:
        message = f"the catalogue has no weights called {EMBEDDER}"
        raise LookupError(message)
    return {
        "embedder": EMBEDDER,
        "embedder_sha256": weights.files[0].sha256,
        "feature_names": list(FEATURE_NAMES),
        "embedding_weights": scorer.embedding_weights.round(6).tolist(),
        "feature_weights": scorer.feature_weights.round(6).tolist(),
        "intercept": round(scorer.intercept, 6),
        "news_calibration": {"slope": round(slope, 6), "intercept": round(offset, 6)},
        "default_cut": news_cut,
        "training": {
            "source": SOURCE,
            "sentences": len(training.labels),
            "embedding_scale": scale,
            "inverse_penalty": penalty,
            "calibration_sentences": len(choosing.labels),
            "seed": SEED,
        },
        "figures": figures,
    }


def main() -> None:
    """Train from the files named on the command line and write the data file."""
    parser = argparse.ArgumentParser(description="Train the check-worthiness scorer.")
    parser.add_argument("data_dir", type=Path, help="folder with checkworthy.jsonl.gz")
    parser.add_argument("news_file", type=Path, help="annotated news articles, gzip JSON Lines")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="the data file to write")
    arguments = parser.parse_args()
    embedder = MiniLmEmbedder.load(Settings().resolved_models_dir)
    content = train(
        read_debates(arguments.data_dir, embedder), read_news(arguments.news_file, embedder)
    )
    arguments.output.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {arguments.output}")


if __name__ == "__main__":
    main()
