"""Personal names: people are told from bodies by the form of their names."""

from __future__ import annotations

import pytest

from service.text.personal_names import is_personal_name


@pytest.mark.parametrize(
    "name",
    ["Ilse Brandt", "Ludwig van der Berg", "Martin Okafor Jr.", "J. K. Moreau", "Ana Ruiz-Ortega"],
)
def test_people(name: str) -> None:
    assert is_personal_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Port Board",
        "the company",
        "WHO",
        "Ministry of Health",
        "Norvall Biologics Ltd",
        "police",
        "Harbour Workers' Union",
        "Reuters",
        "Halden City Council",
        "Residents of Old Town 12",
        "",
    ],
)
def test_bodies_and_descriptions(name: str) -> None:
    assert not is_personal_name(name)
