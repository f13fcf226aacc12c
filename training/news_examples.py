"""News examples: annotated articles as token sequences that the news adapter learns from.

An article is read once, one sentence a line. Behind each sentence a branch forks off, in
which the adapter writes the claims of that sentence; behind the last one it writes the
summaries and the headline. A branch sees the article up to its fork, and itself.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transformers import PreTrainedTokenizerBase

from service.inference.news_format import (
    CLAIMS_TASK,
    HEADLINE_TASK,
    READING,
    invocation,
    summary_task,
    write_claim,
    write_no_claim,
)
from service.text.sentences import split_sentences

#: One article in ten is kept for validation, by its hash.
FOLDS = 10
VALIDATION_FOLD = 0
LONGEST_ARTICLE_TOKENS = 1400
#: What the lines of claims begin with.
WORTHS = frozenset({"1", "2", "3"})
#: A capitalised token is a plain word where its small form is used at least so often.
MIN_SMALL_FORMS = 3


@dataclass(frozen=True)
class Branch:
    """What is written behind one fork.

    Attributes:
        task: The name of the task, as the adapter is asked.
        fork: How many tokens of the article it sees.
        asked: Tokens that ask; not learnt.
        answer: Tokens to be learnt, the end mark among them.
    """

    task: str
    fork: int
    asked: tuple[int, ...]
    answer: tuple[int, ...]


@dataclass(frozen=True)
class NewsExample:
    """One article with all its branches."""

    article_sha: str
    tokens: tuple[int, ...]
    branches: tuple[Branch, ...]


def read_articles(path: Path, *, validation: bool) -> list[dict[str, Any]]:
    """Return the annotated articles of the training folds, or of the validation fold."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row for row in rows if is_validation(row["article_sha"]) == validation]


def is_validation(article_sha: str) -> bool:
    """Tell whether an article, by its hash, is kept for validation."""
    return int(article_sha[:8], 16) % FOLDS == VALIDATION_FOLD


def build_example(row: dict[str, Any], tokenizer: PreTrainedTokenizerBase) -> NewsExample | None:
    """Return an annotated article as tokens, or None where it is too long to learn from."""
    text = row["text"]
    tokens = _encode(tokenizer, READING)
    forks: list[int] = []
    for start, end in row["sentences"]:
        tokens += _encode(tokenizer, " ".join(text[start:end].split()) + "\n")
        forks.append(len(tokens))
    if len(tokens) > LONGEST_ARTICLE_TOKENS:
        return None
    branches = [
        _branch(tokenizer, task, fork, answer) for task, fork, answer in _answers(row, forks)
    ]
    return NewsExample(row["article_sha"], tuple(tokens), tuple(branches))


def plain_vocabulary(
    examples: Sequence[NewsExample], tokenizer: PreTrainedTokenizerBase
) -> list[int]:
    """Return the tokens that answers may hold whatever the article: its plain words.

    Numbers and names must come from the article, so tokens with a digit are left out, and
    so are capitalised ones whose small form the answers hardly use.
    """
    counts = Counter(t for e in examples for branch in e.branches for t in branch.answer)
    texts = {token: tokenizer.decode([token]) for token in counts}
    small = Counter({texts[token]: count for token, count in counts.items()})
    return sorted(
        token
        for token, text in texts.items()
        if not any(character.isdigit() for character in text) or text in WORTHS
        if text == text.lower() or small[text.lower()] >= MIN_SMALL_FORMS
    )


def _answers(row: dict[str, Any], forks: list[int]) -> Iterator[tuple[str, int, str]]:
    claims: dict[int, list[str]] = {}
    for claim in row["claims"]:
        claims.setdefault(claim["sentence"], []).append(
            write_claim(claim["worth"], claim["kind"], claim["speaker"], claim["text"])
        )
    for index, fork in enumerate(forks):
        if index in claims:
            yield CLAIMS_TASK, fork, "\n".join(claims[index])
        elif str(index) in row["skipped"]:
            yield CLAIMS_TASK, fork, write_no_claim(row["skipped"][str(index)])
    sentences = [row["summary"][s.start : s.end] for s in split_sentences(row["summary"], ())]
    # The first sentences of a summary are a summary: the annotators put the news first.
    for count in dict.fromkeys((1, len(sentences))):
        yield summary_task(count), forks[-1], " ".join(sentences[:count])
    yield HEADLINE_TASK, forks[-1], row["headline"]


def _branch(tokenizer: PreTrainedTokenizerBase, task: str, fork: int, answer: str) -> Branch:
    end = tokenizer.convert_tokens_to_ids("<|im_end|>")
    asked = _encode(tokenizer, invocation(task))
    return Branch(task, fork, tuple(asked), (*_encode(tokenizer, answer), end))


def _encode(tokenizer: PreTrainedTokenizerBase, text: str) -> list[int]:
    ids: list[int] = tokenizer(text, add_special_tokens=False)["input_ids"]
    return ids
