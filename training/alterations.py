"""Alterations: one sentence turned into one that its source does not support.

Each takes a sentence and what the alteration may draw on, and returns the altered
sentence, or None where it does not apply. What a small language model gets wrong when it
rewords news is what they imitate.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from service.text.names import CALENDAR_WORDS, find_names
from service.text.words import fold, words
from training.alteration_tables import IRREGULAR_PAST
from training.material import Alteration, Material
from training.word_alterations import change_date, change_number, change_word, drop_hedge, negate

_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|could|can|may|might|should|must|said|says|"
    r"told|did|does|[a-z]{2,}ed|"
    + "|".join(sorted(set(IRREGULAR_PAST.values()) - {"let", "set", "cut", "put"}))
    + r")\b"
)
_TAIL = re.compile(
    r",?\s(?:in|at|on|after|because|during|for|by|near|from|since|with|before|despite|until)\s"
    r"[^,.;]{4,60}(?=\.\Z)"
)
_OBJECT = re.compile(
    r"\A(?P<a>[^,]{3,45}?) (?P<verb>(?:was |were |is |are |has |have |had |will )?[a-z]{2,}ed"
    r"(?: by| with| to| for)?|beat|met|told|sued|left|bought|sold|led|shot|hit) "
    r"(?P<b>(?:the |a |an |his |her |their )?[\w'-]+(?: [A-Z][\w'-]+){0,3})"
    r"(?P<rest>(?:,| (?:in|on|at|after|with|for|to|over|when|by|because|during|of|from|that)\b)"
    r".*|\.)\Z"
)
#: What is done to one another: exchanged roles would say the same.
_MUTUAL = re.compile(
    r"\b(?:met|meets?|meeting|married|marry|talks?|talked|spoke|discuss\w*|agreed with|joined|"
    r"drew|tied|faced?|faces|both|together|shared?|border\w*|known as|named|called)\b"
)
_REPORTED = re.compile(
    r"\A(?:According to (?P<first>[^,]{3,60}),|(?P<speaker>[^,]{3,60}?) (?=(?:said|says|told|"
    r"added|warned|claimed|announced|argued|believes|insisted|denied|wrote|confirmed)\b))"
)
_CAUSE = re.compile(
    r"\A(?P<a>.{12,}?),? (?P<link>because of|because|after|before|due to|when|so that|despite)"
    r" (?P<b>.{12,})\.\Z"
)
#: How often, of two ways that both apply, the first is taken.
_EVEN = 0.5
#: Code points before a verb that may be its subject.
_LONGEST_SUBJECT = 70
#: A sentence of more words gets nothing appended.
_MOST_WORDS = 30
_MOST_FUSED = 38


def swap_name(sentence: str, material: Material) -> str | None:
    """Put another name of the same article and type in a name's place."""
    return _replace_name(sentence, material, material.article_names)


def import_name(sentence: str, material: Material) -> str | None:
    """Put a name of another article in the place of one of the same type."""
    return _replace_name(sentence, material, material.foreign_names)


def _replace_name(sentence: str, material: Material, pool: dict[str, list[str]]) -> str | None:
    found = list(find_names(sentence))
    material.rng.shuffle(found)
    for name in found:
        kind = material.name_types.get(name.text)
        mine = {fold(word) for word in words(sentence)}
        options = [other for other in pool.get(kind or "", ()) if not mine & set(_folded(other))]
        if options:
            other = material.rng.choice(options)
            return sentence[: name.start] + other + sentence[name.start + len(name.text) :]
    return None


def _folded(text: str) -> list[str]:
    return [fold(word) for word in words(text)]


def swap_roles(sentence: str, material: Material) -> str | None:
    """Exchange two names, or the subject and the object, of a sentence."""
    found = (name for name in find_names(sentence) if not CALENDAR_WORDS & set(name.tokens))
    places = list(pairwise(found))
    material.rng.shuffle(places)
    for left, right in places:
        between = sentence[left.start + len(left.text) : right.start]
        if _VERB.search(between) and not _MUTUAL.search(between):
            return (
                sentence[: left.start] + right.text + between + left.text
                + sentence[right.start + len(right.text) :]
            )  # fmt: skip
    match = _OBJECT.match(sentence)
    if match is None or _MUTUAL.search(match["verb"]):
        return None
    return f"{_capital(match['b'])} {match['verb']} {_lower(match['a'])}{match['rest']}"


