"""Clean cuts: what a sentence can do without, so that the rest still says the same.

A cut is clean where it takes away a whole part that the rest can do without: an opening or a
closing part, an insertion, an adverbial, a word that only modifies. Any other cut may join
what does not belong together ("as their revenue pressure grew" became "as their revenue
grew"), so it is none of those listed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.text.form import has_finite_verb
from service.text.speech_verbs import SPEECH_VERB
from service.text.words import STOP_WORDS, word_set

PAUSES = frozenset(",;:()\u2026.")
DETERMINERS = word_set("a an the his her its their this that these those some any no")
JOINING = word_set("and but")
#: Behind these a clause begins that says a fact by itself.
SUBORDINATORS = word_set("as after because when while since where although though")
#: What an opening part may end with, so that the rest begins a clause of its own.
_CLAUSE_BORDERS = frozenset(",;") | JOINING | (SUBORDINATORS - {"since", "where"}) | {"so"}
#: What a closing part may begin with.
TAIL_BORDERS = (
    frozenset(",;:(.")
    | JOINING
    | SUBORDINATORS
    | word_set(
        "in on at for with by from during following amid before until under over near inside"
    )
)
PREPOSITIONS = word_set(
    "in on at for with by from during following amid under over near inside of to into against "
    "between through across about within outside"
)
#: Words that a wording may drop anywhere, and some that it may put in.
_LIGHT = (
    DETERMINERS - {"no", "some", "any", "this", "these", "those"}
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
#: What opens a comparison that closes a sentence ("to 10 million, up from six").
_COMPARED = frozenset(
    {("up", "from"), ("down", "from"), ("well", "up"), ("well", "down"), ("compared", "with")}
)
_NEGATIONS = word_set("no none nobody not never nor neither hardly barely scarcely")
#: Words that a closing part may begin with and that turn what was told; behind them, what
#: takes it back, and before them, what nobody's name may be left with.
_TURNS = word_set("but although though however yet")
_REVERSALS = word_set(
    """
    dropped cleared acquitted quashed overturned withdrawn withdrew reversed cancelled canceled
    abandoned annulled scrapped shelved denied denies denying disputed disputes untrue retracted
    halted delayed postponed reneged
    """
)
#: Behind a turn these take it back as well.
_DENIALS = word_set(
    """
    not never no longer failed collapsed rejected rejects false wrong mistaken released pulled died
    """
)
#: What goes on with what is counted as the only one, and is no clause of its own.
_OPENS_OBJECT = word_set("why how what who when where whether to of in for with")
_ACCUSED = (
    *("accus", "charg", "alleg", "investigat", "arrest", "suspect", "convict", "jail", "sentenc"),
    *("guilty", "sued", "claim", "blam", "indict", "prosecut"),
)
_ALONE = word_set("only sole")
#: What opens a sentence with one of these tells how far the rest of it holds.
_LIMITING = word_set(
    """
    provisional provisionally preliminary partial unofficial unconfirmed estimated projected
    initial early if unless assuming provided according reportedly allegedly
    """
)
_BORDER_REACH = 2
_NUMBER_REACH = 4
_HEDGE_REACH = 3
_RELATIVE_TIMES = word_set("last next later earlier")
#: Behind these an office needs no article.
_BEFORE_OFFICE = word_set("as of became become becomes elected appointed named was is")
_TIMES = word_set("night week month year")
_ADVERBS = word_set("also now then later still already once")
_BRACKETS = frozenset("()[]")
TENSES: dict[tuple[str, ...], tuple[str, ...]] = {
    ("had", "been"): ("was", "were"),
    # Not "is": "since 1990 the school has been housed there; now it moves".
    ("has", "been"): ("was",),
    ("have", "been"): ("were",),
}
BEING = word_set("is are was were")
RELATIVE = word_set("who which that")
#: What a name that follows is: "the Norvik suburb of Halden" is Halden.
_PLACES = word_set(
    """
    suburb city town village state county province region district island port capital borough
    resort settlement municipality neighbourhood neighborhood hamlet community
    """
)
_LIFTED_WORDS = 12
_KIND_WORDS = 3


@dataclass(frozen=True, slots=True)
class Parts:
    """A text as it is compared: its parts folded, and as they are."""

    folded: tuple[str, ...]
    shown: tuple[str, ...]


def is_clean(source: Parts, start: int, end: int) -> bool:
    """Tell whether the rest of a text says the same without its parts from `start` to `end`."""
    cut = source.folded[start:end]
    before = source.folded[start - 1] if start else ""
    behind = source.folded[end] if end < len(source.folded) else ""
    alone = _is_clean_alone(source, start, end)
    if alone is not None:
        return alone
    if not before:
        if not _LIMITING.isdisjoint(cut):
            return False
        return behind != "" and (
            cut[-1] in _CLAUSE_BORDERS
            or _is_description(source, end)
            or lifts_relative(source, end)
        )
    if not behind:
        opens = cut[0] in TAIL_BORDERS or _is_comparison(source, start)
        return opens and before not in DETERMINERS | PREPOSITIONS and not _binds(source, start)
    return (
        _is_insertion(cut, behind)
        or _is_modifier(source, start, end)
        or _is_adverbial(cut, behind)
        or _is_predicate(source, start, end)
        or (cut[-1] in RELATIVE and cut[:-1] == (",",) and is_verb(source, end))
        or _is_place(source, start, end)
        or _is_explained(source, start, end)
        or _is_reduced_relative(source, start, end)
        or (cut[0] == "both" and cut[-1] == "and")
    )


def _is_clean_alone(source: Parts, start: int, end: int) -> bool | None:
    """Tell of a cut of marks, of a time or of light words whether it is clean; None of others."""
    cut = source.folded[start:end]
    behind = source.folded[end] if end < len(source.folded) else ""
    if cut == (",",):
        # "The mummy, thought to be old, was found" is no mummy that thought.
        return not behind or not is_verb(source, end) or _closes_aside(source, start)
    if cut in {("a",), ("an",)}:
        # "Low hailed US announcement"; but "as coach" and "as a coach".
        return not start or source.folded[start - 1] in _BEFORE_OFFICE
    if cut[0] in _RELATIVE_TIMES and cut[-1] in _TIMES:
        # "Low paid no tax last year" does not say that she never did.
        denied = not _NEGATIONS.isdisjoint(source.folded)
        return not denied and (not behind or is_verb(source, end))
    if len(cut) == 1 and cut[0] in _BRACKETS:
        # "Halden sold (Ana) Low", but not "Low (Rao) resigned".
        return cut[0] != "(" or (start > 0 and source.shown[start - 1].islower())
    light = all(part in _LIGHT or (part.endswith("ly") and part not in _HEAVY) for part in cut)
    return True if light or cut == (":",) or cut[-2:] in TENSES else None


def lifts_relative(source: Parts, end: int) -> bool:
    """Tell whether a cut up to `end` leaves a noun with the relative clause behind it.

    Not behind "of": "the brother of Low, who was jailed".
    """
    rest = source.folded[end : end + _LIFTED_WORDS]
    place = next((i for i, part in enumerate(rest) if part in RELATIVE), None)
    if not end or place is None or end + place + 1 >= len(source.folded):
        return False
    if source.folded[end - 1] not in BEING | {"by"}:
        return False
    noun = [part for part in rest[:place] if part != ","]
    plain = all(part[0].isalnum() and part not in PREPOSITIONS | JOINING for part in noun)
    return bool(noun) and plain and rest[:place].count(",") <= 1


def _is_place(source: Parts, start: int, end: int) -> bool:
    """Tell whether the cut only says what kind of place the name behind it is."""
    cut = [part for part in source.folded[start:end] if part != "of"]
    is_kind = bool(cut) and cut[-1] in _PLACES and cut[0] in DETERMINERS
    return is_kind and len(cut) <= _KIND_WORDS and source.shown[end][0].isupper()


def _closes_aside(source: Parts, comma: int) -> bool:
    """Tell whether a comma closes a name ("her lawyer, Eva Roth,") or a phrase."""
    opening = max((i for i in range(comma) if source.folded[i] == ","), default=None)
    if opening is None or opening + 1 == comma:
        return False
    inner = source.shown[opening + 1 : comma]
    is_name = all(part[0].isupper() for part in inner) and len(inner) <= _KIND_WORDS
    opens = source.folded[opening + 1] in {"with", "without", "in", "on", "at"}
    return is_name or (opens and not has_finite_verb(" ".join(inner)))


def _is_explained(source: Parts, start: int, end: int) -> bool:
    """Tell whether the cut says what the name behind it is: "in the capital, [Halden]"."""
    cut = source.folded[start:end]
    shown = source.shown[start : end - 1]
    plain = all(part.islower() for part in shown) and not has_finite_verb(" ".join(shown))
    is_one = cut[0] in {"the", "its", "his", "her", "their"} and cut[-1] == ","
    placed = source.folded[start - 1] in PREPOSITIONS
    behind = (part for part in source.shown[end:] if not part[0].isupper())
    # "In the capital, Halden, …", but not "for the mayor, Low said".
    closes = next(behind, ",") in {",", "."}
    is_name = source.shown[end][0].isupper()
    return is_one and plain and placed and closes and is_name and 1 < len(shown) <= _KIND_WORDS


def _is_reduced_relative(source: Parts, start: int, end: int) -> bool:
    """Tell whether the cut is "published on Monday" between a noun and its verb."""
    cut = source.folded[start:end]
    is_phrase = len(cut) > 1 and cut[0].endswith("ed") and cut[1] in PREPOSITIONS
    plain = not any(part in PAUSES | JOINING for part in cut)
    inner = " ".join(cut[1:])
    return is_phrase and plain and not has_finite_verb(inner) and is_verb(source, end)


def _is_insertion(cut: Sequence[str], behind: str) -> bool:
    """Tell whether the cut is set apart by marks on both sides, and in no list."""
    opens = cut[0] in {",", "("}
    closes = cut[-1] in {",", ")"} or behind in {",", ")", ";", ":"}
    return opens and closes and len(cut) > 1 and behind not in JOINING


def _is_modifier(source: Parts, start: int, end: int) -> bool:
    """Tell whether the cut only modifies the noun behind it."""
    cut, behind = source.folded[start:end], source.folded[end]
    before = source.folded[start - 1]
    plain = all(t[0].isalnum() and t not in STOP_WORDS for t in cut)
    opens = before in DETERMINERS | PREPOSITIONS | PAUSES | BEING or before == "'s"
    is_noun = behind[0].isalnum() and behind not in STOP_WORDS and not is_verb(source, end)
    return plain and opens and is_noun and not any(is_verb(source, i) for i in range(start, end))


def is_verb(source: Parts, place: int) -> bool:
    """Tell whether a verb stands at a place, and no name that looks like one."""
    return has_finite_verb(source.folded[place]) and not source.shown[place][0].isupper()


def _is_description(source: Parts, end: int) -> bool:
    """Tell whether the cut opens the sentence with what a name that follows it is."""
    borders = (i + 1 for i in range(end) if source.folded[i] in _CLAUSE_BORDERS)
    start = max(borders, default=0)
    plain = all(part[0].isalnum() or part == "'s" for part in source.folded[start:end])
    is_name = source.shown[end][0].isupper() and source.folded[end] not in STOP_WORDS
    return plain and is_name and not any(is_verb(source, i) for i in range(start, end))


def _is_adverbial(cut: Sequence[str], behind: str) -> bool:
    """Tell whether the cut is a phrase behind a preposition, and another part follows."""
    goes_on = behind in PREPOSITIONS | SUBORDINATORS | JOINING | {",", ";", ":", ")"}
    inner = " ".join(cut[1:])
    one = not any(part in PAUSES | JOINING | SUBORDINATORS for part in cut)
    return cut[0] in PREPOSITIONS - {"of", "to"} and goes_on and one and not has_finite_verb(inner)


def _binds(source: Parts, start: int) -> bool:
    """Tell whether the part that closes a sentence takes back or limits what stands before it.

    "Low faced a trial, but the case was dropped"; "the only town to count votes, and to keep
    them" is not the only one that counts them.
    """
    kept, rest = source.folded[:start], source.folded[start:]
    opening = rest[:_BORDER_REACH]
    if not _ALONE.isdisjoint(kept) and not JOINING.isdisjoint(opening):
        joined = next(i for i, part in enumerate(rest) if part in JOINING) + 1
        behind = " ".join(source.shown[start + joined :])
        goes_on = not _OPENS_OBJECT.isdisjoint(rest[joined : joined + 1])
        return goes_on or not has_finite_verb(behind)
    if not _REVERSALS.isdisjoint(rest):
        return True
    if _TURNS.isdisjoint(opening):
        return False
    denied = any(part in _DENIALS or part.endswith("n't") for part in rest)
    return denied or any(part.startswith(_ACCUSED) for part in kept)


def _is_comparison(source: Parts, start: int) -> bool:
    """Tell whether the cut that closes a sentence compares the number before it with another."""
    near = source.folded[max(0, start - _NUMBER_REACH) : start]
    is_number = any(part[0].isdigit() for part in near)
    return source.folded[start : start + 2] in _COMPARED and is_number


def _is_predicate(source: Parts, start: int, end: int) -> bool:
    """Tell whether the cut is the first of two predicates of one subject."""
    cut = source.folded[start:end]
    ending = cut[:-1] if cut[-1] in {"they", "he", "she", "it"} else cut
    if source.folded[start - 1] in _NEGATIONS:
        return False
    # "Low allegedly robbed a bank and shot a guard": who knows whether she shot one.
    opening = source.folded[start : start + _HEDGE_REACH]
    if ending == cut and not _HEAVY.isdisjoint(opening):
        return False
    spoken = SPEECH_VERB.search(" ".join(source.shown[start:end]))
    says_on = ending != cut and SPEECH_VERB.fullmatch(source.shown[end]) is not None
    alone = not any(part[0].isupper() for part in source.shown[start:end])
    if says_on and alone and spoken and spoken.start() == 0:
        # "Low said one thing, and while it rained, he said another."
        return True
    is_joined = not JOINING.isdisjoint(ending[-1:])
    verbs = all(is_verb(source, _verb_place(source, place)) for place in (start, end))
    return is_joined and verbs and not spoken


def _verb_place(source: Parts, place: int) -> int:
    """Return where the verb stands behind the adverbs at a place."""
    while place + 1 < len(source.folded) and (
        source.folded[place] in _ADVERBS or source.folded[place].endswith("ly")
    ):
        place += 1
    return place
