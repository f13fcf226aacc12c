"""The repository of article revisions."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, defer

from service.domain.analysis import SkippedSentence
from service.domain.errors import NotFoundError
from service.domain.revision import ArticleRevision
from service.domain.selector import Span
from service.storage.records import SkippedSentenceRecord
from service.storage.revision_records import ArticleRevisionRecord


class ArticleRevisionRepository:
    """Stores and finds the texts that articles have had, within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, revision: ArticleRevision) -> None:
        """Store a revision that is not analysed yet."""
        self._session.add(
            ArticleRevisionRecord(
                article_id=revision.article_id,
                number=revision.number,
                text=revision.text,
                text_sha256=revision.text_sha256,
                created_at=revision.created_at,
                actor=revision.actor,
                on_behalf_of=revision.on_behalf_of,
                reason=revision.reason,
                analysed_at=None,
                boilerplate=[],
            )
        )
        self._session.flush()

    def get(self, article_id: UUID, number: int) -> ArticleRevision:
        """Return a revision with what its analysis left out.

        Raises:
            NotFoundError: If the article has no such revision.
        """
        record = self._session.get(ArticleRevisionRecord, (article_id, number))
        if record is None:
            message = f"Article {article_id} has no revision {number}."
            raise NotFoundError(message)
        return _to_revision(record, record.text, self.skipped(article_id, number))

    def list(self, article_id: UUID) -> builtins.list[ArticleRevision]:
        """Return the revisions of an article, the newest first, without texts and sentences."""
        statement = (
            select(ArticleRevisionRecord)
            .options(defer(ArticleRevisionRecord.text))
            .where(ArticleRevisionRecord.article_id == article_id)
            .order_by(ArticleRevisionRecord.number.desc())
        )
        return [_to_revision(record, "", ()) for record in self._session.scalars(statement)]

    def find_last_analysed(self, article_id: UUID, before: int) -> ArticleRevision | None:
        """Return the newest analysed revision below a number, or None."""
        number = self._session.scalar(
            select(ArticleRevisionRecord.number)
            .where(
                ArticleRevisionRecord.article_id == article_id,
                ArticleRevisionRecord.number < before,
                ArticleRevisionRecord.analysed_at.is_not(None),
            )
            .order_by(ArticleRevisionRecord.number.desc())
            .limit(1)
        )
        return None if number is None else self.get(article_id, number)

    def find_article_of_text(self, text_sha256: str) -> UUID | None:
        """Return the article that had a text most lately, or None."""
        statement = (
            select(ArticleRevisionRecord.article_id)
            .where(ArticleRevisionRecord.text_sha256 == text_sha256)
            .order_by(ArticleRevisionRecord.created_at.desc(), ArticleRevisionRecord.article_id)
            .limit(1)
        )
        return self._session.scalar(statement)

    def mark_analysed(
        self,
        article_id: UUID,
        number: int,
        boilerplate: Sequence[Span],
        skipped: Sequence[SkippedSentence],
        analysed_at: datetime,
    ) -> None:
        """Store what the analysis of a revision left out, and that there is one."""
        self._session.execute(
            update(ArticleRevisionRecord)
            .where(
                ArticleRevisionRecord.article_id == article_id,
                ArticleRevisionRecord.number == number,
            )
            .values(
                analysed_at=analysed_at,
                boilerplate=[[span.start, span.end] for span in boilerplate],
            )
        )
        self._session.add_all(
            SkippedSentenceRecord(
                article_id=article_id,
                article_revision=number,
                position=position,
                start_offset=gap.start,
                end_offset=gap.end,
                reason=gap.reason,
            )
            for position, gap in enumerate(skipped)
        )
        self._session.flush()

    def skipped(self, article_id: UUID, number: int) -> tuple[SkippedSentence, ...]:
        """Return the sentences of a revision that gave no claim, in the order of its text."""
        rows = self._session.scalars(
            select(SkippedSentenceRecord)
            .where(
                SkippedSentenceRecord.article_id == article_id,
                SkippedSentenceRecord.article_revision == number,
            )
            .order_by(SkippedSentenceRecord.position)
        )
        return tuple(SkippedSentence(row.start_offset, row.end_offset, row.reason) for row in rows)


def _to_revision(
    record: ArticleRevisionRecord, text: str, skipped: tuple[SkippedSentence, ...]
) -> ArticleRevision:
    return ArticleRevision(
        article_id=record.article_id,
        number=record.number,
        text=text,
        text_sha256=record.text_sha256,
        created_at=record.created_at,
        actor=record.actor,
        on_behalf_of=record.on_behalf_of,
        reason=record.reason,
        analysed_at=record.analysed_at,
        boilerplate=tuple(Span(start, end) for start, end in record.boilerplate),
        skipped=skipped,
    )