def swap_cause(sentence: str, material: Material) -> str | None:
    """Exchange what came first, or was the cause, and what followed."""
    match = _CAUSE.match(sentence)
    if match is None or not _VERB.search(match["b"]):
        return None
    link = match["link"]
    if link in {"after", "before"} and material.rng.random() < _EVEN:
        other = {"after": "before", "before": "after"}[link]
        return f"{match['a']} {other} {match['b']}."
    return f"{_capital(match['b'])} {link} {_lower(match['a'])}."


def swap_speaker(sentence: str, material: Material) -> str | None:
    """Have another person or body of the article say what was said."""
    match = _REPORTED.match(sentence)
    pool = material.article_names.get("person", []) + material.article_names.get("body", [])
    mine = set(_folded(sentence))
    options = [name for name in pool if not mine & set(_folded(name))]
    if match is None or not options:
        return None
    group = "first" if match["first"] else "speaker"
    start, end = match.span(group)
    return sentence[:start] + material.rng.choice(options) + sentence[end:]


def swap_subject(sentence: str, material: Material) -> str | None:
    """Tell of one statement's subject what another statement tells of its own."""
    parts = _split(sentence)
    options = [other for text in material.others if (other := _split(text)) is not None]
    if parts is None:
        return None
    mine = set(_folded(parts[0]))
    options = [other for other in options if not mine & set(_folded(other[0]))]
    if not options:
        return None
    other = material.rng.choice(options)
    return f"{other[0]} {parts[1]}"


def _split(sentence: str) -> tuple[str, str] | None:
    match = _VERB.search(sentence)
    if match is None or not 0 < match.start() < _LONGEST_SUBJECT:
        return None
    if sentence[: match.start()].count(",") > 1:
        return None
    return sentence[: match.start()].strip(), sentence[match.start() :]


def append_detail(sentence: str, material: Material) -> str | None:
    """Append a place, a time or a reason that belongs to another statement."""
    options = _foreign_tails(sentence, material)
    if not options or len(sentence.split()) > _MOST_WORDS:
        return None
    return sentence.rstrip(".") + material.rng.choice(options) + "."


def swap_detail(sentence: str, material: Material) -> str | None:
    """Put another statement's place, time or reason in the place of this one's."""
    mine = _TAIL.search(sentence)
    options = _foreign_tails(sentence, material)
    if mine is None or not options:
        return None
    return sentence[: mine.start()] + material.rng.choice(options) + "."


def fuse_facts(sentence: str, material: Material) -> str | None:
    """Tell of one statement as the cause, or the outcome, of another that it has no part in."""
    mine = set(_folded(sentence))
    options = [
        other
        for other in material.others
        if len(other.split()) + len(sentence.split()) <= _MOST_FUSED
        and len(mine & set(_folded(other))) * 3 <= len(other.split())
    ]
    if not options:
        return None
    link = material.rng.choice([" because ", " after ", ", which led to a situation where "])
    return sentence.rstrip(".") + link + _lower(material.rng.choice(options))


def _foreign_tails(sentence: str, material: Material) -> list[str]:
    mine = set(_folded(sentence))
    found = (match.group() for text in material.others if (match := _TAIL.search(text)))
    return [tail for tail in found if len(mine & set(_folded(tail))) * 3 <= len(tail.split())]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    """Lower a first letter that only the sentence's start made a capital."""
    first = text.split(maxsplit=1)[0] if text else ""
    common = {"The", "A", "An", "His", "Her", "Their", "Its", "He", "She", "It", "They", "This"}
    return text[:1].lower() + text[1:] if first in common else text


#: Every alteration with how often it is drawn.
ALTERATIONS: Final[dict[str, tuple[Alteration, float]]] = {
    "name_of_the_article": (swap_name, 3.5),
    "foreign_name": (import_name, 1.5),
    "roles": (swap_roles, 4.0),
    "number": (change_number, 2.0),
    "date": (change_date, 1.5),
    "word": (change_word, 3.0),
    "hedge": (drop_hedge, 3.0),
    "negation": (negate, 2.0),
    "cause": (swap_cause, 1.0),
    "speaker": (swap_speaker, 2.0),
    "subject": (swap_subject, 3.5),
    "fused": (fuse_facts, 0.7),
    "added_detail": (append_detail, 2.0),
    "swapped_detail": (swap_detail, 2.0),
}
