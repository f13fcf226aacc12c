"""The repository of saved views."""

from __future__ import annotations

import builtins
from dataclasses import replace

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.domain.errors import NotFoundError, StateConflictError, VersionMismatchError
from service.domain.view import SavedView
from service.storage.view_records import SavedViewRecord


class SavedViewRepository:
    """Stores and finds views within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, view: SavedView) -> None:
        """Store a new view.

        Raises:
            StateConflictError: Where there is one of that name.
        """
        self._session.add(
            SavedViewRecord(
                name=view.name,
                description=view.description,
                filters=dict(view.filters),
                sort=view.sort,
                version=view.version,
                created_by=view.created_by,
                created_at=view.created_at,
                updated_at=view.updated_at,
            )
        )
        try:
            self._session.flush()
        except IntegrityError as error:
            message = f"There is a view named '{view.name}' already."
            raise StateConflictError(message) from error

    def get(self, name: str) -> SavedView:
        """Return a view.

        Raises:
            NotFoundError: If there is none of that name.
        """
        record = self._session.get(SavedViewRecord, name)
        if record is None:
            message = f"There is no view named '{name}'."
            raise NotFoundError(message)
        return _to_view(record)

    def list(self, after: str | None, limit: int) -> builtins.list[SavedView]:
        """Return views by name, from the one after `after`."""
        statement = select(SavedViewRecord).order_by(SavedViewRecord.name).limit(limit)
        if after is not None:
            statement = statement.where(SavedViewRecord.name > after)
        return [_to_view(record) for record in self._session.scalars(statement)]

    def count(self) -> int:
        """Return how many views are stored."""
        return self._session.scalar(select(func.count()).select_from(SavedViewRecord)) or 0

    def update(self, view: SavedView) -> SavedView:
        """Store a changed view.

        Returns:
            The view with its new version.

        Raises:
            VersionMismatchError: If it has another version than `view` by now, or is gone.
        """
        changed = self._session.execute(
            update(SavedViewRecord)
            .where(SavedViewRecord.name == view.name, SavedViewRecord.version == view.version)
            .values(
                description=view.description,
                filters=dict(view.filters),
                sort=view.sort,
                version=view.version + 1,
                updated_at=view.updated_at,
            )
            .returning(SavedViewRecord.name)
            .execution_options(synchronize_session=False)
        ).first()
        self._session.expire_all()
        if changed is None:
            raise _changed_meanwhile(view)
        return replace(view, version=view.version + 1)

    def delete(self, view: SavedView) -> None:
        """Delete a view.

        Raises:
            VersionMismatchError: If it has another version than `view` by now, or is gone.
        """
        deleted = self._session.execute(
            delete(SavedViewRecord)
            .where(SavedViewRecord.name == view.name, SavedViewRecord.version == view.version)
            .returning(SavedViewRecord.name)
            .execution_options(synchronize_session=False)
        ).first()
        self._session.expire_all()
        if deleted is None:
            raise _changed_meanwhile(view)


def _changed_meanwhile(view: SavedView) -> VersionMismatchError:
    return VersionMismatchError(
        f"The view '{view.name}' was changed at the same moment; read it again."
    )


def _to_view(record: SavedViewRecord) -> SavedView:
    return SavedView(
        name=record.name,
        description=record.description,
        filters=record.filters,
        sort=record.sort,
        version=record.version,
        created_by=record.created_by,
        created_at=record.created_at,
        updated_at=record.updated_at,
    )
