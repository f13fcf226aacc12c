"""Preparation: stage 1 of the pipeline, from normalised text to marked sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from service.domain.analysis import PreparedArticle, Sentence
from service.domain.claim import SkipReason
from service.text.boilerplate import find_boilerplate
from service.text.cues import line_kind
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
#: A page tells its own headline so often, and those of other stories less.
_HEADLINE_TELLINGS = 3
#: A longer first line is none.
_MAX_NAME_WORDS = 24
#: What a page's name ends with: its section and its site.
_SITE = re.compile(
    r"\s+\|\s.*\Z|\s+[\u2013\u2014-]\s+(?:(?:[A-Z][\w.'\u2019&-]*|and|of|the)\s*){1,5}\Z"
)
_DECKS = 3
#: "By Ana Low, Staff Writer", and what else stands on that line.
_BYLINE = re.compile(
    r"(?:[Bb]y|BY)(?!\s(?:[Tt]he|an?|\w+day|January|February|March|April|May|June|July|August|"
    r"September|October|November|December)\b)(?:\s[\w.,'\u2019@|/:\u2013\u2014-]+){0,12}\Z"
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
    sentences_of_prose = [s for s in told if s.skip is not SkipReason.NO_FACT]
    prose = " ".join(s.text for s in sentences_of_prose)
    if not prose:
        return ""
    above = takewhile(lambda sentence: sentence.skip is SkipReason.NO_FACT, told)
    headings = [_plain(sentence.text) for sentence in above]
    fit = [heading for heading in headings if _may_head(heading, prose, _LEAST_SHARE)]
    name, has_site = _page_name(text, sentences)
    least = _LEAST_SHARE_WITH_SITE if has_site else _LEAST_SHARE_OF_NAME
    if name and _may_head(name, prose, least):
        others = (heading for heading in fit if _SITE.sub("", heading) != name)
        alike = (heading for heading in others if _is_of(heading, name, _LEAST_SHARE_OF_NAME))
        return next(alike, name)
    placed = _headings_by_place(text, sentences_of_prose)
    orders = [_plain(s.text) for s in sentences if s.skip is SkipReason.INSTRUCTION]
    # A line of an order may look harmless by itself.
    safe = (h for h in placed if not addresses_machine(h) and not any(h in one for one in orders))
    return next(safe, next(iter(fit), ""))


def _headings_by_place(text: str, prose: Sequence[Sentence]) -> Iterator[str]:
    """Yield the lines that their place on the page shows to be the headline, likeliest first.

    So it is above a byline, and so is what a page tells three times: as its name, above the
    story, and for those who share it. Links to other stories stand there once or twice.
    """
    lines = [line for raw in text.splitlines() if (line := _plain(raw))]
    top = [line for raw in text[: prose[0].start].splitlines() if (line := _plain(raw))]
    told, body = Counter(lines), " ".join(sentence.text for sentence in prose)
    # The last byline above the prose is the story's own; those before it are of teasers.
    for at in reversed(range(len(top))):
        if _BYLINE.match(top[at]) or line_kind(top[at]) == "byline":
            # A second deck, or a count of comments, may stand in between.
            decks = top[max(0, at - _DECKS) : at]
            fit = [line for line in decks if _may_stand_above(line, body, _LEAST_SHARE)]
            if fit:
                yield max(fit, key=lambda line: len(_shared(line, body)))
    for line in top:
        is_told = told[line] >= _HEADLINE_TELLINGS
        if is_told and _may_stand_above(line, body, _LEAST_SHARE_OF_NAME):
            yield line


def _may_stand_above(line: str, prose: str, least: int) -> bool:
    """Tell whether a line may be a headline that nothing but its place shows."""
    is_item = line.startswith(("*", "+", "\u2022")) or line_kind(line) is not None
    if is_item or count_words(line) > _MAX_NAME_WORDS or ends_sentence(line) or line in prose:
        return False
    return _may_head(line, prose, least)


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
    said = content_stems(heading)
    return bool(said) and least * len(_shared(heading, prose)) >= len(said)


def _shared(heading: str, prose: str) -> list[str]:
    """Return the stems of a heading that the prose has."""
    given = frozenset(content_stems(prose))
    return [stem for stem in content_stems(heading) if stem in given]


def _without_title(sentence: Sentence, title: str) -> Sentence:
    """Mark the line that repeats the title, since it is not prose."""
    if sentence.skip is None and _key(sentence.text) == _key(title):
        return replace(sentence, skip=SkipReason.NO_FACT)
    return sentence


def _plain(text: str) -> str:
    return " ".join(text.split())


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
