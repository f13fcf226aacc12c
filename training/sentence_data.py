"""The texts that the sentence network is trained and measured on, with their labels."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transformers import PreTrainedTokenizerBase

from service.domain.claim import ClaimKind, SkipReason
from service.inference.place_features import place_features
from service.inference.sentence_network import KINDS, REASONS, no_place, token_ids
from service.inference.surface_features import surface_features

SOURCE = "ct24-claimbuster"
#: Sentences of debates are divided by a hash of their words, articles by their own hash.
DEBATE_FOLDS = 5
NEWS_FOLDS = 10
#: Which fold a row belongs to, of the first hash values; the others train.
PARTS = {0: "unseen", 1: "choosing"}


@dataclass(frozen=True, slots=True)
class Example:
    """A text with what is known of it; a label that is not known is None.

    Attributes:
        part: `training`, `choosing`, `unseen`, or `official` (what the distributors of the
            debates set apart for development and test).
        group: The document that it comes from.
        debate: Whether it is check-worthy as annotators of debates see it.
        sure: Whether the row is in ClaimBuster's own published set too; labels of the others are
            noisier.
        worth: The greatest worth of its news claims, 0 to 3.
        reason: Why a news sentence holds no claim, as an index into `REASONS`.
        kind: The kind of a claim, as an index into `KINDS`.
    """

    text: str
    part: str
    group: str
    ids: list[int]
    surface: list[float]
    place: list[float]
    debate: int | None = None
    sure: bool = False
    worth: int | None = None
    reason: int | None = None
    kind: int | None = None


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a gzip JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def sentence_fold(sentence: str) -> int:
    """Return the fold of a sentence; spelling, case and punctuation do not move it."""
    words = " ".join(re.findall(r"\w+", sentence.casefold()))
    return int(hashlib.sha256(words.encode()).hexdigest()[:8], 16) % DEBATE_FOLDS


def read_examples(data: Path, tokenizer: PreTrainedTokenizerBase) -> list[Example]:
    """Read all texts of a data folder, `eval/` and `gold/` in it."""
    return [
        *_debates(data / "eval" / "checkworthy.jsonl.gz", tokenizer),
        *_news(data / "gold" / "articles.jsonl.gz", tokenizer),
    ]


def _debates(path: Path, tokenizer: PreTrainedTokenizerBase) -> Iterator[Example]:
    rows = [row for row in read_lines(path) if row["source"] == SOURCE]
    tokens = token_ids(tokenizer, [row["sentence"] for row in rows])
    for row, ids in zip(rows, tokens, strict=True):
        text = row["sentence"]
        part = PARTS.get(sentence_fold(text), "training")
        yield Example(
            text,
            part if row["split"] == "train" else "official",
            row["article_id"],
            ids,
            surface_features(text),
            no_place(1)[0],
            debate=row["label"],
            sure=row["in_cb_kfold25"],
        )


def _news(path: Path, tokenizer: PreTrainedTokenizerBase) -> Iterator[Example]:
    for article in read_lines(path):
        group = article["article_sha"]
        part = PARTS.get(int(group[:8], 16) % NEWS_FOLDS, "training")
        sentences = [article["text"][start:end] for start, end in article["sentences"]]
        worths: dict[int, int] = {}
        for claim in article["claims"]:
            index = claim["sentence"]
            worths[index] = max(worths.get(index, 0), claim["worth"])
        rows = zip(
            token_ids(tokenizer, sentences), sentences, place_features(sentences), strict=True
        )
        for index, (ids, text, place) in enumerate(rows):
            skipped = article["skipped"].get(str(index))
            known = skipped is not None and index not in worths
            yield Example(
                text,
                part,
                group,
                ids,
                surface_features(text),
                place,
                worth=worths.get(index, 0),
                reason=REASONS.index(SkipReason(skipped)) if known else None,
            )
        texts = [claim["text"] for claim in article["claims"]]
        for claim, ids in zip(article["claims"], token_ids(tokenizer, texts), strict=True):
            text, kind = claim["text"], KINDS.index(ClaimKind(claim["kind"]))
            place = no_place(1)[0]
            yield Example(text, part, group, ids, surface_features(text), place, kind=kind)
