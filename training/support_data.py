"""Support data: reads annotated news and human judgements into rows to train on.

Whatever shares text with an article of the validation fold is left out here, whatever
file it stands in, so that no later step can train on it.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.text.evidence import article_sentences
from training.contrast_pairs import Statement, Story

_SHINGLE_WORDS = 12
#: So many runs of twelve words in common make two texts the same article.
_SAME_ARTICLE = 3
_FEWEST_WORDS, _MOST_WORDS = 7, 40
_SENTENCES_A_STORY = 14
_FEWEST_OF_CLAIM = 4
VALIDATION, CALIBRATION = 0, 1

Json = dict[str, Any]


def read_rows(path: Path) -> list[Json]:
    """Return the rows of a gzip JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def fold_of(sha: str) -> int:
    """Return which tenth an annotated article belongs to; 0 is for validation."""
    return int(sha[:8], 16) % 10


@dataclass(frozen=True, slots=True)
class SupportData:
    """All that support is trained and measured on.

    Attributes:
        validation: Annotated articles that nothing is trained on.
        calibration: Annotated articles for calibration only.
        stories: Annotated and plain articles, and sentences with their parts, to train on.
        human: Human judgements; none on an article of the validation fold.
        group_of: The article group of each `article_sha`; texts of one group share
            passages.
    """

    validation: tuple[Story, ...]
    calibration: tuple[Story, ...]
    stories: tuple[Story, ...]
    human: tuple[Json, ...]
    human_on_validation: tuple[Json, ...]
    group_of: dict[str, int]


def read_support_data(folder: Path, seed: int = 7) -> SupportData:
    """Read everything below the data folder (`gold/`, `eval/`)."""
    rng = random.Random(seed)  # noqa: S311  no secret hangs on it
    gold = read_rows(folder / "gold" / "articles.jsonl.gz")
    texts = {
        row["article_sha"]: row["text"] for row in read_rows(folder / "eval/articles.jsonl.gz")
    }
    plain = read_rows(folder / "eval/articles_plain.jsonl.gz")
    texts.update({row["article_sha"]: row["text"] for row in gold})
    texts.update({f"plain-{row['id']}": row["clean_text"] for row in plain})
    groups = group_articles(texts)
    by_fold = defaultdict(list)
    for row in gold:
        by_fold[min(fold_of(row["article_sha"]), CALIBRATION + 1)].append(row)
    kept_out = {groups[r["article_sha"]] for f in (VALIDATION, CALIBRATION) for r in by_fold[f]}
    validation_groups = {groups[r["article_sha"]] for r in by_fold[VALIDATION]}
    human = read_rows(folder / "eval/faithfulness.jsonl.gz")
    judged = {groups[row["article_sha"]] for row in human}
    stories = [_gold_story(row) for row in by_fold[CALIBRATION + 1]]
    stories = [story for story in stories if groups[story.sha] not in kept_out]
    for sha, text in texts.items():
        if groups[sha] not in kept_out and groups[sha] not in judged:
            stories.append(_plain_story(sha, text, rng))
    stories += _divided(read_rows(folder / "eval/decomposition.jsonl.gz"))
    return SupportData(
        validation=tuple(_gold_story(row) for row in by_fold[VALIDATION]),
        calibration=tuple(_gold_story(row) for row in by_fold[CALIBRATION]),
        stories=tuple(stories),
        human=tuple(
            _judged(number, row, texts)
            for number, row in enumerate(human)
            if groups[row["article_sha"]] not in validation_groups
        ),
        human_on_validation=tuple(
            _judged(number, row, texts)
            for number, row in enumerate(human)
            if groups[row["article_sha"]] in validation_groups
        ),
        group_of=groups,
    )


def group_articles(texts: dict[str, str]) -> dict[str, int]:
    """Return a group for each text; texts that share passages are in one group."""
    holders: dict[int, str] = {}
    shared: dict[tuple[str, str], int] = Counter()
    parent = {sha: sha for sha in texts}

    def root(sha: str) -> str:
        while parent[sha] != sha:
            sha = parent[sha]
        return sha

    for sha, text in texts.items():
        tokens = re.findall(r"[a-z0-9]+", text.lower())
        runs = {
            hash(tuple(tokens[i : i + _SHINGLE_WORDS]))
            for i in range(max(1, len(tokens) - _SHINGLE_WORDS + 1))
        }
        for run in runs:
            other = holders.setdefault(run, sha)
            if other != sha:
                shared[other, sha] += 1
    for (left, right), count in shared.items():
        if count >= _SAME_ARTICLE or len(texts[right].split()) < 2 * _SHINGLE_WORDS:
            parent[root(right)] = root(left)
    numbers: dict[str, int] = {}
    return {sha: numbers.setdefault(root(sha), len(numbers)) for sha in texts}


def _gold_story(row: Json) -> Story:
    sentences = tuple(" ".join(row["text"][s:e].split()) for s, e in row["sentences"])
    claims = [Statement(claim["text"], claim["sentence"]) for claim in row["claims"]]
    summary = [Statement(text) for text in article_sentences(row["summary"])]
    return Story(row["article_sha"], sentences, (*claims, *summary))


def _plain_story(sha: str, text: str, rng: random.Random) -> Story:
    sentences = article_sentences(text)
    fit = [
        Statement(sentence, index)
        for index, sentence in enumerate(sentences)
        if _FEWEST_WORDS <= len(sentence.split()) <= _MOST_WORDS and sentence[-1] == "."
    ]
    chosen = rng.sample(fit, min(_SENTENCES_A_STORY, len(fit)))
    return Story(sha, sentences, tuple(chosen), gold=False)


def _divided(rows: Iterable[Json]) -> list[Story]:
    """Return sentences with the claims that people divided them into."""
    stories = []
    for row in rows:
        claims = [
            c
            for c in row["claims"]
            if len(c.split()) >= _FEWEST_OF_CLAIM and c.strip() != row["sentence"].strip()
        ]
        if claims and row["source"] != "factcheck-bench":
            context = article_sentences(row.get("context") or "")[:8]
            sentences = tuple(dict.fromkeys((*context, row["sentence"])))
            source = sentences.index(row["sentence"])
            statements = tuple(Statement(c.rstrip(" .") + ".", source) for c in claims)
            stories.append(Story(f"divided-{row['id']}", sentences, statements))
    return stories


def _judged(number: int, row: Json, texts: dict[str, str]) -> Json:
    """Return a judgement with its evidence and the article's text."""
    article = texts[row["article_sha"]]
    sentence = re.sub(r"\s+([.,;:!?%')])", r"\1", row["summary_sentence"].strip())
    supported = row["label"] == "supported"
    marked = [sentence.lower().find(span.lower()) for span in row.get("spans") or ()]
    spans: tuple[tuple[int, int], ...] | None = tuple(
        (at, at + len(span))
        for at, span in zip(marked, row.get("spans") or (), strict=True)
        if at >= 0
    )
    if not supported and not spans:
        spans = None
    return {
        "id": number,
        "article_sha": row["article_sha"],
        "article": article,
        "source": row["source"],
        "sentence": sentence,
        "supported": supported,
        "spans": spans,
        "kind": row["source"],
    }
