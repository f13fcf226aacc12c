"""Trains the support checker and writes its weights, regression and figures.

    python -m training.train_support DATA [--work FOLDER]

DATA holds `gold/` and `eval/`. Every stage leaves its result in the work folder and is
passed over where that is there, so an interrupted training goes on where it was:

1. `prepared.pickle`: the data and the contrast pairs, drawn twice.
2. `contrast.pt`: the adapter and its heads, trained once over the first drawing, which needs
   no judge; `further.pt`: trained on over the second.
3. `predicted.json`: what they say of human judgements, and of contrast pairs on articles
   that they never saw.
4. The regression, the threshold and the figures, into `service/inference/data/`. The
   regression alone sees human judgements; for the figures it is fitted anew with each
   source left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import torch
from safetensors.torch import save
from transformers import AutoTokenizer

from service.inference.catalogue import GENERATOR
from service.inference.conversion import locate_converted
from service.inference.prompts import PromptEncoder
from service.inference.support import DATA_DIR, FEATURES
from service.inference.support_format import choose_evidence
from service.inference.support_network import FAULT, VERDICT
from service.inference.support_network import LAYERS as LAYERS_KEY
from service.settings import Settings
from training.contrast_pairs import Pair
from training.packed_support import DTYPE, LAYERS, RANK, SCALE, Adapted, PackedSupport
from training.support_data import SupportData, read_support_data
from training.support_pairs import Example, draw_pairs, examples_of
from training.support_report import (
    Table,
    calibrate,
    choose_threshold,
    fit_even,
    measure_contrast,
    measure_judged,
    measure_mix,
    refused,
    unseen_pairs,
)
from training.support_training import Schedule, predict, train

SEED: Final = 7
_ADAPTER_SEED: Final = 1
_SAMPLING_SEED: Final = 5
#: Judgements of one source with one label that are read. Balanced accuracy counts both
#: labels alike, so that more of the commoner one would tell little.
MOST_JUDGED: Final = 120
#: Each pass over a drawing of pairs; the name is that of the file that it leaves.
PASSES: Final = (
    ("contrast", Schedule()),
    ("further", Schedule(rate=3e-4, head_rate=5e-4)),
)
Predicted = dict[str, list[tuple[float, float]]]


def main() -> None:
    """Run the stages that are still to be done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path, help="folder with gold/ and eval/")
    parser.add_argument("--work", type=Path, default=Path("var/training/support"))
    arguments = parser.parse_args()
    settings = Settings()
    torch.set_num_threads(settings.threads or torch.get_num_threads())
    work: Path = arguments.work
    work.mkdir(parents=True, exist_ok=True)
    data, drawings = prepare(arguments.data, work / "prepared.pickle")
    folder, revision = locate_converted(GENERATOR, settings.resolved_models_dir)
    encoder = PromptEncoder(AutoTokenizer.from_pretrained(folder, local_files_only=True))
    network = PackedSupport(folder)
    adapted = Adapted.fresh(network, _ADAPTER_SEED)
    for (name, schedule), pairs in zip(PASSES, drawings, strict=True):
        examples = examples_of(pairs, data.stories, to_train=True)
        train(network, adapted, encoder, [examples], schedule, work / f"{name}.pt")
    unseen = {
        "validation": unseen_pairs(data.validation),
        "calibration": unseen_pairs(data.calibration),
    }
    judged = sample_judged(data)
    asked = {
        "judged": [judged_example(row) for row in judged],
        **{
            name: examples_of(unseen[name], (*data.validation, *data.calibration))
            for name in unseen
        },
    }
    predicted = predict_once(network, adapted, encoder, asked, work / "predicted.json")
    tensors = write_weights(adapted, revision, DATA_DIR / "support.safetensors")
    write_results(data, judged, unseen, predicted, tensors)


def prepare(folder: Path, cache: Path) -> tuple[SupportData, list[list[Pair]]]:
    """Return the data and the drawings of contrast pairs, made once."""
    if not cache.is_file():
        data = read_support_data(folder, SEED)
        drawings = [draw_pairs(data, number) for number in range(len(PASSES))]
        cache.write_bytes(pickle.dumps((data, drawings)))
    prepared: tuple[SupportData, list[list[Pair]]] = pickle.loads(cache.read_bytes())  # noqa: S301  own file
    return prepared


