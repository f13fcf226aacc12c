"""Train the sentence network and write its adapters, heads and figures.

Usage: python training/train_check_worthiness.py DATA --work FOLDER

DATA holds `eval/checkworthy.jsonl.gz`, one JSON object a line: `sentence`, `label` (1 is
check-worthy), `source` (only `ct24-claimbuster` is used), `split`, `in_cb_kfold25` and
`article_id`; and `gold/articles.jsonl.gz`, annotated news articles: `article_sha`, `text`,
`sentences` ([start, end] pairs), `claims` (`sentence`, `text`, `kind`, `worth` 1 to 3) and
`skipped` (sentence index to reason). The weights of the embedder must have been fetched.
Each finished network is kept in FOLDER, and not trained again where it is there.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from sentence_data import Example, read_examples
from sentence_figures import write_reader
from sentence_training import SEEDS, Floats, Recipe, adapter_tensors, predict, train
from transformers import AutoModel, AutoTokenizer

from service.inference.catalogue import EMBEDDER
from service.settings import Settings

OUTPUT = Path(__file__).parents[1] / "service/inference/data"


def member(
    folder: Path, examples: list[Example], recipe: Recipe, seed: int, work: Path
) -> tuple[dict[str, torch.Tensor], Floats]:
    """Return a trained network's tensors and its outputs for all examples not trained on."""
    kept, outputs = work / f"{seed}.safetensors", work / f"{seed}.npy"
    if not (kept.exists() and outputs.exists()):
        encoder = AutoModel.from_pretrained(folder, dtype=torch.float32, local_files_only=True)
        training = [example for example in examples if example.part == "training"]
        print(f"seed {seed}: {len(training)} texts")
        network = train(encoder, training, recipe, seed)
        measured = [example for example in examples if example.part != "training"]
        np.save(outputs, predict(network, measured))
        save_file(adapter_tensors(network, recipe), kept)
    return load_file(kept), np.load(outputs)


def main() -> None:
    """Train from the folder named on the command line and write the data files."""
    parser = argparse.ArgumentParser(description="Train the sentence network.")
    parser.add_argument("data", type=Path, help="folder with eval/ and gold/")
    parser.add_argument("--work", type=Path, required=True, help="folder for finished networks")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="folder of the data files")
    parser.add_argument("--members", type=int, default=len(SEEDS), help="how many networks")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    arguments.work.mkdir(parents=True, exist_ok=True)
    folder = Settings().resolved_models_dir / EMBEDDER
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    examples = read_examples(arguments.data, tokenizer)
    recipe = Recipe()
    members = [
        member(folder, examples, recipe, seed, arguments.work)
        for seed in SEEDS[: arguments.members]
    ]
    measured = [example for example in examples if example.part != "training"]
    training = sum(example.part == "training" for example in examples)
    write_reader(arguments.output, members, measured, recipe, training)


if __name__ == "__main__":
    main()
