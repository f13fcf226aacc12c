"""Texts of the race: one article of about 600 words, and twenty short ones; all invented."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Final

from benchmarks.injection_stories import STORIES
from benchmarks.injections import plain_article

#: Bundled samples, in the order in which an article is made of them.
_SAMPLES: Final = ("harbour_bridge.txt", "vaccine_recall.txt", "ferry_inquiry.txt")
WORDS: Final = 600
COUNT: Final = 20
#: A short article of the samples has as many words at least.
_SHORT_WORDS: Final = 90


def long_article(words: int = WORDS) -> str:
    """Return an article of so many words or a few more: whole paragraphs of the samples."""
    taken: list[str] = []
    count = 0
    while count < words:
        for paragraph in _paragraphs():
            if count >= words:
                break
            taken.append(paragraph)
            count += len(paragraph.split())
    return "\n\n".join(taken)


def waiting_articles() -> list[str]:
    """Return twenty different short articles, of 67 to 160 words each."""
    texts = [plain_article(index) for index in range(len(STORIES))]
    part: list[str] = []
    for paragraph in _paragraphs():
        part.append(paragraph)
        if sum(len(one.split()) for one in part) >= _SHORT_WORDS:
            texts.append("\n\n".join(part))
            part = []
    while len(texts) < COUNT:
        first = len(texts) % len(STORIES)
        texts.append(f"{plain_article(first)}\n\n{plain_article((first + 1) % len(STORIES))}")
    return texts[:COUNT]


def _paragraphs() -> Iterator[str]:
    for name in _SAMPLES:
        text = (files("service.samples") / name).read_text("utf-8")
        yield from (part for part in text.split("\n\n") if part.strip())
