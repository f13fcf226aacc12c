"""Preparation: stage 1 of the pipeline, from normalised text to marked sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from service.domain.analysis import PreparedArticle, Sentence
from service.domain.claim import SkipReason
from service.text.boilerplate import find_boilerplate
from service.text.headlines import is_credited, is_greeting
from service.text.injection import addresses_machine
from service.text.layout import count_words
from service.text.quoted_speech import mark_quoted_speech
from service.text.sentences import split_sentences
from service.text.words import content_stems

#: A headline has at least so many words; shorter lines above the prose label a section.
_MIN_HEADLINE_WORDS = 4
#: The prose has one in so many of the words of its headline.
_LEAST_SHARE = 3
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


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
    """Return the first heading above the prose that can be of this story, or an empty string.

    One with a year or mostly with words of its own is a link to another story, and one that
    ends with whose the picture is a caption.
    """
    left_out = {SkipReason.BOILERPLATE, SkipReason.INSTRUCTION}
    told = [sentence for sentence in sentences if sentence.skip not in left_out]
    prose = " ".join(s.text for s in told if s.skip is not SkipReason.NO_FACT)
    for sentence in told if prose else ():
        if sentence.skip is not SkipReason.NO_FACT:
            return ""
        heading = " ".join(sentence.text.split())
        is_long = count_words(heading) >= _MIN_HEADLINE_WORDS
        is_other = is_credited(heading) or is_greeting(heading)
        if is_long and not is_other and _is_of(heading, prose):
            return heading
    return ""


def _is_of(heading: str, prose: str) -> bool:
    """Tell whether the prose has a heading's years and a third of its words at least."""
    if any(year not in prose for year in _YEAR.findall(heading)):
        return False
    said, given = content_stems(heading), frozenset(content_stems(prose))
    return _LEAST_SHARE * sum(stem in given for stem in said) >= len(said)


def _without_title(sentence: Sentence, title: str) -> Sentence:
    """Mark the line that repeats the title, since it is not prose."""
    if sentence.skip is None and _key(sentence.text) == _key(title):
        return replace(sentence, skip=SkipReason.NO_FACT)
    return sentence


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
