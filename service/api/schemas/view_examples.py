"""View examples: the saved view and the stats that the document of the API shows."""

from __future__ import annotations

from typing import Any

from service.api.schemas.examples import CREATED_AT, UPDATED_AT

VIEW_NAME = "harbour-overdue"
VIEW_CREATE: dict[str, Any] = {
    "name": VIEW_NAME,
    "description": "Claims about the harbour that wait for a second pair of eyes.",
    "filters": {"workflow": "in_review", "min_hours_in_workflow": 24, "tag": "harbour"},
    "sort": "workflow_changed_at",
}
VIEW_UPDATE: dict[str, Any] = {"filters": {"workflow": "in_review", "tag": "harbour"}}
VIEW: dict[str, Any] = {
    **VIEW_CREATE,
    "built_in": False,
    "version": 1,
    "created_by": "desk-tool",
    "created_at": CREATED_AT,
    "updated_at": UPDATED_AT,
}
TIME_TO_VERDICT: dict[str, Any] = {
    "verdicts": 12,
    "median_seconds": 5400.0,
    "p90_seconds": 86400.0,
}
KIND_STATS: dict[str, Any] = {
    "kind": "quantity",
    "claims": 40,
    "time_to_verdict": TIME_TO_VERDICT,
}
PUBLISHER_STATS: dict[str, Any] = {
    "publisher": "Example News Agency",
    "claims": 40,
    "time_to_verdict": TIME_TO_VERDICT,
}
STATS: dict[str, Any] = {
    "since": "2025-05-05T18:15:00Z",
    "until": CREATED_AT,
    "claims": 40,
    "workflow": {
        "new": 20,
        "triaged": 3,
        "in_progress": 3,
        "in_review": 2,
        "closed": 10,
        "dismissed": 2,
    },
    "verdict": {
        "none": 28,
        "true": 5,
        "mostly_true": 1,
        "misleading": 2,
        "false": 3,
        "unproven": 1,
    },
    "publication": {"unpublished": 32, "published": 7, "paused": 1},
    "time_to_verdict": TIME_TO_VERDICT,
    "kinds": [KIND_STATS],
    "publishers": [PUBLISHER_STATS],
}
