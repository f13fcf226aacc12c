"""The repository of summaries."""

from __future__ import annotations

import builtins
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from service.domain.analysis import SummaryDraft
from service.domain.errors import NotFoundError
from service.domain.summary import Summary
from service.storage.mapping import from_left_out, from_sentences, to_summary
from service.storage.records import ArticleRecord, SummaryRecord
from service.storage.staleness import StalenessRepository
from service.storage.staleness_records import StalenessRecord


class SummaryRepository:
    """Stores and finds summaries within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._staleness = StalenessRepository(session)

    def add(
        self,
        summary_id: UUID,
        article_id: UUID,
        draft: SummaryDraft,
        created_at: datetime,
        requested_sentences: int | None = None,
    ) -> Summary:
        """Store a summary; one that is there already is returned as it is.

        Raises:
            NotFoundError: If the article is gone.
        """
        stored = self._session.get(SummaryRecord, summary_id)
        if stored is not None:
            return self._with_marks([stored])[0]
        article = self._session.get(ArticleRecord, article_id)
        if article is None:
            message = f"There is no article {article_id}."
            raise NotFoundError(message)
        record = SummaryRecord(
            id=summary_id,
            article_id=article_id,
            article_revision=article.revision,
            requested_sentences=requested_sentences,
            headline=draft.headline,
            headline_method=draft.headline_method,
            model=asdict(draft.model),
            characters_read=draft.characters_read,
            left_out=[from_left_out(item) for item in draft.left_out],
            created_at=created_at,
        )
        self._session.add(record)
        self._session.flush()
        self._session.add_all(from_sentences(summary_id, draft.sentences))
        self._session.flush()
        self._session.refresh(record)
        return to_summary(record)

    def get(self, article_id: UUID, summary_id: UUID) -> Summary:
        """Return a summary of an article.

        Raises:
            NotFoundError: If the article has no such summary.
        """
        record = self._session.get(SummaryRecord, summary_id)
        if record is None or record.article_id != article_id:
            message = f"Article {article_id} has no summary {summary_id}."
            raise NotFoundError(message)
        return self._with_marks([record])[0]

    def find(self, summary_id: UUID) -> Summary | None:
        """Return a summary, None where there is none of that identifier."""
        record = self._session.get(SummaryRecord, summary_id)
        return None if record is None else self._with_marks([record])[0]

    def list(self, article_id: UUID) -> builtins.list[Summary]:
        """Return the summaries of an article, the newest first."""
        return self.list_of_articles({article_id})[article_id]

    def list_of_articles(self, article_ids: Collection[UUID]) -> dict[UUID, builtins.list[Summary]]:
        """Return the summaries of each article, the newest first."""
        found: dict[UUID, builtins.list[Summary]] = {article_id: [] for article_id in article_ids}
        statement = (
            select(SummaryRecord)
            .where(SummaryRecord.article_id.in_(article_ids))
            .order_by(SummaryRecord.created_at.desc(), SummaryRecord.id)
        )
        for summary in self._with_marks(list(self._session.scalars(statement))):
            found[summary.article_id].append(summary)
        return found

    def find_newest(self, article_id: UUID, revision: int) -> Summary | None:
        """Return the newest summary of a revision, or None."""
        statement = (
            select(SummaryRecord)
            .where(
                SummaryRecord.article_id == article_id, SummaryRecord.article_revision == revision
            )
            .order_by(SummaryRecord.created_at.desc(), SummaryRecord.id)
            .limit(1)
        )
        return self._first(statement)

    def find_by_length(
        self, article_id: UUID, revision: int, requested_sentences: int
    ) -> Summary | None:
        """Return the newest summary of that revision and requested length that is not stale."""
        stale = exists().where(
            StalenessRecord.summary_id == SummaryRecord.id, StalenessRecord.cleared_at.is_(None)
        )
        statement = (
            select(SummaryRecord)
            .where(
                SummaryRecord.article_id == article_id,
                SummaryRecord.article_revision == revision,
                SummaryRecord.requested_sentences == requested_sentences,
                ~stale,
            )
            .order_by(SummaryRecord.created_at.desc(), SummaryRecord.id)
            .limit(1)
        )
        return self._first(statement)

    def _first(self, statement: Select[SummaryRecord]) -> Summary | None:
        found = self._with_marks(list(self._session.scalars(statement)))
        return found[0] if found else None

    def _with_marks(self, records: builtins.list[SummaryRecord]) -> builtins.list[Summary]:
        marks = self._staleness.list_of([record.id for record in records]) if records else {}
        return [to_summary(record, marks.get(record.id, ())) for record in records]
