"""Read claims: one, a page of many, those of an article, and the history of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

from service.domain.claim import Claim, ClaimEvent
from service.domain.claim_query import ClaimFilters, ClaimSort
from service.domain.page import Page
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.clean_fields import clean_optional_line
from service.use_cases.read_cursor import (
    Position,
    make_page,
    read_cursor,
    read_identifier,
    read_instant,
    refused_cursor,
    write_cursor,
)

#: The greatest integer that both databases store in a sequence number.
_MAX_SEQUENCE = 2**31 - 1


def get_claim(uow: UnitOfWork, claim_id: UUID) -> Claim:
    """Return one claim.

    Raises:
        NotFoundError: Where there is no such claim.
    """
    return uow.claims.get(claim_id)


def list_claims(
    uow: UnitOfWork,
    filters: ClaimFilters,
    sort: ClaimSort,
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Claim]:
    """Return a page of the claims that match every given filter, in the order of `sort`.

    Raises:
        InvalidInputError: With pointer `#/query/cursor` where the cursor is malformed or
            was written for another sort; with the filter's where it is blank or not text.
    """
    after = None if cursor is None else _read_claim_cursor(cursor, sort)
    found = uow.claims.list(_clean(filters), sort, after, limit + 1)
    return make_page(found, limit, lambda claim: _cursor_of(claim, sort))


def list_claims_of_article(uow: UnitOfWork, article_id: UUID) -> list[Claim]:
    """Return all claims of an article in the order of its text, lost ones at the end.

    Raises:
        NotFoundError: Where there is no such article.
    """
    uow.articles.get(article_id)
    claims = uow.claims.list_of_article(article_id)
    return sorted(claims, key=lambda claim: claim.anchor.is_lost)


def read_history(
    uow: UnitOfWork, claim_id: UUID, *, cursor: str | None = None, limit: int = 50
) -> Page[ClaimEvent]:
    """Return a page of a claim's events, the first one first, also of a deleted claim.

    Raises:
        NotFoundError: Where there never was such a claim.
        InvalidInputError: With pointer `#/query/cursor` where the cursor is malformed or
            belongs to another claim.
    """
    if not uow.claims.events(claim_id, limit=1):
        uow.claims.get(claim_id)
    sort = f"history:{claim_id}"
    after = 0 if cursor is None else _read_sequence(cursor, sort)
    found = uow.claims.events(claim_id, after, limit + 1)
    return make_page(found, limit, lambda event: write_cursor(sort, event.sequence))


def _clean(filters: ClaimFilters) -> ClaimFilters:
    return replace(
        filters,
        speaker=clean_optional_line(filters.speaker, "#/query/speaker"),
        assignee=clean_optional_line(filters.assignee, "#/query/assignee"),
        tag=clean_optional_line(filters.tag, "#/query/tag"),
        q=clean_optional_line(filters.q, "#/query/q"),
    )


def _sort_name(sort: ClaimSort) -> str:
    return f"claims:{sort.value}"


#: What a cursor holds of a claim, for each field that lists are sorted by.
_POSITIONS: Mapping[str, Callable[[Claim], Position]] = {
    "check_worthiness": lambda claim: claim.check_worthiness,
    "created_at": lambda claim: claim.created_at.isoformat(),
    "updated_at": lambda claim: claim.updated_at.isoformat(),
    "workflow_changed_at": lambda claim: (
        claim.milestones.workflow_changed_at or claim.created_at
    ).isoformat(),
}


def _cursor_of(claim: Claim, sort: ClaimSort) -> str:
    position = _POSITIONS[_field(sort)](claim)
    return write_cursor(_sort_name(sort), position, str(claim.id))


def _read_claim_cursor(cursor: str, sort: ClaimSort) -> tuple[object, UUID]:
    position, item_id = read_cursor(cursor, _sort_name(sort))
    identifier = read_identifier(item_id)
    if _field(sort) != "check_worthiness":
        return read_instant(position), identifier
    if position is None:
        return None, identifier
    # The comparison also refuses NaN and infinities, which JSON readers let through.
    if isinstance(position, str | bool) or not 0 <= position <= 1:
        raise refused_cursor()
    return position, identifier


def _field(sort: ClaimSort) -> str:
    return sort.value.removeprefix("-")


def _read_sequence(cursor: str, sort: str) -> int:
    position, _ = read_cursor(cursor, sort)
    if not isinstance(position, int) or isinstance(position, bool):
        raise refused_cursor()
    if not 0 <= position <= _MAX_SEQUENCE:
        raise refused_cursor()
    return position
