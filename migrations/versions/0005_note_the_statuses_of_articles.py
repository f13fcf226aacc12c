"""Note the statuses that articles have had.

Of those that are stored already it is known when they came in and where they stand now.

Revision: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    """Create the table, and note what is known."""
    op.create_table(
        "article_status",
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("failure", sa.JSON(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('queued', 'processing', 'ready', 'failed')",
            name=op.f("ck_article_status_status"),
        ),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_article_status_sequence")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_article_status_revision")),
        sa.CheckConstraint("attempt >= 1", name=op.f("ck_article_status_attempt")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_article_status_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "sequence", name=op.f("pk_article_status")),
    )
    columns = "article_id, sequence, status, revision, attempt, failure, occurred_at"
    op.execute(
        f"INSERT INTO article_status ({columns}) "  # noqa: S608  own names
        "SELECT id, 1, 'queued', 1, 1, NULL, created_at FROM article"
    )
    op.execute(
        f"INSERT INTO article_status ({columns}) "  # noqa: S608  own names
        "SELECT id, 2, status, revision, attempt, failure, updated_at FROM article "
        "WHERE status <> 'queued' OR attempt > 1"
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("article_status")
