"""Named readings: a sentence with a name in the place of what points back at it.

"The resort will open in May" is "Santa Rosa will open in May" where the article means Santa Rosa
by it. A writer that knows the article says so; whether it says anything else of the sentence is
then told by holding what it wrote against the sentence so read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.text.names import CALENDAR_WORDS, ROLE_WORDS, Name, find_names, possessive_of
from service.text.quotations import outside_quotations
from service.text.words import fold

#: What points back, and whether the name takes the place of an owner.
_POINTERS = (
    (re.compile(r"\b(?:[Hh]e|[Ss]he|[Ii]t|[Hh]im)\b(?!['\u2019])"), False),
    (re.compile(r"\b(?:[Hh]is|[Hh]er|[Ii]ts)(?=\s[a-z])"), True),
    *(
        (re.compile(rf"\b[Tt]he(?:\s[\w-]+){{{words}}}(?=['\u2019]s\b|[\s,.])"), False)
        for words in (1, 2, 3)
    ),
)
#: Names with one of these in front tell an office or a form of address as well.
_ADDRESSED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lady|Lord|Dame)\.?\s\Z")
_MAX_NAMES = 2
_MAX_READINGS = 200


def named_readings(wording: str, readings: Sequence[str], article: str) -> tuple[str, ...]:
    """Return the readings with the names that a wording adds where they point back.

    Args:
        wording: What somebody wrote of the sentence.
        readings: The sentence, and what says the same.
        article: The whole article, in which the names must stand as they are written.

    Returns:
        Nothing where the wording adds no name, more than two, or one with an office.
    """
    names = _added_names(wording, readings, article)
    if not 0 < len(names) <= _MAX_NAMES or any(name not in article for name in names):
        return ()
    found = list(readings)
    for name in names:
        found = [one for reading in found for one in _put_in(reading, name)]
    return tuple(dict.fromkeys(found))[:_MAX_READINGS]


def _added_names(wording: str, readings: Sequence[str], article: str) -> list[str]:
    """Return the names of a wording that none of the readings has a word of.

    One that tells an office too is as good as too many, since the office may be another's.
    """
    said = {fold(word) for reading in readings for word in re.findall(r"\w+", reading)}
    added: dict[str, None] = {}
    for name in find_names(wording):
        fills = _fills_office(name, wording, readings, article)
        own = name.tokens[1:] if fills else name.tokens
        if not own or not said.isdisjoint(own) or name.tokens[0] in CALENDAR_WORDS:
            continue
        is_office = not fills and not ROLE_WORDS.isdisjoint(name.tokens)
        if is_office or _ADDRESSED.search(wording[: name.start]) or " and " in name.text:
            return []
        added[re.sub(r"['\u2019]s?\Z", "", name.text)] = None
    return list(added)


def _fills_office(name: Name, wording: str, readings: Sequence[str], article: str) -> bool:
    """Tell whether a name with one office stands for who has it ("the judge")."""
    if ROLE_WORDS.intersection(name.tokens) != {name.tokens[0]}:
        return False
    holder = re.compile(rf"\bthe {name.tokens[0]}\b", re.IGNORECASE)
    others = re.findall(rf"\b{name.text.split()[0]} [A-Z]\w+", article)
    if any(other not in name.text for other in others):
        return False
    return not holder.search(wording) and any(holder.search(reading) for reading in readings)


def _put_in(reading: str, name: str) -> Iterator[str]:
    """Yield the reading with the name in the place of each pointer in turn."""
    outside = outside_quotations(reading)
    for pattern, owns in _POINTERS:
        for match in pattern.finditer(outside):
            told = possessive_of(name) if owns else name
            yield reading[: match.start()] + told + reading[match.end() :]
