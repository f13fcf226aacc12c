"""The repository of batches."""

from __future__ import annotations

import builtins
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, FromClause, case, cast, func, insert, join, literal, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.types import String, Text

from service.domain.article import Article, ArticleKind, ArticleStatus, ArticleSubmission, Lane
from service.domain.batch import Batch, BatchRow, RowStatus, SubmittedRow
from service.domain.errors import ArticleExistsError, FieldProblem, NotFoundError
from service.storage.article_status_records import ArticleStatusRecord
from service.storage.batch_records import BatchRecord, BatchRowRecord
from service.storage.mapping import to_article, to_failure
from service.storage.records import ArticleRecord, Record
from service.storage.revision_records import ArticleRevisionRecord


class BatchRepository:
    """Stores batches, and reads how far their articles have come."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, actor: str, rows: Sequence[SubmittedRow], now: datetime) -> UUID:
        """Store a batch with its rows and return its identifier."""
        batch_id = uuid4()
        self._session.add(BatchRecord(id=batch_id, actor=actor, created_at=now))
        self._session.flush()
        self._session.execute(
            insert(BatchRowRecord),
            [
                {
                    "batch_id": batch_id,
                    "number": row.number,
                    "article_id": row.article_id,
                    "is_new": row.is_new,
                    "problems": [asdict(problem) for problem in row.problems],
                }
                for row in rows
            ],
        )
        return batch_id

    def find_known(self, digests: Collection[str]) -> dict[str, UUID]:
        """Return the article that has each text, or had it before a correction, by digest."""
        texts = select(ArticleRecord.text_sha256, ArticleRecord.id).where(
            ArticleRecord.text_sha256.in_(digests)
        )
        former = (
            select(ArticleRevisionRecord.text_sha256, ArticleRevisionRecord.article_id)
            .where(ArticleRevisionRecord.text_sha256.in_(digests))
            # Of several that had it, the one that had it last comes last and stands.
            .order_by(ArticleRevisionRecord.created_at, ArticleRevisionRecord.article_id.desc())
        )
        return {
            digest: article_id
            for statement in (former, texts)
            for digest, article_id in self._session.execute(statement)
        }

    def store_articles(
        self, submissions: Mapping[str, ArticleSubmission], actor: str, now: datetime
    ) -> dict[str, Article]:
        """Store articles by the digest of their texts, queued in the bulk lane.

        Raises:
            ArticleExistsError: If one of the texts was stored at the same moment.
        """
        records = {
            digest: ArticleRecord(
                id=uuid4(),
                status=ArticleStatus.QUEUED,
                kind=ArticleKind.NEWS,
                lane=Lane.BULK,
                text_sha256=digest,
                revision=1,
                attempt=1,
                boilerplate=[],
                created_at=now,
                updated_at=now,
                **asdict(submission),
            )
            for digest, submission in submissions.items()
        }
        self._session.add_all(records.values())
        try:
            self._session.flush()
        except IntegrityError as error:
            message = "An article of the same text was stored at the same moment."
            raise ArticleExistsError(message) from error
        for record in records.values():
            self._session.add_all(_first_revision_and_status(record, actor))
        self._session.flush()
        return {digest: to_article(record) for digest, record in records.items()}

    def get(self, batch_id: UUID) -> Batch:
        """Return a batch as it stands now.

        Raises:
            NotFoundError: If there is none of that identifier.
        """
        record = self._session.get(BatchRecord, batch_id)
        if record is None:
            message = f"There is no batch {batch_id}."
            raise NotFoundError(message)
        status = _status()
        counts = self._session.execute(
            select(status, func.count())
            .select_from(_rows_with_articles())
            .where(BatchRowRecord.batch_id == batch_id)
            .group_by(status)
        )
        known = self._session.scalar(
            select(func.count())
            .select_from(BatchRowRecord)
            .where(
                BatchRowRecord.batch_id == batch_id,
                ~BatchRowRecord.is_new,
                BatchRowRecord.article_id.is_not(None),
            )
        )
        wanted = status.in_([RowStatus.REFUSED.value, RowStatus.FAILED.value])
        return Batch(
            id=record.id,
            actor=record.actor,
            created_at=record.created_at,
            counts={RowStatus(name): number for name, number in counts},
            known=known or 0,
            failures=tuple(self._rows(batch_id, wanted)),
        )

    def list_rows(self, batch_id: UUID, after: int, limit: int) -> builtins.list[BatchRow]:
        """Return rows of a batch in their order, from the one after number `after`.

        Raises:
            NotFoundError: If there is no such batch.
        """
        if self._session.get(BatchRecord, batch_id) is None:
            message = f"There is no batch {batch_id}."
            raise NotFoundError(message)
        return self._rows(batch_id, BatchRowRecord.number > after, limit)

    def _rows(
        self, batch_id: UUID, condition: ColumnElement[bool], limit: int | None = None
    ) -> builtins.list[BatchRow]:
        statement = (
            select(BatchRowRecord, _status(), ArticleRecord.external_id, ArticleRecord.failure)
            .select_from(_rows_with_articles())
            .where(BatchRowRecord.batch_id == batch_id, condition)
            .order_by(BatchRowRecord.number)
            .limit(limit)
        )
        return [
            BatchRow(_to_row(record), RowStatus(status), external_id, to_failure(failure))
            for record, status, external_id, failure in self._session.execute(statement)
        ]


def _first_revision_and_status(record: ArticleRecord, actor: str) -> tuple[Record, Record]:
    revision = ArticleRevisionRecord(
        article_id=record.id,
        number=1,
        text=record.text,
        text_sha256=record.text_sha256,
        created_at=record.created_at,
        actor=actor,
        boilerplate=[],
    )
    status = ArticleStatusRecord(
        article_id=record.id,
        sequence=1,
        status=record.status,
        revision=1,
        attempt=1,
        occurred_at=record.created_at,
    )
    return revision, status


def _rows_with_articles() -> FromClause:
    return join(
        BatchRowRecord, ArticleRecord, ArticleRecord.id == BatchRowRecord.article_id, isouter=True
    )


def _status() -> ColumnElement[str]:
    """Return the status of a row as text: its article's, or why it has none."""
    return case(
        (BatchRowRecord.article_id.is_not(None), cast(ArticleRecord.status, String)),
        (cast(BatchRowRecord.problems, Text) == "[]", literal(RowStatus.DELETED.value)),
        else_=literal(RowStatus.REFUSED.value),
    )


def _to_row(record: BatchRowRecord) -> SubmittedRow:
    problems = tuple(FieldProblem(**problem) for problem in record.problems)
    return SubmittedRow(record.number, record.article_id, record.is_new, problems)
