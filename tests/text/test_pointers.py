"""Pointers: phrases that point at what only other sentences of an article tell."""

from __future__ import annotations

import pytest

from service.text.clarity import unclear_parts


@pytest.mark.parametrize(
    ("sentence", "pointer"),
    [
        ("Another ferry sank in Halden in May.", "another ferry"),
        ("Two other captains were fined in Halden.", "two other captains"),
        ("Ana Low is another captain from Halden.", "is another"),
        ("There were also two tugs in the port of Halden.", "there were also"),
        ("In an interview at the time, Ana Low said Halden was poor.", "at the time"),
        ("Last year's prize went to Ana Low for her maps.", "last year's prize"),
        ("Sunday's arrest came hours after the murder of Ana Low.", "sunday's arrest"),
        ("Ana Low won the award again in 2015 for her maps.", "the award"),
        ("Ana Low said the suspect was found in Halden.", "said the suspect"),
        ("DNA links the arrested man to the murder of Ana Low.", "the arrested man"),
    ],
)
def test_what_points_at_another_sentence_is_told(sentence: str, pointer: str) -> None:
    assert f"pointer: {pointer}" in unclear_parts(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ana Low won the Halden Prize, and the prize was 40 florins.",
        "Ana Low said the man arrested in Halden was a captain.",
        "Ana Low said the woman hit by a tram in Halden was a captain.",
        "Ivo Lund fled, and police questioned the arrested man.",
        "Friday's explosion near Halden killed 12 people.",
        "The dead man, Ivo Lund, was a captain.",
        "This year's prize for maps went to Ana Low.",
        "Ana Low, who was 19 at the time, moved to Halden in 2009.",
        "Many other countries, including Norvik, closed the ports.",
        "There was another flood in Halden.",
        "Sunday's arrest of Ana Low came hours after the murder of Ivo Lund.",
        "Ana Low was in Halden at the time of the murder of Ivo Lund.",
        "Ana Low said there would be nets if there was another shark in Halden.",
    ],
)
def test_what_tells_which_one_is_meant_stands_alone(sentence: str) -> None:
    assert unclear_parts(sentence) == ()
