"""A private PostgreSQL server that can be killed, stopped and started again with its data."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from benchmarks.faults.desk import free_port

_START_SECONDS = 60


def find_program(name: str) -> Path | None:
    """Return a program of PostgreSQL; Debian keeps the newest release's off the PATH."""
    found = shutil.which(name)
    if found is not None:
        return Path(found)
    return max(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), default=None)


def _find_programs() -> Path:
    found = find_program("initdb")
    if found is None:
        message = "PostgreSQL is not installed: there is no initdb"
        raise FileNotFoundError(message)
    return found.parent


@dataclass
class Cluster:
    """A server on a loopback port, with its data in a folder of its own.

    Attributes:
        folder: Made for it; belongs to the user that the server runs as.
    """

    folder: Path
    port: int
    programs: Path
    user: str | None
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def create(cls, folder: Path, programs: Path | None = None) -> Cluster:
        """Make the data of a server that is not started yet.

        Args:
            folder: Where; must not be there yet.
            programs: The folder of PostgreSQL's programs; by default those of the system.

        Raises:
            FileNotFoundError: Where PostgreSQL is not installed.
        """
        folder.mkdir(parents=True)
        cluster = cls.open(folder, programs)
        if cluster.user is not None:
            os.chown(folder, pwd.getpwnam(cluster.user).pw_uid, -1)
        command: list[str | Path] = [
            cluster.programs / "initdb",
            "--pgdata",
            folder / "data",
            "--username=postgres",
        ]
        subprocess.run(  # noqa: S603  a program of PostgreSQL, found above
            [*command, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"],
            check=True,
            capture_output=True,
            user=cluster.user,
            cwd=folder,
        )
        return cluster

    @classmethod
    def open(cls, folder: Path, programs: Path | None = None) -> Cluster:
        """Return a server on data that `create` made, by programs of the same release.

        Raises:
            FileNotFoundError: Where PostgreSQL is not installed.
        """
        # PostgreSQL refuses to run as root; its package brings this user.
        user = "postgres" if os.geteuid() == 0 else None
        return cls(folder, free_port(), programs or _find_programs(), user)

    @property
    def url(self) -> str:
        """Return the URL of its one database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def start(self, **settings: object) -> None:
        """Start it and wait until it answers; after a kill it recovers first.

        Args:
            settings: Of the server, beside those that every such cluster has.

        Raises:
            TimeoutError: If it does not.
        """
        wanted = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
            "max_connections": 200,
            **settings,
        }
        deadline = time.monotonic() + _START_SECONDS
        self.process = self._launch(wanted)
        while not self._answers():
            if time.monotonic() > deadline:
                message = "PostgreSQL does not start"
                raise TimeoutError(message)
            if self.process.poll() is not None:
                # It ends while processes of the killed one still hold its memory.
                self.process = self._launch(wanted)
            time.sleep(0.1)

    def _launch(self, wanted: Mapping[str, object]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603  as above
            [
                self.programs / "postgres",
                "-D",
                self.folder / "data",
                *(f"--{name}={value}" for name, value in wanted.items()),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=self.user,
            cwd=self.folder,
        )

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT ends all connections in order, SIGKILL leaves it as it is."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(_START_SECONDS)
            self.process = None

    def _answers(self) -> bool:
        engine = create_engine(self.url, poolclass=NullPool)
        try:
            with engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except OperationalError:
            return False
        finally:
            engine.dispose()
        return True
