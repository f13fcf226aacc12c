"""Tense: whether what a sentence tells around one place lies behind its telling or ahead.

A reading by form, for dates such as "on Monday". The nearest verb decides; where verbs
disagree or none is sure, nothing is said.
"""

from __future__ import annotations

import re
from enum import Enum

from service.text.words import word_set


class Direction(Enum):
    """Where what is told lies, seen from the day of writing."""

    BEHIND = "behind"
    AHEAD = "ahead"
    UNSURE = "unsure"


#: Past forms that no ending shows. Where one is no past form ("will shut", "to put"), the
#: word before it says so.
_PAST = word_set(
    """
    was were did had has have ate beat became began bent bit blew bought broke brought built
    burnt came caught chose clung crept dealt died drew drove dug fed fell felt fled flew
    fought found froze gave got grew heard held hid hit hung kept killed knew laid led left
    lent lit lost made meant met paid quit ran rang rose said sank sat saw sent shook shot
    shrank slept slid sold sought spent spoke sprang stole stood struck stuck sued swam swept
    swore taught tore thought threw told took understood went withdrew woke won wore wrote
    shut put cut hurt spread cast burst split
    wasn't weren't didn't hadn't hasn't haven't
    """
)
#: Words in -ed that are no past forms.
_NOT_PAST = word_set(
    """
    bed bleed breed creed deed embed exceed feed freed greed hundred indeed naked need proceed
    red sacred seed shed speed succeed weed wicked wretched
    """
)
_PLANNED = r"(?:scheduled|due|expected|set|planned|slated|supposed|meant|going|about|likely|poised)"
#: Nouns of what is announced beforehand: "for talks on Monday" may lie on either side.
_OCCASION = (
    r"(?:meetings?|talks|summit|vote|votes|elections?|referendum|match|game|final|trial|"
    r"hearing|rally|rallies|launch|ceremony|debate|funeral|wedding|visit|concert|"
    r"conference|protests?|strikes?|race|deadline|runoff|poll|polls|ballot|inauguration|"
    r"semi-final|show|event|march|trip|release|verdict|decision|announcement|opening)"
)
#: The rest of a verb group: "not", "quickly", "be", "have been", and the verb itself.
_GROUP = (
    r"(?:\s+(?:not|also|only|now|still|\w+ly))*"
    r"(?:\s+(?:be|been|being|have|stay|remain))*(?:\s+\w+ly)?"
)
_VERB = rf"{_GROUP}(?:\s+(?-i:[a-z]+))?"
#: What is read, the first alternative that fits; each with what it says.
_CUES: tuple[tuple[Direction, str], ...] = (
    # "Had been due to", "was to": whether it came about is told elsewhere.
    (
        Direction.UNSURE,
        (
            rf"\b(?:was|were|had been|has been|have been|wasn't|weren't)\s+(?:not\s+)?(?:\w+ly\s+)?"
            rf"(?:{_PLANNED}\b(?:\s+to{_VERB})?|to{_VERB})"
        ),
    ),
    (
        Direction.BEHIND,
        (
            r"\b(?:began|started|forced|failed|managed|continued|refused|declined|seemed|appeared|"
            rf"had|able|helped|went|proceeded|happened)\s+to{_VERB}"
        ),
    ),
    (Direction.UNSURE, rf"\b(?:has|have)\s+(?:yet\s+)?to{_VERB}"),
    (
        Direction.UNSURE,
        r"\b(?:has|have)\s+(?=(?:an?|the|no|his|her|its|their|more|until|two|three|four)\b)",
    ),
    (Direction.BEHIND, rf"\b(?:may|might|must)\s+(?:not\s+)?have{_VERB}"),
    (
        Direction.AHEAD,
        (
            rf"(?:\b(?:is|are|am)|['\u2019](?:s|re|m))\s+(?:not\s+)?(?:\w+ly\s+|also\s+|now\s+)?"
            rf"(?:{_PLANNED}\b(?:\s+to{_VERB})?|to\s+(?!the\b|a\b)(?:be\s+)?[a-z]+)"
        ),
    ),
    (
        Direction.AHEAD,
        r"\b(?:is|are|am)\s+(?:not\s+)?(?:\w+ly\s+|also\s+)?(?!being\b)[a-z]{2,}ing\b",
    ),
    (
        Direction.AHEAD,
        (
            rf"(?:\b(?:will|shall|won['\u2019]t)|['\u2019]ll|\b(?-i:may|might|must|should)){_VERB}|"
            r"\b(?:upcoming|forthcoming)\b"
        ),
    ),
    (
        Direction.AHEAD,
        rf"\b(?:plans?|planning|intends?|hopes?|aims?|wants?|expects?)\s+to{_VERB}",
    ),
    (
        Direction.UNSURE,
        (
            rf"(?:\b(?:would|could|can|cannot|can['\u2019]t|(?:would|could)n['\u2019]t|do|does|if|"
            rf"unless)|['\u2019]d)\b{_VERB}"
        ),
    ),
    (Direction.UNSURE, rf"\b(?:is|are|am){_GROUP}(?:\s+[a-z]+(?:ed|en|shut|held|met))?\b"),
    (
        Direction.UNSURE,
        (
            r"\b(?:scheduled|due(?! to\b)|expected|planned|slated|proposed|postponed|delayed|"
            r"ahead of|prior to|(?:starting|beginning|effective|as)\s+(?:on|from|of))\b"
        ),
    ),
    # "It opens", "which begins": told of any time, by timetables of the one to come.
    (Direction.UNSURE, r"\b(?:he|she|it|which|who)\s+(?:\w+ly\s+)?(?-i:[a-z]+[a-rt-z]s)\b"),
    # An infinitive; "to hospital" and "to Paris" are none.
    (
        Direction.UNSURE,
        (
            r"\bto\s+(?!(?:the|a|an|his|her|its|their|our|my|this|that|these|hospital|court|"
            r"prison|jail|school|work|power|parliament|safety|death|life|some|about|over|at|"
            rf"more|nearly|almost)\b)(?-i:[a-z]+){_VERB}"
        ),
    ),
    (Direction.BEHIND, r"(?P<word>(?<![\w-])(?:re-|co-)?[a-z]+(?:n['\u2019]t)?\b(?!-))"),
)
_CUE = re.compile(
    "|".join(f"(?P<cue{i}>{form})" for i, (_, form) in enumerate(_CUES)), re.IGNORECASE
)
_ED = re.compile(r"(?:re-|co-)?[a-z]{2,}ed\Z", re.IGNORECASE)
_JOINING = (
    r"that|who|which|when|where|while|because|but|and|although|though|whose|whom|as|after|before"
)
#: What begins a clause of its own. Commas come with white space, unlike those of numbers.
_BOUNDARY = re.compile(rf"[;:]|,\s|\s[\u2013\u2014-]+\s|(?=\b(?:{_JOINING})\b)", re.IGNORECASE)
#: Words between a clause's beginning and a date that put the date in front of its verb.
_FRONT = re.compile(
    rf"\W*(?:(?:{_JOINING}|then|so|also|only|just|late|early|earlier|later|speaking|writing)"
    r"\b\W*)*\Z",
    re.IGNORECASE,
)
#: A date behind so few words may belong to the subject: "Elections on Sunday will decide".
_MOST_SUBJECT_WORDS = 6
#: Verbs after which another clause may begin without a sign.
_REPORTING = word_set(
    "said added insisted argued believed thought hoped suggested claimed told warned announced"
)
_TAKES_ADDRESSEE = frozenset({"told", "warned", "announced"})
_MOST_ADDRESSEE_WORDS = 5
_CLOSE = re.compile(
    r"\W*(?:(?:in|at|during|to|by|via|from|after|through|late|early|earlier|later|here|there|"
    r"again|as|on)\b.*)?\Z",
    re.IGNORECASE | re.DOTALL,
)
_OCCASION_AHEAD = re.compile(
    r"\b(?:(?:for|about|before|over|into|towards?|ahead of)|to\s+(?:an?|the|his|her|its|their))\s+"
    rf"(?:[\w\u2019'-]+\s+){{0,4}}{_OCCASION}\s*\Z",
    re.IGNORECASE,
)
_OVER = re.compile(r"\b(?:after|following|during)\b[^,]*\Z", re.IGNORECASE)


