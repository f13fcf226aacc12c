"""The documentation: what the README tells is there, and what is there it tells."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from service.cli import app
from service.domain.fact_check import RATING_WORDS
from service.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("field", Settings.model_fields)
def test_the_readme_names_every_setting(field: str) -> None:
    assert f"`CLAIMDESK_{field.upper()}`" in README


def test_every_setting_of_the_readme_exists() -> None:
    named = set(re.findall(r"CLAIMDESK_([A-Z_]+)", README))
    # Those of the service, and what `claimdesk submit` reads where it runs.
    assert {name.lower() for name in named} == {*Settings.model_fields, "url", "api_key"}


def test_the_readme_names_every_command() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]  # a click group
    for name in commands:
        assert f"`claimdesk {name}" in README


def test_the_readme_names_every_path_of_the_api() -> None:
    paths = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))["paths"]
    named = {
        path.rstrip("`") for path in re.findall(r"/(?:v1|livez|readyz|metrics)[^\s`,)]*", README)
    }
    told_elsewhere = {
        "/v1/articles/{article_id}/claims",
        "/v1/articles/{article_id}/summaries/{summary_id}",
    }
    assert set(paths) - told_elsewhere <= named


def test_the_example_of_the_readme_points_at_the_sample_article() -> None:
    block = re.search(r"```json\n(.*?)```", README, re.DOTALL)
    assert block is not None
    example = json.loads(block[1])
    text = (ROOT / "service/samples/vaccine_recall.txt").read_text(encoding="utf-8")
    for sentence in example["summary"]["sentences"]:
        for selector in sentence["evidence"]:
            assert text[selector["start"] : selector["end"]] == selector["exact"]
    for claim in example["claims"]:
        place = claim["selector"]
        assert text[place["start"] : place["end"]] == claim["quote"]


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^\.PHONY: ([\w-]+)$", makefile, re.MULTILINE))
    helped = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert targets == helped


def test_the_readme_names_every_rating_that_imports_know() -> None:
    row = {
        cells[0].strip("` "): cells[1]
        for line in README.splitlines()
        if len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 2
    }
    for verdict, names in RATING_WORDS.items():
        listed = row[verdict.value].casefold()
        for pair in ("partly or partially false or true", "two or three pinocchios"):
            if pair in listed:
                listed += ", partly false, partly true, partially false, partially true"
                listed += ", two pinocchios, three pinocchios"
        missing = set(names) - set(re.split(r", ", listed))
        assert not missing, verdict
