"""The vector indexes of one database: one an embedder, made when it is first asked for."""

from __future__ import annotations

import threading
from pathlib import Path

from sqlalchemy import Engine

from service.storage.vector_index import VectorIndex

_MODEL_LETTERS = 12


class VectorIndexes:
    """Finds the index of an embedder's vectors.

    Args:
        engine: The database.
        folder: Where the files are kept; None keeps the indexes in memory alone.
    """

    def __init__(self, engine: Engine, folder: Path | None) -> None:
        self._engine = engine
        self._folder = folder
        self._lock = threading.Lock()
        self._indexes: dict[tuple[str, int], VectorIndex] = {}

    def get(self, model: str, dimensions: int) -> VectorIndex:
        """Return the index of an embedder, by its revision and the length of its vectors."""
        with self._lock:
            index = self._indexes.get((model, dimensions))
            if index is None:
                index = VectorIndex(self._engine, model, dimensions, self._path(model))
                self._indexes[model, dimensions] = index
            return index

    def save(self) -> None:
        """Write what is new into the files."""
        with self._lock:
            for index in self._indexes.values():
                index.save()

    def _path(self, model: str) -> Path | None:
        if self._folder is None:
            return None
        name = (self._engine.url.database or "claimdesk").rpartition("/")[2]
        return self._folder / f"{name}.{model[:_MODEL_LETTERS]}.usearch"


def default_index_folder(engine: Engine) -> Path | None:
    """Return the folder of an SQLite file, None for a database elsewhere or in memory."""
    database = engine.url.database
    if engine.dialect.name != "sqlite" or not database or database == ":memory:":
        return None
    return Path(database).resolve().parent
