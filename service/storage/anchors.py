"""The repository of anchors: how the claims of an article are carried through corrections."""

from __future__ import annotations

import builtins
from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.domain.claim import Claim, ClaimEvent
from service.domain.claim_action import ClaimAction
from service.domain.matching import Embedding
from service.storage.claim_conditions import is_taken_up
from service.storage.claim_vectors import ClaimVectorRepository
from service.storage.claims import ClaimRepository
from service.storage.mapping import to_claim, to_event
from service.storage.records import ClaimEventRecord, ClaimRecord


class AnchorRepository:
    """Moves the claims of an article to its next text, within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._claims = ClaimRepository(session)
        self._vectors = ClaimVectorRepository(session)

    def hold_claims(self, article_id: UUID) -> builtins.list[Claim]:
        """Return the claims of an article and keep others from changing them until the end."""
        statement = (
            select(ClaimRecord)
            .where(ClaimRecord.article_id == article_id)
            .order_by(ClaimRecord.start_offset, ClaimRecord.position)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return [to_claim(record) for record in self._session.scalars(statement)]

    def taken_up(self, article_id: UUID) -> set[UUID]:
        """Return the claims that somebody has worked on; an editor's own are among them."""
        statement = select(ClaimRecord.id).where(
            ClaimRecord.article_id == article_id, is_taken_up()
        )
        return set(self._session.scalars(statement))

    def update(self, claim: Claim, event: ClaimEvent, embedding: Embedding | None = None) -> None:
        """Store a held claim that was carried over or worded anew, and the event of it.

        Args:
            claim: As it shall be; its version is raised by one.
            event: What changed.
            embedding: The vector of its text, where that is new.
        """
        selector, anchor = claim.selector, claim.anchor
        values: dict[str, object] = {
            "text": claim.text,
            "start_offset": selector.start,
            "end_offset": selector.end,
            "exact": selector.exact,
            "prefix": selector.prefix,
            "suffix": selector.suffix,
            "anchor_status": anchor.status,
            "anchor_revision": anchor.revision,
            "anchor_source": anchor.source,
            "kind": claim.kind,
            "speaker": claim.speaker,
            "check_worthiness": claim.check_worthiness,
            "support": claim.support,
            "method": claim.method,
            "version": claim.version + 1,
            "updated_at": event.occurred_at,
        }
        self._session.execute(
            update(ClaimRecord)
            .where(ClaimRecord.id == claim.id)
            .values(values)
            .execution_options(synchronize_session=False)
        )
        if embedding is not None:
            self._vectors.store(claim.id, embedding)
        self._claims.append_event(claim.id, event)
        self._session.expire_all()

    def events(self, article_id: UUID) -> dict[UUID, builtins.list[ClaimEvent]]:
        """Return, by claim, the events of an article's corrections, in order."""
        return self.events_of_articles({article_id})

    def events_of_articles(
        self, article_ids: Collection[UUID]
    ) -> dict[UUID, builtins.list[ClaimEvent]]:
        """Return, by claim, the events of the corrections of these articles, in order."""
        statement = (
            select(ClaimEventRecord)
            .join(ClaimRecord, ClaimRecord.id == ClaimEventRecord.claim_id)
            .where(
                ClaimRecord.article_id.in_(article_ids),
                ClaimEventRecord.action == ClaimAction.REANCHORED,
            )
            .order_by(ClaimEventRecord.sequence)
        )
        found: dict[UUID, builtins.list[ClaimEvent]] = defaultdict(list)
        for record in self._session.scalars(statement):
            found[record.claim_id].append(to_event(record))
        return found
