"""`make bench-desk`: how fast the desk is over a million generated claims.

For SQLite and PostgreSQL (with pgvector, on a private server that writes to the disk as it
does by default) it tells:

- each filter and sort of the list of claims, the read of one claim, and its history: the
  95th percentile over HTTP, beside the same SQL by the driver alone with its rows encoded as
  JSON, in the same run (`benchmarks/desk/raw_sql.py`); history and impact, which send more
  than one statement, beside the raw read of their claim;
- matching: the time of a search, and how many of the exact five nearest vectors are found;
- how many changes of status two processes of the service take a second;
- which lists the database would read a whole table for, by its own plan.

Articles, claims and vectors are made up, the same for the same seed; one process asks, and
the service has the other cores.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

import numpy as np
from sqlalchemy import text

from benchmarks.desk.bulk import filling
from benchmarks.desk.clock import Caller
from benchmarks.desk.generated import Matrix, wordings
from benchmarks.desk.measures import (
    ROUNDS,
    Figures,
    measure_changes,
    measure_matching,
    measure_reads,
    measure_recall,
)
from benchmarks.desk.raw_sql import RawSql
from benchmarks.desk.seeding import seed
from benchmarks.desk.table import Verdicts, write_table
from benchmarks.faults.cluster import Cluster
from benchmarks.faults.desk import running_desk
from benchmarks.postgres import programs_with_pgvector
from service.inference.catalogue import embedder_revision
from service.inference.embeddings import MiniLmEmbedder
from service.settings import Settings
from service.storage.engine import create_engine
from service.storage.migration import upgrade
from service.storage.unit_of_work import UnitOfWorkFactory

CLAIMS: Final = 1_000_000
_TOLD_EVERY: Final = 25_000
_WORDINGS_A_BATCH: Final = 500
_DROP_INDEX: Final = "DROP INDEX IF EXISTS ix_claim_vector_embedding"
#: As `service.storage.pgvector` makes it, which is looked at by a test.
_INDEX: Final = (
    "CREATE INDEX ix_claim_vector_embedding ON claim_vector "
    "USING hnsw (embedding vector_cosine_ops)"
)
#: What an administrator gives a server with so much in it.
_SERVER: Final[dict[str, object]] = {
    "shared_buffers": "2GB",
    "maintenance_work_mem": "3GB",
    "max_wal_size": "8GB",
    "work_mem": "32MB",
    # With the one that asks, one for each core that such a server has at least.
    "max_parallel_maintenance_workers": 1,
}
#: The service is asked as fast as it answers.
_NO_LIMITS: Final = {"RATE_LIMIT_ADMIN": "1000000/second"}


def embed_wordings(texts: Sequence[str], cache: Path) -> Matrix:
    """Return the vectors of the base wordings by the service's own embedder, made once."""
    if not cache.is_file():
        embedder = MiniLmEmbedder.load(Settings().resolved_models_dir)
        found: list[list[float]] = []
        for start in range(0, len(texts), _WORDINGS_A_BATCH):
            found += embedder.embed(texts[start : start + _WORDINGS_A_BATCH])
        np.save(cache, np.asarray(found, dtype=np.float32))
    stored: Matrix = np.load(cache)
    return stored


def fill(url: str, claims: int, texts: Sequence[str], of_wordings: Matrix) -> float:
    """Migrate a database and seed it; return how many seconds that took."""
    started = time.monotonic()
    upgrade(url)
    engine = create_engine(url)
    is_postgresql = engine.dialect.name == "postgresql"

    def tell(stored: int) -> None:
        if stored % _TOLD_EVERY == 0:
            print(f"  {stored:,} claims, {time.monotonic() - started:.0f} s", flush=True)

    with engine.begin() as connection:
        if is_postgresql:
            connection.execute(text(_DROP_INDEX))
    with filling(engine):
        seed(engine, claims, texts, of_wordings, embedder_revision(), tell)
        print(f"  all rows, {time.monotonic() - started:.0f} s", flush=True)
    with engine.begin() as connection:
        if is_postgresql:
            # Made at the end, it takes minutes in place of hours.
            connection.execute(text(_INDEX))
            print(f"  the index of vectors, {time.monotonic() - started:.0f} s", flush=True)
        connection.execute(text("ANALYZE"))
    engine.dispose()
    return time.monotonic() - started


