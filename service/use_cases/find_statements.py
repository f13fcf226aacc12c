"""Find statements: which summary sentences state a claim.

A sentence states a claim of its article where one of the passages that it rests on shares a
character with the claim's passage, as that stood in the revision that the summary was written
from; it also does where it repeats the claim in nearly the same words, whatever it rests on. A
headline, which rests on no passage, tells of a claim where it is made of the claim's words.

A passage that a correction reworded counts only as long as it may still say what the claim
says: numbers and names that the claim took from the former words are still there, it is negated
as they were, and the support checker, where it was asked, found the claim more likely supported
than not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from service.domain.claim import Claim
from service.domain.claim_change import ClaimPlace, place_at
from service.domain.selector import Span
from service.domain.summary import Summary
from service.storage.unit_of_work import UnitOfWork
from service.text.statements import is_headline_of, repeats, still_says

_MIN_SUPPORT = 0.5


@dataclass(frozen=True, slots=True)
class Statement:
    """What a summary says of some claims that all say the same.

    Attributes:
        sentences: The claims that each sentence states, by its place from 0; only sentences
            that state one.
        headline: The claims that the headline tells of.
    """

    summary: Summary
    sentences: Mapping[int, tuple[UUID, ...]]
    headline: tuple[UUID, ...]


def find_statements(uow: UnitOfWork, claims: Iterable[Claim]) -> list[Statement]:
    """Return the summaries that state one of the claims, article by article, newest first.

    Args:
        uow: Where summaries are stored.
        claims: They are looked for in the summaries of their own articles.
    """
    by_article: dict[UUID, list[Claim]] = {}
    for claim in claims:
        by_article.setdefault(claim.article_id, []).append(claim)
    found = []
    for article_id, own in by_article.items():
        summaries = uow.summaries.list(article_id)
        events = uow.anchors.events(article_id) if summaries else {}
        for summary in summaries:
            places = [
                (claim, place)
                for claim in own
                if (place := place_at(claim, events.get(claim.id, ()), summary.article_revision))
                and is_stated_at(claim, place)
            ]
            statement = _read(summary, places)
            if statement.sentences or statement.headline:
                found.append(statement)
    return found


def is_stated_at(claim: Claim, place: ClaimPlace) -> bool:
    """Tell whether the passage that a claim holds on to says what it says."""
    if place.source is None:
        return True
    if claim.support is not None and claim.support < _MIN_SUPPORT:
        return False
    return still_says(place.selector.exact, place.text, place.source)


def _read(summary: Summary, places: Sequence[tuple[Claim, ClaimPlace]]) -> Statement:
    sentences = {}
    for index, sentence in enumerate(summary.sentences):
        spans = [Span(selector.start, selector.end) for selector in sentence.evidence]
        stated = tuple(
            claim.id
            for claim, place in places
            if any(_span(place).overlaps(span) for span in spans)
            or repeats(sentence.text, place.text)
        )
        if stated:
            sentences[index] = stated
    headline = tuple(
        claim.id
        for claim, place in places
        if is_headline_of(summary.headline, place.text, place.selector.exact)
    )
    return Statement(summary, sentences, headline)


def _span(place: ClaimPlace) -> Span:
    return Span(place.selector.start, place.selector.end)
