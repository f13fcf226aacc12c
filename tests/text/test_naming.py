"""Naming: full names for surnames, and names without the office before them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.names import without_office


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Mayor Ana Lowe", "Ana Lowe"),
        ("Prime Minister Ana Lowe", "Ana Lowe"),
        ("Health Secretary Élise de Lowe", "Élise de Lowe"),
        ("Bank of Norvall Governor Ana Lowe", "Ana Lowe"),
        ("Tessmark police chief Ana Lowe", "Ana Lowe"),
        ("Mr Rao", "Rao"),
        ("Labour MP Rao", "Rao"),
        ("Labour's Ana Lowe", "Ana Lowe"),
        ("the Governor's Office of Halden", "the Governor's Office of Halden"),
    ],
)
def test_the_office_before_a_name_is_taken_off(written: str, name: str) -> None:
    assert without_office(written) == name


@pytest.mark.parametrize(
    "written",
    ["the prime minister", "harbour board president", "Doctor", "a minister of the sea", "", "the"],
)
def test_a_description_that_gives_no_name_stays(written: str) -> None:
    assert without_office(written) == written


@pytest.mark.parametrize(
    "written",
    [
        "World Health Organization",
        "International Energy Agency",
        "Federal Trade Commission",
        "Norvall State University",
        "Public Health Norvall",
        "Tessmark General Hospital",
        "Norvall Justice Department",
    ],
)
def test_the_name_of_a_body_is_not_cut_at_a_word_that_offices_have_too(written: str) -> None:
    assert without_office(written) == written


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["Ana", "Lowe", "Mayor", "Prime", "Minister", "of", "the", "Bank", "Élise"])
    )
)
def test_what_is_taken_off_stands_in_front_and_never_all_of_it(parts: list[str]) -> None:
    written = " ".join(parts)
    name = without_office(written)
    assert written.endswith(name)
    assert bool(name) == bool(written)
    assert without_office(name) == name
