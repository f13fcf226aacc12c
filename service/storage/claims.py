"""The repository of claims and their history."""

from __future__ import annotations

import builtins
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from service.domain.analysis import ClaimDraft
from service.domain.anchor import Anchor, AnchorStatus
from service.domain.claim import (
    SERVICE_ACTOR,
    Claim,
    ClaimEvent,
    ClaimOrigin,
    ClaimState,
    Publication,
)
from service.domain.claim_history import creation_of
from service.domain.claim_query import ClaimFilters, ClaimSort
from service.domain.errors import NotFoundError, VersionMismatchError
from service.domain.matching import Embedding
from service.storage.claim_filters import filtered
from service.storage.claim_vectors import ClaimVectorRepository
from service.storage.commit_log import CommitLog
from service.storage.mapping import from_claim, from_event, from_tags, to_claim, to_event
from service.storage.milestones import moved_milestones
from service.storage.records import ClaimEventRecord, ClaimRecord, ClaimTagRecord

_PUBLIC = (Publication.PUBLISHED, Publication.PAUSED)


class ClaimRepository:
    """Stores and finds claims within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._log = CommitLog.of(session)
        self._vectors = ClaimVectorRepository(session)

    def find(self, claim_id: UUID) -> Claim | None:
        """Return a claim, None where there is none of that identifier."""
        record = self._session.get(ClaimRecord, claim_id)
        return None if record is None else to_claim(record)

    def get(self, claim_id: UUID) -> Claim:
        """Return a claim.

        Raises:
            NotFoundError: If there is none of that identifier.
        """
        return to_claim(self._record(claim_id))

    def version_of(self, claim_id: UUID) -> int:
        """Return the version of a claim.

        Raises:
            NotFoundError: If there is none of that identifier.
        """
        found = self._session.scalar(select(ClaimRecord.version).where(ClaimRecord.id == claim_id))
        if found is None:
            raise _not_found(claim_id)
        return found

    def get_many(self, claim_ids: Collection[UUID]) -> dict[UUID, Claim]:
        """Return those of the claims that there are, by identifier, as they are stored now."""
        statement = (
            select(ClaimRecord)
            .where(ClaimRecord.id.in_(claim_ids))
            .execution_options(populate_existing=True)
        )
        return {record.id: to_claim(record) for record in self._session.scalars(statement)}

    def find_by_wordings(self, texts: Collection[str]) -> dict[UUID, str]:
        """Return the texts of all claims that have one of exactly these, by identifier."""
        statement = select(ClaimRecord.id, ClaimRecord.text).where(ClaimRecord.text.in_(texts))
        return {row.id: row.text for row in self._session.execute(statement)}

    def add(self, claim: Claim) -> None:
        """Store a new claim; its first event is the caller's to append."""
        last = self._session.scalar(
            select(func.max(ClaimRecord.position)).where(ClaimRecord.article_id == claim.article_id)
        )
        position = 0 if last is None else last + 1
        self._session.add(from_claim(claim, position))
        self._session.flush()
        self._session.add_all(from_tags(claim))
        self._session.flush()

    def add_drafts(
        self, article_id: UUID, revision: int, drafts: Sequence[ClaimDraft], created_at: datetime
    ) -> None:
        """Store the claims that the analysis of a revision found, each with its first event."""
        for draft in drafts:
            claim = _from_draft(article_id, revision, draft, created_at)
            self.add(claim)
            if draft.embedding:
                embedding = Embedding(draft.embedding_model, draft.embedding)
                self._vectors.store(claim.id, embedding)
            self.append_event(claim.id, creation_of(claim, SERVICE_ACTOR))

    def list(
        self,
        filters: ClaimFilters,
        sort: ClaimSort,
        after: tuple[object, UUID] | None,
        limit: int,
    ) -> builtins.list[Claim]:
        """Return claims that match, in the order asked for, from the one after `after`."""
        # Where a score is asked for, none is missing, and an index gives the order.
        scored = filters.min_check_worthiness is not None
        matching = filtered(select(ClaimRecord), filters)
        statement = _sorted(matching, sort, after, scored=scored).limit(limit)
        return [to_claim(record) for record in self._session.scalars(statement)]

    def list_of_article(self, article_id: UUID) -> builtins.list[Claim]:
        """Return the claims of an article in the order of its text."""
        statement = (
            select(ClaimRecord)
            .where(ClaimRecord.article_id == article_id)
            .order_by(ClaimRecord.start_offset, ClaimRecord.position)
        )
        return [to_claim(record) for record in self._session.scalars(statement)]

    def update(self, claim: Claim, expected_version: int, event: ClaimEvent) -> Claim:
        """Store a changed claim and the event of the change.

        Returns:
            The claim with its new version.

        Raises:
            NotFoundError: If there is no such claim.
            VersionMismatchError: If the stored version is another than expected.
        """
        # What is known of it otherwise is read anew.
        self._session.expire_all()
        changed = self._session.scalars(
            update(ClaimRecord)
            .where(ClaimRecord.id == claim.id, ClaimRecord.version == expected_version)
            .values(
                text=claim.text,
                support=claim.support,
                method=claim.method,
                anchor_status=claim.anchor.status,
                anchor_revision=claim.anchor.revision,
                anchor_source=claim.anchor.source,
                speaker=claim.speaker,
                assignee=claim.assignee,
                workflow=claim.state.workflow,
                verdict=claim.state.verdict,
                publication=claim.state.publication,
                version=expected_version + 1,
                updated_at=claim.updated_at,
                **moved_milestones(claim),
            )
            .returning(ClaimRecord)
            .execution_options(synchronize_session=False, populate_existing=True)
        ).first()
        if changed is None:
            current = self._record(claim.id)
            message = f"The claim is at version {current.version}, not {expected_version}."
            raise VersionMismatchError(message)
        if tuple(tag.tag for tag in changed.tags) != claim.tags:
            self._session.execute(delete(ClaimTagRecord).where(ClaimTagRecord.claim_id == claim.id))
            self._session.expire_all()
            self._session.add_all(from_tags(claim))
        self.append_event(claim.id, event)
        return to_claim(changed)

    def append_event(self, claim_id: UUID, event: ClaimEvent) -> None:
        """Append an event to a stored claim's history; its numbers are given here."""
        last = select(func.max(ClaimEventRecord.sequence)).where(
            ClaimEventRecord.claim_id == claim_id
        )
        version = select(ClaimRecord.version).where(ClaimRecord.id == claim_id)
        # Asked for together: all other writers wait meanwhile.
        known = select(last.scalar_subquery().label("last"), version.scalar_subquery())
        last_sequence, current = self._session.execute(known).one()
        sequence = (last_sequence or 0) + 1
        self._session.add(from_event(claim_id, sequence, current, event))
        self._session.flush()
        self._log.note_claim_event(claim_id, sequence)

    def events(
        self, claim_id: UUID, after_sequence: int = 0, limit: int | None = None
    ) -> builtins.list[ClaimEvent]:
        """Return a claim's history from the event after `after_sequence` on."""
        statement = (
            select(ClaimEventRecord)
            .where(
                ClaimEventRecord.claim_id == claim_id, ClaimEventRecord.sequence > after_sequence
            )
            .order_by(ClaimEventRecord.sequence)
            .limit(limit)
        )
        return [to_event(record) for record in self._session.scalars(statement)]

    def events_of(self, claim_ids: Collection[UUID]) -> dict[UUID, builtins.list[ClaimEvent]]:
        """Return the whole history of each claim, the first event first."""
        found: dict[UUID, builtins.list[ClaimEvent]] = {claim_id: [] for claim_id in claim_ids}
        statement = (
            select(ClaimEventRecord)
            .where(ClaimEventRecord.claim_id.in_(claim_ids))
            .order_by(ClaimEventRecord.claim_id, ClaimEventRecord.sequence)
        )
        for record in self._session.scalars(statement):
            found[record.claim_id].append(to_event(record))
        return found

    def events_of_article(self, article_id: UUID) -> dict[UUID, builtins.list[ClaimEvent]]:
        """Return the histories of all claims of an article, each in order."""
        statement = (
            select(ClaimEventRecord)
            .join(ClaimRecord, ClaimRecord.id == ClaimEventRecord.claim_id)
            .where(ClaimRecord.article_id == article_id)
            .order_by(ClaimEventRecord.claim_id, ClaimEventRecord.sequence)
        )
        histories: dict[UUID, builtins.list[ClaimEvent]] = {}
        for record in self._session.scalars(statement):
            histories.setdefault(record.claim_id, []).append(to_event(record))
        return histories

    def find_by_text(self, article_id: UUID, text: str) -> Claim | None:
        """Return the claim of an article as it stands that has exactly this text, or None."""
        statement = select(ClaimRecord).where(
            ClaimRecord.article_id == article_id,
            ClaimRecord.text == text,
            ClaimRecord.anchor_status != AnchorStatus.LOST,
        )
        record = self._session.scalars(statement).first()
        return None if record is None else to_claim(record)

    def exists(self, claim_id: UUID) -> bool:
        """Tell whether there is a claim of that identifier."""
        return (
            self._session.scalar(select(ClaimRecord.id).where(ClaimRecord.id == claim_id))
            is not None
        )

    def has_text(self, claim_id: UUID, text: str) -> bool:
        """Tell whether there is a claim of that identifier and it still has that text."""
        return (
            self._session.scalar(
                select(ClaimRecord.id).where(ClaimRecord.id == claim_id, ClaimRecord.text == text)
            )
            is not None
        )

    def any_public(self, article_id: UUID) -> builtins.list[Claim]:
        """Return the claims of an article that are published or paused."""
        statement = select(ClaimRecord).where(
            ClaimRecord.article_id == article_id, ClaimRecord.publication.in_(_PUBLIC)
        )
        return [to_claim(record) for record in self._session.scalars(statement)]

    def _record(self, claim_id: UUID) -> ClaimRecord:
        record = self._session.get(ClaimRecord, claim_id)
        if record is None:
            raise _not_found(claim_id)
        return record


