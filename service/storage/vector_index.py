"""The vector index: which stored claims lie nearest to a vector.

An HNSW graph (Malkov and Yashunin 2016) by `usearch`, in the memory of each process and in
a file beside the database. The table `claim_vector` is the truth; the index only ever reads
what others have committed there, so that a transaction that is rolled back leaves no trace,
and it catches up before every search. The file is a snapshot, written whole and renamed
into place: any number of processes may write it, and one that is missing, damaged, of
another database or of another embedder is made anew from the table.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Engine, func, select
from usearch.index import Index

from service.storage.search_records import ClaimVectorRecord

logger = logging.getLogger(__name__)

Vector = npt.NDArray[np.float32]
#: Rows read at a time while catching up.
_BATCH = 5_000
#: New vectors after which the file is written again; fewer are soon read from the table.
_SAVE_AFTER = 2_000
#: How many of the newest rows the file names, to tell whether it belongs to this database.
_WITNESSES = 16
#: Vectors of deleted claims, as a share of all, from which on the index is built anew.
_MOST_DEAD = 0.3
_FORMAT = "claimdesk-vectors-1"


@dataclass
class _Snapshot:
    """An index and how far it has read the table.

    Attributes:
        newest_key: The greatest key that it holds; 0 for none.
        witnesses: The claims of its newest keys, by key.
    """

    index: Any
    newest_key: int
    witnesses: dict[int, str]


class VectorIndex:
    """The nearest vectors of one embedder; safe to share among threads.

    Args:
        engine: The database.
        model: The revision of the embedder.
        dimensions: The length of its vectors.
        path: The file; None keeps the index in memory alone.
    """

    def __init__(self, engine: Engine, model: str, dimensions: int, path: Path | None) -> None:
        self._engine = engine
        self._model = model
        self._dimensions = dimensions
        self._path = path
        self._lock = threading.Lock()
        self._snapshot: _Snapshot | None = None
        self._unsaved = 0

    def search(self, vector: Sequence[float], count: int) -> list[tuple[int, float]]:
        """Return the keys of the `count` nearest vectors with their cosine, nearest first.

        Keys of claims that were deleted since may be among them.
        """
        with self._lock:
            snapshot = self._catch_up()
            if not len(snapshot.index):
                return []
            query = np.asarray(vector, dtype=np.float32)
            found = snapshot.index.search(query, min(count, len(snapshot.index)))
        return [
            (int(key), 1.0 - float(distance))
            for key, distance in zip(found.keys, found.distances, strict=True)
        ]

    def catch_up(self) -> int:
        """Read what was committed since the last time; return how many vectors there are."""
        with self._lock:
            return len(self._catch_up().index)

    def save(self) -> None:
        """Write the file, where there is anything new to write."""
        with self._lock:
            if self._snapshot is not None and self._unsaved:
                self._write(self._snapshot)

    def _catch_up(self) -> _Snapshot:
        with self._engine.connect() as connection:
            newest = connection.scalar(
                select(func.max(ClaimVectorRecord.key)).where(
                    ClaimVectorRecord.model == self._model
                )
            )
            snapshot = self._snapshot or self._read(connection) or self._empty()
            newest = newest or 0
            while snapshot.newest_key < newest:
                rows = connection.execute(
                    select(
                        ClaimVectorRecord.key, ClaimVectorRecord.claim_id, ClaimVectorRecord.vector
                    )
                    .where(
                        ClaimVectorRecord.model == self._model,
                        ClaimVectorRecord.key > snapshot.newest_key,
                    )
                    .order_by(ClaimVectorRecord.key)
                    .limit(_BATCH)
                ).all()
                if not rows:
                    break
                self._add(snapshot, [(row.key, row.claim_id.hex, row.vector) for row in rows])
        self._snapshot = snapshot
        if self._unsaved >= _SAVE_AFTER:
            self._write(snapshot)
        return snapshot

    def _empty(self) -> _Snapshot:
        index = Index(ndim=self._dimensions, metric="cos", dtype="f16")
        return _Snapshot(index, 0, {})

    def _add(self, snapshot: _Snapshot, rows: Sequence[tuple[int, str, bytes]]) -> None:
        fitting = [row for row in rows if len(row[2]) == 4 * self._dimensions]
        if fitting:
            vectors = np.frombuffer(b"".join(row[2] for row in fitting), dtype="<f4")
            keys = np.array([row[0] for row in fitting], dtype=np.uint64)
            # All cores, where there is so much to catch up with that somebody waits for it.
            threads = 0 if len(rows) == _BATCH else 1
            matrix = vectors.reshape(len(fitting), self._dimensions)
            snapshot.index.add(keys, matrix, threads=threads)
        snapshot.newest_key = rows[-1][0]
        last = {key: claim for key, claim, _ in rows[-_WITNESSES:]}
        both = {**snapshot.witnesses, **last}
        snapshot.witnesses = dict(sorted(both.items())[-_WITNESSES:])
        self._unsaved += len(rows)

    def _read(self, connection: Connection) -> _Snapshot | None:
        """Return what the file holds, or None where it is of no use."""
        if self._path is None or not self._path.is_file():
            return None
        try:
            header, _, content = self._path.read_bytes().partition(b"\n")
            told = json.loads(header)
            if told["format"] != _FORMAT or told["model"] != self._model:
                return None
            if hashlib.sha256(content).hexdigest() != told["sha256"]:
                logger.warning("the vector index %s is damaged; it is built anew", self._path)
                return None
            index = Index.restore(bytearray(content))
            witnesses = {int(key): str(claim) for key, claim in told["witnesses"].items()}
            snapshot = _Snapshot(index, int(told["newest_key"]), witnesses)
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
            logger.warning(
                "the vector index %s cannot be read (%s); it is built anew", self._path, error
            )
            return None
        if index is None or index.ndim != self._dimensions:
            return None
        return snapshot if self._belongs(connection, snapshot) else None

    def _belongs(self, connection: Connection, snapshot: _Snapshot) -> bool:
        """Tell whether the file is of this database, as its newest rows tell, and not worn out."""
        rows = connection.execute(
            select(ClaimVectorRecord.key, ClaimVectorRecord.claim_id).where(
                ClaimVectorRecord.key.in_(list(snapshot.witnesses))
            )
        ).all()
        total = connection.scalar(
            select(func.count()).where(ClaimVectorRecord.model == self._model)
        )
        dead = len(snapshot.index) - (total or 0)
        if dead > max(_SAVE_AFTER, _MOST_DEAD * len(snapshot.index)):
            logger.info("building the vector index anew: %d of its claims are gone", dead)
            return False
        same = [snapshot.witnesses[row.key] == row.claim_id.hex for row in rows]
        # Where all of them are gone nothing is proved either way; to build anew is safe.
        return bool(same) and all(same)

    def _write(self, snapshot: _Snapshot) -> None:
        self._unsaved = 0
        if self._path is None:
            return
        content = bytes(snapshot.index.save() or b"")
        header = json.dumps(
            {
                "format": _FORMAT,
                "model": self._model,
                "newest_key": snapshot.newest_key,
                "witnesses": {str(key): claim for key, claim in snapshot.witnesses.items()},
                "sha256": hashlib.sha256(content).hexdigest(),
            }
        ).encode()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=self._path.name)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(header + b"\n" + content)
                Path(name).replace(self._path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            # Nothing is lost: the table has it all, and the next start reads it from there.
            logger.warning("the vector index could not be written to %s: %s", self._path, error)
