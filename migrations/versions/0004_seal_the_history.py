"""Seal the history of claims: append-only, chained by hash, kept when an article goes.

Events that are there already are chained in the order in which they happened. Going down
loses the history of claims that were deleted, which the older form has no place for.

Revision: 0004
Revises: 0003
"""

from __future__ import annotations

from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op

from service.storage.history import GENESIS_HASH, hash_content

revision = "0004"
down_revision: str | None = "0003"

_BATCH = 500
_EVENT: dict[str, sa.types.TypeEngine[Any]] = {
    "claim_id": sa.Uuid(),
    "sequence": sa.Integer(),
    "version": sa.Integer(),
    "action": sa.Text(),
    "occurred_at": sa.DateTime(timezone=True),
    "actor": sa.Text(),
    "on_behalf_of": sa.Text(),
    "before": sa.JSON(),
    "after": sa.JSON(),
    "reason": sa.Text(),
    "evidence": sa.JSON(),
    "correction_note": sa.Text(),
}
_TABLES = ("claim_event", "claim_event_seal")
_REFUSAL = "the history of claims is append-only"
#: SQLite lets INSERT OR REPLACE delete without asking the trigger of deletions, so that a
#: key that is there already is refused as well.
_KEYS = {
    "claim_event": "claim_id = NEW.claim_id AND sequence = NEW.sequence",
    "claim_event_seal": "position = NEW.position "
    "OR (claim_id = NEW.claim_id AND sequence = NEW.sequence)",
}


def upgrade() -> None:
    """Untie the events from their claims, chain them, then refuse every change."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        _rebuild_on_sqlite(sealed=True)
    else:
        op.drop_constraint("fk_claim_event_claim_id_claim", "claim_event", type_="foreignkey")
        op.execute(
            "ALTER TABLE claim_event ADD COLUMN version INTEGER "
            "CONSTRAINT ck_claim_event_version CHECK (version >= 1)"
        )
        # Until now every event was one version of its claim.
        op.execute("UPDATE claim_event SET version = sequence")
        op.alter_column("claim_event", "version", nullable=False)
    op.create_table(
        "claim_event_seal",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_claim_event_seal_position")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_claim_event_seal")),
        sa.UniqueConstraint(
            "claim_id", "sequence", name=op.f("uq_claim_event_seal_claim_id_sequence")
        ),
    )
    _chain()
    for table in _TABLES:
        if is_sqlite:
            _refuse_on_sqlite(table)
        else:
            _refuse_on_postgresql(table)


def downgrade() -> None:
    """Tie the events to their claims again; the triggers go with what they stand on."""
    op.drop_table("claim_event_seal")
    orphaned = "claim_id NOT IN (SELECT id FROM claim)"
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete", "replacement"):
            op.execute(f"DROP TRIGGER claim_event_refuse_{change}")
        op.execute(f"DELETE FROM claim_event WHERE {orphaned}")  # noqa: S608  written above
        _rebuild_on_sqlite(sealed=False)
        return
    op.execute("DROP TRIGGER claim_event_refuse_change ON claim_event")
    op.execute("DROP FUNCTION refuse_change_of_history()")
    op.execute(f"DELETE FROM claim_event WHERE {orphaned}")  # noqa: S608  written above
    op.drop_column("claim_event", "version")
    op.create_foreign_key(
        "fk_claim_event_claim_id_claim",
        "claim_event",
        "claim",
        ["claim_id"],
        ["id"],
        ondelete="CASCADE",
    )


def _chain() -> None:
    """Seal the stored events, a batch at a time."""
    bind = op.get_bind()
    event = sa.table("claim_event", *(sa.column(name, kind) for name, kind in _EVENT.items()))
    seal = sa.table(
        "claim_event_seal",
        sa.column("claim_id", sa.Uuid()),
        *(sa.column(name) for name in ("position", "sequence", "previous_hash", "hash")),
    )
    rows = bind.execute(
        sa.select(event).order_by(event.c.occurred_at, event.c.claim_id, event.c.sequence)
    ).mappings()
    position, previous = 0, GENESIS_HASH
    while batch := rows.fetchmany(_BATCH):
        seals = []
        for row in batch:
            position += 1
            instant = row["occurred_at"]
            content = {
                **row,
                "claim_id": str(row["claim_id"]),
                # SQLite keeps no time zone; what it keeps is UTC.
                "occurred_at": (
                    instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
                ).isoformat(),
                "position": position,
                "previous_hash": previous,
            }
            digest = hash_content(content)
            seals.append(
                {
                    "position": position,
                    "claim_id": row["claim_id"],
                    "sequence": row["sequence"],
                    "previous_hash": previous,
                    "hash": digest,
                }
            )
            previous = digest
        bind.execute(seal.insert(), seals)


def _rebuild_on_sqlite(*, sealed: bool) -> None:
    """Copy the events into a new table, which SQLite needs to change its constraints.

    Args:
        sealed: Whether the new one has versions and no tie to the claims.
    """
    columns = (
        "claim_id, sequence, action, occurred_at, actor, before, after, reason, evidence, "
        "correction_note, on_behalf_of"
    )
    own: list[sa.schema.SchemaItem] = [
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["claim.id"],
            name=op.f("fk_claim_event_claim_id_claim"),
            ondelete="CASCADE",
        )
    ]
    if sealed:
        own = [
            sa.Column("version", sa.Integer(), nullable=False),
            sa.CheckConstraint("version >= 1", name=op.f("ck_claim_event_version")),
        ]
    op.create_table(
        "claim_event_new",
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
        sa.PrimaryKeyConstraint("claim_id", "sequence", name=op.f("pk_claim_event")),
        *own,
    )
    # Until now every event was one version of its claim.
    into, source = (f"{columns}, version", f"{columns}, sequence") if sealed else (columns, columns)
    op.execute(f"INSERT INTO claim_event_new ({into}) SELECT {source} FROM claim_event")  # noqa: S608  own names
    op.drop_table("claim_event")
    op.rename_table("claim_event_new", "claim_event")


def _refuse_on_sqlite(table: str) -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )
    there = f"SELECT 1 FROM {table} WHERE {_KEYS[table]}"  # noqa: S608  own names
    op.execute(
        f"CREATE TRIGGER {table}_refuse_replacement BEFORE INSERT ON {table} "
        f"WHEN EXISTS ({there}) "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    )


def _refuse_on_postgresql(table: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change_of_history() RETURNS trigger "
        f"LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{_REFUSAL}' "
        "USING ERRCODE = 'restrict_violation'; END $$"
    )
    # Of a statement, not of a row: TRUNCATE has no rows.
    op.execute(
        f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history()"
    )
