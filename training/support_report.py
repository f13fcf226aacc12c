"""Fits the shipped regression on left-out predictions and writes weights and figures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import save

from service.inference.support import FEATURES, rule_problems
from service.inference.support_features import nearest_passage, wording_features
from service.inference.support_model import SupportNetwork
from training.contrast_pairs import Amounts, Pair, PairMaker, Story
from training.measures import Floats, Integers, calibration_error
from training.support_data import SupportData
from training.support_ensemble import (
    Strings,
    apply,
    balanced_weights,
    best_cut,
    by_source,
    fit,
    mean_interval,
)
from training.support_sources import NOT_NEWS, family_of

DATA_DIR: Final = Path(__file__).parents[1] / "service/inference/data"
#: The share of supported claims that the threshold may cost.
MOST_REJECTED: Final = 0.04
EVEN: Final = 0.5
#: How many unseen pairs are made of one statement.
EVALUATED: Final = Amounts(rewordings=0.5, alterations=1.5, without_source=0.2, joined=0.15)
#: How much the contrast pairs count beside the judgements of people when calibrating.
CONTRAST_SHARE: Final = 0.5
Predicted = tuple[float, float]
#: Features that are tried alone, to tell what each kind gives.
ABLATION: Final = {
    "network alone": FEATURES[:2],
    "wording alone": FEATURES[2:],
    "network and foreign facts": (*FEATURES[:2], "foreign_to_article", "foreign_to_evidence"),
    "all": FEATURES,
}


class Table:
    """Rows with their features, labels, sources and article groups."""

    def __init__(
        self, features: Sequence[Sequence[float]], labels: Sequence[bool], sources: Sequence[str],
        articles: Sequence[str],
    ) -> None:  # fmt: skip
        self.features: Floats = np.array(features, dtype=np.float64)
        self.labels: Integers = np.array(labels, dtype=np.int64)
        self.sources: Strings = np.array(sources)
        self.articles: Strings = np.array(articles)


def unseen_pairs(data: SupportData, fold: str) -> list[Pair]:
    """Return contrast pairs on the articles of the `validation` or `calibration` fold."""
    stories = data.validation if fold == "validation" else data.calibration
    return list(PairMaker(stories).make(EVALUATED))


def judged_table(work: Path, data: SupportData, predicted: Sequence[Predicted]) -> Table:
    """Return the judgements with what the network says of them and what their wording tells."""
    wording = _wording(work, data)
    rows = data.human
    return Table(
        [[*both, *wording[row["id"]]] for row, both in zip(rows, predicted, strict=True)],
        [row["supported"] for row in rows],
        [row["source"] for row in rows],
        [str(data.group_of[row["article_sha"]]) for row in rows],
    )


def contrast_table(
    pairs: Sequence[Pair], stories: Sequence[Story], predicted: Sequence[Predicted]
) -> Table:
    """Return contrast pairs with what the shipped network predicted for them."""
    texts = {story.sha: story.text for story in stories}
    return Table(
        [
            [*both, *wording_features(p.sentence, p.evidence, p.given, texts[p.article_sha])]
            for p, both in zip(pairs, predicted, strict=True)
        ],
        [pair.supported for pair in pairs],
        [pair.kind for pair in pairs],
        [pair.article_sha for pair in pairs],
    )


def leave_sources_out(
    table: Table, columns: Sequence[str] = FEATURES, *, families: bool = False
) -> Floats:
    """Return each row's probability from a regression that saw nothing of its source.

    Rows of other sources on the same articles are left out with it; with `families`, so are
    the sources of its whole family.
    """
    features = table.features[:, [FEATURES.index(name) for name in columns]]
    scores = np.zeros(len(table.labels))
    for source in np.unique(table.sources):
        test = table.sources == source
        rest = ~test & ~np.isin(table.articles, table.articles[test])
        if families:
            rest &= ~np.isin(table.sources, family_of(str(source)))
        weights = balanced_weights(table.labels[rest], table.sources[rest])
        scores[test] = apply(fit(features[rest], table.labels[rest], weights), features[test])
    return scores


def write_results(
    work: Path,
    data: SupportData,
    predicted: dict[str, list[Predicted]],
    networks: tuple[SupportNetwork, SupportNetwork],
) -> None:
    """Fit the regression, choose the threshold, and write weights, regression and figures.

    Args:
        work: The work folder.
        data: All data.
        predicted: What the trained network says of judgements and unseen contrast pairs.
        networks: The network as trained, and as the service has it before the changes.
    """
    judged = judged_table(work, data, predicted["judged"])
    contrast = {
        name: contrast_table(unseen_pairs(data, name), stories, predicted[name])
        for name, stories in (("validation", data.validation), ("calibration", data.calibration))
    }
    ensemble = fit_shipped(judged, contrast["calibration"])
    calibration = contrast["calibration"]
    written = calibration.sources == "as_written"
    threshold = best_cut(apply(ensemble, calibration.features)[written], MOST_REJECTED)
    tensors = save(changes(*networks))
    figures = measure(judged, contrast["validation"], ensemble, threshold)
    figures["refused"] = refused(
        unseen_pairs(data, "validation"),
        data.validation,
        apply(ensemble, contrast["validation"].features) < threshold,
    )
    stored = {
        "features": list(FEATURES),
        **ensemble,
        "threshold": threshold,
        "weights_sha256": hashlib.sha256(tensors).hexdigest(),
    }
    (DATA_DIR / "support.safetensors").write_bytes(tensors)
    (DATA_DIR / "support.json").write_text(json.dumps(stored, indent=1) + "\n")
    (DATA_DIR / "support_metrics.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps(figures, indent=1))


def fit_shipped(judged: Table, contrast: Table) -> dict[str, Any]:
    """Fit on judgements and contrast pairs, each kind counting as agreed."""
    human = balanced_weights(judged.labels, judged.sources)
    made = balanced_weights(contrast.labels, np.full(len(contrast.labels), "contrast"))
    human *= (1 - CONTRAST_SHARE) / human.sum()
    made *= CONTRAST_SHARE / made.sum()
    weights = np.concatenate([human, made])
    return fit(
        np.concatenate([judged.features, contrast.features]),
        np.concatenate([judged.labels, contrast.labels]),
        weights / weights.mean(),
    )


def measure(
    judged: Table, validation: Table, ensemble: dict[str, Any], threshold: float
) -> dict[str, Any]:
    """Return all figures that the card shows."""
    figures: dict[str, Any] = {
        "sources_left_out": _judged_figures(judged, leave_sources_out(judged)),
        "families_left_out": _judged_figures(judged, leave_sources_out(judged, families=True)),
    }
    news = ~np.isin(judged.sources, NOT_NEWS)
    figures["ablation"] = {
        name: mean_interval(
            judged.labels[news], leave_sources_out(judged, columns)[news], judged.sources[news],
            judged.articles[news],
        )
        for name, columns in ABLATION.items()
    }  # fmt: skip
    scores = apply(ensemble, validation.features)
    one = np.full(len(scores), "contrast pairs")
    figures["contrast"] = {
        **by_source(validation.labels, scores, one, validation.articles)["contrast pairs"],
        "at_threshold": by_source(validation.labels, scores, one, validation.articles, threshold)[
            "contrast pairs"
        ]["balanced_accuracy"],
        "right_by_kind": {
            kind: {
                "pairs": int(here.sum()),
                "at_half": round(
                    float(np.mean((scores[here] >= EVEN) == validation.labels[here])), 4
                ),
                "at_threshold": round(
                    float(np.mean((scores[here] >= threshold) == validation.labels[here])), 4
                ),
            }
            for kind in sorted(set(validation.sources.tolist()))
            for here in [validation.sources == kind]
        },
    }
    figures["threshold"] = threshold
    return figures


def refused(
    pairs: Sequence[Pair], stories: Sequence[Story], doubted: npt.NDArray[np.bool_]
) -> dict[str, dict[str, float]]:
    """Return which share of claims and of altered ones the service refuses, and on what ground.

    Args:
        pairs: Contrast pairs.
        stories: Their articles.
        doubted: Which of the pairs lie below the threshold.
    """
    texts = {story.sha: story.text for story in stories}
    against = np.array(
        [
            bool(rule_problems(pair.sentence, _given(pair), texts[pair.article_sha]))
            for pair in pairs
        ]
    )
    kinds = {
        "annotated": np.array([pair.kind == "as_written" for pair in pairs]),
        "altered": np.array([not pair.supported for pair in pairs]),
    }
    grounds = {"rules": against, "threshold": doubted, "either": against | doubted}
    return {
        kind: {name: round(float(ground[here].mean()), 4) for name, ground in grounds.items()}
        for kind, here in kinds.items()
    }


def _given(pair: Pair) -> tuple[str, ...]:
    """Return the evidence as the service gives it, the main sentence first."""
    return pair.given or (nearest_passage(pair.sentence, pair.evidence), *pair.evidence)


def _judged_figures(table: Table, scores: Floats) -> dict[str, Any]:
    news = ~np.isin(table.sources, NOT_NEWS)
    common = news & (table.sources != "goyal21-cnndm")
    means = {
        name: mean_interval(
            table.labels[rows], scores[rows], table.sources[rows], table.articles[rows]
        )
        for name, rows in (("news_sources", news), ("without_goyal21_cnndm", common))
    }
    return {
        "mean_balanced_accuracy": means,
        "ece": round(calibration_error(table.labels[news], scores[news]), 4),
        "by_source": by_source(table.labels, scores, table.sources, table.articles),
    }


def changes(network: SupportNetwork, untrained: SupportNetwork) -> dict[str, torch.Tensor]:
    """Return how the trained weights differ, matrices in steps of eight bits a row."""
    before = untrained.state_dict()
    stored: dict[str, torch.Tensor] = {}
    for name, after in network.state_dict().items():
        change = after - before[name]
        if not change.any():
            continue
        if change.dim() == 2 and change.shape[0] > 1:  # noqa: PLR2004  a matrix
            scale = change.abs().amax(1).clamp(min=1e-12) / 127
            stored[f"{name}.steps"] = (change / scale[:, None]).round().to(torch.int8)
            stored[f"{name}.scale"] = scale
        else:
            stored[name] = change
    return stored


def _wording(work: Path, data: SupportData) -> dict[int, list[float]]:
    """Return the wording's features of every judgement, computed once."""
    cache = work / "wording.json"
    if not cache.is_file():
        rows = [
            [row["id"], wording_features(row["sentence"], row["evidence"], (), row["article"])]
            for row in data.human
        ]
        cache.write_text(json.dumps(rows))
    return dict(json.loads(cache.read_text()))
