"""Names: what a phrase looks like inside a sentence."""

from __future__ import annotations

import pytest

from service.text.names import find_names, lower_description


@pytest.mark.parametrize(
    ("phrase", "inside"),
    [
        ("The captains", "the captains"),
        ("Police", "police"),
        ("A report of the council", "a report of the council"),
        ("Prosecutors in Dorrin", "prosecutors in Dorrin"),
        ("US", "US"),
        ("Ana Low", "Ana Low"),
        ("Tessmark Port", "Tessmark Port"),
    ],
)
def test_a_description_loses_the_capital_of_its_sentence_and_a_name_keeps_it(
    phrase: str, inside: str
) -> None:
    assert lower_description(phrase) == inside


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The National Farmers' League met.", ["National Farmers' League"]),
        ("Then Brendan Rodgers' Liverpool won.", ["Brendan Rodgers", "Liverpool"]),
        ("Then Ana Low's Liverpool won.", ["Ana Low", "Liverpool"]),
    ],
)
def test_an_owner_is_another_name_than_what_is_owned(text: str, names: list[str]) -> None:
    assert [name.text for name in find_names(text)] == names
