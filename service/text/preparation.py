"""Preparation: stage 1 of the pipeline, from normalised text to marked sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from service.domain.analysis import PreparedArticle, Sentence
from service.domain.claim import SkipReason
from service.text.boilerplate import find_boilerplate
from service.text.injection import addresses_machine
from service.text.layout import count_words
from service.text.quoted_speech import mark_quoted_speech
from service.text.sentences import split_sentences

#: A headline has at least so many words; shorter lines above the prose label a section.
_MIN_HEADLINE_WORDS = 4


def prepare(text: str, title: str | None, published_at: date | None) -> PreparedArticle:
    """Mark boilerplate, split sentences, and tell which of them stand in quotations.

    Args:
        text: Text as `normalize` returns it.
        title: The title as submitted, or None; then the headline in the text is taken, as
            it is where the title gives orders to a machine.
        published_at: The day that relative dates refer to, or None.
    """
    boilerplate = find_boilerplate(text)
    sentences = split_sentences(text, boilerplate)
    submitted = " ".join(title.split()) if title else ""
    if addresses_machine(submitted):
        # A headline is context of every claim, so orders in it would stand in every prompt.
        submitted = ""
    headline = submitted or _headline(sentences)
    if headline:
        sentences = tuple(_without_title(sentence, headline) for sentence in sentences)
    return PreparedArticle(
        text=text,
        title=headline or None,
        published_at=published_at,
        sentences=mark_quoted_speech(sentences, text),
        boilerplate=boilerplate,
    )


def _headline(sentences: Sequence[Sentence]) -> str:
    """Return the heading that stands nearest above the first prose, or an empty string."""
    headline = ""
    for sentence in sentences:
        if sentence.skip in {SkipReason.BOILERPLATE, SkipReason.INSTRUCTION}:
            continue
        if sentence.skip is not SkipReason.NO_FACT:
            return headline
        if not headline and count_words(sentence.text) >= _MIN_HEADLINE_WORDS:
            headline = " ".join(sentence.text.split())
    return ""


def _without_title(sentence: Sentence, title: str) -> Sentence:
    """Mark the line that repeats the title, since it is not prose."""
    if sentence.skip is None and _key(sentence.text) == _key(title):
        return replace(sentence, skip=SkipReason.NO_FACT)
    return sentence


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
