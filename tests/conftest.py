"""What tests of every room start from: migrated databases, one a test, on both kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copyfile

import pytest

from benchmarks.postgres import PostgresServer, running_server, server_with_pgvector
from service.storage.migration import upgrade
from service.storage.unit_of_work import UnitOfWork, UnitOfWorkFactory
from tests.postgres import empty_database

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with ExitStack() as stack:
        server = running_server(stack)
        if server is None:
            pytest.skip("no PostgreSQL: set CLAIMDESK_TEST_POSTGRES_URL or install postgresql")
        yield server


@pytest.fixture(scope="session")
def pgvector_server() -> Iterator[PostgresServer]:
    """A server that has the extension, whatever the one of the other tests has."""
    with ExitStack() as stack:
        yield server_with_pgvector(stack)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "claimdesk.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer) -> str:
    url = postgres.create_database()
    upgrade(url)
    return url


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.create_database()
    yield url
    server.drop_database(url)


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database without a row."""
    if request.param == "sqlite":
        path = tmp_path / "claimdesk.db"
        copyfile(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    # One database for all tests, emptied after each: to make and drop one takes much longer.
    url: str = request.getfixturevalue("migrated_postgres")
    yield url
    empty_database(url)


@pytest.fixture
def unit_of_work(database_url: str) -> Iterator[Callable[[], UnitOfWork]]:
    factory = UnitOfWorkFactory(database_url)
    yield factory
    factory.dispose()
