"""Metadata: all tables, whichever module their records stand in."""

from __future__ import annotations

from sqlalchemy.schema import SchemaItem

from service.storage import (
    article_status_records,
    batch_records,
    history_records,
    key_records,
    link_records,
    outgoing_event_records,
    records,
    revision_records,
    search_records,
    staleness_records,
    view_records,
    webhook_records,
    worker_records,
)

#: Every module of records, so that none is missing from the metadata.
RECORD_MODULES = (
    records,
    article_status_records,
    history_records,
    key_records,
    link_records,
    outgoing_event_records,
    view_records,
    webhook_records,
    revision_records,
    search_records,
    worker_records,
    batch_records,
    staleness_records,
)
METADATA = records.Record.metadata

#: What only one kind of database has, made by migrations and named by no record: the FTS5
#: table and the tables that it keeps itself, PostgreSQL's `tsvector` with its index, what
#: `service.storage.pgvector` adds, and the order that only PostgreSQL needs an index of.
_FULL_TEXT_TABLE = "claim_full_text"
_SEARCHED_PARTS = (
    "document",
    "ix_claim_document_document",
    "embedding",
    "ix_claim_vector_embedding",
    "ix_claim_check_worthiness_descending",
)


def is_described(
    _item: SchemaItem,
    name: str | None,
    kind: str,
    _reflected: bool,
    _compared: SchemaItem | None,
) -> bool:
    """Tell Alembic's comparison whether records describe what it found in the database."""
    if kind == "table":
        return not str(name).startswith(_FULL_TEXT_TABLE)
    return name not in _SEARCHED_PARTS
