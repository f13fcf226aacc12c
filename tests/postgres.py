"""What is left of a test in PostgreSQL, and how it is cleared away."""

from __future__ import annotations

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from service.storage.metadata import METADATA


def empty_database(url: str) -> None:
    """Delete all rows of Claimdesk and all tables of its job queue."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        # Without its triggers: foreign keys, and what else refuses deletions.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in METADATA.tables.values():
            connection.execute(table.delete())
        connection.execute(text("DROP SCHEMA IF EXISTS dbos CASCADE"))
