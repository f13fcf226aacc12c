"""Capitals: reading sentences that are written in capitals throughout, as wire copy is.

Nothing here is shown to anybody. What a name is and what a noun such copy does not tell, and
a guess would make wrong names; but for telling whether a sentence can be read alone, or who
speaks in it, a guess will do.
"""

from __future__ import annotations

import re

from service.text.names import CALENDAR_WORDS, find_names

_LETTER = re.compile(r"[^\W\d_]")
#: Shorter passages may be a name or an acronym with what belongs to it (`find_names` asks this).
_MIN_CHARACTERS = 32
#: What no bare name follows.
_BEFORE_NOUN = re.compile(
    r"(?:\b(?:the|an?|its|his|her|their|our|this|that|these|those|no|any|some|each|every|all|"
    r"many|several|two|three|four|five|six|seven|eight|nine|ten|main|new|first|last|other)|"
    r"\d)\s+\Z",
    re.IGNORECASE,
)
#: "US" where it is no pronoun.
_COUNTRY = re.compile(r"(?:\A\W*|\b(?:THE|AN?|IN|SITTING|FORMER|BY|SENIOR|TOP)\s)(?P<name>US)\b")


def is_in_capitals(text: str) -> bool:
    """Tell whether a text of some length has no small letter."""
    if len(text.strip()) < _MIN_CHARACTERS or _LETTER.search(text) is None:
        return False
    return not any(character.islower() for character in text)


def in_small_letters(text: str) -> str:
    """Return a text in capitals in small ones, except where names seem to stand.

    The result is as long as the text, letter for letter.
    """
    small = list(text.lower())
    if len(small) != len(text):
        return text
    for name in find_names(text):
        is_day = name.tokens[0] in CALENDAR_WORDS
        if len(name.tokens) == 1 and not is_day and _BEFORE_NOUN.search(text[: name.start]):
            continue
        for word in re.finditer(r"[^\W\d_]+", text[name.start : name.end]):
            start = name.start + word.start()
            small[start] = text[start]
    for country in _COUNTRY.finditer(text):
        small[slice(*country.span("name"))] = country["name"]
    opening = _LETTER.search(text)
    if opening is not None:
        small[opening.start()] = text[opening.start()]
    return "".join(small)
