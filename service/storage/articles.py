"""The repository of articles."""

from __future__ import annotations

import builtins
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.domain.analysis import Analysis
from service.domain.api_key import LOCAL_ACTOR
from service.domain.article import (
    ARTICLE_TRANSITIONS,
    AnalysedArticle,
    Article,
    ArticleKind,
    ArticleStatus,
    ArticleSubmission,
    Failure,
    Lane,
    WaitingArticle,
)
from service.domain.errors import (
    ArticleExistsError,
    NotFoundError,
    StateConflictError,
    SupersededError,
    VersionMismatchError,
)
from service.domain.revision import ArticleRevision
from service.domain.selector import Span
from service.storage.article_statuses import ArticleStatusRepository
from service.storage.claims import ClaimRepository
from service.storage.mapping import from_failure, to_article
from service.storage.paging import newest_first
from service.storage.records import ArticleRecord
from service.storage.revisions import ArticleRevisionRepository
from service.storage.search import holds_words
from service.storage.summaries import SummaryRepository
from service.storage.summary_conditions import Unindexed, is_among_stale, shows_stale_summary

_UNFINISHED = (ArticleStatus.QUEUED, ArticleStatus.PROCESSING)


class ArticleRepository:
    """Stores and finds articles, with all that their analysis found, within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._claims = ClaimRepository(session)
        self._summaries = SummaryRepository(session)
        self._statuses = ArticleStatusRepository(session)
        self._revisions = ArticleRevisionRepository(session)

    def add(
        self,
        submission: ArticleSubmission,
        text_sha256: str,
        created_at: datetime,
        actor: str = LOCAL_ACTOR,
    ) -> Article:
        """Store a submitted article as queued, its text as revision 1.

        Raises:
            ArticleExistsError: If an article of the same text is stored.
        """
        values = asdict(submission)
        record = ArticleRecord(
            id=uuid4(),
            status=ArticleStatus.QUEUED,
            lane=Lane.INTERACTIVE,
            text_sha256=text_sha256,
            revision=1,
            attempt=1,
            boilerplate=[],
            created_at=created_at,
            updated_at=created_at,
            **values,
        )
        self._session.add(record)
        self._flush_text()
        self._revisions.add(
            ArticleRevision(
                article_id=record.id,
                number=1,
                text=submission.text,
                text_sha256=text_sha256,
                created_at=created_at,
                actor=actor,
            )
        )
        article = to_article(record)
        self._statuses.note(article)
        return article

    def revise(self, revision: ArticleRevision) -> Article:
        """Give an article its next text and queue it, whatever its status; keep the former.

        Raises:
            NotFoundError: If there is no such article.
            VersionMismatchError: If another correction came first.
            ArticleExistsError: If another article has the text.
        """
        record = self._record(revision.article_id)
        former = revision.number - 1
        try:
            moved = self._session.execute(
                update(ArticleRecord)
                .where(ArticleRecord.id == record.id, ArticleRecord.revision == former)
                .values(
                    text=revision.text,
                    text_sha256=revision.text_sha256,
                    revision=revision.number,
                    status=ArticleStatus.QUEUED,
                    lane=Lane.INTERACTIVE,
                    failure=None,
                    attempt=ArticleRecord.attempt + 1,
                    boilerplate=[],
                    updated_at=revision.created_at,
                )
                .returning(ArticleRecord.id)
                .execution_options(synchronize_session=False)
            ).first()
        except IntegrityError as error:
            message = "Another article was given the same text at the same moment."
            raise ArticleExistsError(message) from error
        self._session.expire(record)
        if moved is None:
            current = self._record(revision.article_id).revision
            message = f"The article is at revision {current}, not {former}; read it again."
            raise VersionMismatchError(message)
        self._revisions.add(revision)
        article = to_article(self._record(revision.article_id))
        self._statuses.note(article)
        return article

    def hold_revision(self, article_id: UUID, number: int) -> None:
        """Keep an article from being corrected until the transaction ends.

        Comes after the transaction's first write: on SQLite that is what keeps others out.

        Raises:
            StateConflictError: If it has been corrected already.
        """
        current = self._session.scalar(
            select(ArticleRecord.revision)
            .where(ArticleRecord.id == article_id)
            .with_for_update(read=True)
        )
        if current != number:
            message = "The article was corrected at the same moment; read it again."
            raise StateConflictError(message)

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
        if record.status is not ArticleStatus.READY and record.revision == 1:
            # Each query reads on its own, so a result stored between two of them must not
            # show in part.
            return AnalysedArticle(to_article(record), None, (), (), ())
        article = to_article(record)
        claims = self._claims.list_of_article(article_id)
        standing = tuple(claim for claim in claims if not claim.anchor.is_lost)
        lost = tuple(claim for claim in claims if claim.anchor.is_lost)
        if article.status is not ArticleStatus.READY:
            # Claims hold on to the corrected text at once; the rest comes with its analysis.
            return AnalysedArticle(article, None, standing, (), (), lost)
        summary = self._summaries.find_newest(article_id, article.revision)
        return AnalysedArticle(
            article=article,
            summary=summary,
            claims=standing,
            skipped=self._revisions.skipped(article_id, article.revision),
            boilerplate=tuple(Span(start, end) for start, end in record.boilerplate),
            lost_claims=lost,
        )

    def list(  # noqa: PLR0913  each argument is one filter of the list
        self,
        *,
        kind: ArticleKind = ArticleKind.NEWS,
        status: ArticleStatus | None,
        external_id: str | None,
        publisher: str | None,
        q: str | None,
        stale_summary: bool | None = None,
        before: tuple[datetime, UUID] | None,
        limit: int,
    ) -> builtins.list[Article]:
        """Return articles, the newest first, from the one after `before`."""
        # Where few articles are asked for by their summaries, these few are looked up.
        column_of = Unindexed if stale_summary else lambda column: column
        statement = select(ArticleRecord).where(column_of(ArticleRecord.kind) == kind)
        exact = (
            (column_of(ArticleRecord.status), status),
            (ArticleRecord.external_id, external_id),
            (ArticleRecord.publisher, publisher),
        )
        for column, value in exact:
            if value is not None:
                statement = statement.where(column == value)
        if q is not None:
            statement = statement.where(holds_words(q, ArticleRecord.title, ArticleRecord.text))
        if stale_summary is not None:
            statement = statement.where(
                is_among_stale() if stale_summary else ~shows_stale_summary()
            )
        statement = newest_first(statement, ArticleRecord, before, limit)
        return [to_article(record) for record in self._session.scalars(statement)]

    def find_stale(self, article_ids: Collection[UUID]) -> frozenset[UUID]:
        """Return those of the articles that show a stale summary."""
        statement = select(ArticleRecord.id).where(
            ArticleRecord.id.in_(article_ids), shows_stale_summary()
        )
        return frozenset(self._session.scalars(statement))

    def count_by_status(self) -> dict[ArticleStatus, int]:
        """Return how many articles have each status; those without any are left out."""
        statement = select(ArticleRecord.status, func.count()).group_by(ArticleRecord.status)
        return dict(self._session.execute(statement).all())

    def oldest_queued(self) -> dict[Lane, tuple[int, datetime]]:
        """Return how many articles are queued in each lane, and since when the oldest is."""
        statement = (
            select(ArticleRecord.lane, func.count(), func.min(ArticleRecord.updated_at))
            .where(ArticleRecord.status == ArticleStatus.QUEUED)
            .group_by(ArticleRecord.lane)
        )
        return {lane: (count, since) for lane, count, since in self._session.execute(statement)}

    def count_waiting(self, lane: Lane) -> int:
        """Return how many articles of a lane are queued or being processed."""
        statement = select(func.count()).where(
            ArticleRecord.status.in_(_UNFINISHED), ArticleRecord.lane == lane
        )
        return self._session.scalar(statement) or 0

    def unfinished(self, settled_at: datetime) -> builtins.list[WaitingArticle]:
        """Return the articles that are queued or being processed, the oldest first.

        Args:
            settled_at: Those that changed after this instant are left out.
        """
        statement = (
            # Without the texts: tens of thousands may wait.
            select(ArticleRecord.id, ArticleRecord.attempt, ArticleRecord.lane)
            .where(ArticleRecord.status.in_(_UNFINISHED), ArticleRecord.updated_at <= settled_at)
            .order_by(ArticleRecord.created_at, ArticleRecord.id)
        )
        return [WaitingArticle(*row) for row in self._session.execute(statement)]

    def mark_processing(self, article_id: UUID, now: datetime, attempt: int | None = None) -> None:
        """Say that the analysis has begun; again where a killed one begins anew.

        Raises:
            SupersededError: If a later attempt has been queued than the given one.
        """
        record = self._current(article_id, attempt)
        if record.status is not ArticleStatus.PROCESSING:
            self._move(record, ArticleStatus.PROCESSING, now)

    def mark_failed(self, article_id: UUID, failure: Failure, attempt: int | None = None) -> bool:
        """Say that the analysis failed, and why; return whether that was news.

        Raises:
            SupersededError: If a later attempt has been queued than the given one.
        """
        record = self._current(article_id, attempt)
        if record.status is ArticleStatus.FAILED:
            return False
        self._move(record, ArticleStatus.FAILED, failure.occurred_at, failure)
        return True

    def requeue(self, article_id: UUID, now: datetime) -> Article:
        """Queue a failed article for another attempt."""
        record = self._record(article_id)
        self._move(record, ArticleStatus.QUEUED, now, attempt=record.attempt + 1)
        return to_article(record)

    def store_analysis(
        self,
        article_id: UUID,
        analysis: Analysis,
        stored_at: datetime,
        attempt: int | None = None,
    ) -> bool:
        """Store all that an analysis found and say that the article is ready.

        A second call changes nothing, so that a job that was killed after it stored can
        store again.

        Returns:
            Whether anything was stored.

        Raises:
            SupersededError: If a later attempt has been queued than the given one.
        """
        if not self.begin_storing(article_id, stored_at, attempt):
            return False
        self.store_result(article_id, analysis, stored_at)
        return True

    def begin_storing(
        self, article_id: UUID, stored_at: datetime, attempt: int | None = None
    ) -> bool:
        """Say that the article is ready, and keep others from changing it until the end.

        Returns:
            False where it is ready already.

        Raises:
            SupersededError: If a later attempt has been queued than the given one.
        """
        record = self._current(article_id, attempt)
        if record.status is ArticleStatus.READY:
            return False
        self._move(record, ArticleStatus.READY, stored_at)
        return True

    def store_result(self, article_id: UUID, analysis: Analysis, stored_at: datetime) -> None:
        """Store what an analysis found in the text as it is; comes after `begin_storing`."""
        record = self._record(article_id)
        record.boilerplate = [[span.start, span.end] for span in analysis.boilerplate]
        record.claims_model = asdict(analysis.claims_model)
        if analysis.summary is not None:
            self._summaries.add(
                uuid4(), article_id, analysis.summary, stored_at, record.options.get("sentences")
            )
        self._claims.add_drafts(article_id, record.revision, analysis.claims, stored_at)
        self._revisions.mark_analysed(
            article_id, record.revision, analysis.boilerplate, analysis.skipped, stored_at
        )

    def delete(self, article_id: UUID) -> None:
        """Delete an article and all that belongs to it."""
        self._session.execute(delete(ArticleRecord).where(ArticleRecord.id == article_id))

    def _flush_text(self) -> None:
        try:
            self._session.flush()
        except IntegrityError as error:
            message = "An article of the same text was stored at the same moment."
            raise ArticleExistsError(message) from error

    def _current(self, article_id: UUID, attempt: int | None) -> ArticleRecord:
        """Return the record, unless what is stored belongs to an attempt given up since."""
        record = self._record(article_id)
        if attempt is not None and record.attempt != attempt:
            message = f"Attempt {record.attempt} has taken the place of attempt {attempt}."
            raise SupersededError(message)
        return record

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
            .where(
                ArticleRecord.id == article_id,
                ArticleRecord.status == record.status,
                ArticleRecord.attempt == record.attempt,
            )
            .values(
                status=status,
                attempt=attempt or record.attempt,
                # Who has it analysed once more waits for it.
                lane=record.lane if attempt is None else Lane.INTERACTIVE,
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
