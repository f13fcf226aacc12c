"""Take in fact-checks of others: as articles of a kind of their own, and claims that say so.

Going down keeps them, as articles that were submitted and claims that an editor added; how
their publishers rated them stands in their history then.

Revision: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision: str | None = "0006"

_OLD = "origin IN ('model', 'editor')"
_NEW = "origin IN ('model', 'editor', 'imported')"


def upgrade() -> None:
    """Add the columns in place, and let claims be imported."""
    op.execute(
        "ALTER TABLE article ADD COLUMN kind VARCHAR(20) DEFAULT 'news' NOT NULL "
        "CONSTRAINT ck_article_kind CHECK (kind IN ('news', 'fact_check'))"
    )
    op.create_index(op.f("ix_article_kind_created_at_id"), "article", ["kind", "created_at", "id"])
    op.execute("ALTER TABLE claim ADD COLUMN original_rating TEXT")
    op.execute("ALTER TABLE claim ADD COLUMN import_key VARCHAR(64)")
    op.create_index(op.f("ix_claim_import_key"), "claim", ["import_key"], unique=True)
    _change_origins(_OLD, _NEW)


def downgrade() -> None:
    """Drop what `upgrade` added."""
    op.execute("UPDATE claim SET origin = 'editor' WHERE origin = 'imported'")
    _change_origins(_NEW, _OLD)
    op.drop_index(op.f("ix_claim_import_key"), "claim")
    op.execute("ALTER TABLE claim DROP COLUMN import_key")
    op.execute("ALTER TABLE claim DROP COLUMN original_rating")
    op.drop_index(op.f("ix_article_kind_created_at_id"), "article")
    op.execute("ALTER TABLE article DROP COLUMN kind")


def _change_origins(old: str, new: str) -> None:
    """Change the values that the constraint allows.

    SQLite changes no constraint in place, and to rebuild the table would cost its triggers. The
    way that its documentation gives for constraints is to change their text ("Making Other
    Kinds Of Table Schema Changes", https://www.sqlite.org/lang_altertable.html).
    """
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_claim_origin"), "claim", type_="check")
        op.create_check_constraint(op.f("ck_claim_origin"), "claim", sa.text(new))
        return
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = connection.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :old, :new) "
            "WHERE type = 'table' AND name = 'claim' AND instr(sql, :old) > 0"
        ),
        {"old": old, "new": new},
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
    if changed.rowcount != 1:
        message = "the table of claims has not the constraint that this migration changes"
        raise RuntimeError(message)
