"""Train the news adapter: claims, their kinds and speakers, summaries and headlines.

Usage: python training/train_news_adapter.py DATA_DIR [--work WORK_DIR] [--epochs N]
    [--generator NAME] [--first-layer N] [--peak-rate RATE]

DATA_DIR holds `gold/articles.jsonl.gz`. The weights of the generator must have been fetched.
Every few articles the state of the training is written to WORK_DIR, from where an interrupted
training goes on, and after every epoch the adapter; `--ship EPOCH` makes that of one epoch the
shipped one.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import torch
from news_examples import NewsExample, build_example, plain_vocabulary, read_articles
from packed_qwen import Group, PackedQwen, ReadArticle
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from service.inference.adapter import VOCABULARY
from service.inference.catalogue import GENERATOR
from service.inference.conversion import locate_converted
from service.settings import Settings

SEED = 20_261_125
RANK = 16
#: The update is scaled by it; it is folded into `up` when the adapter is written.
SCALE = 2.0
FIRST_LAYER = 10
PEAK_RATE = 3e-4
LAST_RATE_SHARE = 0.1
WARM_UP_STEPS = 30
WEIGHT_DECAY = 0.01
MAX_GRADIENT = 1.0
LOGGED_ARTICLES = 20
_DATA = Path(__file__).parents[1] / "service/inference/data"
#: Where the adapter of each generator is shipped.
SHIPPED = {
    GENERATOR: _DATA / "news_adapter.safetensors",
    "qwen2.5-coder-1.5b-instruct": _DATA / "news_adapter_1_5b.safetensors",
}


def main() -> None:
    """Train, and measure the loss on the validation fold after every epoch."""
    options = _parse()
    torch.manual_seed(SEED)
    if options.threads:
        torch.set_num_threads(options.threads)
    folder, revision = locate_converted(options.generator, Settings().resolved_models_dir)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    gold = options.data_dir / "gold/articles.jsonl.gz"
    train = _examples(read_articles(gold, validation=False), tokenizer)
    held = _examples(read_articles(gold, validation=True), tokenizer)
    vocabulary = _vocabulary([*train, *held])
    index_of = torch.full((len(tokenizer) + 1000,), -1)
    index_of[vocabulary] = torch.arange(len(vocabulary))
    config = json.loads((folder / "config.json").read_text())
    network = PackedQwen(folder, config, vocabulary, options.first_layer)
    adapter = _new_adapter(network.adapter_shapes())
    parameters = [p for pair in adapter.values() for p in pair]
    optimizer = torch.optim.AdamW(
        parameters, lr=options.peak_rate, betas=(0.9, 0.99), weight_decay=WEIGHT_DECAY
    )
    options.work.mkdir(parents=True, exist_ok=True)
    state_path = options.work / "state.pt"
    first_step = _load_state(state_path, optimizer, parameters)
    plain = plain_vocabulary(train, tokenizer)
    metadata = {"base_revision": revision, "rank": str(RANK)}
    kept: dict[str, ReadArticle] = {}
    steps = options.epochs * len(train)
    for epoch in range(first_step // len(train), options.epochs):
        order = list(train)
        random.Random(SEED + epoch).shuffle(order)  # noqa: S311  no secret hangs on it
        started, total, count = time.perf_counter(), 0.0, 0
        for number, example in enumerate(order):
            step = epoch * len(train) + number
            if step < first_step:
                continue
            for group in optimizer.param_groups:
                group["lr"] = options.peak_rate * _rate_share(step, steps)
            article = _kept(example, network, index_of, kept)
            total += _take_step(network, article, adapter, optimizer)
            count += _length(article)
            if (number + 1) % LOGGED_ARTICLES == 0:
                print(
                    f"epoch {epoch} article {number + 1}/{len(order)} loss {total / count:.3f} "
                    f"seconds {time.perf_counter() - started:.0f} tokens {count}",
                    flush=True,
                )
                total, count = 0.0, 0
                if number + 1 < len(order):
                    _save_state(state_path, step + 1, optimizer, parameters)
        figures = _measure(network, held, adapter, index_of, kept)
        print(f"epoch {epoch} validation {json.dumps(figures)}", flush=True)
        _save_state(state_path, (epoch + 1) * len(train), optimizer, parameters)
        metadata["validation"] = json.dumps(figures)
        _write(adapter, options.work / f"epoch{epoch + 1}.safetensors", plain, metadata)
        if epoch + 1 == options.ship:
            _write(adapter, SHIPPED[options.generator], plain, metadata)


def _take_step(
    network: PackedQwen,
    article: ReadArticle,
    adapter: dict[str, tuple[Tensor, Tensor]],
    optimizer: torch.optim.Optimizer,
) -> float:
    """Learn from one article, and return the sum of the losses of its tokens."""
    total, length = 0.0, _length(article)
    for group in article.groups:
        loss = _losses(network, article, group, adapter).sum()
        (loss / length).backward()
        total += loss.item()
    torch.nn.utils.clip_grad_norm_([p for pair in adapter.values() for p in pair], MAX_GRADIENT)
    optimizer.step()
    optimizer.zero_grad()
    return total


def _length(article: ReadArticle) -> int:
    """Return how many tokens there are to learn in an article."""
    return sum(len(group.targets) for group in article.groups)


def _save_state(
    path: Path, steps: int, optimizer: torch.optim.Optimizer, parameters: list[Tensor]
) -> None:
    values = [parameter.detach() for parameter in parameters]
    fresh = path.with_suffix(".new")
    torch.save({"steps": steps, "optimizer": optimizer.state_dict(), "parameters": values}, fresh)
    # A training killed while it writes must find the state before.
    fresh.replace(path)


def _load_state(path: Path, optimizer: torch.optim.Optimizer, parameters: list[Tensor]) -> int:
    """Go on from where an interrupted training was, and return the steps it has taken."""
    if not path.is_file():
        return 0
    state = torch.load(path, weights_only=True)
    optimizer.load_state_dict(state["optimizer"])
    for parameter, stored in zip(parameters, state["parameters"], strict=True):
        parameter.data.copy_(stored)
    steps: int = state["steps"]
    return steps


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--work", type=Path, default=Path("var/training/news_adapter"))
    parser.add_argument("--generator", default=GENERATOR)
    parser.add_argument("--first-layer", type=int, default=FIRST_LAYER)
    parser.add_argument("--peak-rate", type=float, default=PEAK_RATE)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--ship", type=int, metavar="EPOCH")
    options = parser.parse_args()
    if options.ship and options.generator not in SHIPPED:
        parser.error(f"only adapters for {' and '.join(SHIPPED)} are shipped")
    return options


def _examples(
    rows: list[dict[str, object]], tokenizer: PreTrainedTokenizerBase
) -> list[NewsExample]:
    built = (build_example(row, tokenizer) for row in rows)
    return [example for example in built if example is not None]


def _vocabulary(examples: list[NewsExample]) -> Tensor:
    """Return the tokens of articles and answers, in order."""
    used = {token for example in examples for token in example.tokens}
    for example in examples:
        for branch in example.branches:
            used.update(branch.answer)
    return torch.tensor(sorted(used))


def _new_adapter(shapes: dict[str, tuple[int, int]]) -> dict[str, tuple[Tensor, Tensor]]:
    adapter = {}
    for key, (outputs, inputs) in shapes.items():
        down = torch.empty(RANK, inputs)
        torch.nn.init.kaiming_uniform_(down, a=math.sqrt(5))
        adapter[key] = (down.requires_grad_(), torch.zeros(outputs, RANK).requires_grad_())
    return adapter


def _rate_share(step: int, steps: int) -> float:
    """Return the share of the peak learning rate: a linear warm-up, then half a cosine."""
    if step < WARM_UP_STEPS:
        return (step + 1) / WARM_UP_STEPS
    done = (step - WARM_UP_STEPS) / max(steps - WARM_UP_STEPS, 1)
    return LAST_RATE_SHARE + (1 - LAST_RATE_SHARE) * 0.5 * (1 + math.cos(math.pi * done))


def _kept(
    example: NewsExample, network: PackedQwen, index_of: Tensor, kept: dict[str, ReadArticle]
) -> ReadArticle:
    if example.article_sha not in kept:
        kept[example.article_sha] = network.read(example, index_of)
    return kept[example.article_sha]


def _losses(
    network: PackedQwen,
    article: ReadArticle,
    group: Group,
    adapter: dict[str, tuple[Tensor, Tensor]],
) -> Tensor:
    scaled = {
        key: (down.to(torch.bfloat16), (SCALE * up).to(torch.bfloat16))
        for key, (down, up) in adapter.items()
    }
    return functional.cross_entropy(
        network.logits(article, group, scaled), group.targets, reduction="none"
    )


def _measure(
    network: PackedQwen,
    examples: list[NewsExample],
    adapter: dict[str, tuple[Tensor, Tensor]],
    index_of: Tensor,
    kept: dict[str, ReadArticle],
) -> dict[str, float]:
    """Return the mean loss a token by task on unseen articles."""
    totals: dict[str, list[float]] = defaultdict(list)
    with torch.no_grad():
        for example in examples:
            article = _kept(example, network, index_of, kept)
            losses = iter(
                [
                    loss
                    for group in article.groups
                    for loss in _losses(network, article, group, adapter).tolist()
                ]
            )
            for branch in example.branches:
                totals[branch.task] += [next(losses) for _ in branch.answer]
    return {task: round(sum(found) / len(found), 4) for task, found in sorted(totals.items())}


def _write(
    adapter: dict[str, tuple[Tensor, Tensor]],
    path: Path,
    vocabulary: Sequence[int],
    metadata: dict[str, str],
) -> None:
    tensors: dict[str, Tensor] = {}
    for key, (down, up) in adapter.items():
        tensors[f"{key}.down"] = down.detach().to(torch.bfloat16).contiguous()
        tensors[f"{key}.up"] = (SCALE * up.detach()).to(torch.bfloat16).contiguous()
    tensors[VOCABULARY] = torch.tensor(vocabulary, dtype=torch.int32)
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, path, metadata=metadata)


if __name__ == "__main__":
    main()
