"""Personal names: whether a speaker is named as a person or as a body."""

from __future__ import annotations

from service.text.attribution import may_be_person
from service.text.names import BODY_ENDINGS, PERSON_PARTICLES
from service.text.words import fold, word_set

#: Words that end the name of a body, beside those that are known to end names of all sorts.
_BODY_ENDINGS = BODY_ENDINGS | word_set(
    """
    board bureau cabinet directorate panel service services society taskforce team watchdog
    secretariat tribunal inspectorate chamber syndicate coalition alliance network
    """
)
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_MIN_WORDS = 2
_MAX_WORDS = 5


def is_personal_name(name: str) -> bool:
    """Tell whether a name has the form of a person's: two to five words, none of a body's.

    Names of one word and descriptions ("the company") count as names of bodies.
    """
    words = name.split()
    if words and words[-1].lower() in _SUFFIXES:
        words.pop()
    if not _MIN_WORDS <= len(words) <= _MAX_WORDS:
        return False
    if fold(words[-1].rstrip(".")) in _BODY_ENDINGS or not may_be_person(" ".join(words)):
        return False
    return all(
        fold(word) in PERSON_PARTICLES or (word[0].isupper() and not word.isdigit())
        for word in words
    )
