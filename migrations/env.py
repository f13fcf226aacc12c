"""The environment that Alembic runs revisions in; `service.storage.migration` starts it.

The connection, its transaction and its locks are the caller's.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from service.storage.metadata import METADATA, is_described

connection = context.config.attributes.get("connection")
if not isinstance(connection, Connection):
    message = "migrations run through `claimdesk migrate`, which hands them a connection"
    raise TypeError(message)
context.configure(
    connection=connection,
    target_metadata=METADATA,
    compare_type=True,
    include_object=is_described,
    # SQLite alters next to nothing in place; a batch rebuilds the table instead.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
