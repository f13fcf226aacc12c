"""Data: reading the annotated articles and labels, by fold.

The folder holds `gold/articles.jsonl.gz` (annotated articles) and `eval/*.jsonl.gz`
(labels of other data sets, and `articles.jsonl.gz`, the texts that they refer to).
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDS = 10

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A claim as annotated.

    Attributes:
        sentence: Index of the sentence that it was made from.
        worth: 1 trivial, 2 ordinary, 3 matters to the public.
    """

    sentence: int
    text: str
    kind: str
    worth: int
    speaker: str | None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An annotated article.

    Attributes:
        sentences: Start and end of each sentence, in code points of `text`.
        skipped: Sentence index to the reason why it holds no claim.
    """

    sha: str
    source: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    headline: str
    summary: str
    claims: tuple[GoldClaim, ...]
    skipped: Mapping[int, str]

    def sentence_text(self, index: int) -> str:
        """Return the words of a sentence."""
        start, end = self.sentences[index]
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class Data:
    """The data folder, and which part of it is asked for.

    Attributes:
        fold: `validation`, `training` or `all`.
        limit: At most so many articles a task; None for all.
    """

    folder: Path
    fold: str = "validation"
    limit: int | None = None

    def gold(self) -> list[GoldArticle]:
        """Return the annotated articles of the fold."""
        rows = read_rows(self.folder / "gold/articles.jsonl.gz")
        chosen = [row for row in rows if in_fold(row["article_sha"], self.fold)]
        return [_gold_article(row) for row in chosen[: self.limit]]

    def rows(self, name: str) -> list[Row]:
        """Return the rows of one data set, of all folds."""
        return list(read_rows(self.folder / f"eval/{name}.jsonl.gz"))

    def texts(self) -> dict[str, str]:
        """Return the texts that the data sets refer to, by `article_sha`."""
        return {row["article_sha"]: row["text"] for row in self.rows("articles")}


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the objects of a JSON Lines file, gzipped or plain."""
    reader = gzip.open if path.suffix == ".gz" else open
    with reader(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def text_sha(text: str) -> str:
    """Return the identifier of a text: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def fold_number(sha: str) -> int:
    """Return the fold of an article, 0 to 9; 0 is for validation, never trained on."""
    return int(sha[:8], 16) % FOLDS


def in_fold(sha: str, fold: str) -> bool:
    """Tell whether an article belongs to the named fold."""
    return fold == "all" or (fold_number(sha) == 0) == (fold == "validation")


def _gold_article(row: Row) -> GoldArticle:
    claims = [
        GoldClaim(c["sentence"], c["text"], c["kind"], c["worth"], c["speaker"])
        for c in row["claims"]
    ]
    return GoldArticle(
        sha=row["article_sha"],
        source=row["source"],
        text=row["text"],
        sentences=tuple((start, end) for start, end in row["sentences"]),
        headline=row["headline"],
        summary=row["summary"],
        claims=tuple(claims),
        skipped={int(index): reason for index, reason in row["skipped"].items()},
    )
