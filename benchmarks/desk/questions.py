"""Questions: every filter and sort of the list of claims, and the desk's other reads."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from benchmarks.desk.generated import ASSIGNEES, TAGS, speaker
from service.domain.claim_query import ClaimFilters, ClaimSort

#: The values that a filter is asked with, in turn.
_VALUES: Final[dict[str, Sequence[Any]]] = {
    "workflow": ("new", "triaged", "in_review", "closed"),
    "verdict": ("false", "true", "misleading"),
    "publication": ("published", "unpublished"),
    "kind": ("quantity", "event", "prediction"),
    "speaker": tuple(speaker(number) for number in range(0, 5_000, 97)),
    "assignee": ASSIGNEES,
    "tag": TAGS,
    "min_check_worthiness": (0.5, 0.9, 0.99),
    "q": ("northern lock Varnholt", "coastal railway 1987", "wind farm Espen council"),
    "anchor": ("exact", "fuzzy", "lost"),
    "updated_since": ("2025-11-01T00:00:00Z", "2023-01-02T00:00:00Z"),
    "assigned": (True, False),
    "open": (True, False),
    "disputed": (True, False),
}
#: What desks ask, filters together.
_QUEUES: Final[dict[str, dict[str, Any]]] = {
    "unassigned and worth checking": {
        "assigned": False,
        "open": True,
        "min_check_worthiness": 0.5,
        "sort": "-check_worthiness",
    },
    "mine": {"assignee": ASSIGNEES[3], "open": True},
    "in review over a day": {
        "workflow": "in_review",
        "min_hours_in_workflow": 24,
        "sort": "workflow_changed_at",
    },
    "published and disputed since": {"disputed": True, "publication": "published"},
}


@dataclass(frozen=True, slots=True)
class Question:
    """One way to ask for a list of claims.

    Attributes:
        name: As it stands in the table.
        queries: The parameters, asked in turn.
    """

    name: str
    queries: tuple[dict[str, Any], ...]

    def paths(self) -> Iterator[str]:
        """Yield what is asked for, again and again."""
        while True:
            for query in self.queries:
                told = {
                    key: str(value).lower() if isinstance(value, bool) else value
                    for key, value in query.items()
                }
                yield f"/v1/claims?{urlencode(told)}"


def list_questions(article_ids: Sequence[UUID]) -> list[Question]:
    """Return every filter alone, every sort alone, and the desk's queues."""
    found = [Question("no filter", ({},))]
    found += [
        Question(name, tuple({name: value} for value in values)) for name, values in _VALUES.items()
    ]
    found.append(Question("article_id", tuple({"article_id": str(one)} for one in article_ids)))
    found += [Question(f"sort={sort.value}", ({"sort": sort.value},)) for sort in ClaimSort]
    found += [Question(name, (query,)) for name, query in _QUEUES.items()]
    return found


def asked_filters() -> set[str]:
    """Return the names of the filters that the questions ask with."""
    asked = {key for query in _QUEUES.values() for key in query} | set(_VALUES) | {"article_id"}
    return {"workflow_changed_until" if key == "min_hours_in_workflow" else key for key in asked}


def unasked_filters() -> set[str]:
    """Return the filters that the service has and no question asks with."""
    return set(ClaimFilters.__dataclass_fields__) - asked_filters()


def sampled(identifiers: Sequence[UUID], count: int, seed: int) -> list[UUID]:
    """Return so many of the identifiers, by chance that the seed decides."""
    return random.Random(seed).sample(list(identifiers), count)  # noqa: S311  no secret hangs on it
