"""Read as of an instant: a claim or an article with all that was made from it, as it stood."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from service.domain.article import AnalysedArticle, ArticleStatus
from service.domain.claim import Claim
from service.domain.claim_history import rebuild
from service.domain.errors import NotFoundError
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.clean_fields import refused


def get_claim_as_of(uow: UnitOfWork, claim_id: UUID, as_of: datetime, now: datetime) -> Claim:
    """Return a claim as it stood at an instant, also one that was deleted since.

    Args:
        uow: Where claims are stored.
        claim_id: The claim.
        as_of: The instant; what happened at it has happened.
        now: The current instant.

    Raises:
        InvalidInputError: With pointer `#/query/as_of` where the instant has not come yet.
        NotFoundError: Where there was no such claim then.
    """
    _refuse_future(as_of, now)
    current = uow.claims.find(claim_id)
    claim = rebuild(claim_id, current, uow.claims.events(claim_id), as_of)
    if claim is None:
        raise _absent("claim", claim_id, as_of)
    return claim


def get_article_as_of(
    uow: UnitOfWork, article_id: UUID, as_of: datetime, now: datetime
) -> AnalysedArticle:
    """Return an article with its text, summary and claims as they stood at an instant.

    Args:
        uow: Where articles are stored.
        article_id: The article.
        as_of: The instant; what happened at it has happened.
        now: The current instant.

    Raises:
        InvalidInputError: With pointer `#/query/as_of` where the instant has not come yet.
        NotFoundError: Where there was no such article then, or it was deleted since.
    """
    _refuse_future(as_of, now)
    current = uow.articles.get_analysed(article_id)
    article = uow.article_statuses.find_as_of(current.article, as_of)
    if article is None:
        raise _absent("article", article_id, as_of)
    revision = uow.revisions.get(article_id, article.revision)
    article = replace(
        article,
        submission=replace(article.submission, text=revision.text),
        text_sha256=revision.text_sha256,
    )
    is_ready = article.status is ArticleStatus.READY
    if not is_ready and article.revision == 1:
        return AnalysedArticle(article, None, (), (), ())
    summaries = [
        summary.as_of(as_of)
        for summary in uow.summaries.list(article_id)
        if summary.created_at <= as_of and summary.article_revision == article.revision
    ]
    histories = uow.claims.events_of_article(article_id)
    claims = [
        claim
        for claim in (
            rebuild(stored.id, stored, histories.get(stored.id, []), as_of)
            for stored in uow.claims.list_of_article(article_id)
        )
        if claim is not None
    ]
    claims.sort(key=lambda claim: claim.selector.start)
    return AnalysedArticle(
        article=article,
        summary=summaries[0] if is_ready and summaries else None,
        claims=tuple(claim for claim in claims if not claim.anchor.is_lost),
        skipped=revision.skipped if is_ready else (),
        boilerplate=revision.boilerplate if is_ready else (),
        lost_claims=tuple(claim for claim in claims if claim.anchor.is_lost),
    )


def _refuse_future(as_of: datetime, now: datetime) -> None:
    if as_of > now:
        raise refused(
            f"{_written(as_of)} has not come yet; it is {_written(now)} now.", "#/query/as_of"
        )


def _absent(kind: str, identifier: UUID, as_of: datetime) -> NotFoundError:
    return NotFoundError(f"There was no {kind} {identifier} at {_written(as_of)}.")


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
