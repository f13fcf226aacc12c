"""Grounding: whether a wording stays within the sentence that it was made from.

A small network that words claims freely puts in what stands elsewhere in the article: the
other team, the wrong company. A wording that brings in no more than what its sentence
leaves open can be wrong only in how it joins what the sentence says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from service.text.attachment import wrong_attachments
from service.text.dependents import COMPLEMENTS, PREPOSITIONS, wrong_dependents
from service.text.names import CALENDAR_WORDS, Name, find_names
from service.text.numbers import find_numbers
from service.text.omissions import harmful_omissions
from service.text.order import order_kept
from service.text.reports import wrong_reports
from service.text.words import STOP_WORDS, content_stems, fold, stem, words

#: A wording must keep the order in which its sentence says things.
MIN_ORDER = 1.0
#: The most plain words of its own.
MAX_NEW_WORDS = 0
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|neither|nor|without|cannot|\w+n['\u2019]t)\b", re.IGNORECASE
)
#: What makes the word behind it untrue, or true of less: "almost sank".
_LIMITS = frozenset(
    {
        *("almost", "nearly", "hardly", "barely", "scarcely", "virtually"),
        *("only", "partly", "mainly", "mostly", "largely", "merely"),
    }
)
#: What may stand before a word that is no fact for it, and how far that reaches.
_SHIELD = re.compile(
    r"\b(?:not|never|no|without|cannot|\w+n['\u2019]t|"
    r"(?:tr(?:y|ies|ied|ying)|attempt(?:s|ed|ing)?|seek(?:s|ing)?|sought|fail(?:s|ed)?|"
    r"refuse[sd]?|threaten(?:s|ed)?|hope[sd]?|plan(?:s|ned)?|want(?:s|ed)?|agree[sd]?|"
    r"offer(?:s|ed)?|unable|willing|ready|set|due|expected|likely|supposed) to)\b"
)
_SHIELDED_WORDS = 3
_JOINT = re.compile(
    r"\b(?:along with|together with|as well as|rather than|instead of|apart from|except for|"
    r"because of|due to|thanks to|in spite of|compared (?:with|to))\b"
)
_CONDITION = re.compile(r"\b(?:[Ii]f|[Uu]nless|[Ww]hether)\b")
_PERSONAL = frozenset({"he", "him", "his", "she", "her", "hers"})
#: What stands in front of a clause, so that the phrase behind it opens one.
_CLAUSE_START = re.compile(
    r"(?:\A\W*|[,;:.()\"'\u201c\u201d\u2018\u2019\u2014\u2013-]\s*|"
    r"\b(?:and|but|that|which|who|where|so|or|as|because|while)\s+)\Z",
    re.IGNORECASE,
)
#: What comes of words in capitals that a network puts in small letters by halves ("flORINS").
_MISWRITTEN = re.compile(r"\b\w*[a-z][A-Z]{2,}\w*")
_OWNER = re.compile(r"[A-Z]\w*['\u2019]s\b")
#: In copy without capitals.
_ANY_OWNER = re.compile(r"\b\w+['\u2019]s\b")
_OWNED = re.compile(
    r"(?<!['\u2018\u2019\"\u201c])\b(?P<owner>[A-Z]\w+)"
    r"(?:['\u2019]s|(?<=s)['\u2019]) (?P<thing>[\w-]+)"
)
#: Words for which a wording may put the owner's name.
_OWNING = re.compile(r"\b(?:[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)\b")
_REPORTING = frozenset(
    stem(word)
    for word in ("said", "say", "says", "told", "tell", "according", "reported", "stated", "added")
)


def ungrounded_parts(
    wording: str,
    sentence: str,
    same: Sequence[str],
    context: Sequence[str],
    speaker: str | None = None,
) -> tuple[str, ...]:
    """Return what a wording says beyond its sentence, a short phrase each.

    Args:
        wording: A claim made from the sentence.
        sentence: The sentence.
        same: What it says in other words: its dates resolved, its surnames in full, names
            for its pronouns. Other names the wording may not have: a network puts the judge
            where the victim spoke.
        context: The sentences before it and the article's first ones, which may tell who
            speaks.
        speaker: Who speaks, where all of the sentence is quotation and the article tells.
    """
    own = "\n".join((sentence, *same))
    return (
        *_new_words(wording, own),
        *_new_names(wording, own),
        *_misplaced_names(wording, sentence, same),
        *_new_pronouns(wording, sentence),
        *_new_numbers(wording, own),
        *wrong_reports(wording, sentence, context, speaker),
        *wrong_dependents(wording, sentence),
        *wrong_attachments(wording, sentence),
        *_new_owner(wording, sentence),
        *_lost_owned(wording, sentence),
        *_lost_shields(wording, sentence),
        *_lost_limits(wording, sentence),
        *_lost_joints(wording, sentence),
        *harmful_omissions(wording, sentence),
        *_other_shape(wording, sentence),
    )


def _new_words(wording: str, own: str) -> Iterator[str]:
    given = frozenset(content_stems(own)) | _REPORTING
    named = {token for name in find_names(wording) for token in name.tokens}
    new = [
        word
        for word in words(wording)
        if fold(word) not in STOP_WORDS and fold(word) not in named and stem(word) not in given
        if not any(character.isdigit() for character in word)
    ]
    if len(new) > MAX_NEW_WORDS:
        yield f"not in its sentence: {', '.join(new)}"


def _new_names(wording: str, own: str) -> Iterator[str]:
    given = {part for word in words(own) for part in (fold(word), *fold(word).split("-"))}
    new = [name for name in find_names(wording) if not _is_given(name, given)]
    if new:
        yield f"not in its sentence: {', '.join(name.text for name in new)}"


def _misplaced_names(wording: str, sentence: str, same: Sequence[str]) -> Iterator[str]:
    """Yield names that only other words for the sentence have, behind a preposition of their own.

    Of "He was not named by police, who hold a man" it must not make "a man of Low".
    """
    own = {fold(word) for word in words(sentence)}
    given = {pair for text in same for pair in pairwise(fold(word) for word in words(text))}
    for name in find_names(wording):
        before = [fold(word) for word in words(wording[: name.start])][-1:]
        is_own = not own.isdisjoint(name.tokens) or name.tokens[0] in CALENDAR_WORDS
        moved = before and before[0] in COMPLEMENTS and (before[0], name.tokens[0]) not in given
        if moved and not is_own:
            yield f"not in its sentence: {before[0]} {name.text}"


def _new_pronouns(wording: str, sentence: str) -> Iterator[str]:
    """Yield personal pronouns that stand behind another word than in the sentence."""
    given = set(pairwise(fold(word) for word in words(sentence)))
    for before, word in pairwise(fold(word) for word in words(wording)):
        if word in _PERSONAL and (before, word) not in given:
            yield f"not in its sentence: {before} {word}"


def _is_given(name: Name, given: set[str]) -> bool:
    # "U.S." reads as "us", which is no name.
    shouted = name.text.replace(".", "").isupper()
    return all(token in given or (token in STOP_WORDS and not shouted) for token in name.tokens)


def _new_numbers(wording: str, own: str) -> Iterator[str]:
    given = {number.value for number in find_numbers(own)}
    for number in find_numbers(wording):
        if number.value not in given and not number.weak:
            yield f"not in its sentence: {number.text}"


def _new_owner(wording: str, sentence: str) -> Iterator[str]:
    """Yield what the wording gives an owner that the sentence does not, and names told twice."""
    if not _OWNING.search(sentence):
        known = {fold(owner) for owner in _ANY_OWNER.findall(sentence)}
        for owner in _OWNER.findall(wording):
            if fold(owner) not in known:
                yield f"not in its sentence: {owner}"
    given = Counter(fold(word) for word in words(sentence))
    told = Counter(fold(word) for word in words(wording))
    for token in dict.fromkeys(t for name in find_names(wording) for t in name.tokens):
        if token not in STOP_WORDS and told[token] > max(given[token], 1):
            yield f"named twice: {token}"


def _lost_owned(wording: str, sentence: str) -> Iterator[str]:
    """Yield owners that the wording names in place of what is theirs, and heads before names.

    "Low's Blue Line was hired" does not say that Low was, nor is "former Dorrin Party leader
    Ana Low" the "former Dorrin Party Ana Low".
    """
    said = [fold(word) for word in words(wording)]
    for owned in _OWNED.finditer(sentence):
        owner, thing = fold(owned["owner"]), fold(owned["thing"])
        bare = re.search(rf"\b{owned['owner']}\b(?!['\u2019])", sentence)
        if owner in said and thing not in said and bare is None and f"{owner}'s" not in said:
            yield f"of another: {owned['owner']}"
    source = [(fold(word), word) for word in words(sentence)]
    pairs = set(pairwise(said))
    for (before, first), (head, shown), (behind, name) in zip(
        source, source[1:], source[2:], strict=False
    ):
        is_head = shown.islower() and first[0].isupper() and name[0].isupper()
        together = f"{first} {shown} {name}" in sentence
        if is_head and together and head not in STOP_WORDS and (before, behind) in pairs:
            yield f"dropped: {shown}"


def _lost_shields(wording: str, sentence: str) -> Iterator[str]:
    """Yield what keeps a word of the sentence from being a fact and is left out.

    "Will try to prove he is guilty" does not say that he is, nor "would not close" that it
    would, nor "if Rao wins, Low resigns" that anybody does.
    """
    said = frozenset(content_stems(wording))
    for shield in _SHIELD.finditer(sentence):
        behind = content_stems(sentence[shield.end() :])[:_SHIELDED_WORDS]
        if said.intersection(behind) and not _holds(wording, shield.group()):
            yield f"dropped: {shield.group()}"
    for condition in _CONDITION.finditer(sentence):
        if not _holds(wording, condition.group()):
            yield f"dropped: {condition.group()}"


def _holds(wording: str, phrase: str) -> bool:
    return fold(phrase) in fold(wording)


def _lost_joints(wording: str, sentence: str) -> Iterator[str]:
    """Yield what joins two parts of a sentence in one sense, and is left out between them.

    Of "Low will be on board, along with Rao" it must not make "Low will be on board, Rao".
    """
    for joint in _JOINT.finditer(sentence):
        behind = content_stems(sentence[joint.end() :])[:1]
        if behind and behind[0] in content_stems(wording) and not _holds(wording, joint.group()):
            yield f"dropped: {joint.group()}"


def _lost_limits(wording: str, sentence: str) -> Iterator[str]:
    said = {fold(word) for word in words(wording)}
    for limit, limited in pairwise(fold(word) for word in words(sentence)):
        if limit in _LIMITS and limit not in said and limited in said:
            yield f"without its limit: {limit}"


def _opens_clause(opening: Sequence[str], sentence: str) -> bool:
    """Tell whether a clause of the sentence opens with these words.

    "Talks broke down at a summit in Norvik, where Low was present" is about the talks; a
    claim that opens "At a summit in Norvik" has made what was said by the way its matter.
    """
    phrase = r"\W+".join(map(re.escape, opening))
    found = re.finditer(rf"\b{phrase}\b", sentence, re.IGNORECASE)
    return any(_CLAUSE_START.search(sentence[: match.start()]) for match in found)


def _other_shape(wording: str, sentence: str) -> Iterator[str]:
    if not words(wording):
        yield "no words"
        return
    for word in _MISWRITTEN.findall(wording):
        if word not in sentence:
            yield f"not a word: {word}"
    if order_kept(wording, sentence) < MIN_ORDER:
        yield "told in another order than its sentence"
    if len(_NEGATION.findall(wording)) > len(_NEGATION.findall(sentence)):
        yield "denied"
    tokens = [fold(word) for word in words(wording)]
    if tokens[0] in PREPOSITIONS and not _opens_clause(words(wording)[:2], sentence):
        yield f"opens with a phrase of its own: {' '.join(tokens[:2])}"
    pairs = Counter(pairwise(tokens))
    own = Counter(pairwise(fold(word) for word in words(sentence)))
    # A score may have the same set three times.
    if any(n > max(own[pair], 1) for pair, n in pairs.items() if not set(pair) <= STOP_WORDS):
        yield "says a part of itself twice"
