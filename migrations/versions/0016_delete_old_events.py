"""Let old events and deliveries be found and deleted quickly.

Revision: 0016
Revises: 0015
"""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision: str | None = "0015"


def upgrade() -> None:
    """Index deliveries by their age, and by the event without which they cannot be."""
    for column in ("created_at", "event_id"):
        op.create_index(op.f(f"ix_webhook_delivery_{column}"), "webhook_delivery", [column])


def downgrade() -> None:
    """Drop both indexes."""
    for column in ("event_id", "created_at"):
        op.drop_index(op.f(f"ix_webhook_delivery_{column}"), "webhook_delivery")