def measure(
    url: str, folder: Path, texts: Sequence[str], of_wordings: Matrix, rounds: int
) -> Figures:
    """Start the service on a seeded database and find out how fast it is."""
    engine, store = create_engine(url), UnitOfWorkFactory(url)
    with engine.connect() as connection:
        claims = connection.scalar(text("SELECT count(*) FROM claim")) or 0
    figures = Figures(engine.dialect.name, claims)
    model = embedder_revision()
    started = time.monotonic()
    if engine.dialect.name == "sqlite":
        store.vector_indexes.get(model, of_wordings.shape[1]).catch_up()
        store.vector_indexes.save()
        print(f"  the index of vectors, {time.monotonic() - started:.0f} s", flush=True)
    measure_recall(figures, store, engine, of_wordings, model)
    print(f"  recall of the exact five {figures.recall_at_five}", flush=True)
    # Its copy of the index would take the memory that the service is to have.
    store.dispose()
    store = UnitOfWorkFactory(url)
    with running_desk(folder, url, module="service.cli", settings=_NO_LIMITS) as desk:
        services = [desk.api(), desk.api()]
        services[0].start()
        with (
            closing(Caller(services[0].url)) as caller,
            closing(RawSql(store, engine)) as raw,
        ):
            measure_matching(figures, caller, texts, engine)
            print(f"  a search p95 {figures.matching.p95:.0f} ms", flush=True)
            measure_reads(figures, caller, raw, engine, rounds)
        services[1].start()
        measure_changes(figures, [service.url for service in services], engine)
        print(f"  {figures.changes_a_second:.0f} changes a second", flush=True)
    store.dispose()
    engine.dispose()
    return figures


def main() -> int:
    """Measure both databases, print the table and write it down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=CLAIMS, help="how many (1,000,000)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="answers a read (60)")
    parser.add_argument("--only", choices=["sqlite", "postgresql"], help="one database alone")
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path("var/desk"),
        help="keeps both databases, so that the next run need not seed them (var/desk); where "
        "root runs this, the user postgres has to reach it",
    )
    parser.add_argument("--write", action="store_true", help="write the table down")
    arguments = parser.parse_args()
    folder: Path = arguments.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    texts = wordings()
    of_wordings = embed_wordings(texts, folder / "wordings.npy")
    found: list[Figures] = []
    with ExitStack() as stack:
        for database, open_database in _DATABASES.items():
            if arguments.only in {None, database}:
                print(f"{database}:", flush=True)
                work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                url = open_database(stack, folder, arguments.claims, texts, of_wordings)
                found.append(measure(url, work, texts, of_wordings, arguments.rounds))
    verdicts = Verdicts.of(found)
    print(write_table(found, verdicts, keep=arguments.write))
    return int(not verdicts.all_passed)


def _open_sqlite(
    _: ExitStack, folder: Path, claims: int, texts: Sequence[str], of_wordings: Matrix
) -> str:
    path = folder / f"desk-{claims}.sqlite3"
    done = path.with_suffix(".done")
    url = f"sqlite:///{path}"
    if done.is_file():
        upgrade(url)
        return url
    done.write_text(f"{fill(url, claims, texts, of_wordings):.0f} s\n")
    return url


def _open_postgresql(
    stack: ExitStack, folder: Path, claims: int, texts: Sequence[str], of_wordings: Matrix
) -> str:
    data = folder / f"desk-{claims}.postgresql"
    done = data.with_suffix(".done-postgresql")
    programs = programs_with_pgvector(stack)
    if not done.is_file():
        cluster = (Cluster.open if data.exists() else Cluster.create)(data, programs)
        # A seeding that was killed goes on where it was; only the machine must not fail.
        cluster.start(**_SERVER, fsync="off")
        try:
            done_in = fill(cluster.url, claims, texts, of_wordings)
        finally:
            cluster.stop()
        os.sync()
        done.write_text(f"{done_in:.0f} s\n")
    cluster = Cluster.open(data, programs)
    cluster.start(**_SERVER)
    stack.callback(cluster.stop)
    upgrade(cluster.url)
    return cluster.url


_DATABASES: Final[dict[str, Callable[[ExitStack, Path, int, Sequence[str], Matrix], str]]] = {
    "sqlite": _open_sqlite,
    "postgresql": _open_postgresql,
}


if __name__ == "__main__":
    sys.exit(main())
