"""The repository of imports: fact-checks that were published elsewhere, stored many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.domain.article import ArticleKind, ArticleStatus, ImportedArticle
from service.domain.claim import Claim, ImportedClaim
from service.domain.errors import ArticleExistsError
from service.storage.article_status_records import ArticleStatusRecord
from service.storage.commit_log import CommitLog
from service.storage.mapping import from_claim, from_event, from_tags, to_claim
from service.storage.records import ArticleRecord, ClaimRecord


class ImportRepository:
    """Stores imported fact-checks and knows them again."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._log = CommitLog.of(session)

    def add(
        self,
        articles: Sequence[ImportedArticle],
        claims: Sequence[ImportedClaim],
        created_at: datetime,
    ) -> None:
        """Store articles, which are `ready` as they come, each with its claim and its history.

        Raises:
            ArticleExistsError: If one of them was stored at the same moment.
        """
        try:
            self._add_articles(articles, created_at)
            self._add_claims(claims)
        except IntegrityError as error:
            message = "The same fact-check was imported at the same moment; import it again."
            raise ArticleExistsError(message) from error

    def find_claims(self, keys: Iterable[str]) -> dict[str, Claim]:
        """Return the stored claims that were imported under these keys, by key."""
        statement = select(ClaimRecord).where(ClaimRecord.import_key.in_(list(keys)))
        return {
            record.import_key: to_claim(record)
            for record in self._session.scalars(statement)
            if record.import_key is not None
        }

    def find_digests(self, digests: Iterable[str]) -> set[str]:
        """Return those of the digests that are those of stored texts."""
        statement = select(ArticleRecord.text_sha256).where(
            ArticleRecord.text_sha256.in_(list(digests))
        )
        return set(self._session.scalars(statement))

    def _add_articles(self, articles: Sequence[ImportedArticle], created_at: datetime) -> None:
        self._session.add_all(
            ArticleRecord(
                id=article.id,
                kind=ArticleKind.FACT_CHECK,
                status=ArticleStatus.READY,
                text_sha256=article.text_sha256,
                revision=1,
                attempt=1,
                boilerplate=[],
                created_at=created_at,
                updated_at=created_at,
                **asdict(article.submission),
            )
            for article in articles
        )
        self._session.flush()
        self._session.add_all(
            ArticleStatusRecord(
                article_id=article.id,
                sequence=1,
                status=ArticleStatus.READY,
                revision=1,
                attempt=1,
                failure=None,
                occurred_at=created_at,
            )
            for article in articles
        )

    def _add_claims(self, claims: Sequence[ImportedClaim]) -> None:
        records = [from_claim(imported.claim, 0) for imported in claims]
        for record, imported in zip(records, claims, strict=True):
            record.import_key = imported.key
        self._session.add_all(records)
        self._session.flush()
        for imported in claims:
            claim, event = imported.claim, imported.event
            self._session.add_all(from_tags(claim))
            self._session.add(from_event(claim.id, event.sequence, claim.version, event))
        self._session.flush()
        for imported in claims:
            self._log.note_claim_event(imported.claim.id, imported.event.sequence)
