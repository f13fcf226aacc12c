"""Preparation: stage 1 of the pipeline, from normalised text to marked sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from service.domain.analysis import PreparedArticle, Sentence
from service.domain.claim import SkipReason
from service.text.boilerplate import find_boilerplate
from service.text.headlines import is_credited, is_greeting
from service.text.injection import addresses_machine
from service.text.layout import count_words, ends_sentence
from service.text.quoted_speech import mark_quoted_speech
from service.text.sentences import split_sentences
from service.text.words import content_stems

#: A headline has at least so many words; shorter lines above the prose label a section.
_MIN_HEADLINE_WORDS = 4
#: The prose has one in so many of the words of its headline.
_LEAST_SHARE = 3
#: And one in so many of the words of its page's name, with which menus may begin as well.
_LEAST_SHARE_OF_NAME = 2
#: With the site behind it, it can hardly be anything else.
_LEAST_SHARE_WITH_SITE = 5
#: A longer first line is none.
_MAX_NAME_WORDS = 24
#: What a page's name ends with: its section and its site.
_SITE = re.compile(
    r"\s+\|\s.*\Z|\s+[\u2013\u2014-]\s+(?:(?:[A-Z][\w.'\u2019&-]*|and|of|the)\s*){1,5}\Z"
)
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
    headline = submitted or _headline(text, sentences)
    if headline:
        sentences = tuple(_without_title(sentence, headline) for sentence in sentences)
    return PreparedArticle(
        text=text,
        title=headline or None,
        published_at=published_at,
        sentences=mark_quoted_speech(sentences, text),
        boilerplate=boilerplate,
    )


def _headline(text: str, sentences: Sequence[Sentence]) -> str:
    """Return the heading above the prose that is of this story, or an empty string.

    A saved page opens with its name, which its menus part from the headline. Where that is of
    this story, the heading that is like it counts, or else the name itself.
    """
    left_out = {SkipReason.BOILERPLATE, SkipReason.INSTRUCTION}
    told = [sentence for sentence in sentences if sentence.skip not in left_out]
    prose = " ".join(s.text for s in told if s.skip is not SkipReason.NO_FACT)
    if not prose:
        return ""
    above = takewhile(lambda sentence: sentence.skip is SkipReason.NO_FACT, told)
    headings = [" ".join(sentence.text.split()) for sentence in above]
    fit = [heading for heading in headings if _may_head(heading, prose, _LEAST_SHARE)]
    name, has_site = _page_name(text, sentences)
    least = _LEAST_SHARE_WITH_SITE if has_site else _LEAST_SHARE_OF_NAME
    if name and _may_head(name, prose, least):
        others = (heading for heading in fit if _SITE.sub("", heading) != name)
        alike = (heading for heading in others if _is_of(heading, name, _LEAST_SHARE_OF_NAME))
        return next(alike, name)
    return next(iter(fit), "")


def _page_name(text: str, sentences: Sequence[Sentence]) -> tuple[str, bool]:
    """Return the text's first line without its site, and whether it had one.

    Where the line is prose, or too long, it is no name.
    """
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    is_prose = bool(sentences) and sentences[0].skip is None
    if is_prose or ends_sentence(line) or count_words(line) > _MAX_NAME_WORDS:
        return "", False
    name = _SITE.sub("", line)
    return name, name != line


def _may_head(heading: str, prose: str, least: int) -> bool:
    """Tell whether a line may be the headline of the prose.

    One with a year or mostly with words of its own is a link to another story, and one that
    ends with whose the picture is a caption.
    """
    is_other = is_credited(heading) or is_greeting(heading)
    is_long = count_words(heading) >= _MIN_HEADLINE_WORDS
    known = all(year in prose for year in _YEAR.findall(heading))
    return is_long and known and not is_other and _is_of(heading, prose, least)


def _is_of(heading: str, prose: str, least: int) -> bool:
    """Tell whether the prose has one in `least` of a heading's words."""
    said, given = content_stems(heading), frozenset(content_stems(prose))
    return bool(said) and least * sum(stem in given for stem in said) >= len(said)


def _without_title(sentence: Sentence, title: str) -> Sentence:
    """Mark the line that repeats the title, since it is not prose."""
    if sentence.skip is None and _key(sentence.text) == _key(title):
        return replace(sentence, skip=SkipReason.NO_FACT)
    return sentence


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
