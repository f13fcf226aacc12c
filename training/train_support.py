"""Trains the support checker and writes its weights, regression and figures.

    python -m training.train_support DATA [--work FOLDER]

DATA holds `gold/` and `eval/`. Every stage leaves its result in the work folder and is
passed over where that is there, so an interrupted training goes on where it was:

1. `contrast N.pt`: the network, trained in phases on contrast pairs, which need no judge.
2. `predicted.json`: what it says of human judgements, which it never saw, and of contrast
   pairs on articles that it never saw.
3. The regression that joins the network with the wording, the threshold and the figures,
   into `service/inference/data/`. The regression alone sees human judgements; for the
   figures it is fitted anew with each source left out.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import torch

from service.inference.catalogue import EMBEDDER
from service.settings import Settings
from training.contrast_pairs import Amounts, Pair, PairMaker
from training.support_data import SupportData, read_support_data
from training.support_network import (
    Example,
    Learner,
    Schedule,
    load_blank,
    load_untrained,
    predict,
    train,
)
from training.support_report import unseen_pairs, write_results

SEED: Final = 7
DRAWING_SEED: Final = 3
#: Sentences as they stand teach little: so many of them are kept.
VERBATIM_KEPT: Final = 0.5
#: The contrast stage: how many fresh pairs each phase sees, and how boldly.
CONTRAST_PHASES: Final = (
    (15_000, Schedule(rate=1.5e-4)),
    (9_000, Schedule(rate=1.2e-4, seed=8, most_batches=350)),
    (6_000, Schedule(rate=1.5e-4, seed=9)),
)


def main() -> None:
    """Run the stages that are still to be done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path, help="folder with gold/ and eval/")
    parser.add_argument("--work", type=Path, default=Path("var/training/support"))
    arguments = parser.parse_args()
    torch.set_num_threads(Settings().threads or torch.get_num_threads())
    work: Path = arguments.work
    work.mkdir(parents=True, exist_ok=True)
    data, pairs = prepare(arguments.data, work / "prepared.pickle")
    phases = draw_contrast(pairs, data)
    embedder = Settings().resolved_models_dir / EMBEDDER
    learner = load_untrained(embedder, SEED)
    for number, examples in enumerate(phases, 1):
        schedule = CONTRAST_PHASES[number - 1][1]
        train_once(learner, examples, schedule, work / f"contrast {number}.pt")
    predicted = predict_once(data, learner, work / "predicted.json")
    write_results(work, data, predicted, (learner.network, load_blank(embedder).network))


def prepare(folder: Path, cache: Path) -> tuple[SupportData, list[Pair]]:
    """Return the data and the contrast pairs, made once."""
    if not cache.is_file():
        data = read_support_data(folder, SEED)
        pairs = list(PairMaker(data.stories, SEED).make(Amounts()))
        cache.write_bytes(pickle.dumps((data, pairs)))
    prepared: tuple[SupportData, list[Pair]] = pickle.loads(cache.read_bytes())  # noqa: S301  own file
    return prepared


def draw_contrast(pairs: list[Pair], data: SupportData) -> list[list[Example]]:
    """Return the contrast examples of each phase; sentences as they stand are thinned out."""
    rng = random.Random(DRAWING_SEED)  # noqa: S311  no secret hangs on it
    kept = [pair for pair in pairs if pair.kind != "verbatim" or rng.random() >= VERBATIM_KEPT]
    rng.shuffle(kept)
    phases: list[list[Example]] = []
    for count, _ in CONTRAST_PHASES:
        phases.append(_weighted([*kept[:count], *(() if phases else data.references)]))
        kept = kept[count:]
    return phases


def _weighted(pairs: Sequence[Pair]) -> list[Example]:
    """Return the pairs as examples of which both labels count alike."""
    supported = sum(pair.supported for pair in pairs)
    weight = {
        True: len(pairs) / (2 * supported),
        False: len(pairs) / (2 * (len(pairs) - supported)),
    }
    return [
        Example(" ".join(p.evidence), p.sentence, p.supported, p.spans, weight[p.supported])
        for p in pairs
    ]


def train_once(
    learner: Learner, examples: Sequence[Example], schedule: Schedule, result: Path
) -> None:
    """Train unless the result is there; load it where it is."""
    if not result.is_file():
        print(f"{result.stem}: {len(examples)} examples", flush=True)
        checkpoint = result.with_suffix(".checkpoint")
        train(learner, examples, schedule, checkpoint)
        torch.save(learner.network.state_dict(), result)
        checkpoint.unlink(missing_ok=True)
    learner.network.load_state_dict(torch.load(result, weights_only=True))


def predict_once(
    data: SupportData, learner: Learner, result: Path
) -> dict[str, list[tuple[float, float]]]:
    """Return what the network says of the judgements and of unseen contrast pairs."""
    if not result.is_file():
        pairs = {"judged": [(" ".join(row["evidence"]), row["sentence"]) for row in data.human]}
        for name in ("validation", "calibration"):
            unseen = unseen_pairs(data, name)
            pairs[name] = [(" ".join(pair.evidence), pair.sentence) for pair in unseen]
        predicted = {
            name: list(zip(*predict(learner, texts), strict=True)) for name, texts in pairs.items()
        }
        result.write_text(json.dumps(predicted))
    stored: dict[str, list[tuple[float, float]]] = json.loads(result.read_text())
    return stored


if __name__ == "__main__":
    main()
