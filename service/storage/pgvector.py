"""pgvector: the vectors of claims searched in PostgreSQL itself, where its extension is.

The column `claim_vector.embedding` repeats the bytes in `vector` in the extension's own type,
under an HNSW index (Malkov and Yashunin 2016). It is there where the extension was when the
database was migrated, and no record names it, since most databases lack it: there the index
in the memory of each process (`service.storage.vector_index`) does the same.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Connection,
    Float,
    LargeBinary,
    Select,
    String,
    Uuid,
    bindparam,
    column,
    func,
    insert,
    select,
    table,
    text,
    update,
)
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.types import UserDefinedType

from service.domain.matching import Embedding
from service.storage.mapping import pack_vector, unpack_vector

#: The length of the vectors that are indexed: those of the embedder that comes with the service.
DIMENSIONS = 384
#: The first release that goes on searching where a condition took what was found away.
LEAST_VERSION = (0, 8)
INDEX_NAME = "ix_claim_vector_embedding"

_ON_SERVER = text("SELECT default_version FROM pg_available_extensions WHERE name = 'vector'")
_IN_DATABASE = text("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
_HAS_COLUMN = text(
    "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('claim_vector') "
    "AND attname = 'embedding' AND NOT attisdropped"
)
_ADD = (
    f"ALTER TABLE claim_vector ADD COLUMN embedding vector({DIMENSIONS})",
    # Distances are computed from it, so it is the bytes beside it that may lie elsewhere.
    "ALTER TABLE claim_vector ALTER COLUMN embedding SET STORAGE PLAIN",
)
_HAS_INDEX = text(f"SELECT to_regclass('{INDEX_NAME}')")
_INDEX = (
    # Else the graph of some ten thousand vectors would not be built in memory.
    "SET LOCAL maintenance_work_mem = '256MB'",
    f"CREATE INDEX {INDEX_NAME} ON claim_vector USING hnsw (embedding vector_cosine_ops)",
)
_REMOVE = "ALTER TABLE claim_vector DROP COLUMN IF EXISTS embedding"
_NOT_ON_SERVER = "pgvector is not installed on the server"
_NOT_IN_DATABASE = (
    "the database lacks the extension, which an administrator creates: CREATE EXTENSION vector"
)
_TOO_OLD = "pgvector {found} is too old; {least} or newer is needed"
_NOT_MIGRATED = "pgvector is there now; `claimdesk migrate` has it used"
_BATCH = 1_000
#: How many candidates a search keeps in hand, at least and at most: the extension's default
#: of 40 would miss some of 50 neighbours.
_CANDIDATES = (200, 1_000)


class _Vector(UserDefinedType[tuple[float, ...]]):
    """The extension's type, as far as it is written and compared here."""

    cache_ok = True
    render_bind_cast = True

    def __init__(self, length: int = DIMENSIONS) -> None:
        self.length = length

    def get_col_spec(self, **_: Any) -> str:  # noqa: ANN401  as SQLAlchemy declares it
        return f"vector({self.length})"

    def bind_processor(self, dialect: object) -> Any:  # noqa: ANN401, ARG002  as above
        return lambda vector: None if vector is None else f"[{','.join(map(repr, vector))}]"


# Whoever compares the database with the records has to be able to read the column.
ischema_names["vector"] = _Vector

_VECTORS = table(
    "claim_vector",
    column("key", BigInteger),
    column("claim_id", Uuid),
    column("model", String),
    column("vector", LargeBinary),
    column("embedding", _Vector),
)


def keep_in_database(connection: Connection) -> None:
    """Have vectors searched in the database from now on, where it can; may be repeated."""
    if connection.dialect.name != "postgresql" or _find_obstacle(connection) is not None:
        return
    if connection.scalar(_HAS_COLUMN) is None:
        for statement in _ADD:
            connection.execute(text(statement))
    _fill(connection)
    # Even `IF NOT EXISTS` would wait for whoever writes, and lock out others meanwhile.
    if connection.scalar(_HAS_INDEX) is None:
        for statement in _INDEX:
            connection.execute(text(statement))


