"""Index the marks that hold, so that stale summaries are found without a look at all articles.

Revision: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision: str | None = "0018"

_OPEN = sa.text("cleared_at IS NULL")


def upgrade() -> None:
    """Create the index."""
    op.create_index(
        op.f("ix_summary_staleness_summary_id"),
        "summary_staleness",
        ["summary_id"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index(op.f("ix_summary_staleness_summary_id"), "summary_staleness")
