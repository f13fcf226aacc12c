"""The unit of work: one transaction over all repositories."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from service.domain.errors import StoreUnavailableError
from service.storage.anchors import AnchorRepository
from service.storage.article_statuses import ArticleStatusRepository
from service.storage.articles import ArticleRepository
from service.storage.batches import BatchRepository
from service.storage.claim_links import ClaimLinkRepository
from service.storage.claim_search import ClaimSearchRepository
from service.storage.claim_vectors import ClaimVectorRepository
from service.storage.claims import ClaimRepository
from service.storage.commit_log import CommitLog
from service.storage.engine import create_engine
from service.storage.history import HistoryRepository
from service.storage.idempotency import IdempotencyKeyRepository
from service.storage.imports import ImportRepository
from service.storage.keys import ApiKeyRepository
from service.storage.outgoing_events import OutgoingEventRepository
from service.storage.revisions import ArticleRevisionRepository
from service.storage.staleness import StalenessRepository
from service.storage.stats import StatsRepository
from service.storage.summaries import SummaryRepository
from service.storage.vector_index import VectorIndex
from service.storage.vector_indexes import VectorIndexes, default_index_folder
from service.storage.views import SavedViewRepository
from service.storage.webhooks import WebhookRepository
from service.storage.word_counts import WordCounts
from service.storage.workers import WorkerRepository


class UnitOfWork:
    """A transaction that is rolled back unless it is committed.

    A connection is taken at the first query and given back by `commit` and `rollback`;
    the next query begins a new transaction.
    """

    def __init__(
        self,
        session: Session,
        find_index: Callable[[str, int], VectorIndex],
        word_counts: WordCounts,
    ) -> None:
        self._session = session
        self.articles = ArticleRepository(session)
        self.article_statuses = ArticleStatusRepository(session)
        self.revisions = ArticleRevisionRepository(session)
        self.anchors = AnchorRepository(session)
        self.claims = ClaimRepository(session)
        self.history = HistoryRepository(session)
        self.claim_links = ClaimLinkRepository(session)
        self.claim_search = ClaimSearchRepository(session, find_index, word_counts)
        self.claim_vectors = ClaimVectorRepository(session)
        self.summaries = SummaryRepository(session)
        self.staleness = StalenessRepository(session)
        self.stats = StatsRepository(session)
        self.views = SavedViewRepository(session)
        self.keys = ApiKeyRepository(session)
        self.imports = ImportRepository(session)
        self.idempotency_keys = IdempotencyKeyRepository(session)
        self.outgoing_events = OutgoingEventRepository(session)
        self.webhooks = WebhookRepository(session)
        self.workers = WorkerRepository(session)
        self.batches = BatchRepository(session)
        self._log = CommitLog.of(session)

    def commit(self) -> None:
        """Make everything since the last commit permanent."""
        self._log.number(self._session)
        self._session.commit()
        self._log.clear()

    def rollback(self) -> None:
        """Forget everything since the last commit."""
        self._session.rollback()
        self._log.clear()

    def close(self) -> None:
        """Roll back what was not committed and give the connection back."""
        self._session.close()
        self._log.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class UnitOfWorkFactory:
    """Opens units of work on one database.

    Args:
        database_url: An SQLAlchemy URL.
        index_folder: Where the vector index is kept; None for beside an SQLite file, and in
            memory alone on PostgreSQL.
    """

    def __init__(self, database_url: str, index_folder: Path | None = None) -> None:
        self._engine = create_engine(database_url)
        self._sessions = sessionmaker(self._engine)
        folder = index_folder or default_index_folder(self._engine)
        self.vector_indexes = VectorIndexes(self._engine, folder)
        self._word_counts = WordCounts()

    def __call__(self) -> UnitOfWork:
        """Open a unit of work."""
        return UnitOfWork(self._sessions(), self.vector_indexes.get, self._word_counts)

    def problem(self) -> str | None:
        """Return why the database cannot be used, or None when it answers."""
        try:
            with self._sessions() as session:
                session.execute(text("SELECT 1"))
        except StoreUnavailableError as error:
            return error.detail
        except SQLAlchemyError as error:
            return f"the database does not answer ({type(error).__name__})"
        return None

    def dispose(self) -> None:
        """Write the vector index down and close all connections."""
        self.vector_indexes.save()
        self._engine.dispose()
