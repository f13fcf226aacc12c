"""Names: what a phrase looks like inside a sentence."""

from __future__ import annotations

import pytest

from service.text.names import lower_description


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
