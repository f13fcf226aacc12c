"""Cards: none is missing, none is thin, none tells of what is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import service.inference
from service.inference.cards import SECTIONS, SHIPPED, Shipped, card_names, read_card
from service.inference.catalogue import CATALOGUE, Weights

DATA = Path(service.inference.__file__).with_name("data")
INTERVAL = re.compile(r"\[\u2212?-?\d[\d.]*, \d[\d.]*\]")


def sections(card: str) -> dict[str, str]:
    """Return the text below each heading of the second level."""
    parts = re.split(r"^## (.+)$", card, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def card(name: str) -> str:
    found = read_card(name)
    assert found is not None
    return found


def test_every_shipped_file_belongs_to_one_model() -> None:
    there = {
        path.relative_to(DATA).as_posix()
        for path in DATA.rglob("*")
        if path.is_file() and path.suffix != ".md"
    }
    named = [path for item in SHIPPED for path in item.files]
    assert sorted(named) == sorted(there)


def test_every_card_belongs_to_a_model_and_every_model_has_one() -> None:
    there = {path.stem for path in DATA.rglob("*.md")}
    assert sorted(there) == sorted(card_names())


@pytest.mark.parametrize("name", card_names())
def test_a_card_has_every_section_and_none_is_empty(name: str) -> None:
    found = sections(card(name))
    assert set(SECTIONS) <= set(found)
    assert all(text.strip() for text in found.values())


@pytest.mark.parametrize("item", SHIPPED, ids=lambda item: item.name)
def test_figures_of_what_was_trained_here_have_intervals(item: Shipped) -> None:
    assert INTERVAL.search(sections(card(item.name))["Figures"])


@pytest.mark.parametrize("item", SHIPPED, ids=lambda item: item.name)
def test_a_card_names_the_files_it_is_about(item: Shipped) -> None:
    assert all(path in card(item.name) for path in item.files)


@pytest.mark.parametrize("weights", CATALOGUE, ids=lambda weights: weights.name)
def test_the_card_of_fetched_weights_agrees_with_the_catalogue(weights: Weights) -> None:
    text = card(weights.name)
    largest = max(weights.files, key=lambda file: file.size_bytes)
    for told in (largest.sha256, f"{weights.size_bytes:,}", weights.hub_revision or ""):
        assert told in text
    assert sections(text)["Licence"].strip().startswith(weights.licence)


def test_nothing_outside_the_folder_is_read() -> None:
    assert read_card("../catalogue") is None
    assert read_card("") is None
