"""Search vectors in the database itself, where PostgreSQL has the extension pgvector.

Where it has not, nothing changes: each process searches an index of its own, and
`claimdesk migrate` does this as soon as the extension is there.

Revision: 0017
Revises: 0016
"""

from __future__ import annotations

from alembic import op

from service.storage.pgvector import keep_in_database, keep_in_memory

revision = "0017"
down_revision: str | None = "0016"


def upgrade() -> None:
    """Add the column and its index, and copy the vectors that are there."""
    keep_in_database(op.get_bind())


def downgrade() -> None:
    """Drop the column; the vectors stay as bytes."""
    keep_in_memory(op.get_bind())
