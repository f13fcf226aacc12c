"""The repository of workers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from service.domain.worker import WorkerPulse
from service.storage.worker_records import WorkerRecord


class WorkerRepository:
    """Keeps what workers say of themselves."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def beat(self, name: str, now: datetime) -> None:
        """Note that a worker lives; the first time, or after it was taken for dead, anew."""
        alive = self._session.execute(
            update(WorkerRecord)
            .where(WorkerRecord.name == name)
            .values(beats=WorkerRecord.beats + 1, stopped=False, seen_at=now)
            .returning(WorkerRecord.name)
            .execution_options(synchronize_session=False)
        ).first()
        if alive is None:
            self._session.add(
                WorkerRecord(name=name, beats=1, stopped=False, started_at=now, seen_at=now)
            )
            self._session.flush()

    def stop(self, name: str) -> None:
        """Note that a worker has stopped, so that others may have what it held at once."""
        self._session.execute(
            update(WorkerRecord).where(WorkerRecord.name == name).values(stopped=True)
        )

    def pulses(self) -> dict[str, WorkerPulse]:
        """Return what each worker has last said, by its name."""
        return {
            record.name: WorkerPulse(record.beats, record.stopped)
            for record in self._session.scalars(select(WorkerRecord))
        }

    def remove(self, names: Collection[str]) -> None:
        """Forget workers."""
        self._session.execute(delete(WorkerRecord).where(WorkerRecord.name.in_(names)))

    def count(self) -> int:
        """Return how many workers there are that have not stopped."""
        statement = select(func.count()).select_from(WorkerRecord)
        return self._session.scalar(statement.where(~WorkerRecord.stopped)) or 0
