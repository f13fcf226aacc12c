"""A desk of many processes on one database: starts, stops and kills them, and looks inside."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import text

from benchmarks.faults.networks import CALLS_VARIABLE, SECONDS_VARIABLE
from service.settings import Settings
from service.storage.engine import create_engine

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120
_UNFINISHED = "SELECT count(*) FROM article WHERE status IN ('queued', 'processing')"
_OWN_VARIABLES = "CLAIMDESK_"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_until(
    happened: Callable[[], bool],
    what: str,
    seconds: float = START_SECONDS,
    poll_seconds: float = 0.05,
) -> None:
    """Wait until something has happened.

    Raises:
        TimeoutError: Where it does not in time.
    """
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(poll_seconds)


@dataclass
class Process:
    """One process of a desk.

    Attributes:
        arguments: What `claimdesk` is given.
        log: Where it writes.
        port: Where it listens; None for a worker.
        is_supervised: Whether it is started again where it ends at its start, as orchestrators
            do: a service that finds no database says so and ends.
    """

    arguments: tuple[str, ...]
    log: Path
    environment: dict[str, str]
    port: int | None = None
    module: str = "benchmarks.faults.process"
    is_supervised: bool = False
    popen: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return the address that it serves."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, wait: bool = True) -> None:
        """Start it, and wait until it serves or works."""
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(  # noqa: S603  this project's own command
                [sys.executable, "-m", self.module, *self.arguments],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        if wait:
            self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until it serves; a worker says so in its log.

        Raises:
            RuntimeError: Where it has ended instead.
        """
        wait_until(self._is_ready, f"{self.arguments} to start; see {self.log}")

    def end(self, how: signal.Signals, seconds: float = START_SECONDS) -> int:
        """Send it a signal and wait for its end; return the status that it ended with."""
        assert self.popen is not None  # noqa: S101  it was started
        self.popen.send_signal(how)
        return self.popen.wait(seconds)

    @property
    def is_running(self) -> bool:
        """Tell whether it was started and has not ended."""
        return self.popen is not None and self.popen.poll() is None

    def _is_ready(self) -> bool:
        if not self.is_running and self.is_supervised:
            self.start(wait=False)
        if not self.is_running:
            message = f"{self.arguments} has ended: {self.log.read_text()[-2_000:]}"
            raise RuntimeError(message)
        if self.port is None:
            name = f"-{self.popen.pid}-" if self.popen else ""
            return f"works as {socket.gethostname()}{name}" in self.log.read_text()
        try:
            return httpx.get(f"{self.url}/livez", timeout=2).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False


@dataclass
class Desk:
    """Processes that share one database.

    Attributes:
        folder: Where logs and embedded databases are.
        database_url: PostgreSQL, or None for SQLite in the folder.
        stage_seconds: How long each call of a network takes.
        settings: More variables of the environment, without their prefix.
        module: What runs as `claimdesk`; the real command is `service.cli`.
    """

    folder: Path
    database_url: str | None = None
    stage_seconds: float = 0.05
    settings: dict[str, str] = field(default_factory=dict)
    module: str = "benchmarks.faults.process"
    processes: list[Process] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make the folders."""
        self.calls_folder.mkdir(parents=True, exist_ok=True)

    @property
    def calls_folder(self) -> Path:
        """Return where processes note the calls of their networks."""
        return self.folder / "calls"

    @property
    def own_settings(self) -> Settings:
        """Return the settings that the processes have."""
        return Settings(data_dir=self.folder / "data", database_url=self.database_url)

    def create_key(self, name: str, role: str) -> str:
        """Create an API key; return its secret."""
        printed = self.run("keys", "create", name, "--role", role).split()
        return next(word for word in printed if word.startswith("cd_"))

    def count_unfinished(self) -> int:
        """Return how many articles are neither ready nor failed."""
        ((count,),) = self.rows(_UNFINISHED)
        return int(count)

    def wait_until_all_end(self, seconds: float) -> None:
        """Wait until each article is ready or failed.

        Raises:
            TimeoutError: Where one is not after so many seconds.
        """
        wait_until(lambda: self.count_unfinished() == 0, "all articles to end", seconds)

    def run(self, *arguments: str) -> str:
        """Run a command of `claimdesk` to its end; return what it prints.

        Raises:
            subprocess.CalledProcessError: Where it fails.
        """
        return subprocess.run(  # noqa: S603  this project's own command
            [sys.executable, "-m", self.module, *arguments],
            cwd=ROOT,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def api(self, *, worker: bool = False) -> Process:
        """Return a service that is not started yet."""
        port = free_port()
        arguments = ("serve", f"--port={port}", "--worker" if worker else "--no-worker")
        return self._process(arguments, f"api-{len(self.processes)}", port)

    def worker(self) -> Process:
        """Return a worker that is not started yet."""
        return self._process(("worker",), f"worker-{len(self.processes)}", None)

    def close(self) -> None:
        """Kill what still runs."""
        for process in self.processes:
            if process.is_running:
                process.end(signal.SIGKILL)

    def calls(self) -> list[dict[str, Any]]:
        """Return all calls of networks, in no order."""
        return [
            json.loads(line)
            for path in self.calls_folder.glob("*.jsonl")
            for line in path.read_text(encoding="utf-8").splitlines()
        ]

    def rows(self, query: str, *, jobs: bool = False) -> list[tuple[Any, ...]]:
        """Return what a query finds in the database, or in that of the jobs."""
        settings = self.own_settings
        engine = create_engine(
            settings.jobs_database_url if jobs else settings.resolved_database_url
        )
        try:
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(text(query))]
        finally:
            engine.dispose()

    def steps(self) -> list[tuple[str, str, int]]:
        """Return job, stage and the instant of completion (ms) of each finished stage."""
        schema = "" if self.database_url is None else "dbos."
        query = (
            "SELECT workflow_uuid, function_name, completed_at_epoch_ms "  # noqa: S608  own names
            f"FROM {schema}operation_outputs"
        )
        return [(job, stage, at) for job, stage, at in self.rows(query, jobs=True)]

    def _process(self, arguments: tuple[str, ...], name: str, port: int | None) -> Process:
        process = Process(
            arguments, self.folder / f"{name}.log", self._environment(), port, self.module
        )
        self.processes.append(process)
        return process

    def _environment(self) -> dict[str, str]:
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(_OWN_VARIABLES)
        }
        own = {f"{_OWN_VARIABLES}{name}": value for name, value in self.settings.items()}
        if self.database_url is not None:
            own["CLAIMDESK_DATABASE_URL"] = self.database_url
        return {
            **inherited,
            "CLAIMDESK_DATA_DIR": str(self.folder / "data"),
            CALLS_VARIABLE: str(self.calls_folder),
            SECONDS_VARIABLE: str(self.stage_seconds),
            **own,
        }


@contextmanager
def running_desk(folder: Path, database_url: str | None = None, **options: Any) -> Iterator[Desk]:  # noqa: ANN401  the options of a desk
    """Yield a desk on a migrated database; kill what is left of it at the end."""
    desk = Desk(folder, database_url, **options)
    desk.run("migrate")
    try:
        yield desk
    finally:
        desk.close()
