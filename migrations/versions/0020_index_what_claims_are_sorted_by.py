"""Index what claims are sorted by, since two orders of the list sorted all claims for a page.

Revision: 0020
Revises: 0019
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import TextClause, text

revision = "0020"
down_revision: str | None = "0019"

_BY_WORTH = "ix_claim_check_worthiness_descending"
_BY_CHANGE = "ix_claim_workflow_changed_at_id"


def upgrade() -> None:
    """Create the indexes."""
    op.create_index(op.f(_BY_CHANGE), "claim", ["workflow_changed_at", "id"])
    if op.get_bind().dialect.name == "postgresql":
        # Read backwards, the index that there is has claims without a value first; on SQLite
        # they come last that way.
        columns: list[str | TextClause] = [text("check_worthiness DESC NULLS LAST"), "id"]
        op.create_index(op.f(_BY_WORTH), "claim", columns)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f(_BY_CHANGE), "claim")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index(op.f(_BY_WORTH), "claim")