def _not_found(claim_id: UUID) -> NotFoundError:
    message = f"There is no claim {claim_id}."
    return NotFoundError(message)


def _from_draft(article_id: UUID, revision: int, draft: ClaimDraft, created_at: datetime) -> Claim:
    return Claim(
        id=uuid4(),
        article_id=article_id,
        text=draft.text,
        selector=draft.selector,
        kind=draft.kind,
        speaker=draft.speaker,
        check_worthiness=draft.check_worthiness,
        support=draft.support,
        method=draft.method,
        origin=ClaimOrigin.MODEL,
        state=ClaimState(),
        assignee=None,
        tags=(),
        version=1,
        created_at=created_at,
        updated_at=created_at,
        anchor=Anchor(revision=revision),
        first_revision=revision,
        revises=draft.revises,
    )


def _sorted(
    statement: Select[ClaimRecord],
    sort: ClaimSort,
    after: tuple[object, UUID] | None,
    *,
    scored: bool,
) -> Select[ClaimRecord]:
    """Order by the sort's column, claims without a value last, then by identifier."""
    descending = sort.value.startswith("-")
    column = {
        "created_at": ClaimRecord.created_at,
        "updated_at": ClaimRecord.updated_at,
        "check_worthiness": ClaimRecord.check_worthiness,
        "workflow_changed_at": ClaimRecord.workflow_changed_at,
    }[sort.value.removeprefix("-")]
    nullable = column is ClaimRecord.check_worthiness and not scored
    if after is not None:
        value, last = after
        if value is None:
            statement = statement.where(column.is_(None), ClaimRecord.id > last)
        else:
            beyond = column < value if descending else column > value
            tie = and_(column == value, ClaimRecord.id > last)
            conditions = [beyond, tie, *([column.is_(None)] if nullable else [])]
            statement = statement.where(or_(*conditions))
    order = column.desc() if descending else column.asc()
    return statement.order_by(order.nulls_last() if nullable else order, ClaimRecord.id)
