"""From the outputs of trained networks to the shipped file, its settings and its figures.

All that is chosen here is chosen on rows that trained no network and are not reported on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from measures import report, report_classes, report_cuts
from safetensors.torch import save_file
from sentence_data import SOURCE, Example
from sentence_training import SEEDS, Floats, Recipe
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, average_precision_score, f1_score

from service.inference.catalogue import EMBEDDER, find_weights
from service.inference.sentence_network import GRADES, KINDS, REASONS
from service.inference.sentence_reader import FILE
from service.text.claim_kinds import classify_kind

#: The least worth of a claim that the desk should see.
WORTH = 2
#: News sentences with these marks never reach the reader: the text room takes them out.
FORM_MARKS = frozenset({"boilerplate", "instruction", "question"})
CUTS = tuple(round(0.05 * step, 2) for step in range(2, 15))
GRADE_WEIGHTS = (0.0, 0.25, 0.5, 1.0)
REASON_FLOORS = tuple(round(0.05 * step, 2) for step in range(4, 20))
#: How often a reason that is told must be right where the floor is chosen.
REASON_PRECISION = 0.7
_DEBATE, _GRADES = 0, slice(1, 1 + GRADES)
_REASONS = slice(1 + GRADES, 1 + GRADES + len(REASONS))
_KINDS = slice(_REASONS.stop, _REASONS.stop + len(KINDS))


class Rows:
    """Some of the measured examples, with the joint outputs of all networks."""

    def __init__(self, examples: Sequence[Example], outputs: Sequence[Floats]) -> None:
        self.examples = list(examples)
        self.outputs = [np.asarray(one, dtype=np.float64) for one in outputs]
        self.groups = np.array([example.group for example in examples])

    def take(self, part: str, label: str) -> Rows:
        """Return the rows of a part that have a label, without those that form tells."""
        kept = [
            i
            for i, example in enumerate(self.examples)
            if example.part == part
            and getattr(example, label) is not None
            and not (label == "worth" and _marked_by_form(example))
        ]
        return Rows([self.examples[i] for i in kept], [one[kept] for one in self.outputs])

    def labels(self, label: str) -> npt.NDArray[np.int64]:
        """Return the labels; of worths, whether they reach `WORTH`."""
        values = np.array([getattr(example, label) for example in self.examples], dtype=np.int64)
        return (values >= WORTH).astype(np.int64) if label == "worth" else values

    def logits(self, grade_weight: float) -> npt.NDArray[np.float64]:
        """Return the joint log-odds of being worth checking."""
        return np.mean(
            [
                one[:, _DEBATE] + grade_weight * one[:, _GRADES][:, WORTH - 1]
                for one in self.outputs
            ],
            axis=0,
        )

    def shares(self, columns: slice) -> npt.NDArray[np.float64]:
        """Return the mean probabilities of some classes."""
        return np.mean([_softmax(one[:, columns]) for one in self.outputs], axis=0)


def _marked_by_form(example: Example) -> bool:
    return example.reason is not None and REASONS[example.reason].value in FORM_MARKS


def _softmax(logits: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def _sigmoid(logits: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return 0.5 * (1.0 + np.tanh(0.5 * logits))


def write_reader(
    folder: Path,
    members: Sequence[tuple[dict[str, torch.Tensor], Floats]],
    measured: Sequence[Example],
    recipe: Recipe,
    training_texts: int,
) -> None:
    """Choose the settings, measure, and write the shipped file."""
    rows = Rows(measured, [outputs for _, outputs in members])
    settings = _choose(rows)
    settings["figures"] = _figures(rows, settings)
    weights = find_weights(EMBEDDER)
    if weights is None:
        message = f"the catalogue has no weights called {EMBEDDER}"
        raise LookupError(message)
    settings |= {
        "embedder": EMBEDDER,
        "embedder_sha256": weights.files[0].sha256,
        "members": len(members),
        "scale": recipe.scale,
        "training": {
            "source": SOURCE,
            "texts": training_texts,
            "seeds": list(SEEDS[: len(members)]),
            **recipe.described(),
        },
    }
    tensors = {
        f"{index}.{name}": tensor
        for index, (own, _) in enumerate(members)
        for name, tensor in own.items()
    }
    path = folder / FILE
    save_file(tensors, path, metadata={"settings": json.dumps(settings)})
    print(f"wrote {path}, {path.stat().st_size:,} bytes")
    print(f"SHA-256 {hashlib.sha256(path.read_bytes()).hexdigest()}")


def _choose(rows: Rows) -> dict[str, Any]:
    """Choose how outputs become scores, on the rows that are for choosing."""
    debates, news = rows.take("choosing", "debate"), rows.take("choosing", "worth")
    found = {
        weight: average_precision_score(debates.labels("debate"), debates.logits(weight))
        + average_precision_score(news.labels("worth"), news.logits(weight))
        for weight in GRADE_WEIGHTS
    }
    print("weight of the news grade: sum of average precisions", found)
    weight = max(found, key=lambda one: found[one])
    labels, logits = news.labels("worth"), news.logits(weight)
    # Without a penalty to speak of: two parameters on hundreds of sentences.
    platt = LogisticRegression(C=1e6).fit(logits[:, None], labels)
    slope, offset = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    scores = _sigmoid(slope * logits + offset)
    cut = max(CUTS, key=lambda one: f1_score(labels, scores >= one))
    raw = _sigmoid(debates.logits(weight))
    debate_cut = max(CUTS, key=lambda one: f1_score(debates.labels("debate"), raw >= one))
    return {
        "grade_weight": weight,
        "slope": round(slope, 6),
        "offset": round(offset, 6),
        "default_cut": cut,
        "debate_cut": debate_cut,
        "reason_floor": _reason_floor(rows.take("choosing", "reason")),
    }


def _reason_floor(rows: Rows) -> float:
    """Return the lowest probability from which on reasons are right often enough."""
    shares, labels = rows.shares(_REASONS), rows.labels("reason")
    right = shares.argmax(axis=1) == labels
    for floor in REASON_FLOORS:
        told = shares.max(axis=1) >= floor
        if right[told].mean() >= REASON_PRECISION:
            print(f"reasons from {floor}: {right[told].mean():.3f} right, {told.mean():.3f} told")
            return floor
    return REASON_FLOORS[-1]


def _figures(rows: Rows, settings: dict[str, Any]) -> dict[str, Any]:
    """Measure on rows that nothing was trained or chosen on."""
    weight = settings["grade_weight"]
    figures: dict[str, Any] = {}
    for part, title in (("unseen", "unseen sentences"), ("official", "official split")):
        taken = rows.take(part, "debate")
        figures[f"debates_{part}"] = report(
            f"debates, {title}",
            taken.labels("debate"),
            _sigmoid(taken.logits(weight)),
            taken.groups,
            settings["debate_cut"],
        )
    debates = rows.take("unseen", "debate")
    sure = np.array([example.sure for example in debates.examples])
    for name, chosen in (("sure", sure), ("unsure", ~sure)):
        figures[f"debates_unseen_{name}"] = round(
            float(
                average_precision_score(
                    debates.labels("debate")[chosen], debates.logits(weight)[chosen]
                )
            ),
            3,
        )
    for part in ("choosing", "unseen"):
        news = rows.take(part, "worth")
        scores = _sigmoid(settings["slope"] * news.logits(weight) + settings["offset"])
        figures[f"news_{part}_cuts"] = report_cuts(news.labels("worth"), scores, CUTS)
    figures["news_unseen"] = report(
        "news, unseen articles", news.labels("worth"), scores, news.groups, settings["default_cut"]
    )
    reasons = rows.take("unseen", "reason")
    shares, labels = reasons.shares(_REASONS), reasons.labels("reason")
    names = [reason.value for reason in REASONS]
    figures["reasons"] = report_classes(
        "skip reasons", labels, shares.argmax(axis=1), reasons.groups, names
    )
    told = shares.max(axis=1) >= settings["reason_floor"]
    figures["reasons"]["told"] = round(float(told.mean()), 3)
    figures["reasons"]["told_right"] = round(
        float(accuracy_score(labels[told], shares.argmax(axis=1)[told])), 3
    )
    kinds = rows.take("unseen", "kind")
    names = [kind.value for kind in KINDS]
    figures["kinds"] = report_classes(
        "kinds", kinds.labels("kind"), kinds.shares(_KINDS).argmax(axis=1), kinds.groups, names
    )
    by_rule = np.array([KINDS.index(classify_kind(example.text)) for example in kinds.examples])
    figures["kinds_by_rule"] = report_classes(
        "kinds by rule", kinds.labels("kind"), by_rule, kinds.groups, names
    )
    return figures
