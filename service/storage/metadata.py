"""Metadata: all tables, whichever module their records stand in."""

from __future__ import annotations

from service.storage import (
    article_status_records,
    history_records,
    key_records,
    outgoing_event_records,
    records,
    revision_records,
    view_records,
    webhook_records,
)

#: Every module of records, so that none is missing from the metadata.
RECORD_MODULES = (
    records,
    article_status_records,
    history_records,
    key_records,
    outgoing_event_records,
    view_records,
    webhook_records,
    revision_records,
)
METADATA = records.Record.metadata
