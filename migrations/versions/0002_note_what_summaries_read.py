"""Note how much a summary was written from, and on which day an article was published.

The day is the publisher's own, which the instant in UTC does not tell. Of articles that are
stored already only the instant is known, so that they get the day in UTC.

Revision: 0002
Revises: 0001
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision: str | None = "0001"

#: `published_at` is written without a time zone on SQLite.
_DAY_IN_UTC = {
    "sqlite": "date(published_at)",
    "postgresql": "CAST(published_at AT TIME ZONE 'UTC' AS DATE)",
}


def upgrade() -> None:
    """Add both columns; both databases can do so in place, the constraint along with it."""
    op.execute(
        "ALTER TABLE summary ADD COLUMN characters_read INTEGER "
        "CONSTRAINT ck_summary_characters_read CHECK (characters_read >= 0)"
    )
    op.execute("ALTER TABLE article ADD COLUMN published_on DATE")
    day = _DAY_IN_UTC[op.get_bind().dialect.name]
    op.execute(f"UPDATE article SET published_on = {day} WHERE published_at IS NOT NULL")  # noqa: S608  the expressions stand above


def downgrade() -> None:
    """Drop both columns; the constraint goes with its column."""
    op.execute("ALTER TABLE article DROP COLUMN published_on")
    op.execute("ALTER TABLE summary DROP COLUMN characters_read")
