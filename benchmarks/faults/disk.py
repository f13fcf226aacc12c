"""A disk that can be filled to its last byte, and be given room again."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.faults.desk import Process

#: A database of some articles and the jobs' own, with their side files, take a third of it.
SIZE_MEBIBYTES = 24
_BLOCK = 4096


class Disk(Protocol):
    """A disk under the data of one process.

    Attributes:
        kind: What it is, for the report.
    """

    kind: str

    def fill(self, process: Process) -> None:
        """Leave the process no room to write more."""
        ...

    def free(self, process: Process) -> None:
        """Give it room again."""
        ...


@dataclass
class SmallDisk:
    """A file system of its own, which a ballast fills."""

    folder: Path
    kind: str = f"tmpfs of {SIZE_MEBIBYTES} MiB"

    def fill(self, process: Process) -> None:
        """Write the ballast until no block is left."""
        del process
        with self._ballast.open("ab", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(b"\0" * _BLOCK)
            except OSError:
                # Whatever reason it gives: what counts is that nothing is left.
                free = os.statvfs(self.folder).f_bavail
                assert free == 0, f"{free} blocks are left"  # noqa: S101  it would be no full disk

    def free(self, process: Process) -> None:
        """Take the ballast away."""
        del process
        self._ballast.unlink()

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"


@dataclass
class LimitedFiles:
    """Where nobody may mount: files of the process that cannot grow, so that writing fails."""

    kind: str = "limit of the size of files"

    def fill(self, process: Process) -> None:
        """Let no file of the process grow beyond what a single page takes."""
        self._limit(process, 2 * _BLOCK)

    def free(self, process: Process) -> None:
        """Let them grow as far as the process may."""
        self._limit(process, None)

    @staticmethod
    def _limit(process: Process, size: int | None) -> None:
        assert process.popen is not None  # noqa: S101  it was started
        hard = resource.prlimit(process.popen.pid, resource.RLIMIT_FSIZE)[1]
        soft = hard if size is None else size
        resource.prlimit(process.popen.pid, resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def disk_under(folder: Path) -> Iterator[Disk]:
    """Put a small file system under a folder, for as long as the block runs.

    Where that is not allowed, a limit of the process stands in for it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={SIZE_MEBIBYTES}m"
    mounted = subprocess.run(  # noqa: S603  own arguments
        ["mount", "-t", "tmpfs", "-o", options, "claimdesk", str(folder)],  # noqa: S607  the system's
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        yield LimitedFiles()
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S603, S607  as above
