"""Index the claims for search by words and by meaning.

The words of each claim are kept in `claim_document` by triggers, and indexed by FTS5 on
SQLite, by a generated `tsvector` on PostgreSQL. Vectors move from the claim into a table of
their own; those that are there were made by another embedder and are dropped, so that
`claimdesk embed` (or the next start of the service) makes them anew.

Revision: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision: str | None = "0010"

#: What a claim is found by beside its own text, by the name that statements below give it.
_CONTEXTS = {
    "NEW_CONTEXT": (
        "new.exact || ' ' || coalesce(new.speaker, '') || ' ' || "
        "coalesce((SELECT title FROM article WHERE article.id = new.article_id), '')"
    ),
    "RETITLED_CONTEXT": (
        "claim.exact || ' ' || coalesce(claim.speaker, '') || ' ' || coalesce(new.title, '')"
    ),
}
_FILL = """
    INSERT INTO claim_document (claim_id, text, context)
    SELECT claim.id, claim.text,
        claim.exact || ' ' || coalesce(claim.speaker, '') || ' ' || coalesce(article.title, '')
    FROM claim JOIN article ON article.id = claim.article_id
    ORDER BY claim.created_at, claim.id
"""

_SQLITE = (
    """
    CREATE VIRTUAL TABLE claim_full_text USING fts5(
        text, context, content='claim_document', content_rowid='key',
        tokenize='porter unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER claim_document_added AFTER INSERT ON claim_document BEGIN
        INSERT INTO claim_full_text (rowid, text, context)
        VALUES (new.key, new.text, new.context);
    END
    """,
    """
    CREATE TRIGGER claim_document_removed AFTER DELETE ON claim_document BEGIN
        INSERT INTO claim_full_text (claim_full_text, rowid, text, context)
        VALUES ('delete', old.key, old.text, old.context);
    END
    """,
    """
    CREATE TRIGGER claim_document_changed AFTER UPDATE ON claim_document BEGIN
        INSERT INTO claim_full_text (claim_full_text, rowid, text, context)
        VALUES ('delete', old.key, old.text, old.context);
        INSERT INTO claim_full_text (rowid, text, context)
        VALUES (new.key, new.text, new.context);
    END
    """,
    """
    CREATE TRIGGER claim_added AFTER INSERT ON claim BEGIN
        INSERT INTO claim_document (claim_id, text, context)
        VALUES (new.id, new.text, NEW_CONTEXT);
    END
    """,
    """
    CREATE TRIGGER claim_changed AFTER UPDATE OF text, exact, speaker ON claim BEGIN
        UPDATE claim_document SET text = new.text,
            context = NEW_CONTEXT
        WHERE claim_id = new.id;
        -- A vector belongs to the wording that it was made from.
        DELETE FROM claim_vector WHERE claim_id = new.id AND new.text <> old.text;
    END
    """,
    """
    CREATE TRIGGER article_retitled AFTER UPDATE OF title ON article BEGIN
        UPDATE claim_document SET context = (
            SELECT RETITLED_CONTEXT
            FROM claim WHERE claim.id = claim_document.claim_id
        )
        WHERE claim_id IN (SELECT id FROM claim WHERE article_id = new.id);
    END
    """,
)
_SQLITE_DOWN = (
    "DROP TRIGGER article_retitled",
    "DROP TRIGGER claim_changed",
    "DROP TRIGGER claim_added",
    "DROP TABLE claim_full_text",
)
_POSTGRESQL = (
    """
    ALTER TABLE claim_document ADD COLUMN document tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', text), 'A')
        || setweight(to_tsvector('english', context), 'D')
    ) STORED
    """,
    "CREATE INDEX ix_claim_document_document ON claim_document USING gin (document)",
    """
    CREATE FUNCTION claim_document_keep() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO claim_document (claim_id, text, context)
        VALUES (new.id, new.text, NEW_CONTEXT)
        ON CONFLICT (claim_id) DO UPDATE SET text = excluded.text, context = excluded.context;
        IF TG_OP = 'UPDATE' AND new.text <> old.text THEN
            -- A vector belongs to the wording that it was made from.
            DELETE FROM claim_vector WHERE claim_id = new.id;
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER claim_added AFTER INSERT ON claim
    FOR EACH ROW EXECUTE FUNCTION claim_document_keep()
    """,
    """
    CREATE TRIGGER claim_changed AFTER UPDATE OF text, exact, speaker ON claim
    FOR EACH ROW EXECUTE FUNCTION claim_document_keep()
    """,
    """
    CREATE FUNCTION claim_document_retitle() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE claim_document
        SET context = RETITLED_CONTEXT
        FROM claim WHERE claim.id = claim_document.claim_id AND claim.article_id = new.id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER article_retitled AFTER UPDATE OF title ON article
    FOR EACH ROW EXECUTE FUNCTION claim_document_retitle()
    """,
)
_POSTGRESQL_DOWN = (
    "DROP TRIGGER article_retitled ON article",
    "DROP TRIGGER claim_changed ON claim",
    "DROP TRIGGER claim_added ON claim",
    "DROP FUNCTION claim_document_retitle()",
    "DROP FUNCTION claim_document_keep()",
)
_UP = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
_DOWN = {"sqlite": _SQLITE_DOWN, "postgresql": _POSTGRESQL_DOWN}


def upgrade() -> None:
    """Create tables, indexes and triggers, and index the claims that are there."""
    _create_table("claim_document", sa.Column("text", sa.Text(), nullable=False), "context")
    _create_table("claim_vector", sa.Column("model", sa.String(64), nullable=False), "vector")
    op.create_index(op.f("ix_claim_vector_model_key"), "claim_vector", ["model", "key"])
    for statement in _UP[op.get_bind().dialect.name]:
        op.execute(_with_contexts(statement))
    op.execute(_FILL)
    op.execute("ALTER TABLE claim DROP COLUMN embedding")


def downgrade() -> None:
    """Drop what `upgrade` made; the claims are left without vectors."""
    op.add_column("claim", sa.Column("embedding", sa.LargeBinary(), nullable=True))
    for statement in _DOWN[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_table("claim_vector")
    op.drop_table("claim_document")


def _with_contexts(statement: str) -> str:
    for name, expression in _CONTEXTS.items():
        statement = statement.replace(name, expression)
    return statement


def _create_table(name: str, column: sa.Column[str], last: str) -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    kind = sa.LargeBinary() if last == "vector" else sa.Text()
    op.create_table(
        name,
        sa.Column("key", key, nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        column,
        sa.Column(last, kind, nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f(f"fk_{name}_claim_id_claim"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("claim_id", name=op.f(f"uq_{name}_claim_id")),
        sqlite_autoincrement=True,
    )
