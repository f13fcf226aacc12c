"""Worker records: the ORM class of the processes that take jobs from the queue."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from service.storage.columns import at_least
from service.storage.records import Record


class WorkerRecord(Record):
    """A process that takes jobs; `seen_at` is for people, what counts is that `beats` grows."""

    __tablename__ = "worker"
    __table_args__ = (at_least("beats", 1),)

    name: Mapped[str] = mapped_column(primary_key=True)
    beats: Mapped[int]
    stopped: Mapped[bool]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
