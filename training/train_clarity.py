"""Train the clarity checker: whether a claim is understood by who reads nothing else.

    python -m training.train_clarity DATA [--work FOLDER]

DATA holds `gold/`. The same network as the support checker's, with an adapter of its own and
no evidence to read, learns from annotated claims beside the same with what they name put back
as their sentences have it. The first fold is kept for the report, the second for choosing the
threshold. What an earlier run left in the work folder is used again; to train on other pairs,
empty it. Writes `clarity.safetensors`, `clarity.json` and `clarity_metrics.json` into
`service/inference/data/`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from transformers import AutoTokenizer

from benchmarks.data import Data, fold_number
from service.inference.catalogue import GENERATOR
from service.inference.conversion import locate_converted
from service.inference.prompts import PromptEncoder
from service.inference.support import DATA_DIR
from service.settings import Settings
from training.clarity_pairs import ClarityPair, clarity_pairs
from training.packed_support import Adapted, PackedSupport
from training.support_pairs import Example
from training.support_training import Said, Schedule, predict, train
from training.train_support import write_weights

VALIDATION, CALIBRATION = 0, 1
PASSES: Final = 2
#: What a pair of each kind counts. Claims are many, and sentences that stand alone few, which
#: alone show that it is not their form that leaves something open.
WEIGHTS: Final = {
    "claim": 0.75,
    "sentence": 1.5,
    "sentence left open": 1.0,
    "name put back": 1.0,
    "limit left out": 1.0,
}
#: The share of annotated claims that the threshold may cost.
MOST_REJECTED: Final = 0.03
_ADAPTER_SEED: Final = 1
_ORDER_SEED: Final = 3
_REDRAWN: Final = 1000


def main() -> None:
    """Train, choose the threshold, report and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path, help="folder with gold/")
    parser.add_argument("--work", type=Path, default=Path("var/training/clarity"))
    arguments = parser.parse_args()
    settings = Settings()
    torch.set_num_threads(settings.threads or torch.get_num_threads())
    arguments.work.mkdir(parents=True, exist_ok=True)
    pairs = list(clarity_pairs(Data(arguments.data, fold="all").gold()))
    folds = {
        "validation": [pair for pair in pairs if fold_number(pair.sha) == VALIDATION],
        "calibration": [pair for pair in pairs if fold_number(pair.sha) == CALIBRATION],
    }
    kept_out = {VALIDATION, CALIBRATION}
    trained = [pair for pair in pairs if fold_number(pair.sha) not in kept_out]
    print(f"trained on {Counter(pair.kind for pair in trained)}", flush=True)
    folder, revision = locate_converted(GENERATOR, settings.resolved_models_dir)
    encoder = PromptEncoder(AutoTokenizer.from_pretrained(folder, local_files_only=True))
    network = PackedSupport(folder)
    adapted = Adapted.fresh(network, _ADAPTER_SEED)
    parts = []
    for number in range(PASSES):
        shuffled = [_example(pair) for pair in trained]
        random.Random(_ORDER_SEED + number).shuffle(shuffled)  # noqa: S311  no secret hangs on it
        parts.append(shuffled)
    train(network, adapted, encoder, parts, Schedule(), arguments.work / "clarity.pt")
    said = {
        name: predict(network, adapted, encoder, [_example(pair) for pair in rows])
        for name, rows in folds.items()
    }
    tensors = write_weights(adapted, revision, DATA_DIR / "clarity.safetensors")
    write_results(folds, said, tensors)


def _example(pair: ClarityPair) -> Example:
    return Example((), pair.text, pair.stands, pair.spans, WEIGHTS[pair.kind])


def write_results(
    folds: dict[str, list[ClarityPair]], said: dict[str, list[Said]], tensors: bytes
) -> None:
    """Calibrate, choose the threshold, and write both with all figures."""
    rows = folds["calibration"]
    verdicts = np.array([one.verdict for one in said["calibration"]])
    stands = np.array([pair.stands for pair in rows])
    model = LogisticRegression(C=1e6, class_weight="balanced").fit(verdicts[:, None], stands)
    weight, intercept = float(model.coef_[0, 0]), float(model.intercept_[0])
    claims = np.array([pair.kind == "claim" for pair in rows])
    cut = float(np.quantile(_probability(verdicts, weight, intercept)[claims], MOST_REJECTED))
    threshold = int(cut * 100) / 100
    stored = {
        "weight": round(weight, 6),
        "intercept": round(intercept, 6),
        "threshold": threshold,
        "weights_sha256": hashlib.sha256(tensors).hexdigest(),
    }
    unseen = np.array([one.verdict for one in said["validation"]])
    figures = _figures(folds["validation"], _probability(unseen, weight, intercept), threshold)
    (DATA_DIR / "clarity.json").write_text(json.dumps(stored, indent=1) + "\n")
    (DATA_DIR / "clarity_metrics.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps(figures, indent=1))


def _probability(verdicts: Any, weight: float, intercept: float) -> Any:  # noqa: ANN401  arrays
    return 1 / (1 + np.exp(-(weight * verdicts + intercept)))


def _figures(pairs: Sequence[ClarityPair], scores: Any, threshold: float) -> dict[str, Any]:  # noqa: ANN401  an array
    """Return AUROC with its interval by articles, and what is refused of each kind."""
    stands = np.array([pair.stands for pair in pairs])
    kinds = np.array([pair.kind for pair in pairs])
    articles = np.array([pair.sha for pair in pairs])
    names = sorted(set(articles))
    rng = np.random.default_rng(_ORDER_SEED)
    places = {name: np.flatnonzero(articles == name) for name in names}
    redrawn = []
    for _ in range(_REDRAWN):
        drawn = np.concatenate([places[name] for name in rng.choice(names, len(names))])
        redrawn.append(float(roc_auc_score(stands[drawn], scores[drawn])))
    low, high = np.quantile(redrawn, [0.025, 0.975])
    return {
        "articles": len(names),
        "auroc": round(float(roc_auc_score(stands, scores)), 3),
        "auroc_interval": [round(float(low), 3), round(float(high), 3)],
        "threshold": threshold,
        "refused": {
            kind: {
                "pairs": int((kinds == kind).sum()),
                "share": round(float((scores[kinds == kind] < threshold).mean()), 3),
            }
            for kind in sorted(set(kinds))
        },
    }


if __name__ == "__main__":
    main()
