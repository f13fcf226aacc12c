"""Summaries: stored, ordered sentences that are each tied to the article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.domain.analysis import ModelRun, SummarySentence
from service.domain.claim import Method


@dataclass(frozen=True, slots=True)
class Summary:
    """A stored summary.

    Attributes:
        article_revision: The revision of the text that it was written from.
        headline: At most twelve words.
        headline_method: `extractive` where the headline is the article's own.
        sentences: In reading order; never empty.
        model: The run that wrote it.
        characters_read: How many code points of the article it was chosen and written
            from; None where that was not counted.
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

    @property
    def text(self) -> str:
        """Return the sentences as one paragraph."""
        return " ".join(sentence.text for sentence in self.sentences)
