"""Backup: a copy of an SQLite database that is in use, by SQLite's online backup."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import make_url

from service.domain.errors import StoreUnavailableError

#: Small enough that writers get their turn in between.
_PAGES = 1_000
_SLEEP_SECONDS = 0.01


def back_up(database_url: str, target: Path) -> int:
    """Copy a database into a file that does not exist yet; return its size in bytes.

    The file appears under its name only once it is whole, checked and on the disk.

    Args:
        database_url: SQLite, in use or not.
        target: The copy.

    Raises:
        FileExistsError: If the file is there.
        OSError: If it cannot be written.
        StoreUnavailableError: If the copy cannot be made, or is not sound.
    """
    if target.exists():
        raise FileExistsError(target)
    source_path = make_url(database_url).database
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as partial:
        path = Path(partial.name)
    try:
        with (
            closing(sqlite3.connect(f"file:{source_path}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(path)) as copy,
        ):
            source.backup(copy, pages=_PAGES, sleep=_SLEEP_SECONDS)
            # In one file, without a log beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
            (state,) = copy.execute("PRAGMA integrity_check").fetchone()
        if state != "ok":
            message = f"The copy is not sound: {state}."
            raise StoreUnavailableError(message)
        with path.open("rb+") as written:
            os.fsync(written.fileno())
        # Fails, where a rename would replace, if somebody made the file meanwhile.
        os.link(path, target)
    except sqlite3.Error as error:
        message = f"The copy cannot be made: {error}."
        raise StoreUnavailableError(message) from error
    finally:
        path.unlink()
    return target.stat().st_size
