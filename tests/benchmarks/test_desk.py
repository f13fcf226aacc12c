"""The desk benchmark: what it seeds is whole, what it asks is everything, and plans are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from uuid import UUID

import numpy as np
import psycopg
import pytest
from sqlalchemy import Engine, event, text

from benchmarks.desk.clock import Times
from benchmarks.desk.generated import WORDINGS, Matrix, strayed, vectors, wordings
from benchmarks.desk.measures import Figures, Read, reads_whole_table, tells_whole_table
from benchmarks.desk.questions import list_questions, unasked_filters
from benchmarks.desk.raw_sql import RawSql
from benchmarks.desk.seeding import seed
from benchmarks.desk.table import Verdicts
from service.domain.claim import Workflow
from service.domain.claim_query import ClaimFilters
from service.domain.matching import CandidateQuery, Embedding
from service.storage.engine import create_engine
from service.storage.unit_of_work import UnitOfWorkFactory
from service.use_cases.verify_history import verify_history

CLAIMS = 400
MODEL = "m" * 64


@pytest.fixture
def of_wordings() -> Matrix:
    drawn = np.random.default_rng(1).standard_normal((WORDINGS, 8), dtype=np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def engine(database_url: str, of_wordings: Matrix) -> Iterator[Engine]:
    made = create_engine(database_url)
    seed(made, CLAIMS, wordings(), of_wordings, MODEL, lambda _: None)
    yield made
    made.dispose()


@pytest.fixture
def store(database_url: str) -> Iterator[UnitOfWorkFactory]:
    made = UnitOfWorkFactory(database_url)
    yield made
    made.dispose()


def test_what_is_seeded_is_what_the_service_would_have_stored(
    engine: Engine, store: UnitOfWorkFactory, of_wordings: Matrix
) -> None:
    with store() as uow:
        report = verify_history(uow)
        assert (report.event_count, report.broken) == (CLAIMS, None)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT id, article_id, exact, start_offset FROM claim"))
        rows = found.all()
        articles = connection.execute(text("SELECT id, text FROM article"))
        stored = {row.id: row.text for row in articles}
        assert len(rows) == CLAIMS
        assert len(stored) == CLAIMS // 20
        for row in rows:
            start = row.start_offset
            assert stored[row.article_id][start : start + len(row.exact)] == row.exact
        assert connection.scalar(text("SELECT count(*) FROM claim_document")) == CLAIMS
    with store() as uow:
        index = store.vector_indexes.get(MODEL, of_wordings.shape[1])
        assert index.catch_up() == CLAIMS
    (block,) = vectors(CLAIMS, of_wordings)
    with engine.connect() as connection:
        keys = connection.scalars(text("SELECT key FROM claim_vector ORDER BY key")).all()
    # The eighth vector is that of the eighth claim.
    assert [key for key, _ in index.search(block[7].tolist(), 1)] == [keys[7]]


def test_what_is_seeded_already_is_left_alone(engine: Engine, of_wordings: Matrix) -> None:
    seed(engine, CLAIMS, wordings(), of_wordings, MODEL, lambda _: None)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM claim")) == CLAIMS


def test_every_filter_is_asked_for() -> None:
    assert unasked_filters() == set()


@pytest.fixture
def raw(engine: Engine, store: UnitOfWorkFactory) -> Iterator[RawSql]:
    if engine.dialect.name == "postgresql":
        # So small a table would be read as a whole, whatever indexes there are.
        @event.listens_for(engine, "connect")
        def _(connection: psycopg.Connection, _: object) -> None:
            connection.execute("SET enable_seqscan = off")
            connection.commit()

        engine.dispose()
    with closing(RawSql(store, engine)) as opened:
        yield opened


def test_no_list_of_claims_reads_the_whole_table(engine: Engine, raw: RawSql) -> None:
    with engine.connect() as connection:
        article = UUID(str(connection.scalar(text("SELECT id FROM article LIMIT 1"))))
    asked = list_questions([article])
    assert [question.name for question in asked if reads_whole_table(question, raw)] == []


@pytest.mark.parametrize("filters", [ClaimFilters(), ClaimFilters(workflow=Workflow.NEW)])
def test_no_search_reads_the_whole_table(
    raw: RawSql, of_wordings: Matrix, filters: ClaimFilters
) -> None:
    words = ("varnholt", "council", "paper", "zeppelin")
    near = Embedding(MODEL, tuple(of_wordings[0].tolist()))
    asked = CandidateQuery(words, near, filters, frozenset(), 5)
    sent = raw.record(lambda uow: uow.claim_search.find_candidates(asked))
    assert [plan for one in sent if tells_whole_table(plan := raw.explain(*one))] == []
    assert any("zeppelin" in str(parameters) for _, parameters in sent)


def test_a_plan_that_reads_the_whole_table_is_noticed(raw: RawSql) -> None:
    unindexed = "SELECT * FROM claim WHERE method = 'abstractive'"
    assert tells_whole_table(raw.explain(unindexed, ()))
    assert not tells_whole_table(raw.explain("SELECT * FROM claim ORDER BY created_at", ()))


def test_strayed_vectors_stay_near_and_are_the_same_each_time(of_wordings: Matrix) -> None:
    moved = strayed(of_wordings[:50], seed=4)
    assert np.array_equal(moved, strayed(of_wordings[:50], seed=4))
    cosines = (moved * of_wordings[:50]).sum(axis=1)
    assert np.linalg.norm(moved, axis=1) == pytest.approx(1.0)
    assert cosines.mean() == pytest.approx(0.9, abs=0.05)


def test_a_figure_short_of_its_goal_is_told() -> None:
    fast, slow = Times((1.0,)), Times((9.0,))
    figures = Figures("sqlite", 1, [Read("tag", slow, fast)], fast, fast, (1.0, 1.0), 500.0)
    verdicts = Verdicts.of([figures])
    assert not verdicts.all_passed
    assert [row for row in verdicts.rows if "FALLS SHORT" in row] == [verdicts.rows[0]]
    assert "9.00 times at worst (tag)" in verdicts.rows[0]
    figures.reads = [Read("tag", fast, fast)]
    assert Verdicts.of([figures]).all_passed
