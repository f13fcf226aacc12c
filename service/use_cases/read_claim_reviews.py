"""Read claim reviews: the published verdict on one claim, or a page of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from service.domain.article import Article, ArticleKind
from service.domain.claim import Claim, ClaimEvent, Publication
from service.domain.claim_query import ClaimFilters, ClaimSort
from service.domain.claim_review import (
    Appearance,
    ClaimReview,
    Publisher,
    PublisherUnknownError,
)
from service.domain.errors import NotFoundError, StateConflictError
from service.domain.page import Page
from service.storage.unit_of_work import UnitOfWork
from service.text.personal_names import is_personal_name
from service.use_cases.read_claims import list_claims

#: So that who walks the pages misses nothing: what changes meanwhile moves to the end.
_FEED_SORT = ClaimSort.UPDATED_AT
_PUBLICLY_SAID = ("verdict", "publication")


def get_claim_review(uow: UnitOfWork, publisher: Publisher | None, claim_id: UUID) -> ClaimReview:
    """Return the review of a published claim.

    Raises:
        NotFoundError: Where there is no such claim, or it was never published or has been
            withdrawn: then there is no review.
        StateConflictError: Where the claim is paused: there is a review, which must not be
            shown until the desk has published it again.
        PublisherUnknownError: Where the settings do not say who publishes.
    """
    claim = uow.claims.get(claim_id)
    if claim.state.publication is Publication.UNPUBLISHED:
        message = f"The claim {claim_id} is not published, so it has no review."
        raise NotFoundError(message)
    if claim.state.publication is Publication.PAUSED:
        message = (
            f"The claim {claim_id} is paused: its review is withheld until the desk publishes "
            "it again or withdraws it. Do not show the one that you may have."
        )
        raise StateConflictError(message)
    return _review_all(uow, _require(publisher), [claim])[0]


def list_claim_reviews(
    uow: UnitOfWork,
    publisher: Publisher | None,
    *,
    updated_since: datetime | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ClaimReview]:
    """Return a page of the reviews of all published claims, the longest unchanged first.

    Raises:
        InvalidInputError: With pointer `#/query/cursor` where the cursor is of no use.
        PublisherUnknownError: Where the settings do not say who publishes.
    """
    known = _require(publisher)
    filters = ClaimFilters(publication=Publication.PUBLISHED, updated_since=updated_since)
    page = list_claims(uow, filters, _FEED_SORT, cursor=cursor, limit=limit)
    return Page(tuple(_review_all(uow, known, page.items)), page.next_cursor)


def _require(publisher: Publisher | None) -> Publisher:
    if publisher is None:
        message = (
            "Reviews name their publisher, and this service has not been told who that is: set "
            "CLAIMDESK_PUBLISHER_NAME, CLAIMDESK_PUBLISHER_URL and CLAIMDESK_PUBLISHER_REVIEW_URL."
        )
        raise PublisherUnknownError(message)
    return publisher


def _review_all(
    uow: UnitOfWork, publisher: Publisher, claims: Sequence[Claim]
) -> list[ClaimReview]:
    events = uow.claims.events_of([claim.id for claim in claims])
    return [
        _review(publisher, claim, events[claim.id], _articles_that_state(uow, claim))
        for claim in claims
    ]


def _articles_that_state(uow: UnitOfWork, claim: Claim) -> Iterable[Article]:
    """Return the articles of the claim and of all that is confirmed to say the same."""
    group = [uow.claims.get(one) for one in uow.claim_links.group_of(claim.id)]
    return uow.articles.get_many({one.article_id for one in group}).values()


def _review(
    publisher: Publisher, claim: Claim, events: Sequence[ClaimEvent], articles: Iterable[Article]
) -> ClaimReview:
    public = _since_publication(events)
    said = [event for event in public if any(name in event.after for name in _PUBLICLY_SAID)]
    verdict = claim.state.verdict
    if verdict is None or not said:
        # The rules of the domain and the history rule that out.
        message = f"The claim {claim.id} is published without a verdict or a history."
        raise StateConflictError(message)
    return ClaimReview(
        claim_id=claim.id,
        text=claim.text,
        verdict=verdict,
        speaker=claim.speaker,
        speaker_is_person=claim.speaker is not None and is_personal_name(claim.speaker),
        publisher=publisher,
        url=publisher.review_url_of(claim.id),
        published_at=said[0].occurred_at,
        modified_at=said[-1].occurred_at,
        corrections=tuple(event.correction_note for event in public if event.correction_note),
        appearances=_appearances(articles),
    )


def _since_publication(events: Sequence[ClaimEvent]) -> Sequence[ClaimEvent]:
    """Return the events from the one on that published the claim, pauses included.

    A claim that was withdrawn and published again is a new publication.
    """
    starts = [
        index
        for index, event in enumerate(events)
        if event.after.get("publication") == Publication.PUBLISHED
        and event.before.get("publication") != Publication.PAUSED
    ]
    return events[starts[-1] :] if starts else ()


def _appearances(articles: Iterable[Article]) -> tuple[Appearance, ...]:
    """Return the articles as appearances, those without a day of publication last.

    A fact-check is not counted: it checks the claim and does not make it.
    """
    return tuple(
        Appearance(
            article_id=article.id,
            headline=article.submission.title,
            url=article.submission.url,
            publisher=article.submission.publisher,
            author=article.submission.author,
            published_on=article.submission.reference_day,
        )
        for article in sorted(articles, key=_by_publication)
        if article.kind is ArticleKind.NEWS
    )


def _by_publication(article: Article) -> tuple[date, datetime, datetime]:
    submission = article.submission
    unknown = article.created_at.replace(year=9999)
    return (
        submission.reference_day or unknown.date(),
        submission.published_at or unknown,
        article.created_at,
    )
