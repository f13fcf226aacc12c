"""Matching on PostgreSQL: the same as `matching`, where `tsvector` and pgvector find candidates.

The server is a private one with pgvector; vectors are copied from the SQLite databases that
`matching` keeps. The figures and plain BM25 are those of `matching`, measured in this run.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from benchmarks.bench import Bench
from benchmarks.claim_store import copy_store
from benchmarks.data import Row
from benchmarks.postgres import server_with_pgvector
from benchmarks.report import Section
from benchmarks.tasks.matching import measure, open_on_sqlite
from service.inference.claim_matcher import TrainedClaimMatcher
from service.storage.migration import use_pgvector
from service.storage.unit_of_work import UnitOfWorkFactory


def run(bench: Bench) -> list[Section]:
    """Search for every query of each set among the claims of its corpus, on PostgreSQL."""
    with ExitStack() as stack:
        server = server_with_pgvector(stack)

        def open_corpus(
            bench: Bench, matcher: TrainedClaimMatcher, stored: Sequence[Row]
        ) -> UnitOfWorkFactory:
            source = open_on_sqlite(bench, matcher, stored)
            url = server.create_database()
            store = copy_store(source, url, stored, matcher.model, bench.progress)
            source.dispose()
            print(use_pgvector(url))
            return store

        return measure(bench, "PostgreSQL with pgvector", open_corpus)
