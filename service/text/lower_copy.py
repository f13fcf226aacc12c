"""Lower copy: cutting text whose capitals a machine took away into sentences.

Such copy comes from transcripts and from data sets made for training. Where the words were parted
from their marks too, as in "in kathmandu , nepal . and they are", a free mark ends a sentence;
elsewhere one at a word that is no abbreviation does, since next to no capital tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.text.sentence_joints import LEADING_ABBREVIATIONS
from service.text.words import word_set

_CLOSING = r"(?:\s?(?:''|[\"'\u2019\u201d)]))*"
_FREE_END = re.compile(rf"(?<=\s)[.!?]{_CLOSING}\s+(?=\S)")
_CLOSE_END = re.compile(rf"(?<=[\w)%\"'\u2019\u201d])[.!?]+{_CLOSING}\s+(?=\S)")
_LAST_WORD = re.compile(r"(?P<word>[\w.]+)\s?\Z")
_WORD_CHARACTERS = 16
#: So many of a text's words may open with a capital, and so many words a mark may be apart, for
#: it to be read as such copy.
_MAX_CAPITAL_SHARE = 0.02
_MAX_WORDS_AN_END = 60
_LATIN_ENDS = "\u024f"
_OPENING = "\"'`(\u2018\u201c"
#: Besides what a name follows, no sentence of such copy ends with these, nor before a number with
#: those.
_COUNTED = word_set("no nos fig figs vol art sec")
_ABBREVIATIONS = (
    frozenset(word.lower() for word in LEADING_ABBREVIATIONS - word_set("Jr Sr No Nos"))
    | word_set("inc ltd co corp bros vs etc al approx dept est")
) - _COUNTED


def sentence_end_of(text: str) -> re.Pattern[str] | None:
    """Return what ends a sentence of a Latin text that has next to no capitals, else None."""
    tokens = text.split()
    letters = [character for character in text if character.isalpha()]
    if 2 * sum(letter <= _LATIN_ENDS for letter in letters) <= len(letters):
        return None
    capitals = sum(1 for token in tokens if token.lstrip(_OPENING)[:1].isupper())
    if capitals > _MAX_CAPITAL_SHARE * len(tokens):
        return None
    for end in (_FREE_END, _CLOSE_END):
        found = len(end.findall(text))
        # Where sentences open with capitals, there is one at each end.
        if 2 * capitals <= found and len(tokens) <= _MAX_WORDS_AN_END * found:
            return end
    return None


def lower_cuts(text: str, start: int, end: int, sentence_end: re.Pattern[str]) -> Iterator[int]:
    """Yield where `text[start:end]` is cut: behind `sentence_end`, but for abbreviations."""
    for mark in sentence_end.finditer(text, start, end):
        if _ends(text, start, mark):
            yield mark.end()


def _ends(text: str, start: int, mark: re.Match[str]) -> bool:
    """Tell whether a mark ends a sentence: not "dr.", "u.s." or the "a." of a name."""
    if text[mark.start()] != ".":
        return True
    last = _LAST_WORD.search(text[max(start, mark.start() - _WORD_CHARACTERS) : mark.start()])
    if last is None:
        return True
    word = last["word"]
    if word in _COUNTED:
        return not text[mark.end() : mark.end() + 1].isdigit()
    if word.isdigit():
        return not _opens_line(text, start, mark)
    return not (word in _ABBREVIATIONS or "." in word or (len(word) == 1 and word.isalpha()))


def _opens_line(text: str, start: int, mark: re.Match[str]) -> bool:
    """Tell whether nothing but a number stands before a mark on its line, as in a list."""
    line = text[start : mark.start()].rpartition("\n")[2]
    return line.strip().isdigit()
