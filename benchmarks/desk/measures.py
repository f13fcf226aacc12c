"""Measures: what is found out about a desk that holds many claims."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from itertools import cycle, islice
from typing import Final
from uuid import UUID

import numpy as np
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from benchmarks.desk.clock import WARM_UP, Caller, Times, time_calls
from benchmarks.desk.generated import Matrix, strayed, vectors
from benchmarks.desk.questions import Question, list_questions, sampled
from benchmarks.desk.raw_sql import RawSql
from service.domain.matching import Embedding
from service.storage import pgvector
from service.storage.unit_of_work import UnitOfWorkFactory

ROUNDS: Final = 60
QUERIES: Final = 200
_NEAREST, _CANDIDATES = 5, 50
_CHANGE_SECONDS: Final = 20.0
_CONNECTIONS_A_PROCESS: Final = 2
#: How SQLite and PostgreSQL tell that they read a whole table.
_WHOLE_TABLE: Final = re.compile(
    r"^\s*SCAN claim(_document|_vector)?$|Seq Scan on claim(_document|_vector)?\b"
)


@dataclass(frozen=True, slots=True)
class Read:
    """One read: over HTTP, and as raw SQL."""

    name: str
    service: Times
    raw: Times

    @property
    def ratio(self) -> float:
        """Return how many times as long the service's 95th percentile is."""
        return self.service.p95 / self.raw.p95


@dataclass
class Figures:
    """What was found on one database.

    Attributes:
        recall_at_five: Of the exact five nearest vectors, the share that a search finds among
            its first five, and among its candidates.
        whole_tables: The questions for which the database would read a whole table.
    """

    database: str
    claims: int
    reads: list[Read] = field(default_factory=list)
    matching: Times = field(default_factory=lambda: Times(()))
    stored_matches: Times = field(default_factory=lambda: Times(()))
    recall_at_five: tuple[float, float] = (0.0, 0.0)
    changes_a_second: float = 0.0
    refused_changes: int = 0
    whole_tables: list[str] = field(default_factory=list)


def measure_reads(
    figures: Figures, caller: Caller, raw: RawSql, engine: Engine, rounds: int
) -> None:
    """Time every question, the read of one claim, its history and its impact."""
    with engine.connect() as connection:
        articles = connection.scalars(text("SELECT id FROM article LIMIT 2000")).all()
        claims = connection.scalars(
            text("SELECT id FROM claim WHERE publication = 'published' LIMIT 2000")
        ).all()
    for question in list_questions(sampled(_read_ids(articles), 20, seed=3)):
        figures.reads.append(_time_question(question, caller, raw, rounds))
        print(_tell_read(figures.reads[-1]), flush=True)
        if reads_whole_table(question, raw):
            figures.whole_tables.append(question.name)
    some = sampled(_read_ids(claims), 50, seed=5)
    raw_reads = time_calls(raw.of_claim(one) for one in islice(cycle(some), rounds + WARM_UP))
    for name, path in (("one claim", ""), ("history", "/history"), ("impact", "/impact")):
        paths = (f"/v1/claims/{one}{path}" for one in cycle(some))
        figures.reads.append(Read(name, caller.time_paths(paths, rounds), raw_reads))
        print(_tell_read(figures.reads[-1]), flush=True)


def _read_ids(stored: Sequence[object]) -> list[UUID]:
    return [one if isinstance(one, UUID) else UUID(str(one)) for one in stored]


def _time_question(question: Question, caller: Caller, raw: RawSql, rounds: int) -> Read:
    calls = cycle([raw.of_path(path) for path in islice(question.paths(), len(question.queries))])
    answered = caller.time_paths(question.paths(), rounds)
    return Read(question.name, answered, time_calls(islice(calls, rounds + WARM_UP)))


def reads_whole_table(question: Question, raw: RawSql) -> bool:
    """Tell whether the database would read the whole table of claims for a question."""
    return any(
        tells_whole_table(raw.explain(*sent))
        for path in islice(question.paths(), len(question.queries))
        for sent in raw.statements_of(path)
    )


def tells_whole_table(plan: str) -> bool:
    """Tell whether a plan, of either database, reads all claims, or all their words or vectors."""
    return any(_WHOLE_TABLE.search(line) for line in plan.splitlines())


def _tell_read(read: Read) -> str:
    return (
        f"{read.name}: p50 {read.service.p50:.1f} ms, p95 {read.service.p95:.1f} ms; raw SQL "
        f"{read.raw.p50:.1f}, {read.raw.p95:.1f} ms; {read.ratio:.2f} times"
    )