def sample_judged(data: SupportData) -> list[dict[str, Any]]:
    """Return the judgements that are read: all of a source and label, or so many by chance."""
    cells: dict[tuple[str, bool], list[dict[str, Any]]] = defaultdict(list)
    for row in data.human:
        cells[row["source"], row["supported"]].append(row)
    rng = random.Random(_SAMPLING_SEED)  # noqa: S311  no secret hangs on it
    chosen: list[dict[str, Any]] = []
    for _, rows in sorted(cells.items()):
        rng.shuffle(rows)
        chosen += rows[:MOST_JUDGED]
    return chosen


def judged_example(row: dict[str, Any]) -> Example:
    """Return a human judgement as an example; its evidence is found in the article."""
    evidence = choose_evidence(row["sentence"], (), row["article"])
    return Example(evidence, row["sentence"], row["supported"], row["spans"])


def predict_once(
    network: PackedSupport,
    adapted: Adapted,
    encoder: PromptEncoder,
    asked: dict[str, list[Example]],
    result: Path,
) -> Predicted:
    """Return the log-odds of support and of the worst word for each example, found once."""
    if not result.is_file():
        found = {
            name: [(said.verdict, said.worst) for said in predict(network, adapted, encoder, rows)]
            for name, rows in asked.items()
        }
        result.write_text(json.dumps(found))
    stored: Predicted = json.loads(result.read_text())
    return stored


def write_weights(adapted: Adapted, revision: str, path: Path) -> bytes:
    """Write an adapter and its heads as the service reads them, and return the file."""
    tensors = {VERDICT: adapted.verdict.detach(), FAULT: adapted.fault.detach()}
    for key, (down, up) in adapted.adapter.items():
        tensors[f"{key}.down"] = down.detach().to(DTYPE).contiguous()
        tensors[f"{key}.up"] = (SCALE * up.detach()).to(DTYPE).contiguous()
    metadata = {"base_revision": revision, LAYERS_KEY: str(LAYERS), "rank": str(RANK)}
    content = save(tensors, metadata=metadata)
    path.write_bytes(content)
    return content


def write_results(
    data: SupportData,
    judged: Sequence[dict[str, Any]],
    unseen: dict[str, list[Pair]],
    predicted: Predicted,
    tensors: bytes,
) -> None:
    """Fit the regression, choose the threshold, and write both with all figures."""
    human = Table.of(
        predicted["judged"],
        [row["supported"] for row in judged],
        [row["source"] for row in judged],
        [str(data.group_of[row["article_sha"]]) for row in judged],
    )
    contrast = {
        name: Table.of(
            predicted[name],
            [pair.supported for pair in pairs],
            [pair.kind for pair in pairs],
            [pair.article_sha for pair in pairs],
        )
        for name, pairs in unseen.items()
    }
    regression, even = calibrate(fit_even(human, contrast["calibration"]), contrast["calibration"])
    threshold = choose_threshold(regression, contrast["calibration"])
    validation = contrast["validation"]
    scores = regression.probabilities(validation.features)
    figures = {
        "sources_left_out": measure_judged(human),
        "families_left_out": measure_judged(human, families=True),
        "contrast": measure_contrast(validation, scores, even, threshold),
        "ece_of_mix": measure_mix(scores, validation.labels),
        "refused": refused(unseen["validation"], data.validation, scores < threshold),
        "threshold": threshold,
        "even": round(even, 4),
    }
    stored = {
        "features": list(FEATURES),
        "weights": [round(float(weight), 6) for weight in regression.weights],
        "intercept": round(regression.intercept, 6),
        "threshold": threshold,
        "even": round(even, 4),
        "weights_sha256": hashlib.sha256(tensors).hexdigest(),
    }
    (DATA_DIR / "support.json").write_text(json.dumps(stored, indent=1) + "\n")
    (DATA_DIR / "support_metrics.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