def keep_in_memory(connection: Connection) -> None:
    """Undo `keep_in_database`; the extension stays."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(_REMOVE))


def describe(connection: Connection) -> str:
    """Tell in a sentence where vectors are searched, and why not in the database."""
    if connection.dialect.name != "postgresql":
        return "Vectors are searched in memory."
    if connection.scalar(_HAS_COLUMN) is not None:
        return f"Vectors are searched in the database (pgvector {connection.scalar(_IN_DATABASE)})."
    reason = _find_obstacle(connection, create=False) or _NOT_MIGRATED
    return f"Vectors are searched in memory: {reason}."


def _find_obstacle(connection: Connection, *, create: bool = True) -> str | None:
    """Return why the extension cannot be used; creates it where it may."""
    available = connection.scalar(_ON_SERVER)
    if available is None:
        return _NOT_ON_SERVER
    if connection.scalar(_IN_DATABASE) is None:
        if not create:
            return _NOT_IN_DATABASE
        try:
            with connection.begin_nested():
                connection.execute(text("CREATE EXTENSION vector"))
        except DBAPIError:
            return _NOT_IN_DATABASE
    found = str(connection.scalar(_IN_DATABASE))
    if tuple(map(int, found.split(".")[:2])) < LEAST_VERSION:
        return _TOO_OLD.format(found=found, least=".".join(map(str, LEAST_VERSION)))
    return None


def _fill(connection: Connection) -> None:
    """Copy the vectors that are there as bytes alone."""
    wanted = (
        select(_VECTORS.c.key, _VECTORS.c.vector)
        .where(
            _VECTORS.c.embedding.is_(None), func.octet_length(_VECTORS.c.vector) == 4 * DIMENSIONS
        )
        .limit(_BATCH)
    )
    put = (
        update(_VECTORS)
        .where(_VECTORS.c.key == bindparam("row_key"))
        .values(embedding=bindparam("copied", type_=_Vector()))
    )
    while rows := connection.execute(wanted).all():
        copies = [{"row_key": key, "copied": unpack_vector(stored)} for key, stored in rows]
        connection.execute(put, copies)


def holds(session: Session, embedding: Embedding) -> bool:
    """Tell whether vectors like this one are searched in the database."""
    if session.get_bind().dialect.name != "postgresql" or len(embedding.vector) != DIMENSIONS:
        return False
    return session.scalar(_HAS_COLUMN) is not None


def add(session: Session, claim_id: UUID, embedding: Embedding) -> None:
    """Add the vector of a claim, which must have none yet, where `holds` has told so.

    Whoever asks has to hold a lock on the table by then (a DELETE takes one), so that the
    column cannot come in between.
    """
    row = {
        "claim_id": claim_id,
        "model": embedding.model,
        "vector": pack_vector(embedding.vector),
        "embedding": embedding.vector,
    }
    session.execute(insert(_VECTORS).values(**row))


def find_nearest(
    session: Session, embedding: Embedding, count: int, allowed: Select[UUID] | None, exact: bool
) -> list[UUID]:
    """Return the claims of the nearest vectors of the same embedder, nearest first.

    Args:
        session: The transaction; `holds` has told that it can be asked.
        embedding: The vector.
        count: How many claims at most.
        allowed: The identifiers of the claims to choose from; all where it is None.
        exact: Whether each of them is compared, which takes long where they are many.
    """
    distance = _VECTORS.c.embedding.op("<=>", return_type=Float())(
        bindparam("near", embedding.vector, _Vector())
    )
    statement = (
        select(_VECTORS.c.claim_id)
        .where(_VECTORS.c.model == embedding.model, _VECTORS.c.embedding.is_not(None))
        # The index knows nothing of sums.
        .order_by(distance + 0.0 if exact else distance)
        .limit(count)
    )
    if allowed is not None:
        statement = statement.where(_VECTORS.c.claim_id.in_(allowed))
    least, most = _CANDIDATES
    settings = {
        "hnsw.ef_search": str(min(max(least, count), most)),
        # Without it the search would end where conditions took away what it had found.
        "hnsw.iterative_scan": "strict_order",
    }
    for name, value in settings.items():
        session.execute(select(func.set_config(name, value, True)))
    return list(session.scalars(statement))
