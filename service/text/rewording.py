"""Rewording by rule: what makes a sentence stand alone without a neural network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from service.text.clarity import unclear_parts
from service.text.dates import resolve_relative_dates
from service.text.glued import drop_caption_marks
from service.text.markup import without_markup
from service.text.mentions import resolve_mentions
from service.text.names import BODY_ENDINGS, find_names, is_of_calendar, possessive_of
from service.text.naming import attach_speaker, expand_names
from service.text.quotations import outside_quotations
from service.text.standalone import dependence, drop_also, drop_connective
from service.text.words import fold

_CONCESSION = re.compile(
    r"(?:Although|Though|While|As (?:he|she|they|it))\b[^,\"\u201c\u201d]{3,120},\s+"
)
#: "…, he said.": whom the names before it are not.
_CLOSING_REPORT = re.compile(
    r",\s(?:he|she)\s(?:said|says|added|explained|warned|insisted|noted|told [\w ]{2,30})\.?\Z"
)
#: What stands before the name of a place, a body or a thing, and before hardly any person's.
_PLACED = re.compile(
    r"\b[Tt]he(?:\s(?:northern|southern|eastern|western|central|upper|lower|whole|entire))?\s\Z"
)
#: Nor before a surname alone.
_LOCATED = re.compile(r"\b(?:in|at|across|around|throughout)\s\Z")
_MIN_CLAUSE_WORDS = 6
#: A post as pages embed it: what it says, and behind a dash who wrote it and when.
_POST = re.compile(
    r"(?P<text>\S.*?\S)\s*[\u2014\u2013-]\s*(?P<author>[^@()\u2014\u2013\"]{2,60}? \(@\w{1,15}\))"
    r"(?:\s+(?P<day>[A-Z][a-z]+ \d{1,2}, \d{4}))?\.?"
)
_PERSONAL = re.compile(r"(?:He|She|His|Her)\b")
_POSSESSED = re.compile(
    r"\s+(?!(?:and|or|to|in|at|on|for|by|from|with|an?|the|after|before|when|while|"
    r"without|as|that|because|if|so|then|again|\w+ly)\b)[a-z]"
)


def reword(sentence: str, preceding: Sequence[str], article: str, published_at: date | None) -> str:
    """Return the sentence with what rules can safely resolve written out.

    An opening connective is dropped; "the company", "it", a reporting pronoun, a bare
    surname and a relative date are replaced where the article leaves no doubt.
    """
    text = " ".join(without_markup(sentence).split())
    post = attribute_post(text)
    if post is not None:
        return post
    text = drop_also(drop_connective(drop_caption_marks(text)))
    text = drop_unclear_clause(text)
    text = resolve_mentions(text, preceding, article)
    reported = _CLOSING_REPORT.search(text) is not None and _names_no_person(text)
    if reported or dependence(text, "", dates=False):
        text = attach_speaker(text, preceding, article) or text
    text = resolve_relative_dates(text, published_at, preceding) or text
    return expand_names(text, article)


def _names_no_person(sentence: str) -> bool:
    """Tell whether all names of a sentence are of places, bodies or days, as it seems."""
    outside = outside_quotations(sentence)
    return all(
        is_of_calendar(name, outside)
        or fold(name.tokens[-1]) in BODY_ENDINGS
        or _PLACED.search(outside[: name.start]) is not None
        or (len(name.tokens) == 1 and _LOCATED.search(outside[: name.start]) is not None)
        for name in find_names(outside)
    )


def attribute_post(sentence: str) -> str | None:
    """Return an embedded post with its author in front, as what the author says, or None."""
    match = _POST.fullmatch(sentence)
    if match is None or '"' in match["text"]:
        return None
    day = f" on {match['day']}" if match["day"] else ""
    return f'{match["author"]} said in a post{day}: "{match["text"]}"'


def attribute_quotation(quotation: str, speaker: str) -> str:
    """Return a sentence that is all quotation as what its speaker said."""
    return f"{speaker[0].upper()}{speaker[1:]} said: {quotation}"


def drop_unclear_clause(sentence: str) -> str:
    """Return the sentence without an opening clause that only its article explains.

    "As he indicated in the tweet, …", "Though the two sides blamed each other, …": what
    follows is asserted with or without the clause. Conditions and times stay.
    """
    match = _CONCESSION.match(sentence)
    if match is None or not unclear_parts(sentence):
        return sentence
    rest = sentence[match.end() :]
    if len(rest.split()) < _MIN_CLAUSE_WORDS or unclear_parts(rest):
        return sentence
    return rest[0].upper() + rest[1:]


def put_name(sentence: str, place: tuple[int, int], name: str) -> str:
    """Return the sentence with a name in place of the personal pronoun that stands there."""
    start, end = place
    named = name_pronoun(sentence[start].upper() + sentence[start + 1 :], name)
    return sentence[:start] + (named or name + sentence[end:])


def name_pronoun(sentence: str, name: str) -> str | None:
    """Return the sentence with the "he", "she", "his" or "her" it opens with made a name.

    Returns:
        None where the sentence opens with no such pronoun.
    """
    match = _PERSONAL.match(sentence)
    if match is None:
        return None
    pronoun = match.group().lower()
    possessive = pronoun == "his" or (
        pronoun == "her" and _POSSESSED.match(sentence, match.end()) is not None
    )
    told = possessive_of(name) if possessive else name
    return sentence[: match.start()] + told + sentence[match.end() :]
