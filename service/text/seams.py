"""Seams: where a wording leaves something out, and whether what is left still says the same.

A wording made by leaving words out of its sentence has a seam wherever two of its words do
not stand side by side there. What may be cut at a seam `service/text/clean_cuts.py` tells;
what may be put in there is told here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from service.text.calendar_days import WEEKDAYS
from service.text.clean_cuts import (
    BEING,
    DETERMINERS,
    JOINING,
    PAUSES,
    PREPOSITIONS,
    RELATIVE,
    TAIL_BORDERS,
    TENSES,
    Parts,
    is_clean,
    is_verb,
    lifts_relative,
)
from service.text.form import has_finite_verb
from service.text.speech_verbs import SPEECH_VERB
from service.text.words import stem, word_set

_TOKEN = re.compile(
    r"['\u2019](?:s|re|ve|ll)\b|[^\W_]+(?:[-.&'\u2019](?!s\b|re\b|ve\b|ll\b)[^\W_]+)*|[^\w\s]"
)
_QUOTES = frozenset("\"'\u2018\u2019\u201c\u201d")
_SAME = {"'re": "are", "'ve": "have", "'ll": "will", "\u2013": ",", "\u2014": ",", "-": ","}
_ADDED = word_set("that") | {","}
_OWNERS = word_set("his her its their")
_WEEKDAYS = frozenset(WEEKDAYS)
#: No "an" stands before these; of an "h" and of abbreviations it cannot be told.
_TAKES_A = re.compile(r"[bcdfgjklmnpqrstvwz][a-z]")
_ARTICLES = word_set("the a an")
_SHORTEST_CLAUSE = 2
#: Words of a part that somebody plays.
_PLAYED = word_set(
    """
    play plays played playing portray portrays portrayed portraying starring starred stars role
    roles character characters voiced voices novel fictional film films movie drama sitcom
    """
)


def unclean_cuts(wording: str, sentence: str, same: Sequence[str]) -> tuple[str, ...]:
    """Return what a wording leaves out or puts in that is no part of its own, a phrase each.

    Args:
        wording: A claim made from the sentence.
        sentence: The sentence.
        same: What it says in other words; the wording is held against each of them, and
            against the sentence, and must be clean by one.
    """
    said = _read(wording)
    lost = has_finite_verb(sentence) and not has_finite_verb(wording)
    if lost and not _tells_relative_verb(said, _read(sentence)):
        return ("without a verb",)
    found = [tuple(_unclean(said, _read(text))) for text in dict.fromkeys((sentence, *same))]
    return min(found, key=len)


def _tells_relative_verb(said: Parts, source: Parts) -> bool:
    """Tell whether a word that stands behind "which" in the source stands behind a noun here."""
    own = set(said.folded[1:])
    places = (i + 1 for i, part in enumerate(source.folded) if part in RELATIVE)
    behind = (source.folded[i : i + 2] for i in places)
    verbs = (near[1] if near[:1] == ("today",) else near[0] for near in behind if len(near) > 1)
    return any(verb.endswith("s") and verb in own for verb in verbs)


def _read(text: str) -> Parts:
    shown = tuple(m.group() for m in _TOKEN.finditer(text) if m.group() not in _QUOTES)
    if shown and shown[-1] == ".":
        shown = shown[:-1]
    folded = (part.casefold().replace("\u2019", "'") for part in shown)
    return Parts(tuple(_SAME.get(part, part) for part in folded), shown)


def _unclean(said: Parts, source: Parts) -> Iterator[str]:
    matcher = SequenceMatcher(None, source.folded, said.folded, autojunk=False)
    if _tells_apposition(said.folded, source.folded):
        return
    opening = next(_changes(matcher), None)
    lifted = opening is not None and opening[1] == 0 and lifts_relative(source, opening[2])
    for _, start, end, first, last in _changes(matcher):
        cut, added = source.folded[start:end], said.folded[first:last]
        if _rewords(source, start, end, added):
            continue
        dated = added == ("on",) and not _WEEKDAYS.isdisjoint(said.folded[last : last + 1])
        behind = said.shown[last] if last < len(said.shown) else ""
        if added == ("an",) and _TAKES_A.match(behind):
            yield f"put in: an {behind}"
        elif not dated and not _may_be_put_in(cut, added, first):
            yield f"put in: {' '.join(said.shown[first:last])}"
        elif lifted and next((part for part in cut if part != ","), "") in RELATIVE:
            lifted = False
        elif cut and not _is_other_article(cut, added) and not is_clean(source, start, end):
            yield f"cut: {' '.join(source.shown[start:end])}"


def _changes(matcher: SequenceMatcher[str]) -> Iterator[tuple[str, int, int, int, int]]:
    return (code for code in matcher.get_opcodes() if code[0] != "equal")


def _is_other_article(cut: Sequence[str], added: Sequence[str]) -> bool:
    return bool(added) and len(cut) == 1 and _ARTICLES.issuperset((*cut, *added))


def _may_be_put_in(cut: Sequence[str], added: Sequence[str], place: int) -> bool:
    """Tell whether added words change nothing: a "that", or an article for another one."""
    free = _ADDED | (_ARTICLES if not place or DETERMINERS.intersection(cut) else frozenset())
    return free.issuperset(added)


def _rewords(source: Parts, start: int, end: int, added: Sequence[str]) -> bool:
    """Tell whether one word says what the cut said."""
    cut = source.folded[start:end]
    if len(added) != 1:
        return False
    return (
        added[0] in TENSES.get(cut[-2:], ())
        or (added[0] == "that" and cut == ("which",))
        # "Concluded in his report Low had lost" tells that he concluded that Low had.
        or (added[0] == "that" and _is_reported_in(source, start, end))
        # "Low lost, angering voters" tells that Low angered them.
        or (_is_participle(cut, added[0]) and is_verb(source, start))
        # "Low, the mayor," tells that Low is the mayor.
        or (added[0] in BEING and cut == (",",) and _PLAYED.isdisjoint(source.folded))
    )


def _is_reported_in(source: Parts, start: int, end: int) -> bool:
    """Tell whether the cut is a phrase between a verb of saying and what is said."""
    cut = source.folded[start:end]
    says = bool(start) and SPEECH_VERB.fullmatch(source.shown[start - 1]) is not None
    plain = not any(part in PAUSES | JOINING for part in cut)
    owned = cut[:1] == ("in",) and not _OWNERS.isdisjoint(cut[1:2])
    return says and plain and owned and not has_finite_verb(" ".join(cut))


def _is_participle(cut: Sequence[str], verb: str) -> bool:
    """Tell whether the cut ends with a comma and the verb's own "-ing"."""
    has_form = len(cut) > _SHORTEST_CLAUSE and cut[-1].endswith("ing") and cut[-2] == ","
    return has_form and verb.endswith("ed") and stem(cut[-1]) == stem(verb)


def _tells_apposition(said: Sequence[str], source: Sequence[str]) -> bool:
    """Tell whether the wording says "Low is the mayor" of "Low, the mayor"."""
    place = next((i for i, part in enumerate(said) if part in BEING), 0)
    told = (*said[:place], ",", *said[place + 1 :])
    # "Low played Orla Dun, the mayor of Halden": in the play she is.
    if not _PLAYED.isdisjoint(source):
        return False
    if not place or said[place + 1 : place + 2] not in {("the",), ("a",), ("an",)}:
        return False
    starts = (i for i in range(len(source)) if tuple(source[i : i + len(told)]) == told)
    for start in starts:
        before = source[start - 1] if start else ""
        behind = source[start + len(told)] if start + len(told) < len(source) else ""
        if before not in PREPOSITIONS - {"by"} | JOINING and behind in {"", *TAIL_BORDERS}:
            return True
    return False
