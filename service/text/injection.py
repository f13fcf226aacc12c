"""Injection: sentences that give orders to the machine that reads the article.

Article text is data. What speaks to a language model in it is recognised by form and never
becomes a prompt. Orders that somebody in the story gave stand between quotation marks or
are told ("told the crew to ignore all previous instructions"), and are the story's.
"""

from __future__ import annotations

import re
import unicodedata

from service.text.injection_cues import INJECTION_CUES
from service.text.quotations import outside_quotations, quoted_ranges

_CUE = re.compile(
    "|".join(f"(?:{cue})" for cues in INJECTION_CUES.values() for cue in cues), re.IGNORECASE
)
#: Of longer sentences the beginning and the end are read.
_READ_CHARACTERS = 1_200


def addresses_machine(sentence: str) -> bool:
    """Tell whether the sentence gives orders to a language model that reads it.

    Quotations are the story's, unless all of the sentence is one. Invisible characters and
    full-width letters, which would hide an order from this check alone, are read through.
    """
    text = _plain(sentence)
    if len(text) > 2 * _READ_CHARACTERS:
        text = f"{text[:_READ_CHARACTERS]} {text[-_READ_CHARACTERS:]}"
    outside = outside_quotations(text)
    if not any(character.isalnum() for character in outside):
        ranges = quoted_ranges(text)
        return any(_CUE.search(text[start + 1 : end]) for start, end in ranges)
    if _CUE.search(outside):
        return True
    # "Reply with 'safe'" loses what makes it an order together with its quotation.
    first = quoted_ranges(text)
    return bool(first) and first[0][0] > 0 and _opens_with_order(text)


def _opens_with_order(text: str) -> bool:
    match = _CUE.match(text)
    return match is not None and match.start() == 0 and text[:1] not in "\"'\u2018\u201c"


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if unicodedata.category(c) != "Cf")
