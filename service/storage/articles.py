"""The repository of articles."""

from __future__ import annotations

import builtins
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.domain.analysis import Analysis, SkippedSentence
from service.domain.article import (
    ARTICLE_TRANSITIONS,
    AnalysedArticle,
    Article,
    ArticleKind,
    ArticleStatus,
    ArticleSubmission,
    Failure,
)
from service.domain.errors import ArticleExistsError, NotFoundError, StateConflictError
from service.domain.selector import Span
from service.storage.article_statuses import ArticleStatusRepository
from service.storage.claims import ClaimRepository
from service.storage.mapping import from_failure, to_article
from service.storage.records import ArticleRecord, SkippedSentenceRecord
from service.storage.search import holds_words
from service.storage.summaries import SummaryRepository

_UNFINISHED = (ArticleStatus.QUEUED, ArticleStatus.PROCESSING)


class ArticleRepository:
    """Stores and finds articles, with all that their analysis found, within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._claims = ClaimRepository(session)
        self._summaries = SummaryRepository(session)
        self._statuses = ArticleStatusRepository(session)

    def add(self, submission: ArticleSubmission, text_sha256: str, created_at: datetime) -> Article:
        """Store a submitted article as queued.

        Raises:
            ArticleExistsError: If an article of the same text is stored.
        """
        values = asdict(submission)
        record = ArticleRecord(
            id=uuid4(),
            status=ArticleStatus.QUEUED,
            text_sha256=text_sha256,
            revision=1,
            attempt=1,
            boilerplate=[],
            created_at=created_at,
            updated_at=created_at,
            **values,
        )
        self._session.add(record)
        try:
            self._session.flush()
        except IntegrityError as error:
            message = "An article of the same text was stored at the same moment."
            raise ArticleExistsError(message) from error
        article = to_article(record)
        self._statuses.note(article)
        return article

    def get(self, article_id: UUID) -> Article:
        """Return an article.

        Raises:
            NotFoundError: If there is none of that identifier.
        """
        return to_article(self._record(article_id))

    def get_many(self, article_ids: Collection[UUID]) -> dict[UUID, Article]:
        """Return those of the articles that there are, by identifier."""
        statement = select(ArticleRecord).where(ArticleRecord.id.in_(article_ids))
        return {record.id: to_article(record) for record in self._session.scalars(statement)}

    def find_by_sha256(self, text_sha256: str) -> Article | None:
        """Return the article of that text, or None."""
        statement = select(ArticleRecord).where(ArticleRecord.text_sha256 == text_sha256)
        record = self._session.scalars(statement).first()
        return None if record is None else to_article(record)

    def get_analysed(self, article_id: UUID) -> AnalysedArticle:
        """Return an article with its newest summary, its claims and what was left out.

        Raises:
            NotFoundError: If there is none of that identifier.
        """
        record = self._record(article_id)
        if record.status is not ArticleStatus.READY:
            # Each query reads on its own, so a result stored between two of them must not
            # show in part.
            return AnalysedArticle(to_article(record), None, (), (), ())
        summaries = self._summaries.list(article_id)
        skipped = self._session.scalars(
            select(SkippedSentenceRecord)
            .where(SkippedSentenceRecord.article_id == article_id)
            .order_by(SkippedSentenceRecord.position)
        )
        return AnalysedArticle(
            article=to_article(record),
            summary=summaries[0] if summaries else None,
            claims=tuple(self._claims.list_of_article(article_id)),
            skipped=tuple(
                SkippedSentence(row.start_offset, row.end_offset, row.reason) for row in skipped
            ),
            boilerplate=tuple(Span(start, end) for start, end in record.boilerplate),
        )

    def list(  # noqa: PLR0913  each argument is one filter of the list
        self,
        *,
        kind: ArticleKind = ArticleKind.NEWS,
        status: ArticleStatus | None,
        external_id: str | None,
        publisher: str | None,
        q: str | None,
        before: tuple[datetime, UUID] | None,
        limit: int,
    ) -> builtins.list[Article]:
        """Return articles, the newest first, from the one after `before`."""
        statement = select(ArticleRecord).where(ArticleRecord.kind == kind)
        exact = (
            (ArticleRecord.status, status),
            (ArticleRecord.external_id, external_id),
            (ArticleRecord.publisher, publisher),
        )
        for column, value in exact:
            if value is not None:
                statement = statement.where(column == value)
        if q is not None:
            statement = statement.where(holds_words(q, ArticleRecord.title, ArticleRecord.text))
        if before is not None:
            created_at, last = before
            statement = statement.where(
                or_(
                    ArticleRecord.created_at < created_at,
                    and_(ArticleRecord.created_at == created_at, ArticleRecord.id < last),
                )
            )
        statement = statement.order_by(
            ArticleRecord.created_at.desc(), ArticleRecord.id.desc()
        ).limit(limit)
        return [to_article(record) for record in self._session.scalars(statement)]

    def count_by_status(self) -> dict[ArticleStatus, int]:
        """Return how many articles have each status; those without any are left out."""
        statement = select(ArticleRecord.status, func.count()).group_by(ArticleRecord.status)
        return dict(self._session.execute(statement).all())

    def unfinished(self) -> builtins.list[Article]:
        """Return the articles that are queued or being processed, the oldest first."""
        statement = (
            select(ArticleRecord)
            .where(ArticleRecord.status.in_(_UNFINISHED))
            .order_by(ArticleRecord.created_at, ArticleRecord.id)
        )
        return [to_article(record) for record in self._session.scalars(statement)]

    def mark_processing(self, article_id: UUID, now: datetime) -> None:
        """Say that the analysis has begun; again where a killed one begins anew."""
        record = self._record(article_id)
        if record.status is not ArticleStatus.PROCESSING:
            self._move(record, ArticleStatus.PROCESSING, now)

    def mark_failed(self, article_id: UUID, failure: Failure) -> bool:
        """Say that the analysis failed, and why; return whether that was news."""
        record = self._record(article_id)
        if record.status is ArticleStatus.FAILED:
            return False
        self._move(record, ArticleStatus.FAILED, failure.occurred_at, failure)
        return True

    def requeue(self, article_id: UUID, now: datetime) -> Article:
        """Queue a failed article for another attempt."""
        record = self._record(article_id)
        self._move(record, ArticleStatus.QUEUED, now, attempt=record.attempt + 1)
        return to_article(record)

    def store_analysis(self, article_id: UUID, analysis: Analysis, stored_at: datetime) -> bool:
        """Store all that an analysis found and say that the article is ready.

        A second call changes nothing, so that a job that was killed after it stored can
        store again.

        Returns:
            Whether anything was stored.
        """
        record = self._record(article_id)
        if record.status is ArticleStatus.READY:
            return False
        self._move(record, ArticleStatus.READY, stored_at)
        record.boilerplate = [[span.start, span.end] for span in analysis.boilerplate]
        record.claims_model = asdict(analysis.claims_model)
        if analysis.summary is not None:
            self._summaries.add(
                uuid4(), article_id, analysis.summary, stored_at, record.options.get("sentences")
            )
        self._claims.add_drafts(article_id, analysis.claims, stored_at)
        self._session.add_all(
            SkippedSentenceRecord(
                article_id=article_id,
                position=position,
                start_offset=gap.start,
                end_offset=gap.end,
                reason=gap.reason,
            )
            for position, gap in enumerate(analysis.skipped)
        )
        self._session.flush()
        return True

    def delete(self, article_id: UUID) -> None:
        """Delete an article and all that belongs to it."""
        self._session.execute(delete(ArticleRecord).where(ArticleRecord.id == article_id))

    def _record(self, article_id: UUID) -> ArticleRecord:
        record = self._session.get(ArticleRecord, article_id)
        if record is None:
            message = f"There is no article {article_id}."
            raise NotFoundError(message)
        return record

    def _move(
        self,
        record: ArticleRecord,
        status: ArticleStatus,
        now: datetime,
        failure: Failure | None = None,
        attempt: int | None = None,
    ) -> None:
        if status not in ARTICLE_TRANSITIONS[record.status]:
            message = f"An article cannot go from '{record.status}' to '{status}'."
            raise StateConflictError(message)
        article_id = record.id
        moved = self._session.execute(
            update(ArticleRecord)
            # Another may have moved it since it was read; it must not be moved back.
            .where(ArticleRecord.id == article_id, ArticleRecord.status == record.status)
            .values(
                status=status,
                attempt=attempt or record.attempt,
                failure=None if failure is None else from_failure(failure),
                updated_at=now,
            )
            .returning(ArticleRecord.id)
            .execution_options(synchronize_session=False)
        ).first()
        self._session.expire(record)
        if moved is None:
            current = self._record(article_id).status
            message = f"The article went to '{current}' at the same moment, not to '{status}'."
            raise StateConflictError(message)
        self._statuses.note(to_article(record))
