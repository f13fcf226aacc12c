"""Pronouns of annotated articles: who was meant, as the annotated claims of the sentence tell.

A claim was written to stand alone, so that where its sentence says "he" it names a person.
A candidate counts as meant where a claim of the sentence has the first or the last word of the
name and the sentence itself has neither: whom it names it hardly calls "he" as well, and its
claims name them anyway. Where the claims do not tell who is meant nobody counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.data import GoldArticle
from benchmarks.pipeline import prepare_text
from service.domain.analysis import PreparedArticle, RewriteRequest
from service.text.clarity import unclear_parts
from service.text.pronoun_candidates import PronounCandidate, pronoun_candidates, pronoun_place
from service.text.rewording import reword
from service.text.words import fold
from service.use_cases.read_context import rewrite_requests

_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class PronounCase:
    """A sentence whose pronoun rules leave open.

    Attributes:
        sha: The article.
        request: The sentence as the rewriter gets it.
        candidates: The persons named before it.
        meant: For each candidate, whether an annotated claim names it.
    """

    sha: str
    request: RewriteRequest
    candidates: tuple[PronounCandidate, ...]
    meant: tuple[bool, ...]


def find_cases(article: GoldArticle) -> Iterator[PronounCase]:
    """Yield the sentences with an annotated claim and a pronoun that rules leave open."""
    prepared = prepare_text(article.text)
    for index, told in _annotated(article, prepared):
        (request,) = rewrite_requests(prepared, (index,))
        text = " ".join(request.sentence.split())
        if pronoun_place(text) is None:
            continue
        worded = reword(text, request.preceding, request.article, None)
        if not any(reason.startswith("pronoun") for reason in unclear_parts(worded)):
            continue
        candidates = pronoun_candidates(text, request.lines, request.line, request.article)
        added = told - {fold(word) for word in _WORD.findall(text)}
        meant = tuple(not added.isdisjoint(_own_words(one.name)) for one in candidates)
        yield PronounCase(article.sha, request, candidates, meant)


def _annotated(
    article: GoldArticle, prepared: PreparedArticle
) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield the index of each sentence with claims, and the words of these."""
    for index, sentence in enumerate(prepared.sentences):
        claims = [
            claim
            for claim in article.claims
            if article.sentences[claim.sentence][0] < sentence.end
            and article.sentences[claim.sentence][1] > sentence.start
        ]
        if claims and sentence.skip is None:
            words = {fold(word) for claim in claims for word in _WORD.findall(claim.text)}
            yield index, frozenset(words)


def _own_words(name: str) -> frozenset[str]:
    """Return the first and the last word of a name; claims have one of them at least."""
    parts = [fold(word) for word in _WORD.findall(name)]
    return frozenset((parts[0], parts[-1]))
