"""Imports of fact-checks: the rows that come in, and the report of what became of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from service.domain.errors import FieldProblem
from service.domain.fact_check import FactCheck

#: Rows whose refusal is told one by one; the rest are counted.
MAX_REFUSED_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One fact-check of an import, or why it cannot be one.

    Attributes:
        number: The line of the file, or the place in the list, from 1.
        content: The fact-check, or the fields at fault.
    """

    number: int
    content: FactCheck | tuple[FieldProblem, ...]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not stored, and what is wrong with it."""

    number: int
    problems: tuple[FieldProblem, ...]


@dataclass(slots=True)
class ImportReport:
    """What became of the rows of an import.

    Attributes:
        imported: Rows that were stored as claims.
        known: Rows whose fact-check was stored before, which were left as they are.
        refused_count: Rows that were not stored.
        refused: The first `MAX_REFUSED_ROWS` of them.
        claim_ids: The claims that were stored.
        without_verdict: Stored rows that gave no verdict.
        unknown_ratings: How often each rating came up that the table does not have.
    """

    imported: int = 0
    known: int = 0
    refused_count: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    claim_ids: list[UUID] = field(default_factory=list)
    without_verdict: int = 0
    unknown_ratings: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """Return how many rows have been read."""
        return self.imported + self.known + self.refused_count

    def refuse(self, number: int, problems: tuple[FieldProblem, ...]) -> None:
        """Note a row that is not stored."""
        self.refused_count += 1
        if len(self.refused) < MAX_REFUSED_ROWS:
            self.refused.append(RefusedRow(number, problems))

    def add(self, other: ImportReport) -> None:
        """Take in the report of further rows."""
        self.imported += other.imported
        self.known += other.known
        self.refused_count += other.refused_count
        self.refused += other.refused[: MAX_REFUSED_ROWS - len(self.refused)]
        self.claim_ids += other.claim_ids
        self.without_verdict += other.without_verdict
        self.unknown_ratings.update(other.unknown_ratings)
