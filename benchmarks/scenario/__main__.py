"""Play the scenario: `python -m benchmarks.scenario [--database sqlite|postgresql]`.

Ends with status 1 where anything was not as it should be, and leaves the logs of the
service behind then.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import httpx

from benchmarks.postgres import named_server, server_with_pgvector
from benchmarks.scenario.checklist import CheckFailedError
from benchmarks.scenario.day import play

_DATABASES = ("sqlite", "postgresql")


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the day on each database and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scenario", description="Play a newsroom's day."
    )
    parser.add_argument("--database", choices=_DATABASES, help="both where none is named")
    wanted = parser.parse_args(arguments).database
    databases = _DATABASES if wanted is None else (wanted,)
    passed: dict[str, list[str]] = {}
    with ExitStack() as stack:
        for database in databases:
            folder = Path(tempfile.mkdtemp(prefix=f"claimdesk-scenario-{database}-"))
            url = None if database == "sqlite" else _make_database(stack)
            _tell(f"\nA newsroom's day on {database}, against `claimdesk serve`")
            started = time.monotonic()
            try:
                passed[database] = play(folder, url, _tell)
            except (CheckFailedError, TimeoutError, RuntimeError, httpx.HTTPError) as failure:
                _tell(f"\nFAILED on {database}: {failure}\nThe service's logs are in {folder}.")
                return 1
            _tell(f"\nThe day on {database} took {time.monotonic() - started:.0f} s.")
            shutil.rmtree(folder)
    _tell("\nWhat was checked:")
    for what in dict.fromkeys(what for checks in passed.values() for what in checks):
        _tell(f"  ✓ {what}")
    counts = [f"{len(checks)} checks on {database}" for database, checks in passed.items()]
    _tell(f"\n{', '.join(counts)}: all passed.")
    return 0


def _make_database(stack: ExitStack) -> str:
    """Return the address of an empty database in PostgreSQL."""
    server = named_server() or server_with_pgvector(stack)
    url = server.create_database()
    stack.callback(server.drop_database, url)
    return url


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
