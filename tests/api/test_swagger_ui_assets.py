"""Swagger UI's files: as published, and listed with their hashes."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "service" / "web" / "swagger-ui"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
LISTED = dict(re.findall(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", README, re.MULTILINE))
OWN = {"README.md", "index.html", "init.js"}


def test_every_vendored_file_is_as_published() -> None:
    assert LISTED
    for name, digest in LISTED.items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest, name


def test_no_file_goes_unlisted() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(LISTED) | OWN


def test_the_page_has_no_inline_script_or_style_and_no_foreign_address() -> None:
    page = (FOLDER / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert "<style" not in page
    assert "style=" not in page
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert "//" not in address
