"""The repository of links between claims, and the groups that they form."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import ColumnElement, delete, false, func, or_, select, update
from sqlalchemy.orm import Session

from service.domain.claim_link import ClaimLink, ClaimPair, LinkRelation
from service.domain.errors import VersionMismatchError
from service.storage.link_records import ClaimLinkRecord

#: Any number will do as long as every process of Claimdesk takes the same one, and no other
#: lock does.
_ADVISORY_LOCK = 0x6C696E6B73


class ClaimLinkRepository:
    """Stores and finds links within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lock(self) -> None:
        """Keep others from changing links until the transaction ends.

        Whether a link fits its groups can only be told while they stand still.
        """
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(select(func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        else:
            # The first write takes SQLite's one write lock, even if it changes no row.
            self._session.execute(
                update(ClaimLinkRecord).where(false()).values(version=ClaimLinkRecord.version)
            )

    def find(self, pair: ClaimPair) -> ClaimLink | None:
        """Return the link of a pair, or None."""
        record = self._session.get(ClaimLinkRecord, (pair.first, pair.second))
        return None if record is None else _to_domain(record)

    def add(self, link: ClaimLink) -> bool:
        """Store the link of a pair that has none; return whether it had none."""
        if self.find(link.pair) is not None:
            return False
        self._session.add(
            ClaimLinkRecord(
                first_id=link.pair.first,
                second_id=link.pair.second,
                relation=link.relation,
                score=link.score,
                note=link.note,
                actor=link.actor,
                version=link.version,
                created_at=link.created_at,
                updated_at=link.updated_at,
            )
        )
        self._session.flush()
        return True

    def update(self, link: ClaimLink) -> ClaimLink:
        """Store a changed link and return it with its new version.

        Raises:
            VersionMismatchError: If it was changed meanwhile.
        """
        changed = replace(link, version=link.version + 1)
        stored = self._session.execute(
            update(ClaimLinkRecord)
            .where(*_is(link.pair), ClaimLinkRecord.version == link.version)
            .values(
                relation=changed.relation,
                note=changed.note,
                actor=changed.actor,
                version=changed.version,
                updated_at=changed.updated_at,
            )
            .returning(ClaimLinkRecord.version)
            .execution_options(synchronize_session=False)
        ).first()
        self._session.expire_all()
        if stored is None:
            raise VersionMismatchError("The link was changed at the same moment; read it again.")
        return changed

    def remove(self, pair: ClaimPair) -> None:
        """Delete the link of a pair."""
        self._session.execute(
            delete(ClaimLinkRecord).where(*_is(pair)).execution_options(synchronize_session=False)
        )
        self._session.expire_all()

    def list(self, claim_id: UUID, relations: Collection[LinkRelation] = ()) -> Sequence[ClaimLink]:
        """Return the links of a claim, the most likely suggestions first, then the newest."""
        statement = select(ClaimLinkRecord).where(_touches(claim_id))
        if relations:
            statement = statement.where(ClaimLinkRecord.relation.in_(relations))
        statement = statement.order_by(
            ClaimLinkRecord.score.desc().nulls_last(),
            ClaimLinkRecord.updated_at.desc(),
            ClaimLinkRecord.first_id,
            ClaimLinkRecord.second_id,
        )
        return [_to_domain(record) for record in self._session.scalars(statement)]

    def list_among(
        self, claim_ids: Collection[UUID], relation: LinkRelation
    ) -> Sequence[ClaimLink]:
        """Return the links of one relation whose two claims are both among these."""
        statement = select(ClaimLinkRecord).where(
            ClaimLinkRecord.relation == relation,
            ClaimLinkRecord.first_id.in_(claim_ids),
            ClaimLinkRecord.second_id.in_(claim_ids),
        )
        return [_to_domain(record) for record in self._session.scalars(statement)]

    def group_of(self, claim_id: UUID) -> frozenset[UUID]:
        """Return the claims that are confirmed to say the same, this one among them.

        They are those that a chain of `same_claim` links reaches.
        """
        members, added = {claim_id}, {claim_id}
        # A step a query, since SQLite reads all links for a query that takes every step itself.
        while added:
            added = self._linked_to(added) - members
            members |= added
        return frozenset(members)

    def groups_of(self, claim_ids: Collection[UUID]) -> frozenset[frozenset[UUID]]:
        """Return the groups that the claims are in; one that is in none is alone."""
        same = ClaimLinkRecord.relation == LinkRelation.SAME_CLAIM
        columns = (ClaimLinkRecord.first_id, ClaimLinkRecord.second_id)
        linked = {
            claim_id
            for column in columns
            for claim_id in self._session.scalars(
                select(column).where(same, column.in_(claim_ids)).distinct()
            )
        }
        groups: set[frozenset[UUID]] = set()
        for claim_id in claim_ids:
            if not any(claim_id in group for group in groups):
                alone = claim_id not in linked
                groups.add(frozenset({claim_id}) if alone else self.group_of(claim_id))
        return frozenset(groups)

    def _linked_to(self, claim_ids: Collection[UUID]) -> set[UUID]:
        """Return the claims that a `same_claim` link joins to one of these."""
        first, second = ClaimLinkRecord.first_id, ClaimLinkRecord.second_id
        same = ClaimLinkRecord.relation == LinkRelation.SAME_CLAIM
        return {
            found
            for near, far in ((first, second), (second, first))
            for found in self._session.scalars(select(far).where(same, near.in_(claim_ids)))
        }


def _is(pair: ClaimPair) -> tuple[ColumnElement[bool], ...]:
    return (ClaimLinkRecord.first_id == pair.first, ClaimLinkRecord.second_id == pair.second)


def _touches(claim_id: UUID) -> ColumnElement[bool]:
    return or_(ClaimLinkRecord.first_id == claim_id, ClaimLinkRecord.second_id == claim_id)


def _to_domain(record: ClaimLinkRecord) -> ClaimLink:
    return ClaimLink(
        pair=ClaimPair(record.first_id, record.second_id),
        relation=record.relation,
        score=record.score,
        note=record.note,
        actor=record.actor,
        version=record.version,
        created_at=record.created_at,
        updated_at=record.updated_at,
    )
