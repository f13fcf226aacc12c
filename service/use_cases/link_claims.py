"""Link claims: what an editor decides about a pair, and the groups that come of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from service.domain.claim import Claim, ClaimEvent
from service.domain.claim_action import ClaimAction
from service.domain.claim_link import ClaimLink, ClaimPair, LinkRelation
from service.domain.errors import (
    FieldProblem,
    NotFoundError,
    StateConflictError,
    VersionMismatchError,
)
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.clean_fields import clean_optional_text
from service.use_cases.refresh_staleness import refresh_staleness

#: What claims that say the same cannot be to each other.
_NEVER_IN_A_GROUP = (LinkRelation.CONTRADICTS, LinkRelation.REJECTED)


def find_link(uow: UnitOfWork, claim_id: UUID, other_id: UUID) -> ClaimLink | None:
    """Return what is known about a pair of claims, or None.

    Raises:
        NotFoundError: Where there is no such claim.
        InvalidInputError: Where it is one claim twice.
    """
    pair = ClaimPair.of(claim_id, other_id)
    uow.claims.get(claim_id)
    uow.claims.get(other_id)
    return uow.claim_links.find(pair)


def get_link(uow: UnitOfWork, claim_id: UUID, other_id: UUID) -> ClaimLink:
    """Return what is known about a pair of claims.

    Raises:
        NotFoundError: Where there is no such claim, or no link.
        InvalidInputError: Where it is one claim twice.
    """
    link = find_link(uow, claim_id, other_id)
    if link is None:
        raise NotFoundError(f"Claims {claim_id} and {other_id} are not linked.")
    return link


def list_links(uow: UnitOfWork, claim_id: UUID) -> list[ClaimLink]:
    """Return all links of a claim, the likeliest suggestions first.

    Raises:
        NotFoundError: Where there is no such claim.
    """
    uow.claims.get(claim_id)
    return list(uow.claim_links.list(claim_id))


def link_claims(  # noqa: PLR0913  what a decision is made of
    uow: UnitOfWork,
    claim_id: UUID,
    other_id: UUID,
    expected_version: int | None,
    *,
    relation: LinkRelation,
    note: str | None,
    actor: str,
    now: datetime,
) -> ClaimLink:
    """Decide how two claims stand to each other, and write a `linked` event for both.

    What leaves everything as it is writes nothing and keeps the version.

    Args:
        uow: Where links are stored.
        claim_id: One claim.
        other_id: The other.
        expected_version: The version of the link that the caller has read; None for any.
        relation: What the editor decides.
        note: Why.
        actor: Who decides, for the history.
        now: The instant of the decision, UTC.

    Raises:
        NotFoundError: Where there is no such claim.
        InvalidInputError: Where it is one claim twice, or the note is blank.
        VersionMismatchError: Where the link has another version.
        StateConflictError: Where the decision and the groups cannot both hold.
    """
    note = clean_optional_text(note, "#/note")
    uow.claim_links.lock()
    known = find_link(uow, claim_id, other_id)
    _check_version(known, expected_version)
    if known is not None and (known.relation, known.note) == (relation, note):
        return known
    stored = _store(uow, ClaimPair.of(claim_id, other_id), known, relation, note, actor, now)
    _check_groups(uow, stored)
    _note_events(uow, stored.pair, known, stored, actor, now)
    _refresh(uow, stored.pair, known, stored, actor, now)
    return stored


def unlink_claims(  # noqa: PLR0913, PLR0917  what a decision is made of
    uow: UnitOfWork,
    claim_id: UUID,
    other_id: UUID,
    expected_version: int | None,
    actor: str,
    now: datetime,
) -> None:
    """Take back what was decided about a pair, and write an `unlinked` event for both.

    The pair may be suggested again.

    Raises:
        NotFoundError: Where there is no such claim, or no link.
        VersionMismatchError: Where the link has another version.
    """
    uow.claim_links.lock()
    known = get_link(uow, claim_id, other_id)
    _check_version(known, expected_version)
    uow.claim_links.remove(known.pair)
    _note_events(uow, known.pair, known, None, actor, now)
    _refresh(uow, known.pair, known, None, actor, now)


def read_group(uow: UnitOfWork, claim_id: UUID) -> tuple[Claim, ...]:
    """Return the claims that are confirmed to say the same, the oldest first.

    Raises:
        NotFoundError: Where there is no such claim.
    """
    uow.claims.get(claim_id)
    members = uow.claims.get_many(uow.claim_links.group_of(claim_id))
    return tuple(sorted(members.values(), key=lambda claim: (claim.created_at, str(claim.id))))


def _check_version(known: ClaimLink | None, expected_version: int | None) -> None:
    current = None if known is None else known.version
    if expected_version is not None and expected_version != current:
        message = f"The link is at version {current}, not {expected_version}; read it again."
        raise VersionMismatchError(message)


def _store(  # noqa: PLR0913, PLR0917  the parts of a link
    uow: UnitOfWork,
    pair: ClaimPair,
    known: ClaimLink | None,
    relation: LinkRelation,
    note: str | None,
    actor: str,
    now: datetime,
) -> ClaimLink:
    if known is not None:
        return uow.claim_links.update(
            replace(known, relation=relation, note=note, actor=actor, updated_at=now)
        )
    link = ClaimLink(pair, relation, None, note, actor, 1, now, now)
    uow.claim_links.add(link)
    return link


def _check_groups(uow: UnitOfWork, stored: ClaimLink) -> None:
    """Refuse what would make claims say the same and something else at once.

    Raises:
        StateConflictError: Naming the claims at odds.
    """
    group = uow.claim_links.group_of(stored.pair.first)
    if stored.relation is LinkRelation.SAME_CLAIM:
        for relation in _NEVER_IN_A_GROUP:
            for odd in uow.claim_links.list_among(group, relation):
                raise _conflict(
                    f"With this link claims {odd.pair.first} and {odd.pair.second} would be "
                    f"confirmed to say the same, but they are linked as '{relation.value}'. "
                    "Take that link back first."
                )
    elif stored.pair.second in group:
        raise _conflict(
            f"Claims {stored.pair.first} and {stored.pair.second} are confirmed to say the same "
            f"by other links of their group, so that they cannot be '{stored.relation.value}'. "
            "Take one of those links back first."
        )


def _conflict(detail: str) -> StateConflictError:
    return StateConflictError(detail, (FieldProblem(detail, "#/relation"),))


def _note_events(  # noqa: PLR0913, PLR0917  both states of the link, who and when
    uow: UnitOfWork,
    pair: ClaimPair,
    before: ClaimLink | None,
    after: ClaimLink | None,
    actor: str,
    now: datetime,
) -> None:
    for claim_id in (pair.first, pair.second):
        other = str(pair.other(claim_id))
        event = ClaimEvent(
            sequence=0,
            action=ClaimAction.UNLINKED if after is None else ClaimAction.LINKED,
            occurred_at=now,
            actor=actor,
            before={"link": _described(before, other)},
            after={"link": _described(after, other)},
            reason=None if after is None else after.note,
        )
        uow.claims.append_event(claim_id, event)


def _refresh(  # noqa: PLR0913, PLR0917  both states of the link, who and when
    uow: UnitOfWork,
    pair: ClaimPair,
    before: ClaimLink | None,
    after: ClaimLink | None,
    actor: str,
    now: datetime,
) -> None:
    """Mark and clear the summaries that state either claim, where a group has changed."""
    if _is_same(before) != _is_same(after):
        refresh_staleness(uow, (pair.first, pair.second), actor=actor, now=now)


def _is_same(link: ClaimLink | None) -> bool:
    return link is not None and link.relation is LinkRelation.SAME_CLAIM


def _described(link: ClaimLink | None, other: str) -> list[str] | None:
    return None if link is None else [other, link.relation.value]
