"""Keep what is known about pairs of claims: suggestions and editors' decisions.

Revision: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision: str | None = "0011"


def upgrade() -> None:
    """Create the table of links."""
    op.create_table(
        "claim_link",
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "relation IN ('suggested', 'same_claim', 'related', 'contradicts', 'rejected')",
            name=op.f("ck_claim_link_relation"),
        ),
        sa.CheckConstraint("score >= 0 AND score <= 1", name=op.f("ck_claim_link_score")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_claim_link_version")),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_claim_link_pair")),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["claim.id"],
            name=op.f("fk_claim_link_first_id_claim"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["claim.id"],
            name=op.f("fk_claim_link_second_id_claim"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_claim_link")),
    )
    op.create_index(op.f("ix_claim_link_second_id"), "claim_link", ["second_id"])


def downgrade() -> None:
    """Drop the table; its index goes with it."""
    op.drop_table("claim_link")
