"""The arrows between the rooms: who may import whom, and who may import what from outside."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SERVICE = ROOT / "service"

#: The rooms that each room may import besides itself.
ARROWS: dict[str, frozenset[str]] = {
    "domain": frozenset(),
    "text": frozenset({"domain"}),
    "inference": frozenset({"domain", "text"}),
    "storage": frozenset({"domain"}),
    "use_cases": frozenset({"domain", "text", "storage"}),
    "jobs": frozenset({"use_cases", "domain"}),
    "api": frozenset({"use_cases", "domain"}),
    "web": frozenset(),
    "samples": frozenset(),
}
#: Modules beside the rooms that put them together; they may import everything.
COMPOSITION_ROOT = frozenset({"settings", "cli", "commands", "logs", "traces", "main", "demo"})
#: Third-party packages that only some places may import.
GUARDED: dict[str, frozenset[str]] = {
    "torch": frozenset({"inference"}),
    "transformers": frozenset({"inference"}),
    "sqlalchemy": frozenset({"storage"}),
    "fastapi": frozenset({"api", "main"}),
    "starlette": frozenset({"api", "main"}),
    "dbos": frozenset({"jobs"}),
    "argon2": frozenset({"use_cases"}),
    "limits": frozenset({"api"}),
}
#: The room that imports nothing from outside at all.
STANDARD_LIBRARY_ONLY = "domain"


@dataclass(frozen=True)
class Import:
    """One import of one module under `service/`."""

    place: str
    path: str
    line: int
    target: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} imports {self.target}"


def _place(path: Path) -> str:
    """Return the room of a module, or its own name where it stands beside the rooms."""
    parts = path.relative_to(SERVICE).with_suffix("").parts
    return parts[0]


def _targets(node: ast.AST, package: tuple[str, ...]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = package[: len(package) - node.level + 1] if node.level else ()
        module = ".".join((*base, *((node.module,) if node.module else ())))
        # `from service import storage` names a room, not an attribute.
        yield from (f"{module}.{alias.name}" for alias in node.names)


def imports_in(source: str, path: Path) -> list[Import]:
    """Return all imports of a module, those inside functions and type checks too."""
    package = ("service", *path.relative_to(SERVICE).parent.parts)
    return [
        Import(_place(path), str(path.relative_to(ROOT)), node.lineno, target)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for target in _targets(node, package)
    ]


def breaks_an_arrow(found: Import) -> bool:
    """Tell whether a room imports another that the table does not give it."""
    parts = found.target.split(".")
    if parts[0] != "service" or found.place in COMPOSITION_ROOT or found.place == "__init__":
        return False
    # The distribution's version stands in service/__init__.py and is anyone's to read.
    if len(parts) == 1 or parts[1].startswith("__"):
        return False
    return parts[1] != found.place and parts[1] not in ARROWS[found.place]


def breaks_a_guard(found: Import) -> bool:
    """Tell whether a third-party package is imported where it has no business."""
    package = found.target.split(".")[0]
    if found.place == STANDARD_LIBRARY_ONLY:
        return package not in sys.stdlib_module_names and package != "service"
    return package in GUARDED and found.place not in GUARDED[package]


def all_imports() -> list[Import]:
    return [
        found
        for path in sorted(SERVICE.rglob("*.py"))
        for found in imports_in(path.read_text(encoding="utf-8"), path)
    ]


def test_every_import_between_rooms_is_an_arrow_of_the_table() -> None:
    assert [str(found) for found in all_imports() if breaks_an_arrow(found)] == []


def test_third_party_packages_stay_in_their_rooms() -> None:
    assert [str(found) for found in all_imports() if breaks_a_guard(found)] == []


def test_every_module_stands_in_a_room_or_in_the_composition_root() -> None:
    places = {_place(path) for path in SERVICE.rglob("*.py")} - {"__init__"}
    assert places <= set(ARROWS) | COMPOSITION_ROOT
    assert {"domain", "text", "inference", "storage", "use_cases"} <= places


def test_the_table_of_arrows_has_no_circle() -> None:
    left = dict(ARROWS)
    while left:
        free = {room for room, targets in left.items() if not targets & set(left)}
        assert free, f"a circle among {sorted(left)}"
        left = {room: targets for room, targets in left.items() if room not in free}


def _loads(path: Path) -> Iterator[ast.Call]:
    """Yield the calls by which a module has weights loaded that may have to be fetched."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in {"from_pretrained", "snapshot_download", "hf_hub_download", "pipeline"}:
                yield node


def test_weights_are_loaded_from_the_disk_alone() -> None:
    calls = [
        (f"{path.relative_to(ROOT)}:{call.lineno}", call)
        for path in sorted(SERVICE.rglob("*.py"))
        for call in _loads(path)
        # The service's own pipeline takes no argument.
        if call.keywords or call.args
    ]
    assert len(calls) >= 10
    for place, call in calls:
        local = {word.arg: ast.unparse(word.value) for word in call.keywords}
        assert local.get("local_files_only") == "True", place


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("domain/claim.py", "from service.text.language import detect_language"),
        ("text/dates.py", "from service.storage import engine"),
        ("text/dates.py", "from service import storage"),
        ("text/dates.py", "from ..storage import engine"),
        ("use_cases/submit.py", "def run():\n    import service.inference.generation"),
        ("api/routes.py", "from service.storage.unit_of_work import UnitOfWork"),
        ("api/routes.py", "from service.settings import Settings"),
        ("web/pages.py", "from service.domain.claim import Claim"),
    ],
)
def test_an_arrow_against_the_table_is_caught(path: str, source: str) -> None:
    assert any(breaks_an_arrow(found) for found in imports_in(source, SERVICE / path))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("use_cases/submit.py", "import torch.nn as nn"),
        ("storage/records.py", "from starlette.requests import Request"),
        ("api/routes.py", "from sqlalchemy import select"),
        ("cli.py", "import fastapi"),
        ("main.py", "from dbos import DBOS"),
        ("domain/claim.py", "import pydantic"),
    ],
)
def test_a_package_out_of_its_room_is_caught(path: str, source: str) -> None:
    assert any(breaks_a_guard(found) for found in imports_in(source, SERVICE / path))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("domain/claim.py", "from dataclasses import dataclass"),
        ("domain/claim.py", "from service.domain.errors import NotFoundError"),
        ("text/dates.py", "from .cues import CUES\nfrom ..domain.selector import Span"),
        ("api/routes.py", "from fastapi import APIRouter\nfrom service import __version__"),
        ("main.py", "from service.storage.unit_of_work import UnitOfWork\nimport fastapi"),
    ],
)
def test_what_the_table_allows_passes(path: str, source: str) -> None:
    found = imports_in(source, SERVICE / path)
    assert found
    assert not [str(one) for one in found if breaks_an_arrow(one) or breaks_a_guard(one)]
