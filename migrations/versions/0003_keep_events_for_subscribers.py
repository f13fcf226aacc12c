"""Keep the events that subscribers are told of.

Revision: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    """Create the table; what happened before is not told."""
    op.create_table(
        "outgoing_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=True),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_outgoing_event_sequence")),
        sa.CheckConstraint(
            "type IN ('article.ready', 'article.failed', 'claim.created', "
            "'claim.status_changed', 'claim.matched', 'summary.stale')",
            name=op.f("ck_outgoing_event_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_event")),
        sa.UniqueConstraint("sequence", name=op.f("uq_outgoing_event_sequence")),
    )
    op.create_index(op.f("ix_outgoing_event_occurred_at"), "outgoing_event", ["occurred_at"])


def downgrade() -> None:
    """Drop the table; its index goes with it."""
    op.drop_table("outgoing_event")
