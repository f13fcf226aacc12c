"""Examples of batches."""

from __future__ import annotations

from typing import Any

from service.api.schemas import examples

BATCH_ID = "0b6e3b0e-54a5-4f5c-8a3e-5e0b8fd4a1c2"
BATCH_CREATE: dict[str, Any] = {
    "articles": [examples.ARTICLE_CREATE, {"title": "An article without a text"}]
}
REFUSED_ROW: dict[str, Any] = {
    "row": 2,
    "status": "refused",
    "article_id": None,
    "is_new": False,
    "external_id": None,
    "errors": [{"detail": "This is required.", "pointer": "#/text"}],
    "failure": None,
}
QUEUED_ROW: dict[str, Any] = {
    "row": 1,
    "status": "queued",
    "article_id": examples.ARTICLE_ID,
    "is_new": True,
    "external_id": examples.ARTICLE_CREATE["external_id"],
    "errors": [],
    "failure": None,
}
COUNTS: dict[str, int] = {
    "refused": 1,
    "queued": 1,
    "processing": 0,
    "ready": 0,
    "failed": 0,
    "deleted": 0,
}
BATCH: dict[str, Any] = {
    "id": BATCH_ID,
    "created_at": examples.CREATED_AT,
    "rows": 2,
    "known": 0,
    "done": False,
    "counts": COUNTS,
    "failures": [REFUSED_ROW],
}
