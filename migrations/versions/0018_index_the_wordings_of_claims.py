"""Index the wordings of claims, since each analysis looks for claims of exactly its own.

Revision: 0018
Revises: 0017
"""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision: str | None = "0017"


def upgrade() -> None:
    """Create the index; of hashes on PostgreSQL, where others take no long texts."""
    op.create_index(op.f("ix_claim_text"), "claim", ["text"], postgresql_using="hash")


def downgrade() -> None:
    """Drop it."""
    op.drop_index(op.f("ix_claim_text"), "claim")
