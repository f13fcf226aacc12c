"""Find statements: which summary sentences state a claim.

A sentence states a claim of its article where one of the passages that it rests on shares a
character with the claim's passage, as that stood in the revision that the summary was written
from; it also does where it repeats the claim in nearly the same words, whatever it rests on. A
headline, which rests on no passage of its own, tells of a claim where it is made of the claim's
words, and where it is nearest to the claim's passage, or to a sentence that states the claim.

A passage that a correction reworded counts only as long as it may still say what the claim
says: numbers and names that the claim took from the former words are still there, it is negated
as they were, and the support checker, where it was asked, found the claim more likely supported
than not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from service.domain.article import Article
from service.domain.claim import Claim, ClaimEvent
from service.domain.claim_change import ClaimPlace, place_at
from service.domain.selector import Span
from service.domain.summary import Summary
from service.storage.unit_of_work import UnitOfWork
from service.text.likeness import numbers
from service.text.statements import is_headline_of, repeats, still_says
from service.text.words import content_stems

_MIN_SUPPORT = 0.5
#: Words of a headline, and their share of it, that the passage has which it tells of.
MIN_HEADLINE_WORDS = 2
MIN_HEADLINE_SHARE = 0.4


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


@dataclass(frozen=True, slots=True)
class SummarisedArticles:
    """The summaries of some articles, and what is needed to tell what they state.

    Attributes:
        summaries: By article, the newest first.
        corrections: By claim, the events of its article's corrections.
    """

    summaries: Mapping[UUID, Sequence[Summary]]
    corrections: Mapping[UUID, Sequence[ClaimEvent]]

    def find_statements(self, claims: Iterable[Claim]) -> list[Statement]:
        """Return the summaries that state one of the claims, article by article, newest first.

        They are looked for in the summaries of their own articles.
        """
        by_article: dict[UUID, list[Claim]] = {}
        for claim in claims:
            by_article.setdefault(claim.article_id, []).append(claim)
        found = (
            _read(summary, self._places(own, summary))
            for article_id, own in by_article.items()
            for summary in self.summaries[article_id]
        )
        return [statement for statement in found if statement.sentences or statement.headline]

    def get(self, summary_id: UUID) -> Summary:
        """Return the summary of that identifier."""
        return next(
            summary
            for summaries in self.summaries.values()
            for summary in summaries
            if summary.id == summary_id
        )

    def newest_of(self, article: Article) -> UUID | None:
        """Return the summary that reading an article shows, or None."""
        own = (
            summary.id
            for summary in self.summaries[article.id]
            if summary.article_revision == article.revision
        )
        return next(own, None)

    def _places(self, claims: Sequence[Claim], summary: Summary) -> list[tuple[Claim, ClaimPlace]]:
        return [
            (claim, place)
            for claim in claims
            if (
                place := place_at(
                    claim, self.corrections.get(claim.id, ()), summary.article_revision
                )
            )
            and is_stated_at(claim, place)
        ]


def load_summaries(uow: UnitOfWork, article_ids: Collection[UUID]) -> SummarisedArticles:
    """Return the summaries of articles, however many they are, in a few queries."""
    return SummarisedArticles(
        uow.summaries.list_of_articles(article_ids), uow.anchors.events_of_articles(article_ids)
    )


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
    return Statement(summary, sentences, _told_by_headline(summary, places, sentences))


def _told_by_headline(
    summary: Summary,
    places: Sequence[tuple[Claim, ClaimPlace]],
    sentences: Mapping[int, tuple[UUID, ...]],
) -> tuple[UUID, ...]:
    """Return the claims that the headline tells of, be it in words of its own.

    It has no evidence of its own. It tells of what the passage says that it has most words in
    common with, among the claims' passages and what the summary's sentences rest on.
    """
    headline = summary.headline
    told = set(content_stems(headline))
    rivals = [
        (_shared(told, sentence.text, *(one.exact for one in sentence.evidence)), index)
        for index, sentence in enumerate(summary.sentences)
    ]
    own = {claim.id: _shared(told, place.text, place.selector.exact) for claim, place in places}
    nearest = max([*own.values(), *(shared for shared, _ in rivals)], default=0)
    if nearest < max(MIN_HEADLINE_WORDS, MIN_HEADLINE_SHARE * len(told)):
        nearest = len(told) + 1
    through = {
        claim_id
        for shared, index in rivals
        if shared == nearest
        for claim_id in sentences.get(index, ())
    }
    return tuple(
        claim.id
        for claim, place in places
        if is_headline_of(headline, place.text, place.selector.exact)
        or (
            (own[claim.id] == nearest or claim.id in through)
            and numbers(headline) <= numbers(place.text) | numbers(place.selector.exact)
        )
    )


def _shared(told: set[str], *texts: str) -> int:
    """Return how many of a headline's words a passage has."""
    return len(told & {stem for text in texts for stem in content_stems(text)})


def _span(place: ClaimPlace) -> Span:
    return Span(place.selector.start, place.selector.end)
