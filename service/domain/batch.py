"""Batches: articles that are submitted together, and what became of each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from service.domain.article import Failure
from service.domain.errors import FieldProblem

MAX_ROWS = 1_000


class RowStatus(StrEnum):
    """What became of a row: its article's status, or why it has no article."""

    REFUSED = "refused"
    QUEUED = "queued"
    PROCESSING = "processing"
    READY = "ready"
    FAILED = "failed"
    DELETED = "deleted"


#: Rows of which more is to come.
UNFINISHED = (RowStatus.QUEUED, RowStatus.PROCESSING)


@dataclass(frozen=True, slots=True)
class SubmittedRow:
    """A row as it is stored with its batch.

    Attributes:
        number: Its place in the batch, from 1.
        article_id: Its article; None where it was refused.
        is_new: Whether the article was stored for it; False where its text was known.
        problems: The fields at fault where it was refused.
    """

    number: int
    article_id: UUID | None
    is_new: bool
    problems: tuple[FieldProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A row as it stands now.

    Attributes:
        external_id: The submitter's own identifier of the article.
        failure: Why the analysis of its article failed.
    """

    row: SubmittedRow
    status: RowStatus
    external_id: str | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as it stands now.

    Attributes:
        counts: How many rows have each status; those without any may be left out.
        known: Rows whose text was stored before.
        failures: The rows that were refused or failed, in their order.
    """

    id: UUID
    actor: str
    created_at: datetime
    counts: Mapping[RowStatus, int]
    known: int
    failures: tuple[BatchRow, ...]

    @property
    def rows(self) -> int:
        """Return how many rows it has."""
        return sum(self.counts.values())

    @property
    def is_done(self) -> bool:
        """Tell whether nothing more is to come."""
        return not any(self.counts.get(status, 0) for status in UNFINISHED)
