"""Sentence joints: what syntok parts although it is one sentence.

A title from its name, a quotation from its reporting clause, a name in quotation marks.
"""

from __future__ import annotations

import re

from service.text.layout import count_words
from service.text.words import word_set

#: Abbreviations that a name or a number follows, so that no sentence ends with them.
LEADING_ABBREVIATIONS = word_set(
    """
    Adm Ald Asst Atty Brig Capt Cdr Cmdr Col Cpl Det Dr Fr Gen Gov Govs Hon Insp Jr Lt Maj
    Messrs Mgr Mlle Mme Mr Mrs Ms Mt Mx No Nos Pfc Pres Prof Pvt Rep Reps Rev Sen Sens Sgt
    Sr Sra Srta St Ste Supt vs Jan Feb Apr Aug Sep Sept Oct Nov Dec
    """
)
_LAST_ABBREVIATION = re.compile(r"(?:^|[\s(\"'\u2018\u201c])([A-Za-z]{2,6})\.\Z")
_NEEDS_NUMBER = word_set("No Nos Jan Feb Apr Aug Sep Sept Oct Nov Dec")
_MAY_END = frozenset({"Jr", "Sr", "St"})
_BODY_ABBREVIATIONS = frozenset({"CO", "INC", "CORP", "LTD", "BROS", "PLC", "LLC", "AVE", "BLVD"})
_VERB_IN_CAPITALS = re.compile(
    r"(?:WILL|WOULD|HAS|HAD|HAVE|IS|WAS|WERE|ARE|SAID|SAYS|AND|OR|OF|TO|FOR|MAY|COULD|PLANS|"
    r"REPORTED|ANNOUNCED|SOLD|BOUGHT|WHICH|WHO)\b"
)
#: A page's space between two sentences, which its source spells out.
GLUED = re.compile(r"[.!?][\"'\u2019\u201d)]?(?:&nbsp;|&#160;)+\s*(?=[\"'\u2018\u201c]?[A-Z])")
#: So many characters before a cut tell whether the copy is all in capitals.
_CASE_CHARACTERS = 120
#: An ampersand of a page's source, whose semicolon ends nothing.
_ENTITY_END = re.compile(r"&#?\w{1,10};\Z")
_LOWER_OPENING = re.compile(r"[a-z]{2,}\b|[a-z][,;]")
_QUOTED_END = re.compile(r"[!?,\u2026][)\]]?[\"\u201d'\u2019]\Z")
_QUOTED_NAME = re.compile(
    r"(?<=[a-z] )\u201c[^\u201c\u201d]{2,40}[.!?] [^\u201c\u201d]{2,40}\u201d"
    r"(?= (?!said|says|he|she|they|it|and|but|who|which|as|when|in|on|at)[a-z]{3,})"
)
_QUOTED_NAME_CHARACTERS = 60
_REPORTING_CLAUSE = re.compile(
    r"(?:(?:[A-Z][\w.\u2019'-]*\s){1,4}|[Hh]e |[Ss]he |[Tt]hey |[Ii]t |one |another |the "
    r"[\w ]{2,30})"
    r"(?:said|says|asked|added|tweeted|wrote|told|shouted|replied|cried|posted|continued|"
    r"joked|yelled|quipped|exclaimed|remarked)\b[^.!?]{0,80}[.!?]?\Z"
)


def belong_together(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Tell whether two neighbouring ranges that syntok parted are one sentence."""
    before = text[max(left[0], left[1] - 12) : left[1]]
    after = text[right[0] : min(right[1], right[0] + 160)]
    if _ENTITY_END.search(before):
        return GLUED.search(before + after[:2]) is None
    if _LOWER_OPENING.match(after) and not before.endswith((":", "\n")):
        return True
    if _QUOTED_END.search(before) and count_words(after) <= len("reporting clause"):
        whole = text[right[0] : right[1]]
        return len(whole) <= len(after) and _REPORTING_CLAUSE.match(whole) is not None
    if _names_in_quotes(text, left, right):
        return True
    if before.endswith(";") and after[0].isdigit():
        # "Reports that 44 per cent are good; 15 per cent are fake".
        return True
    nearby = text[max(left[0], left[1] - _CASE_CHARACTERS) : left[1]]
    return _ends_with_abbreviation(nearby, after)


def _names_in_quotes(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Tell whether the border lies within a name in quotation marks that the sentence goes on from.

    So it does within "the viral \u201cMeth. We\u2019re on it.\u201d campaign".
    """
    named = _QUOTED_NAME.search(text, max(left[0], left[1] - _QUOTED_NAME_CHARACTERS), right[1])
    return named is not None and named.start() < left[1] < named.end()


def _ends_with_abbreviation(before: str, after: str) -> bool:
    """Tell whether `before` ends with an abbreviation that `after` goes on from."""
    abbreviation = _LAST_ABBREVIATION.search(before[-12:])
    if not abbreviation:
        return False
    word = abbreviation.group(1)
    if word.isupper() and before.isupper() and after[:3].isupper():
        # In copy all in capitals the next word's case tells nothing.
        if word in _BODY_ABBREVIATIONS:
            return _VERB_IN_CAPITALS.match(after) is not None
        word = word.capitalize()
    if word not in LEADING_ABBREVIATIONS:
        return False
    if word in _NEEDS_NUMBER:
        return after[0].isdigit()
    return word not in _MAY_END and after[0].isupper()
