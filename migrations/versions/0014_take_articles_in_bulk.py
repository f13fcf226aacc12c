"""Take articles in bulk: batches with their rows, and the lane in which an article waits.

Revision: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision: str | None = "0013"


def upgrade() -> None:
    """Add the lane in place, and create the tables of batches."""
    op.execute(
        "ALTER TABLE article ADD COLUMN lane VARCHAR(20) DEFAULT 'interactive' NOT NULL "
        "CONSTRAINT ck_article_lane CHECK (lane IN ('interactive', 'bulk'))"
    )
    op.create_index(op.f("ix_article_status_lane"), "article", ["status", "lane"])
    op.create_table(
        "batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    op.create_table(
        "batch_row",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=True),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_batch_row_number")),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["batch.id"],
            name=op.f("fk_batch_row_batch_id_batch"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_batch_row_article_id_article"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("batch_id", "number", name=op.f("pk_batch_row")),
    )
    op.create_index(op.f("ix_batch_row_article_id"), "batch_row", ["article_id"])


def downgrade() -> None:
    """Drop what `upgrade` added; the articles stay, in one lane."""
    op.drop_table("batch_row")
    op.drop_table("batch")
    op.drop_index(op.f("ix_article_status_lane"), "article")
    op.execute("ALTER TABLE article DROP COLUMN lane")
