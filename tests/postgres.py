"""A PostgreSQL server for the tests: the one that is named, or a private one started here."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from service.storage.metadata import METADATA

URL_VARIABLE = "CLAIMDESK_TEST_POSTGRES_URL"
START_SECONDS = 30


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
        self.execute(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(statement))


def empty_database(url: str) -> None:
    """Delete all rows of Claimdesk and all tables of its job queue."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        # Without its triggers: foreign keys, and what else refuses deletions.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in METADATA.tables.values():
            connection.execute(table.delete())
        connection.execute(text("DROP SCHEMA IF EXISTS dbos CASCADE"))


def running_server(stack: ExitStack) -> PostgresServer | None:
    """Return a server that is stopped with the stack, or None where there is none."""
    named = os.environ.get(URL_VARIABLE)
    if named:
        url = make_url(named).set(drivername="postgresql+psycopg")
        return PostgresServer(url.render_as_string(hide_password=False))
    initdb = find_program("initdb")
    return None if initdb is None else _start(stack, initdb.parent)


def find_program(name: str) -> Path | None:
    """Return a program of PostgreSQL; Debian keeps the newest release's off the PATH."""
    found = shutil.which(name)
    if found is not None:
        return Path(found)
    return max(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), default=None)


def _start(stack: ExitStack, programs: Path) -> PostgresServer:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="claimdesk-postgres-")))
    user = None
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root; its package brings this user.
        user = "postgres"
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    data = folder / "data"
    initdb = [programs / "initdb", "--pgdata", data, "--username=postgres", "--auth=trust"]
    subprocess.run(  # noqa: S603  a program of PostgreSQL, found above
        [*initdb, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
        check=True,
        capture_output=True,
        user=user,
        cwd=folder,
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": folder,
        "max_connections": 200,
        # Nobody needs the data after the tests.
        "fsync": "off",
    }
    server = subprocess.Popen(  # noqa: S603  as above
        [
            programs / "postgres",
            "-D",
            data,
            *(f"--{name}={value}" for name, value in settings.items()),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=user,
        cwd=folder,
    )
    stack.callback(server.wait, START_SECONDS)
    # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client.
    stack.callback(server.send_signal, signal.SIGINT)
    found = PostgresServer(f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres")
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            found.execute("SELECT 1")
        except OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return found
