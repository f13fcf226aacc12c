"""Clarity pairs: claims that stand alone, and the same with what they name left open.

Annotated claims name what their sentences leave to the article: "Boeing says" for "the company
says". Put back, the sentence's own words make of a claim one that leaves something open.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from benchmarks.data import GoldArticle
from service.text.words import STOP_WORDS, content_stems, fold, stem, word_set

#: What opens a phrase that points at something.
_POINTERS = word_set(
    """
    he she it they him her them his hers its their theirs himself herself itself themselves this
    that these those there here we our us i my you your one both such the
    """
)
_DETERMINERS = word_set("the this these those his her its their such")
#: What opens a phrase that tells which one is meant ("the rubble of the school").
_TELLS_WHICH = word_set("of in at from by that who which where held for on against between to 's")
_TOKEN = re.compile(r"[^\W_][\w.,%'\u2019-]*\w|[^\W_]|[^\w\s]")
#: The longest words put back, and the longest that they stand for, in tokens.
_MOST_PUT_BACK, _MOST_NAMED = 4, 12
#: The longest behind an article that stays.
_MOST_BEHIND = 2
#: How far in front of what is left out the phrase begins that is then open.
_REACH = 4
#: Longer sentences hold too much to be one statement.
_MOST_CHARACTERS = 400
_MOST_CLAIMS = 2
#: What a claim adds that a sentence need not tell: days, and that somebody said it.
_ADDED_FREELY = re.compile(r"\d.*|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday")


@dataclass(frozen=True, slots=True)
class ClarityPair:
    """A statement and whether it can be understood alone.

    Attributes:
        kind: How it was made.
        spans: Where it leaves something open; None where that is not known.
    """

    sha: str
    text: str
    stands: bool
    kind: str
    spans: tuple[tuple[int, int], ...] | None = ()


def clarity_pairs(articles: Sequence[GoldArticle]) -> Iterator[ClarityPair]:
    """Yield the pairs of annotated articles."""
    for article in articles:
        claims: dict[int, list[str]] = defaultdict(list)
        for claim in article.claims:
            claims[claim.sentence].append(claim.text)
        for index, texts in claims.items():
            start, end = article.sentences[index]
            sentence = " ".join(article.text[start:end].split())
            opened = [pair for text in texts for pair in _left_open(article.sha, text, sentence)]
            for text in texts:
                yield ClarityPair(article.sha, text, stands=True, kind="claim")
            yield from opened
            yield from _of_sentence(article.sha, sentence, texts, is_open=bool(opened))


def _of_sentence(
    sha: str, sentence: str, claims: Sequence[str], *, is_open: bool
) -> Iterator[ClarityPair]:
    """Yield the sentence itself, where its claims show whether it stands alone."""
    if len(sentence) > _MOST_CHARACTERS:
        return
    given = frozenset(content_stems(sentence))
    added = {word for claim in claims for word in content_stems(claim)} - given
    if is_open:
        yield ClarityPair(sha, sentence, stands=False, kind="sentence left open", spans=None)
    elif len(claims) <= _MOST_CLAIMS and all(_ADDED_FREELY.fullmatch(word) for word in added):
        yield ClarityPair(sha, sentence, stands=True, kind="sentence")


def _left_open(sha: str, claim: str, sentence: str) -> Iterator[ClarityPair]:
    """Yield the claim with each thing that it names put back as its sentence has it."""
    said, own = list(_TOKEN.finditer(claim)), [m.group() for m in _TOKEN.finditer(sentence)]
    folded = [fold(token.group()) for token in said]
    given = frozenset(content_stems(sentence))
    matcher = SequenceMatcher(None, [fold(token) for token in own], folded, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        named = [token for token in folded[start:end] if token not in STOP_WORDS]
        if end - start > _MOST_NAMED or all(stem(token) in given for token in named):
            continue
        back = own[first:last]
        before = folded[start - 1] if start else ""
        if tag == "replace" and _points(back, before):
            made = _put_back(claim, said[start].start(), said[end - 1].end(), " ".join(back))
        elif tag == "insert" and _limits(folded, start, end):
            phrase = max(start - _REACH, 0)
            while phrase < start - 1 and folded[phrase] not in _DETERMINERS:
                phrase += 1
            left = said[start - 1].end()
            made = claim[:left] + claim[said[end - 1].end() :]
            # Of "the [Norvik] rebels" it is "the rebels" that is open.
            more = len(said[end].group()) + 1 if folded[start - 1] in _DETERMINERS else 0
            span = (said[phrase].start(), left + more)
            if content_stems(made) != content_stems(claim):
                yield ClarityPair(sha, made, stands=False, kind="limit left out", spans=(span,))
            continue
        else:
            continue
        span = (said[start].start(), said[start].start() + len(" ".join(back)))
        yield ClarityPair(sha, made, stands=False, kind="name put back", spans=(span,))


def _points(back: Sequence[str], before: str) -> bool:
    """Tell whether words of a sentence point at what a claim names in their place."""
    plain = all(token[0].isalnum() or token in {"'s", "\u2019s"} for token in back)
    opens = fold(back[0]) in _POINTERS or before in _DETERMINERS
    most = _MOST_PUT_BACK if fold(back[0]) in _POINTERS else _MOST_BEHIND
    bare = all(fold(token) in STOP_WORDS and fold(token) not in _POINTERS for token in back)
    return plain and opens and not bare and back[-1] not in {"of", "the"} and len(back) <= most


def _limits(folded: Sequence[str], start: int, end: int) -> bool:
    """Tell whether what a claim puts in tells which one a definite phrase means."""
    before = folded[start - 1] if start else ""
    if before in _DETERMINERS:
        return end < len(folded)
    near = folded[max(start - _REACH, 0) : max(start - 1, 0)]
    return folded[start] in _TELLS_WHICH and not _DETERMINERS.isdisjoint(near)


def _put_back(claim: str, start: int, end: int, words: str) -> str:
    if start == 0:
        words = words[:1].upper() + words[1:]
    elif fold(words.split()[0]) in _POINTERS:
        words = words[:1].lower() + words[1:]
    return claim[:start] + words + claim[end:]
