"""Milestones: the instants of a claim's way through verification that desks ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Milestones:
    """Instants of a claim's way through verification; None for what has not happened.

    Attributes:
        workflow_changed_at: When it came to where it stands on the desk.
        decided_at: When it was given its first verdict.
        published_at: When it was last published.
    """

    workflow_changed_at: datetime | None = None
    decided_at: datetime | None = None
    published_at: datetime | None = None


#: Of a claim that has just been made.
NO_MILESTONES = Milestones()
