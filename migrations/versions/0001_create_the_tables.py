"""Create the tables of articles, summaries, claims, their history, and answers to repeat.

Revision: 0001
Revises: nothing
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """Create the tables, those that others refer to first."""
    _create_article()
    _create_skipped_sentence()
    _create_summary()
    _create_summary_sentence()
    _create_claim()
    _create_claim_tag()
    _create_claim_event()
    _create_idempotency_key()


def downgrade() -> None:
    """Drop the tables, those that refer to others first; their indexes go with them."""
    op.drop_table("idempotency_key")
    op.drop_table("claim_event")
    op.drop_table("claim_tag")
    op.drop_table("claim")
    op.drop_table("summary_sentence")
    op.drop_table("summary")
    op.drop_table("skipped_sentence")
    op.drop_table("article")


def _create_article() -> None:
    op.create_table(
        "article",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("failure", sa.JSON(), nullable=True),
        sa.Column("boilerplate", sa.JSON(), nullable=False),
        sa.Column("claims_model", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(failure IS NOT NULL) = (status = 'failed')", name=op.f("ck_article_failure")
        ),
        sa.CheckConstraint(
            "status IN ('queued', 'processing', 'ready', 'failed')", name=op.f("ck_article_status")
        ),
        sa.CheckConstraint("attempt >= 1", name=op.f("ck_article_attempt")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_article_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("text_sha256", name=op.f("uq_article_text_sha256")),
    )
    op.create_index(op.f("ix_article_created_at_id"), "article", ["created_at", "id"])
    op.create_index(op.f("ix_article_external_id"), "article", ["external_id"])
    op.create_index(
        op.f("ix_article_publisher_created_at_id"), "article", ["publisher", "created_at", "id"]
    )
    op.create_index(
        op.f("ix_article_status_created_at_id"), "article", ["status", "created_at", "id"]
    )


def _create_skipped_sentence() -> None:
    op.create_table(
        "skipped_sentence",
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "reason IN ('no_fact', 'opinion', 'question', 'vague', 'quote_only', 'prediction', "
            "'duplicate', 'boilerplate', 'instruction', 'unsupported', 'below_threshold')",
            name=op.f("ck_skipped_sentence_reason"),
        ),
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
        sa.PrimaryKeyConstraint("article_id", "position", name=op.f("pk_skipped_sentence")),
    )


def _create_summary() -> None:
    op.create_table(
        "summary",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("article_revision", sa.Integer(), nullable=False),
        sa.Column("requested_sentences", sa.Integer(), nullable=True),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("headline_method", sa.String(length=20), nullable=False),
        sa.Column("model", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "headline_method IN ('abstractive', 'extractive')",
            name=op.f("ck_summary_headline_method"),
        ),
        sa.CheckConstraint("article_revision >= 1", name=op.f("ck_summary_article_revision")),
        sa.CheckConstraint("requested_sentences >= 1", name=op.f("ck_summary_requested_sentences")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_summary_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary")),
    )
    op.create_index(
        op.f("ix_summary_article_id_created_at_id"), "summary", ["article_id", "created_at", "id"]
    )


def _create_summary_sentence() -> None:
    op.create_table(
        "summary_sentence",
        sa.Column("summary_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("support", sa.Double(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "method IN ('abstractive', 'extractive')", name=op.f("ck_summary_sentence_method")
        ),
        sa.CheckConstraint("position >= 0", name=op.f("ck_summary_sentence_position")),
        sa.CheckConstraint(
            "support >= 0 AND support <= 1", name=op.f("ck_summary_sentence_support")
        ),
        sa.ForeignKeyConstraint(
            ["summary_id"],
            ["summary.id"],
            name=op.f("fk_summary_sentence_summary_id_summary"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("summary_id", "position", name=op.f("pk_summary_sentence")),
    )


def _create_claim() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("check_worthiness", sa.Double(), nullable=True),
        sa.Column("support", sa.Double(), nullable=True),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("workflow", sa.String(length=20), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("publication", sa.String(length=20), nullable=False),
        sa.Column("assignee", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("embedding", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('quantity', 'event', 'statement', 'status', 'causal', 'prediction')",
            name=op.f("ck_claim_kind"),
        ),
        sa.CheckConstraint("method IN ('abstractive', 'extractive')", name=op.f("ck_claim_method")),
        sa.CheckConstraint("origin IN ('model', 'editor')", name=op.f("ck_claim_origin")),
        sa.CheckConstraint(
            "publication IN ('unpublished', 'published', 'paused')",
            name=op.f("ck_claim_publication"),
        ),
        sa.CheckConstraint(
            "verdict IN ('true', 'mostly_true', 'misleading', 'false', 'unproven')",
            name=op.f("ck_claim_verdict"),
        ),
        sa.CheckConstraint(
            "workflow IN ('new', 'triaged', 'in_progress', 'in_review', 'closed', 'dismissed')",
            name=op.f("ck_claim_workflow"),
        ),
        sa.CheckConstraint(
            "0 <= start_offset AND start_offset < end_offset", name=op.f("ck_claim_offsets")
        ),
        sa.CheckConstraint(
            "check_worthiness >= 0 AND check_worthiness <= 1",
            name=op.f("ck_claim_check_worthiness"),
        ),
        sa.CheckConstraint("position >= 0", name=op.f("ck_claim_position")),
        sa.CheckConstraint("support >= 0 AND support <= 1", name=op.f("ck_claim_support")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_claim_version")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_claim_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index(
        op.f("ix_claim_article_id_start_offset"), "claim", ["article_id", "start_offset"]
    )
    op.create_index(
        op.f("ix_claim_assignee_created_at_id"), "claim", ["assignee", "created_at", "id"]
    )
    op.create_index(op.f("ix_claim_check_worthiness_id"), "claim", ["check_worthiness", "id"])
    op.create_index(op.f("ix_claim_created_at_id"), "claim", ["created_at", "id"])
    op.create_index(op.f("ix_claim_kind_created_at_id"), "claim", ["kind", "created_at", "id"])
    op.create_index(
        op.f("ix_claim_publication_created_at_id"), "claim", ["publication", "created_at", "id"]
    )
    op.create_index(
        op.f("ix_claim_speaker_created_at_id"), "claim", ["speaker", "created_at", "id"]
    )
    op.create_index(op.f("ix_claim_updated_at_id"), "claim", ["updated_at", "id"])
    op.create_index(
        op.f("ix_claim_verdict_created_at_id"), "claim", ["verdict", "created_at", "id"]
    )
    op.create_index(
        op.f("ix_claim_workflow_created_at_id"), "claim", ["workflow", "created_at", "id"]
    )


def _create_claim_tag() -> None:
    op.create_table(
        "claim_tag",
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("position >= 0", name=op.f("ck_claim_tag_position")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_tag_claim_id_claim"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("claim_id", "tag", name=op.f("pk_claim_tag")),
    )
    op.create_index(op.f("ix_claim_tag_tag"), "claim_tag", ["tag"])


def _create_claim_event() -> None:
    op.create_table(
        "claim_event",
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("correction_note", sa.Text(), nullable=True),
        sa.Column("on_behalf_of", sa.Text(), nullable=True),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_claim_event_sequence")),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["claim.id"],
            name=op.f("fk_claim_event_claim_id_claim"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("claim_id", "sequence", name=op.f("pk_claim_event")),
    )


def _create_idempotency_key() -> None:
    op.create_table(
        "idempotency_key",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("reserved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.JSON(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("status >= 100", name=op.f("ck_idempotency_key_status")),
        sa.PrimaryKeyConstraint("key", "operation", name=op.f("pk_idempotency_key")),
    )
    op.create_index(op.f("ix_idempotency_key_expires_at"), "idempotency_key", ["expires_at"])
