"""Mark summaries that state what was found false, and note what new ones left out.

Verdicts that are stored already mark nothing here: each does as soon as it, or a link of its
claim, changes.

Revision: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision: str | None = "0014"


def upgrade() -> None:
    """Create the table of marks, and a column for what was left out: nothing so far."""
    op.create_table(
        "summary_staleness",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("summary_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.Column("in_headline", sa.Boolean(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "verdict IN ('true', 'mostly_true', 'misleading', 'false', 'unproven')",
            name=op.f("ck_summary_staleness_verdict"),
        ),
        sa.CheckConstraint("cleared_at >= marked_at", name=op.f("ck_summary_staleness_cleared_at")),
        sa.ForeignKeyConstraint(
            ["summary_id"],
            ["summary.id"],
            name=op.f("fk_summary_staleness_summary_id_summary"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_staleness")),
    )
    op.create_index(
        op.f("ix_summary_staleness_summary_id_marked_at"),
        "summary_staleness",
        ["summary_id", "marked_at"],
    )
    op.create_index(op.f("ix_summary_staleness_claim_id"), "summary_staleness", ["claim_id"])
    op.add_column(
        "summary", sa.Column("left_out", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
    )


def downgrade() -> None:
    """Forget both; the indexes go with the table."""
    op.drop_column("summary", "left_out")
    op.drop_table("summary_staleness")
