"""Views: named questions that a desk asks of its claims again and again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from service.domain.claim_query import ClaimSort

#: What a name may be, so that it needs no escaping in an address.
NAME_PATTERN = "^[a-z0-9][a-z0-9_-]{0,62}$"
_NAME = re.compile(NAME_PATTERN)


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named set of filters and an order.

    Attributes:
        name: What it is asked for by.
        filters: Parameters of the list of claims, by name, as JSON values.
        version: 1 when it was stored, one more for each change.
        created_by: Who made it; likewise `created_at`. None for those that come with the
            service, which nobody can change.
    """

    name: str
    description: str | None
    filters: Mapping[str, object]
    sort: ClaimSort
    version: int = 1
    created_by: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def built_in(self) -> bool:
        """Tell whether it comes with the service."""
        return self.created_at is None


#: The views that every desk has.
BUILT_IN_VIEWS: Mapping[str, SavedView] = {
    view.name: view
    for view in (
        SavedView(
            "unassigned",
            "Open, worth checking, and nobody's: the most check-worthy first.",
            {"open": True, "assigned": False, "min_check_worthiness": 0.5},
            ClaimSort.CHECK_WORTHINESS_DESCENDING,
        ),
        SavedView(
            "open",
            "All that is being worked on; with `assignee` what is mine.",
            {"open": True},
            ClaimSort.UPDATED_AT_DESCENDING,
        ),
        SavedView(
            "overdue",
            "In review for over a day, the longest waiting first.",
            {"workflow": "in_review", "min_hours_in_workflow": 24},
            ClaimSort.WORKFLOW_CHANGED_AT,
        ),
        SavedView(
            "disputed",
            "Published, and since then contradicted, or decided otherwise where it was said again.",
            {"disputed": True},
            ClaimSort.UPDATED_AT_DESCENDING,
        ),
    )
}


def is_view_name(name: str) -> bool:
    """Tell whether a text can be the name of a view."""
    return _NAME.match(name) is not None and not name.endswith("\n")
