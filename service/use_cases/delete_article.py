"""Delete an article with all that was made from it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from service.domain.claim_history import deletion_of
from service.domain.errors import StateConflictError
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.refresh_staleness import refresh_staleness


def delete_article(uow: UnitOfWork, article_id: UUID, *, actor: str, now: datetime) -> None:
    """Delete an article, its summaries and its claims, of which the history stays.

    Summaries of others that are stale for what was found of its claims no longer are.

    Raises:
        NotFoundError: Where there is no such article.
        StateConflictError: Where one of its claims is published or paused, since what
            readers were told must stay answerable.
    """
    uow.claim_links.lock()
    uow.articles.get(article_id)
    public = uow.claims.any_public(article_id)
    if public:
        names = ", ".join(f"{claim.id} ({claim.state.publication.value})" for claim in public)
        raise StateConflictError(
            f"The article has claims that are public: {names}. Unpublish them first; then "
            "the article can be deleted."
        )
    claims = uow.claims.list_of_article(article_id)
    touched = frozenset().union(*uow.claim_links.groups_of([claim.id for claim in claims]))
    for claim in claims:
        uow.claims.append_event(claim.id, deletion_of(claim, actor, now))
    uow.articles.delete(article_id)
    refresh_staleness(uow, touched, actor=actor, now=now)
