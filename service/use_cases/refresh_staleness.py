"""Refresh staleness: mark the summaries that state what was found false, and clear marks.

A summary is stale while it states a claim that has the verdict `false` or `misleading`, or
one that is confirmed to say the same as such a claim, whatever verdict that one has itself.
Marks are recomputed whenever a verdict, a link, a wording or a summary changes.

Subscribers are told (`summary.stale`) when a summary becomes stale and when more is found
against it: another sentence, or another verdict. That a mark was cleared is no event of its
own: `claim.status_changed` tells of the verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from service.domain.claim import Claim, Verdict
from service.domain.outgoing_event import StaleSummary, summary_stale
from service.domain.staleness import DISPUTED_VERDICTS, StalenessMark
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.find_statements import find_statements


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
    wanted = [
        mark
        for group in groups
        for mark in _marks(uow, [claims[member] for member in group if member in claims], now)
    ]
    for old in known:
        if not any(old.says_the_same_as(mark) for mark in wanted):
            uow.staleness.clear(old, now)
    fresh = [mark for mark in wanted if not any(old.says_the_same_as(mark) for old in known)]
    _store(uow, fresh, known, claims, actor)


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


def _marks(uow: UnitOfWork, group: Sequence[Claim], now: datetime) -> list[StalenessMark]:
    """Return the marks that the summaries of a group's articles should have."""
    causes = find_causes(group)
    if not causes:
        return []
    statements = find_statements(uow, group)
    marks = []
    for cause, verdict in causes:
        reason = _reason(uow, cause) if statements else None
        marks += [
            StalenessMark(
                summary_id=statement.summary.id,
                claim_id=cause.id,
                verdict=verdict,
                reason=reason,
                sentences=tuple(sorted(statement.sentences)),
                in_headline=bool(statement.headline),
                marked_at=now,
            )
            for statement in statements
        ]
    return marks


def _reason(uow: UnitOfWork, claim: Claim) -> str | None:
    """Return why a claim has its verdict, in the words of whoever gave it."""
    events = uow.claims.events(claim.id)
    return next((event.reason for event in reversed(events) if "verdict" in event.after), None)


def _store(
    uow: UnitOfWork,
    fresh: Sequence[StalenessMark],
    known: Sequence[StalenessMark],
    claims: dict[UUID, Claim],
    actor: str,
) -> None:
    """Store new marks, and tell of those that say more than was known of their summary."""
    summary_ids = {mark.summary_id for mark in fresh}
    # What was just cleared was known as well: the same said for another reason is no news.
    told = [*known, *(uow.staleness.list_open((), summary_ids) if summary_ids else ())]
    covered = {
        summary_id: {
            place for mark in told if mark.summary_id == summary_id for place in mark.coverage
        }
        for summary_id in summary_ids
    }
    for mark in fresh:
        uow.staleness.add(mark)
        if not mark.coverage <= covered[mark.summary_id]:
            covered[mark.summary_id] |= mark.coverage
            _tell(uow, mark, claims[mark.claim_id], actor)


def _tell(uow: UnitOfWork, mark: StalenessMark, cause: Claim, actor: str) -> None:
    summary = uow.summaries.find(mark.summary_id)
    if summary is None:
        return
    article = uow.articles.get(summary.article_id)
    newest = uow.summaries.find_newest(article.id, article.revision)
    is_newest = newest is not None and newest.id == summary.id
    uow.outgoing_events.append(
        summary_stale(StaleSummary(article, summary, is_newest=is_newest), mark, cause, actor)
    )
