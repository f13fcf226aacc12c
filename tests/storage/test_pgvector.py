"""Vectors that PostgreSQL searches itself: the same answers, and no process left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NoReturn
from uuid import UUID

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, make_url, text

from benchmarks.postgres import PostgresServer
from service.domain.claim import ClaimState, Workflow
from service.domain.claim_query import ClaimFilters
from service.domain.matching import CandidateQuery, Embedding
from service.storage import claim_search
from service.storage.engine import create_engine
from service.storage.metadata import METADATA, is_described
from service.storage.migration import (
    describe_vector_search,
    downgrade,
    upgrade,
    use_pgvector,
)
from service.storage.pgvector import DIMENSIONS, INDEX_NAME
from service.storage.unit_of_work import UnitOfWork, UnitOfWorkFactory
from service.storage.vector_indexes import VectorIndexes
from tests.storage.rows import add_article, add_claim, make_event

MODEL = "model"
IN_DATABASE = "Vectors are searched in the database (pgvector 0."
Vector = tuple[float, ...]


@pytest.fixture
def url(pgvector_server: PostgresServer) -> Iterator[str]:
    """A migrated database that has the extension."""
    created = pgvector_server.create_database()
    upgrade(created)
    yield created
    pgvector_server.drop_database(created)


@pytest.fixture
def store(url: str) -> Iterator[UnitOfWorkFactory]:
    factory = UnitOfWorkFactory(url)
    yield factory
    factory.dispose()


@pytest.fixture
def no_index_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        pytest.fail("an index in memory was asked for")

    monkeypatch.setattr(VectorIndexes, "get", refuse)


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def direction(seed: int) -> Vector:
    """Return a unit vector."""
    drawn = np.random.default_rng(seed).normal(size=DIMENSIONS).astype(np.float32)
    return tuple(float(value) for value in drawn / np.linalg.norm(drawn))


def cosine(one: Vector, other: Vector) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def add(uow: UnitOfWork, vectors: dict[str, Vector], model: str = MODEL) -> dict[str, UUID]:
    """Store a claim for each vector, under its name."""
    found = {}
    for name, vector in vectors.items():
        claim = add_claim(uow, add_article(uow, f"Article {name}.").id, text=f"Claim {name}.")
        uow.claim_vectors.store(claim.id, Embedding(model, vector))
        found[name] = claim.id
    return found


def nearest(
    uow: UnitOfWork, vector: Vector, count: int, filters: ClaimFilters | None = None
) -> list[UUID]:
    """Return what is found by meaning alone, nearest first."""
    query = CandidateQuery(
        (), Embedding(MODEL, vector), filters or ClaimFilters(), frozenset(), count
    )
    candidates = uow.claim_search.find_candidates(query)
    return [c.claim.id for c in sorted(candidates, key=lambda c: -(c.cosine or 0))]


@pytest.mark.usefixtures("no_index_in_memory")
def test_the_nearest_vectors_are_found_in_the_database(store: UnitOfWorkFactory) -> None:
    vectors = {str(seed): direction(seed) for seed in range(60)}
    asked = direction(1000)
    with store() as uow:
        claims = add(uow, vectors)
        best = sorted(vectors, key=lambda name: -cosine(vectors[name], asked))
        assert nearest(uow, asked, 50) == [claims[name] for name in best[:50]]
        # What another wording replaced is found no more.
        uow.claim_vectors.store(claims[best[0]], Embedding(MODEL, direction(2000)))
        assert nearest(uow, asked, 1) == [claims[best[1]]]


def test_the_index_is_what_answers(store: UnitOfWorkFactory, url: str) -> None:
    with store() as uow:
        add(uow, {str(seed): direction(seed) for seed in range(5)})
        uow.commit()
    near = f"'[{','.join(map(str, direction(9)))}]'"
    query = f"SELECT key FROM claim_vector ORDER BY embedding <=> {near} LIMIT 2"  # noqa: S608  numbers
    with connected(url) as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(connection.scalars(text(f"EXPLAIN {query}")))
    assert INDEX_NAME in plan


@pytest.mark.usefixtures("no_index_in_memory")
@pytest.mark.parametrize("exact_limit", [20_000, 0])
def test_filters_take_nothing_away_that_is_allowed(
    store: UnitOfWorkFactory, monkeypatch: pytest.MonkeyPatch, exact_limit: int
) -> None:
    monkeypatch.setattr(claim_search, "_EXACT_LIMIT", exact_limit)
    asked = direction(1000)
    with store() as uow:
        claims = add(uow, {str(seed): direction(seed) for seed in range(40)})
        for claim_id in list(claims.values())[::10]:
            claim = replace(uow.claims.get(claim_id), state=ClaimState(Workflow.TRIAGED))
            uow.claims.update(claim, 1, make_event("status_changed"))
        found = nearest(uow, asked, 10, ClaimFilters(workflow=Workflow.TRIAGED))
    assert set(found) == set(list(claims.values())[::10])


def test_vectors_of_another_embedder_and_of_another_length_are_not_mixed_up(
    store: UnitOfWorkFactory,
) -> None:
    with store() as uow:
        claims = add(uow, {"one": direction(1)})
        add(uow, {"other": direction(1)}, model="older")
        short = add(uow, {"short": (1.0, 0.0)}, model="short")
        uow.commit()
        assert nearest(uow, direction(1), 5) == [claims["one"]]
        query = CandidateQuery((), Embedding("short", (1.0, 0.0)), ClaimFilters(), frozenset(), 5)
        assert [c.claim.id for c in uow.claim_search.find_candidates(query)] == [short["short"]]


def test_the_database_is_as_the_records_describe_it(url: str) -> None:
    with connected(url) as connection:
        options = {"compare_type": True, "include_object": is_described}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
    assert describe_vector_search(url).startswith(IN_DATABASE)


@pytest.mark.usefixtures("no_index_in_memory")
@pytest.mark.parametrize("revision", ["0016", "0011"])
def test_vectors_survive_the_way_down_and_up(
    store: UnitOfWorkFactory, url: str, revision: str
) -> None:
    with store() as uow:
        claims = add(uow, {str(seed): direction(seed) for seed in range(3)})
        uow.commit()
    downgrade(url, revision)
    assert "`claimdesk migrate`" in describe_vector_search(url)
    upgrade(url)
    with store() as uow:
        assert nearest(uow, direction(2), 1) == [claims["2"]]


def test_an_extension_that_comes_later_is_used_from_the_next_migration_on(
    pgvector_server: PostgresServer,
) -> None:
    url = pgvector_server.create_database()
    database = make_url(url).database
    role = f"desk_{database}"
    pgvector_server.execute(f"CREATE ROLE {role} LOGIN")
    pgvector_server.execute(f"ALTER DATABASE {database} OWNER TO {role}")
    desk = make_url(url).set(username=role).render_as_string(hide_password=False)
    upgrade(desk)
    assert "CREATE EXTENSION vector" in use_pgvector(desk)
    store = UnitOfWorkFactory(desk)
    with store() as uow:
        claims = add(uow, {str(seed): direction(seed) for seed in range(3)})
        uow.commit()
        assert nearest(uow, direction(1), 1) == [claims["1"]]
    with connected(url) as connection:
        connection.execute(text("CREATE EXTENSION vector"))
    assert "`claimdesk migrate`" in describe_vector_search(desk)
    assert use_pgvector(desk).startswith(IN_DATABASE)
    with store() as uow:
        claims |= add(uow, {"4": direction(4)})
        assert nearest(uow, direction(1), 1) == [claims["1"]]
        assert nearest(uow, direction(4), 1) == [claims["4"]]
        held = text("SELECT count(*) FROM claim_vector WHERE embedding IS NOT NULL")
        assert uow._session.scalar(held) == 4
    store.dispose()
    pgvector_server.drop_database(url)
    pgvector_server.execute(f"DROP ROLE {role}")


def test_a_release_that_is_too_old_is_left_alone_and_named(
    pgvector_server: PostgresServer,
) -> None:
    url = pgvector_server.create_database()
    with connected(url) as connection:
        connection.execute(text("CREATE EXTENSION vector"))
        # No release before 0.8 is at hand; what the catalogue says of it is what counts.
        connection.execute(
            text("UPDATE pg_extension SET extversion = '0.7.4' WHERE extname = 'vector'")
        )
    upgrade(url)
    assert "pgvector 0.7.4 is too old" in describe_vector_search(url)
    with connected(url) as connection:
        assert connection.scalar(text("SELECT to_regclass(:name)"), {"name": INDEX_NAME}) is None
    pgvector_server.drop_database(url)


def test_where_there_is_no_extension_the_index_in_memory_serves(
    unit_of_work: Callable[[], UnitOfWork], database_url: str
) -> None:
    assert describe_vector_search(database_url).startswith("Vectors are searched in memory")
    with unit_of_work() as uow:
        claims = add(uow, {str(seed): direction(seed) for seed in range(3)})
        uow.commit()
        assert nearest(uow, direction(1), 1) == [claims["1"]]
