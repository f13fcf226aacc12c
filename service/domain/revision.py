"""Revisions: the texts that an article has had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.domain.analysis import SkippedSentence
from service.domain.selector import Span


@dataclass(frozen=True, slots=True)
class ArticleRevision:
    """One text that an article has had.

    Attributes:
        number: 1 for the text as first submitted, then without gaps.
        text_sha256: Hex digest of the UTF-8 bytes of the text.
        created_at: When it was submitted.
        actor: Who submitted it.
        on_behalf_of: The desk user for whom a program submitted it.
        reason: Why the text was corrected, in the words of whoever did; None for the first.
        analysed_at: When its analysis was stored; None where it never was, since it failed
            or the next correction came first.
        boilerplate: The marked spans; empty until it is analysed.
        skipped: The sentences that gave no claim; empty until it is analysed.
    """

    article_id: UUID
    number: int
    text: str
    text_sha256: str
    created_at: datetime
    actor: str
    on_behalf_of: str | None = None
    reason: str | None = None
    analysed_at: datetime | None = None
    boilerplate: tuple[Span, ...] = ()
    skipped: tuple[SkippedSentence, ...] = ()
