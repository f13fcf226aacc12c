"""Seams: where a wording leaves something out, and whether what is left still says the same.

A wording made by leaving words out of its sentence has a seam wherever two of its words do
not stand side by side there. A cut at a seam is clean where it takes away a whole part that
the rest can do without: an opening or a closing part, an insertion, an adverbial, a word that
only modifies. Any other cut may join what does not belong together ("as their revenue
pressure grew" became "as their revenue grew"), so it is none of those listed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from service.text.form import has_finite_verb
from service.text.speech_verbs import SPEECH_VERB
from service.text.words import STOP_WORDS, stem, word_set

_TOKEN = re.compile(
    r"['\u2019](?:s|re|ve|ll)\b|[^\W_]+(?:[-.&'\u2019](?!s\b|re\b|ve\b|ll\b)[^\W_]+)*|[^\w\s]"
)
_QUOTES = frozenset("\"'\u2018\u2019\u201c\u201d")
_SAME = {"'re": "are", "'ve": "have", "'ll": "will", "\u2013": ",", "\u2014": ",", "-": ","}
_PAUSES = frozenset(",;:()\u2026.")
_DETERMINERS = word_set("a an the his her its their this that these those some any no")
_JOINING = word_set("and but")
#: Behind these a clause begins that says a fact by itself.
_SUBORDINATORS = word_set("as after because when while since where although though")
#: What an opening part may end with, so that the rest begins a clause of its own.
_CLAUSE_BORDERS = frozenset(",;") | _JOINING | (_SUBORDINATORS - {"since", "where"}) | {"so"}
#: What a closing part may begin with.
_TAIL_BORDERS = (
    frozenset(",;:(.")
    | _JOINING
    | _SUBORDINATORS
    | word_set(
        "in on at for with by from during following amid before until under over near inside"
    )
)
_PREPOSITIONS = word_set(
    "in on at for with by from during following amid under over near inside of to into against "
    "between through across about within outside"
)
#: Words that a wording may drop anywhere, and some that it may put in.
_LIGHT = (
    _DETERMINERS - {"no", "some", "any", "this", "these", "those"}
    | word_set("also even just now then later still already too really own that had has have")
    | {","}
)
#: Adverbs without which a sentence says something else.
_HEAVY = word_set(
    """
    falsely wrongly wrongfully mistakenly erroneously allegedly reportedly supposedly apparently
    purportedly possibly probably likely potentially presumably nearly hardly barely scarcely
    partly rarely only temporarily previously formerly unlikely initially
    """
)
_ADDED = word_set("that") | {","}
#: What opens a comparison that closes a sentence ("to 10 million, up from six").
_COMPARED = frozenset(
    {("up", "from"), ("down", "from"), ("well", "up"), ("well", "down"), ("compared", "with")}
)
_NEGATIONS = word_set("not never nor neither hardly barely scarcely")
_NUMBER_REACH = 4
_BRACKETS = frozenset("()[]")
_WEEKDAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
_ARTICLES = word_set("the a an")
_TENSES: dict[tuple[str, ...], tuple[str, ...]] = {
    ("had", "been"): ("was", "were"),
    ("has", "been"): ("was", "is"),
    ("have", "been"): ("were",),
}
_BEING = word_set("is are was were")
_RELATIVE = word_set("who which that")
#: What a name that follows is: "the Norvik suburb of Halden" is Halden.
_PLACES = word_set(
    """
    suburb city town village state county province region district island port capital borough
    resort settlement municipality neighbourhood neighborhood hamlet community
    """
)


_SHORTEST_CLAUSE = 2
_LIFTED_WORDS = 12
_KIND_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as it is compared: its parts folded, and as they are."""

    folded: tuple[str, ...]
    shown: tuple[str, ...]


def unclean_cuts(wording: str, sentence: str, same: Sequence[str]) -> tuple[str, ...]:
    """Return what a wording leaves out or puts in that is no part of its own, a phrase each.

    Args:
        wording: A claim made from the sentence.
        sentence: The sentence.
        same: What it says in other words; the wording is held against each of them, and
            against the sentence, and must be clean by one.
    """
    if has_finite_verb(sentence) and not has_finite_verb(wording):
        return ("without a verb",)
    said = _read(wording)
    found = [tuple(_unclean(said, _read(text))) for text in dict.fromkeys((sentence, *same))]
    return min(found, key=len)


def _read(text: str) -> _Text:
    shown = tuple(m.group() for m in _TOKEN.finditer(text) if m.group() not in _QUOTES)
    if shown and shown[-1] == ".":
        shown = shown[:-1]
    folded = (part.casefold().replace("\u2019", "'") for part in shown)
    return _Text(tuple(_SAME.get(part, part) for part in folded), shown)


