"""Raw SQL: the queries that the service sends, by the driver alone, encoded as JSON.

Reads are held against it: no service over the same tables could answer sooner in Python.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from sqlalchemy import Engine, event

from service.api.schemas.queries import ClaimQuery
from service.storage.unit_of_work import UnitOfWork, UnitOfWorkFactory
from service.use_cases.read_claims import get_claim, list_claims

_Sent = list[tuple[str, Any]]


class RawSql:
    """Sends the statements of one read again, on a connection of its own.

    Args:
        store: The database.
        engine: Of the same database.
    """

    def __init__(self, store: UnitOfWorkFactory, engine: Engine) -> None:
        self._store = store
        self._sent: _Sent = []
        self._engine = engine
        self._connection = engine.raw_connection()

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    def of_path(self, path: str) -> Callable[[], str]:
        """Return a call that reads what the list of claims at this path reads, as JSON."""
        return self._replay(self.statements_of(path))

    def of_claim(self, claim_id: UUID) -> Callable[[], str]:
        """Return a call that reads one claim as JSON."""
        return self._replay(self.record(lambda uow: get_claim(uow, claim_id)))

    def statements_of(self, path: str) -> _Sent:
        """Return the statements and parameters that the list at this path sends."""
        query = ClaimQuery.model_validate(dict(parse_qsl(urlsplit(path).query)))
        filters = query.filters(datetime.now(UTC))
        return self.record(lambda uow: list_claims(uow, filters, query.sort, limit=query.limit))

    def explain(self, statement: str, parameters: Any) -> str:  # noqa: ANN401  the driver's own
        """Return the database's plan of a statement."""
        is_sqlite = self._engine.dialect.name == "sqlite"
        cursor = self._connection.cursor()
        cursor.execute(
            f"{'EXPLAIN QUERY PLAN' if is_sqlite else 'EXPLAIN'} {statement}", parameters
        )
        rows = cursor.fetchall()
        self._connection.rollback()
        return "\n".join(str(row[-1]) for row in rows)

    def record(self, read: Callable[[UnitOfWork], object]) -> _Sent:
        """Return the statements and parameters that a read sends."""
        sent: _Sent = []
        with self._store() as uow:
            engine = uow.claims._session.get_bind()  # noqa: SLF001  what it sends is looked at

            def note(*told: Any) -> None:  # noqa: ANN401  SQLAlchemy's event
                sent.append((told[2], told[3]))

            event.listen(engine, "before_cursor_execute", note)
            try:
                read(uow)
            finally:
                event.remove(engine, "before_cursor_execute", note)
        return sent

    def _replay(self, sent: _Sent) -> Callable[[], str]:
        def replay() -> str:
            cursor = self._connection.cursor()
            found = []
            for statement, parameters in sent:
                cursor.execute(statement, parameters)
                names = [column[0] for column in cursor.description or ()]
                found += [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            self._connection.rollback()
            return json.dumps(found, default=str)

        return replay
