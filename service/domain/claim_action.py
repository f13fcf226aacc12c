"""Claim actions: what may be done to a claim, as its history names it."""

from __future__ import annotations

from enum import StrEnum


class ClaimAction(StrEnum):
    """What an event of a claim's history records."""

    CREATED = "created"
    IMPORTED = "imported"
    EDITED = "edited"
    STATUS_CHANGED = "status_changed"
    ASSIGNED = "assigned"
    LINKED = "linked"
    UNLINKED = "unlinked"
    REANCHORED = "reanchored"
    DELETED = "deleted"
