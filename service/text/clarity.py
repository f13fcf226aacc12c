"""Clarity: what a reader who has not seen the article would stumble over."""

from __future__ import annotations

import re

from service.text.quotations import outside_quotations, quoted_ranges
from service.text.standalone import dependence

#: A "this" or "that" with no noun behind it points at something said before.
_BARE_POINTER = re.compile(
    r"\b(?:do|does|did|doing|done|achieve|prevent|stop|avoid|mean|explain|support|deny|confirm|"
    r"say|said|of|about|for|to|with|at|from|on|by|in|after|before|despite|like)\s+"
    r"(?:this|these|those)\b(?=\s*(?:[,.;:]|\Z|(?:is|was|are|were|will|would|has|had|have|could|"
    r"may|might|can|to|and|but|in|on|at|by|largely|only|also|all)\b))",
    re.IGNORECASE,
)
#: Nouns for things said or shown that only the article's reader has before him.
_POINTING_WORDS = re.compile(
    r"\b[Tt]he (?:comments?|remarks?|tweets?|picture|pictures|photo|photos|footage|clip|"
    r"message|interview|impasse|suggestion|idea|answer|latter|former)\b"
    r"(?!\s+(?:of|that|which|about|to|by|on|in|with|between|over|for|show|shows|showed|"
    r"\w+ed)\b)",
)
#: A quotation that opens with one of these is about something said before it.
_QUOTED_POINTER = re.compile(
    r"[\"'\u201c\u2018](?:(?:but|and|so|well|yes|no|look|by the way),?\s+)?"
    r"(?:that(?:'s|\u2019s| is| was)?|this|it(?:'s|\u2019s)?|they|he|she|these|those|there|then)\b",
    re.IGNORECASE,
)
#: A sentence that is this much quotation says little itself.
_QUOTED_SHARE = 0.5


def unclear_parts(sentence: str) -> tuple[str, ...]:
    """Return what a reader of the sentence alone could not make out; empty where all is clear.

    Beyond what `standalone.dependence` finds (pronouns, "the company", open quotations):
    a bare "this", "the comments" and the like, and quotations that begin with "That's".
    Relative dates count as clear: they are resolved where the day of publication is known.
    """
    found = list(dependence(sentence, "", dates=False))
    outside = outside_quotations(sentence)
    found += [
        f"pointer: {match.group().lower()}"
        for pattern in (_BARE_POINTER, _POINTING_WORDS)
        if (match := pattern.search(outside)) is not None
    ]
    if _is_mostly_quoted(sentence) and (match := _QUOTED_POINTER.search(sentence)) is not None:
        found.append(f"quoted pointer: {match.group()}")
    return tuple(found)


def _is_mostly_quoted(sentence: str) -> bool:
    quoted = sum(end - start for start, end in quoted_ranges(sentence))
    return quoted >= _QUOTED_SHARE * len(sentence)