def direction(sentence: str, start: int, end: int) -> Direction:
    """Return whether what is dated by `sentence[start:end]` lies behind or ahead.

    Args:
        sentence: The whole sentence, its quotations blanked out.
        start: Index of the first code point of the date.
        end: Index after its last.
    """
    left = sentence[:start]
    if _OCCASION_AHEAD.search(left) and not _OVER.search(left):
        return Direction.UNSURE
    boundary = max((match.end() for match in _BOUNDARY.finditer(left)), default=0)
    found = _last(left[boundary:])
    if found is not None:
        return found
    return _right_of(left[boundary:], sentence[end:]) or _last(left) or Direction.UNSURE


def is_fronted(sentence: str, start: int) -> bool:
    """Tell whether the date at `start` stands at the beginning of its clause."""
    left = sentence[:start]
    boundary = max((match.end() for match in _BOUNDARY.finditer(left)), default=0)
    return _FRONT.match(left[boundary:]) is not None


def _right_of(clause: str, right: str) -> Direction | None:
    """Return what the verb behind a date says that stands before its clause's verb."""
    if _FRONT.match(clause):
        right = right.lstrip(" ,")
    elif len(clause.split()) > _MOST_SUBJECT_WORDS:
        return None
    limit = _BOUNDARY.search(right)
    return _first(right[: limit.start()] if limit else right)


def _first(text: str) -> Direction | None:
    return next((found for match in _CUE.finditer(text) if (found := _read(match))), None)


def _last(text: str) -> Direction | None:
    """Return what the last cue says, if no clause can have begun behind it."""
    last: tuple[re.Match[str], Direction] | None = None
    for match in _CUE.finditer(text):
        found = _read(match)
        if found is not None:
            last = match, found
    if last is None:
        return None
    match, found = last
    between = text[match.end() :]
    word = match.group().lower()
    if between.lstrip(" $\u20ac\u00a3")[:1].isdigit():
        return found
    if found is Direction.BEHIND and word in _REPORTING and not _CLOSE.match(between):
        short = len(between.split()) <= _MOST_ADDRESSEE_WORDS
        return found if word in _TAKES_ADDRESSEE and short else Direction.UNSURE
    return found


def _read(match: re.Match[str]) -> Direction | None:
    word = match["word"]
    if word is None:
        index = next(i for i in range(len(_CUES)) if match[f"cue{i}"] is not None)
        return _CUES[index][0]
    lower = word.lower().replace("\u2019", "'")
    if lower in _PAST:
        return Direction.BEHIND
    is_past = _ED.match(word) and word.islower() and lower not in _NOT_PAST
    return Direction.BEHIND if is_past else None
