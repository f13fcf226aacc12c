"""Words: tokens, stop words and light stems, shared by the checks on wording."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:[.\u00b7](?=[^\W\d_])[^\W_])*(?:['\u2019][^\W\d_]+)*")


def word_set(listing: str) -> frozenset[str]:
    """Return the words of a listing that is set apart by white space."""
    return frozenset(listing.split())


#: Words that carry structure rather than content.
STOP_WORDS = word_set(
    """
    a about above after again against all almost already also although always am among an and
    another any are around as at away back be became because become becomes been before being
    below between both but by can cannot could did do does doing done down during each either
    else ever every few first for from further get gets got had has have having he her here hers
    herself him himself his how however i if in including indeed instead into is it its itself
    just least less like made make many may me might more most much must my myself near nearly
    neither never no nor not now of off often on once one only onto or other others our ours
    ourselves out over own per perhaps quite rather really same shall she should since so some
    still such than that the their theirs them themselves then there therefore these they this
    those though through thus to together too toward towards under until up upon us very was we
    well were what when where whether which while who whom whose why will with within without
    would yet you your yours yourself yourselves said say says saying told tells according added
    s t d ll m re ve mr mrs ms dr sir
    """
)

#: Forms that no suffix rule brings to their base.
_IRREGULAR = {
    form: base
    for base, forms in {
        "meet": "met",
        "go": "went gone goes",
        "say": "said says",
        "tell": "told",
        "take": "took taken",
        "give": "gave given",
        "find": "found",
        "hold": "held",
        "leave": "left",
        "win": "won",
        "lose": "lost",
        "fall": "fell fallen",
        "rise": "rose risen",
        "grow": "grew grown",
        "send": "sent",
        "spend": "spent",
        "build": "built",
        "buy": "bought",
        "bring": "brought",
        "think": "thought",
        "fight": "fought",
        "teach": "taught",
        "catch": "caught",
        "seek": "sought",
        "sell": "sold",
        "pay": "paid",
        "lay": "laid",
        "lead": "led",
        "feel": "felt",
        "keep": "kept",
        "sleep": "slept",
        "sweep": "swept",
        "break": "broke broken",
        "speak": "spoke spoken",
        "steal": "stole stolen",
        "choose": "chose chosen",
        "freeze": "froze frozen",
        "write": "wrote written",
        "drive": "drove driven",
        "ride": "rode ridden",
        "fly": "flew flown",
        "draw": "drew drawn",
        "know": "knew known",
        "throw": "threw thrown",
        "blow": "blew blown",
        "see": "saw seen",
        "begin": "began begun",
        "drink": "drank drunk",
        "sing": "sang sung",
        "sink": "sank sunk",
        "swim": "swam swum",
        "run": "ran",
        "come": "came",
        "become": "became",
        "eat": "ate eaten",
        "stand": "stood",
        "understand": "understood",
        "strike": "struck stricken",
        "shoot": "shot",
        "sit": "sat",
        "hear": "heard",
        "make": "made",
        "get": "got gotten",
        "show": "shown",
        "wear": "wore worn",
        "tear": "tore torn",
        "bear": "bore borne",
        "hide": "hid hidden",
        "bite": "bit bitten",
        "forget": "forgot forgotten",
        "forgive": "forgave forgiven",
        "deal": "dealt",
        "mean": "meant",
        "lend": "lent",
        "bend": "bent",
        "bind": "bound",
        "dig": "dug",
        "hang": "hung",
        "shake": "shook shaken",
        "wake": "woke woken",
        "die": "died dying dies",
        "lie": "lied lying lies lain",
        "man": "men",
        "woman": "women",
        "child": "children",
        "person": "people persons",
        "wife": "wives",
        "life": "lives",
        "foot": "feet",
        "die_": "dead death",
    }.items()
    for form in forms.split()
}
_MIN_STEM = 3
_DOUBLED = re.compile(r"([bdfgklmnprtvz])\1\Z")


def words(text: str) -> list[str]:
    """Return the words of `text` as they stand, possessive endings taken off."""
    return list(_cut(text))


@lru_cache(maxsize=4_096)
def _cut(text: str) -> tuple[str, ...]:
    # Each of the checks on a wording asks for the words of the same few sentences.
    return tuple(_without_possessive(match.group()) for match in WORD.finditer(text))


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Return the word in lower case, without diacritics, dots and possessive ending.

    Curly apostrophes are made straight: "O\u2019Neil" is "O'Neil".
    """
    plain = unicodedata.normalize("NFKD", _without_possessive(word)).replace("\u2019", "'")
    kept = (c for c in plain if not unicodedata.combining(c) and c not in ".\u00b7")
    return "".join(kept).casefold()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return a light stem: irregular forms to their base, common endings taken off."""
    low = fold(word)
    if low in _IRREGULAR:
        return _IRREGULAR[low].rstrip("_")
    for suffix, put in _SUFFIXES:
        if low.endswith(suffix) and len(low) - len(suffix) >= _MIN_STEM:
            low = low[: -len(suffix)] + put
            break
    if _DOUBLED.search(low) and len(low) > _MIN_STEM:
        low = low[:-1]
    return low[:-1] if low.endswith("e") and len(low) > _MIN_STEM else low


_SUFFIXES = (
    ("ies", "y"),
    ("ied", "y"),
    ("sses", "ss"),
    ("shes", "sh"),
    ("ches", "ch"),
    ("xes", "x"),
    ("ss", "ss"),
    ("us", "us"),
    ("is", "is"),
    ("s", ""),
    ("ing", ""),
    ("ed", ""),
    ("ly", ""),
)


def content_stems(text: str) -> list[str]:
    """Return the stems of the words that carry content, in order."""
    return list(_content_stems(text))


@lru_cache(maxsize=4_096)
def _content_stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in _cut(text) if fold(word) not in STOP_WORDS)


def _without_possessive(word: str) -> str:
    if len(word) > 2 and word[-1] in "sS" and word[-2] in "'\u2019":  # noqa: PLR2004 - two characters of "'s"
        return word[:-2]
    return word.rstrip("'\u2019")
