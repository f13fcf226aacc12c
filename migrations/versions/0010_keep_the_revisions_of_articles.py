"""Keep the texts that articles have had, and how claims hold on to them.

What is stored already becomes revision 1, submitted when the article was by somebody who
did not identify himself; every claim stands where it was made.

Revision: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision: str | None = "0009"

_REASONS = (
    "'no_fact', 'opinion', 'question', 'vague', 'quote_only', 'prediction', "
    "'duplicate', 'boilerplate', 'instruction', 'unsupported', 'below_threshold'"
)
#: Both databases add such columns in place, the constraint along with them. `revises` is no
#: foreign key, which SQLite could not drop in place: claims go only with their article, all
#: at once.
_CLAIM_COLUMNS = (
    (
        "anchor_status VARCHAR(20) DEFAULT 'exact' NOT NULL CONSTRAINT ck_claim_anchor_status "
        "CHECK (anchor_status IN ('exact', 'moved', 'fuzzy', 'lost'))"
    ),
    (
        "anchor_revision INTEGER DEFAULT 1 NOT NULL CONSTRAINT ck_claim_anchor_revision "
        "CHECK (anchor_revision >= 1)"
    ),
    "anchor_source TEXT",
    (
        "first_revision INTEGER DEFAULT 1 NOT NULL CONSTRAINT ck_claim_first_revision "
        "CHECK (first_revision >= 1)"
    ),
)


def upgrade() -> None:
    """Create the revisions from the articles, and anchor skipped sentences and claims."""
    op.create_table(
        "article_revision",
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("analysed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("boilerplate", sa.JSON(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_article_revision_number")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_article_revision_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "number", name=op.f("pk_article_revision")),
    )
    op.create_index(op.f("ix_article_revision_text_sha256"), "article_revision", ["text_sha256"])
    op.execute(
        "INSERT INTO article_revision (article_id, number, text, text_sha256, created_at, actor, "
        "analysed_at, boilerplate) SELECT id, revision, text, text_sha256, created_at, "
        "'anonymous', CASE WHEN status = 'ready' THEN updated_at END, boilerplate FROM article"
    )
    _renew_skipped_sentence(with_revision=True)
    for column in _CLAIM_COLUMNS:
        op.execute(f"ALTER TABLE claim ADD COLUMN {column}")
    op.add_column("claim", sa.Column("revises", sa.Uuid(), nullable=True))
    op.create_index(
        op.f("ix_claim_anchor_status_created_at_id"), "claim", ["anchor_status", "created_at", "id"]
    )


def downgrade() -> None:
    """Forget former texts; lost claims keep the place where they stood last."""
    op.drop_index(op.f("ix_claim_anchor_status_created_at_id"), "claim")
    for column in (
        "revises",
        "first_revision",
        "anchor_source",
        "anchor_revision",
        "anchor_status",
    ):
        op.execute(f"ALTER TABLE claim DROP COLUMN {column}")
    _renew_skipped_sentence(with_revision=False)
    op.drop_table("article_revision")


def _renew_skipped_sentence(*, with_revision: bool) -> None:
    """Make the table anew, since SQLite cannot change a primary key."""
    own = "SELECT s.* FROM skipped_sentence s"
    if not with_revision:
        own += " JOIN article a ON a.id = s.article_id AND a.revision = s.article_revision"
    op.execute(f"CREATE TABLE skipped_sentence_copy AS {own}")
    op.drop_table("skipped_sentence")
    number = [sa.Column("article_revision", sa.Integer(), nullable=False)] if with_revision else []
    check = (
        [
            sa.CheckConstraint(
                "article_revision >= 1", name=op.f("ck_skipped_sentence_article_revision")
            )
        ]
        if with_revision
        else []
    )
    key = ["article_id", *(["article_revision"] if with_revision else []), "position"]
    op.create_table(
        "skipped_sentence",
        sa.Column("article_id", sa.Uuid(), nullable=False),
        *number,
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        *check,
        sa.CheckConstraint(f"reason IN ({_REASONS})", name=op.f("ck_skipped_sentence_reason")),
        sa.CheckConstraint(
            "0 <= start_offset AND start_offset < end_offset",
            name=op.f("ck_skipped_sentence_offsets"),
        ),
        sa.CheckConstraint("position >= 0", name=op.f("ck_skipped_sentence_position")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_skipped_sentence_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_skipped_sentence")),
    )
    columns = "article_id, position, start_offset, end_offset, reason"
    if with_revision:
        op.execute(
            f"INSERT INTO skipped_sentence (article_revision, {columns}) SELECT a.revision, "  # noqa: S608  own names
            "s.article_id, s.position, s.start_offset, s.end_offset, s.reason "
            "FROM skipped_sentence_copy s JOIN article a ON a.id = s.article_id"
        )
    else:
        op.execute(
            f"INSERT INTO skipped_sentence ({columns}) SELECT {columns} FROM skipped_sentence_copy"  # noqa: S608  own names
        )
    op.drop_table("skipped_sentence_copy")