def _unclean(said: _Text, source: _Text) -> Iterator[str]:
    matcher = SequenceMatcher(None, source.folded, said.folded, autojunk=False)
    if _tells_apposition(said.folded, source.folded):
        return
    opening = next(_changes(matcher), None)
    lifted = opening is not None and opening[1] == 0 and _lifts_relative(source, opening[2])
    for _, start, end, first, last in _changes(matcher):
        cut, added = source.folded[start:end], said.folded[first:last]
        if _rewords(source, start, end, added):
            continue
        dated = added == ("on",) and said.folded[last] in _WEEKDAYS
        if not dated and not _may_be_put_in(cut, added, first):
            yield f"put in: {' '.join(said.shown[first:last])}"
        elif lifted and next((part for part in cut if part != ","), "") in _RELATIVE:
            lifted = False
        elif cut and not _is_clean(source, start, end):
            yield f"cut: {' '.join(source.shown[start:end])}"


def _changes(matcher: SequenceMatcher[str]) -> Iterator[tuple[str, int, int, int, int]]:
    return (code for code in matcher.get_opcodes() if code[0] != "equal")


def _may_be_put_in(cut: Sequence[str], added: Sequence[str], place: int) -> bool:
    """Tell whether added words change nothing: a "that", or an article for another one."""
    free = _ADDED | (_ARTICLES if not place or _DETERMINERS.intersection(cut) else frozenset())
    return free.issuperset(added)


def _rewords(source: _Text, start: int, end: int, added: Sequence[str]) -> bool:
    """Tell whether one word says what the cut said."""
    cut = source.folded[start:end]
    if len(added) != 1:
        return False
    return (
        added[0] in _TENSES.get(cut[-2:], ())
        or (added[0] == "that" and cut == ("which",))
        # "Concluded in his report Low had lost" tells that he concluded that Low had.
        or (added[0] == "that" and _is_reported_in(source, start, end))
        # "Low lost, angering voters" tells that Low angered them.
        or (_is_participle(cut, added[0]) and _is_verb(source, start))
        # "Low, the mayor," tells that Low is the mayor.
        or (added[0] in _BEING and cut == (",",))
    )


def _is_reported_in(source: _Text, start: int, end: int) -> bool:
    """Tell whether the cut is a phrase between a verb of saying and what is said."""
    cut = source.folded[start:end]
    says = bool(start) and SPEECH_VERB.fullmatch(source.shown[start - 1]) is not None
    plain = not any(part in _PAUSES | _JOINING for part in cut)
    return says and plain and cut[:1] in {("in",), ("on",)} and not has_finite_verb(" ".join(cut))


def _is_participle(cut: Sequence[str], verb: str) -> bool:
    """Tell whether the cut ends with a comma and the verb's own "-ing"."""
    has_form = len(cut) > _SHORTEST_CLAUSE and cut[-1].endswith("ing") and cut[-2] == ","
    return has_form and verb.endswith("ed") and stem(cut[-1]) == stem(verb)


def _is_clean(source: _Text, start: int, end: int) -> bool:
    cut = source.folded[start:end]
    before = source.folded[start - 1] if start else ""
    behind = source.folded[end] if end < len(source.folded) else ""
    if cut == (",",):
        # "The mummy, thought to be old, was found" is no mummy that thought.
        return not behind or not _is_verb(source, end)
    if len(cut) == 1 and cut[0] in _BRACKETS:
        # "Halden sold (Ana) Low", but not "Low (Rao) resigned".
        return cut[0] in "[]" or cut[0] == ")" or (before != "" and source.shown[start - 1].islower())
    light = all(part in _LIGHT or (part.endswith("ly") and part not in _HEAVY) for part in cut)
    if light or cut == (":",) or cut[-2:] in _TENSES:
        return True
    if not before:
        return behind != "" and (
            cut[-1] in _CLAUSE_BORDERS
            or _is_description(source, end)
            or _lifts_relative(source, end)
        )
    if not behind:
        opens = cut[0] in _TAIL_BORDERS or _is_comparison(source, start)
        return opens and before not in _DETERMINERS | _PREPOSITIONS
    return (
        _is_insertion(cut, behind)
        or _is_modifier(source, start, end)
        or _is_adverbial(cut, behind)
        or _is_predicate(source, start, end)
        or (cut[-1] in _RELATIVE and cut[:-1] == (",",) and _is_verb(source, end))
        or _is_place(source, start, end)
        or _is_reduced_relative(source, start, end)
        or (cut[0] == "both" and cut[-1] == "and")
    )


def _lifts_relative(source: _Text, end: int) -> bool:
    """Tell whether a cut up to `end` leaves a noun with the relative clause behind it.

    Not behind "of": "the brother of Low, who was jailed".
    """
    if not end or source.folded[end - 1] not in _BEING | {"by"}:
        return False
    rest = source.folded[end : end + _LIFTED_WORDS]
    place = next((i for i, part in enumerate(rest) if part in _RELATIVE), None)
    if place is None or end + place + 1 >= len(source.folded):
        return False
    noun = [part for part in rest[:place] if part != ","]
    plain = all(part[0].isalnum() and part not in _PREPOSITIONS | _JOINING for part in noun)
    return bool(noun) and plain and rest[:place].count(",") <= 1


def _is_place(source: _Text, start: int, end: int) -> bool:
    """Tell whether the cut only says what kind of place the name behind it is."""
    cut = [part for part in source.folded[start:end] if part != "of"]
    is_kind = bool(cut) and cut[-1] in _PLACES and cut[0] in _DETERMINERS
    return is_kind and len(cut) <= _KIND_WORDS and source.shown[end][0].isupper()


