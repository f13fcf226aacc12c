"""Summaries: stored, ordered sentences that are each tied to the article."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from service.domain.analysis import ModelRun, SummarySentence
from service.domain.claim import Method
from service.domain.staleness import LeftOut, StalenessMark


@dataclass(frozen=True, slots=True)
class Summary:
    """A stored summary.

    Attributes:
        article_revision: The revision of the text that it was written from.
        headline: At most twelve words, or the article's own, which are whole.
        headline_method: `extractive` where the headline is the article's own.
        sentences: In reading order; never empty.
        model: The run that wrote it.
        characters_read: How many code points of the article it was chosen and written
            from; None where that was not counted.
        left_out: The sentences of the article that it was kept from repeating.
        marks: What was found false or misleading of what it states, the first one first;
            those that were cleared since too.
    """

    id: UUID
    article_id: UUID
    article_revision: int
    headline: str
    headline_method: Method
    sentences: tuple[SummarySentence, ...]
    model: ModelRun
    created_at: datetime
    characters_read: int | None = None
    left_out: tuple[LeftOut, ...] = ()
    marks: tuple[StalenessMark, ...] = ()

    @property
    def text(self) -> str:
        """Return the sentences as one paragraph."""
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def open_marks(self) -> tuple[StalenessMark, ...]:
        """Return the marks that hold."""
        return tuple(mark for mark in self.marks if mark.is_open)

    @property
    def is_stale(self) -> bool:
        """Tell whether it states what was found false or misleading."""
        return bool(self.open_marks)

    def as_of(self, instant: datetime) -> Summary:
        """Return it with the marks that it had at an instant."""
        known = (mark for mark in self.marks if mark.marked_at <= instant)
        return replace(
            self,
            marks=tuple(
                replace(mark, cleared_at=None)
                if mark.cleared_at is not None and mark.cleared_at > instant
                else mark
                for mark in known
            ),
        )
