"""Note since when claims stand where they stand, and keep named views of them.

What the history of the stored claims tells is read from it.

Revision: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0007"

#: The value of an axis after an event, NULL where the event left the axis alone.
_AFTER = {"sqlite": "json_extract(\"after\", '$.{axis}')", "postgresql": "\"after\" ->> '{axis}'"}
_INSTANTS = ("workflow_changed_at", "decided_at", "published_at")


def upgrade() -> None:
    """Add the instants, fill them from the history, and make the table of views."""
    for name in _INSTANTS:
        op.add_column("claim", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    _read_history()
    op.create_index(
        op.f("ix_claim_workflow_workflow_changed_at_id"),
        "claim",
        ["workflow", "workflow_changed_at", "id"],
    )
    op.create_index(
        op.f("ix_claim_check_worthiness_id_assignee"),
        "claim",
        ["check_worthiness", "id", "assignee"],
        sqlite_where=sa.text("assignee IS NULL"),
        postgresql_where=sa.text("assignee IS NULL"),
    )
    op.create_index(op.f("ix_claim_decided_at"), "claim", ["decided_at"])
    op.create_table(
        "saved_view",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("sort", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_saved_view_version")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_saved_view")),
    )


def downgrade() -> None:
    """Drop the table, the indexes and the instants; the history keeps what they told."""
    op.drop_table("saved_view")
    op.drop_index(op.f("ix_claim_decided_at"), table_name="claim")
    op.drop_index(op.f("ix_claim_check_worthiness_id_assignee"), table_name="claim")
    op.drop_index(op.f("ix_claim_workflow_workflow_changed_at_id"), table_name="claim")
    for name in reversed(_INSTANTS):
        op.execute(f"ALTER TABLE claim DROP COLUMN {name}")


def _read_history() -> None:
    after = _AFTER[op.get_bind().dialect.name]
    workflow, verdict, publication = (
        after.format(axis=axis) for axis in ("workflow", "verdict", "publication")
    )
    select = "SELECT {instant} FROM claim_event WHERE claim_id = claim.id AND {met}"
    changed = select.format(instant="max(occurred_at)", met=f"{workflow} IS NOT NULL")
    decided = select.format(instant="min(occurred_at)", met=f"{verdict} IS NOT NULL")
    published = select.format(instant="max(occurred_at)", met=f"{publication} = 'published'")
    op.execute(
        f"UPDATE claim SET workflow_changed_at = coalesce(({changed}), created_at), "  # noqa: S608  the expressions stand above
        f"decided_at = ({decided}), published_at = ({published})"
    )