def measure_matching(
    figures: Figures, caller: Caller, texts: Sequence[str], engine: Engine
) -> None:
    """Time searches for wordings that are stored in many variants, and matches of claims."""

    def search(number: int) -> None:
        asked = f"{texts[number * 97 % len(texts)][:-1]}, as was told on Monday."
        content = caller.fetch("/v1/claims/search", {"text": asked, "limit": _NEAREST})
        if not json.loads(content)["items"]:
            message = f"nothing is found for {asked!r}"
            raise RuntimeError(message)

    figures.matching = time_calls(partial(search, number) for number in range(QUERIES))
    with engine.connect() as connection:
        claims = _read_ids(connection.scalars(text("SELECT id FROM claim LIMIT 500")).all())
    paths = (f"/v1/claims/{one}/matches?limit={_NEAREST}" for one in cycle(claims))
    figures.stored_matches = caller.time_paths(paths, QUERIES)


def measure_recall(
    figures: Figures, store: UnitOfWorkFactory, engine: Engine, of_wordings: Matrix, model: str
) -> None:
    """Hold what the index finds against the exact nearest of all vectors."""
    asked = strayed(of_wordings[::97][:QUERIES], seed=-1 % 2**32)
    best: list[list[tuple[float, int]]] = [[] for _ in asked]
    start = 0
    for block in vectors(figures.claims, of_wordings):
        cosines = asked @ block.T
        for row, line in enumerate(cosines):
            top = np.argpartition(-line, _NEAREST)[:_NEAREST]
            best[row] = sorted(
                [*best[row], *((float(line[at]), start + int(at)) for at in top)], reverse=True
            )[:_NEAREST]
        start += len(block)
    keys = _keys_by_number(engine)
    in_first, in_all = 0, 0
    for query, exact in zip(asked, best, strict=True):
        wanted = {keys[number] for _, number in exact}
        found = _nearest(store, engine, Embedding(model, tuple(query.tolist())))
        in_first += len(wanted & set(found[:_NEAREST]))
        in_all += len(wanted & set(found))
    total = _NEAREST * len(best)
    figures.recall_at_five = (in_first / total, in_all / total)


def _keys_by_number(engine: Engine) -> list[int]:
    """Return the keys of the vectors in the order in which they were stored."""
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT key FROM claim_vector ORDER BY key")))


def _nearest(store: UnitOfWorkFactory, engine: Engine, embedding: Embedding) -> list[int]:
    if engine.dialect.name == "sqlite":
        index = store.vector_indexes.get(embedding.model, len(embedding.vector))
        return [key for key, _ in index.search(embedding.vector, _CANDIDATES)]
    with Session(engine) as session:
        claims = pgvector.find_nearest(session, embedding, _CANDIDATES, None, exact=False)
        rows = session.execute(
            text("SELECT claim_id, key FROM claim_vector WHERE claim_id = ANY(:claims)"),
            {"claims": claims},
        )
        keys = {row.claim_id: row.key for row in rows}
    return [keys[claim] for claim in claims]


def measure_changes(figures: Figures, urls: Sequence[str], engine: Engine) -> None:
    """Have several connections triage new claims for a while, each claim once."""
    with engine.connect() as connection:
        new = text("SELECT id FROM claim WHERE workflow = 'new' AND version = 1 LIMIT 20000")
        waiting = iter(_read_ids(connection.scalars(new).all()))
    lock, counts = threading.Lock(), {"changed": 0, "refused": 0}
    ends_at = time.perf_counter() + _CHANGE_SECONDS

    def work(url: str) -> None:
        with closing(Caller(url)) as caller:
            change(caller)

    def change(caller: Caller) -> None:
        while time.perf_counter() < ends_at:
            with lock:
                claim_id = next(waiting)
            status, _ = caller.ask(
                f"/v1/claims/{claim_id}/status", {"workflow": "triaged"}, {"If-Match": '"1"'}
            )
            with lock:
                counts["changed" if status == HTTPStatus.OK else "refused"] += 1

    threads = [
        threading.Thread(target=work, args=(url,))
        for url in urls
        for _ in range(_CONNECTIONS_A_PROCESS)
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    figures.changes_a_second = counts["changed"] / (time.perf_counter() - started)
    figures.refused_changes = counts["refused"]