def _is_reduced_relative(source: _Text, start: int, end: int) -> bool:
    """Tell whether the cut is "published on Monday" between a noun and its verb."""
    cut = source.folded[start:end]
    is_phrase = len(cut) > 1 and cut[0].endswith("ed") and cut[1] in _PREPOSITIONS
    plain = not any(part in _PAUSES | _JOINING for part in cut)
    inner = " ".join(cut[1:])
    return is_phrase and plain and not has_finite_verb(inner) and _is_verb(source, end)


def _is_insertion(cut: Sequence[str], behind: str) -> bool:
    """Tell whether the cut is set apart by marks on both sides, and in no list."""
    opens = cut[0] in {",", "("}
    closes = cut[-1] in {",", ")"} or behind in {",", ")", ";", ":"}
    return opens and closes and len(cut) > 1 and behind not in _JOINING


def _is_modifier(source: _Text, start: int, end: int) -> bool:
    """Tell whether the cut only modifies the noun behind it."""
    cut, behind = source.folded[start:end], source.folded[end]
    before = source.folded[start - 1]
    plain = all(t[0].isalnum() and t not in STOP_WORDS for t in cut)
    opens = before in _DETERMINERS | _PREPOSITIONS | _PAUSES | _BEING or before == "'s"
    is_noun = behind[0].isalnum() and behind not in STOP_WORDS and not _is_verb(source, end)
    return plain and opens and is_noun and not any(_is_verb(source, i) for i in range(start, end))


def _is_verb(source: _Text, place: int) -> bool:
    return has_finite_verb(source.folded[place]) and not source.shown[place][0].isupper()


def _is_description(source: _Text, end: int) -> bool:
    """Tell whether the cut opens the sentence with what a name that follows it is."""
    borders = (i + 1 for i in range(end) if source.folded[i] in _CLAUSE_BORDERS)
    start = max(borders, default=0)
    plain = all(part[0].isalnum() or part == "'s" for part in source.folded[start:end])
    is_name = source.shown[end][0].isupper() and source.folded[end] not in STOP_WORDS
    return plain and is_name and not any(_is_verb(source, i) for i in range(start, end))


def _tells_apposition(said: Sequence[str], source: Sequence[str]) -> bool:
    """Tell whether the wording says "Low is the mayor" of "Low, the mayor"."""
    place = next((i for i, part in enumerate(said) if part in _BEING), 0)
    told = (*said[:place], ",", *said[place + 1 :])
    if not place or said[place + 1 : place + 2] not in {("the",), ("a",), ("an",)}:
        return False
    starts = (i for i in range(len(source)) if tuple(source[i : i + len(told)]) == told)
    for start in starts:
        before = source[start - 1] if start else ""
        behind = source[start + len(told)] if start + len(told) < len(source) else ""
        if before not in _PREPOSITIONS - {"by"} | _JOINING and behind in {"", *_TAIL_BORDERS}:
            return True
    return False


def _is_adverbial(cut: Sequence[str], behind: str) -> bool:
    """Tell whether the cut is a phrase behind a preposition, and another part follows."""
    goes_on = behind in _PREPOSITIONS | _SUBORDINATORS | _JOINING | {",", ";", ":", ")"}
    inner = " ".join(cut[1:])
    one = not any(part in _PAUSES | _JOINING | _SUBORDINATORS for part in cut)
    return cut[0] in _PREPOSITIONS - {"of", "to"} and goes_on and one and not has_finite_verb(inner)


def _is_listed(source: _Text, start: int, end: int) -> bool:
    """Tell whether the cut is the first predicates of a list: "won a cup, led a club, [died]"."""
    cut, before = source.folded[start:end], source.folded[start - 1]
    plain = not _SUBORDINATORS.union(_RELATIVE).intersection(cut)
    pasts = cut[0].endswith("ed") and source.folded[end].endswith("ed")
    # "Low never married, adopted two sons" does not say that she never adopted them.
    follows = before not in STOP_WORDS and not before.endswith("ly")
    return cut[-1] == "," and plain and pasts and follows


def _is_comparison(source: _Text, start: int) -> bool:
    """Tell whether the cut that closes a sentence compares the number before it with another."""
    near = source.folded[max(0, start - _NUMBER_REACH) : start]
    is_number = any(part[0].isdigit() for part in near)
    return source.folded[start : start + 2] in _COMPARED and is_number


def _is_predicate(source: _Text, start: int, end: int) -> bool:
    """Tell whether the cut is the first of two predicates of one subject."""
    cut = source.folded[start:end]
    ending = cut[:-1] if cut[-1] in {"they", "he", "she", "it"} else cut
    if source.folded[start - 1] in _NEGATIONS:
        return False
    is_joined = not _JOINING.isdisjoint(ending[-1:]) or _is_listed(source, start, end)
    spoken = SPEECH_VERB.search(" ".join(source.shown[start:end]))
    return is_joined and _is_verb(source, start) and _is_verb(source, end) and not spoken
