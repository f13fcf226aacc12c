"""Refresh staleness: mark the summaries that state what was found false, and clear marks.

A summary is stale while it states a claim that has the verdict `false` or `misleading`, or
one that is confirmed to say the same as such a claim, whatever verdict that one has itself.
Marks are recomputed whenever a verdict, a link, a wording or a summary changes.

Subscribers are told (`summary.stale`) when a summary becomes stale and when more is found
against it: another sentence, or another verdict. That a mark was cleared is no event of its
own: `claim.status_changed` tells of the verdict.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from service.domain.claim import Claim, Verdict
from service.domain.outgoing_event import StaleSummary, summary_stale
from service.domain.staleness import DISPUTED_VERDICTS, StalenessMark
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.find_statements import SummarisedArticles, load_summaries


def refresh_staleness(
    uow: UnitOfWork, claim_ids: Iterable[UUID], *, actor: str, now: datetime
) -> None:
    """Bring the marks of all summaries that state these claims, or siblings, up to date.

    What is as it should be is left alone, so that it can be called again.

    Args:
        uow: Where summaries are stored; the caller commits. Its lock on links must be held
            since before the first write, so that no link and no verdict is missed.
        claim_ids: The claims that something has changed about; deleted ones too.
        actor: Who brought it about.
        now: The instant of the change, UTC.
    """
    ids = frozenset(claim_ids)
    if not ids:
        return
    groups = uow.claim_links.groups_of(ids)
    claims = uow.claims.get_many(ids.union(*groups))
    known = uow.staleness.list_open(ids.union(*groups))
    if not known and not any(claim.state.verdict in DISPUTED_VERDICTS for claim in claims.values()):
        return
    stored = load_summaries(uow, {claim.article_id for claim in claims.values()})
    wanted = _marks(
        uow, stored, [[claims[one] for one in group if one in claims] for group in groups], now
    )
    said, meant = {mark.content for mark in known}, {mark.content for mark in wanted}
    uow.staleness.clear([old for old in known if old.content not in meant], now)
    fresh = [mark for mark in wanted if mark.content not in said]
    _tell(uow, _store(uow, fresh, known), stored, claims, actor)


def refresh_article(uow: UnitOfWork, article_id: UUID, *, actor: str, now: datetime) -> None:
    """Bring the marks of an article's summaries up to date, after one was stored."""
    claims = uow.claims.list_of_article(article_id)
    refresh_staleness(uow, [claim.id for claim in claims], actor=actor, now=now)


def find_causes(claims: Iterable[Claim]) -> list[tuple[Claim, Verdict]]:
    """Return those of a group's claims that were found false or misleading, oldest first."""
    disputed = [
        (claim, claim.state.verdict)
        for claim in claims
        if claim.state.verdict is not None and claim.state.verdict in DISPUTED_VERDICTS
    ]
    return sorted(disputed, key=lambda cause: (cause[0].created_at, str(cause[0].id)))


def _marks(
    uow: UnitOfWork,
    stored: SummarisedArticles,
    groups: Iterable[Sequence[Claim]],
    now: datetime,
) -> list[StalenessMark]:
    """Return the marks that the summaries of the groups' articles should have."""
    found = [
        (cause, verdict, statement)
        for group in groups
        if (causes := find_causes(group))
        for statement in stored.find_statements(group)
        for cause, verdict in causes
    ]
    reasons = _reasons(uow, {cause.id for cause, _, _ in found})
    return [
        StalenessMark(
            summary_id=statement.summary.id,
            claim_id=cause.id,
            verdict=verdict,
            reason=reasons[cause.id],
            sentences=tuple(sorted(statement.sentences)),
            in_headline=bool(statement.headline),
            marked_at=now,
        )
        for cause, verdict, statement in found
    ]


def _reasons(uow: UnitOfWork, claim_ids: Collection[UUID]) -> dict[UUID, str | None]:
    """Return why each claim has its verdict, in the words of whoever gave it."""
    return {
        claim_id: next(
            (event.reason for event in reversed(events) if "verdict" in event.after), None
        )
        for claim_id, events in uow.claims.events_of(claim_ids).items()
    }


def _store(
    uow: UnitOfWork, fresh: Sequence[StalenessMark], known: Sequence[StalenessMark]
) -> list[StalenessMark]:
    """Store new marks, and return those that say more than was known of their summary."""
    summary_ids = {mark.summary_id for mark in fresh}
    # What was just cleared was known as well: the same said for another reason is no news.
    told = [*known, *(uow.staleness.list_open((), summary_ids) if summary_ids else ())]
    covered = {(mark.summary_id, place) for mark in told for place in mark.coverage}
    uow.staleness.add(fresh)
    news = []
    for mark in fresh:
        places = {(mark.summary_id, place) for place in mark.coverage}
        if not places <= covered:
            covered |= places
            news.append(mark)
    return news


def _tell(
    uow: UnitOfWork,
    news: Sequence[StalenessMark],
    stored: SummarisedArticles,
    claims: Mapping[UUID, Claim],
    actor: str,
) -> None:
    found = [stored.get(mark.summary_id) for mark in news]
    articles = uow.articles.get_many({summary.article_id for summary in found})
    for mark, summary in zip(news, found, strict=True):
        article = articles[summary.article_id]
        stale = StaleSummary(article, summary, is_newest=stored.newest_of(article) == summary.id)
        uow.outgoing_events.append(summary_stale(stale, mark, claims[mark.claim_id], actor))
