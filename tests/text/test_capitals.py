"""Tests of sentences that are written in capitals throughout."""

from __future__ import annotations

import pytest

from service.text.capitals import in_small_letters, is_in_capitals
from service.text.clarity import unclear_parts
from service.text.speakers import claim_speaker


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("THE NORVIK FERRY SANK OFF HALDEN HARBOUR.", True),
        ("THE NORVIK FERRY sank OFF HALDEN HARBOUR.", False),
        ("NATO, EU", False),
        ("2019: 45, 17, 38,000 12345678901234567890", False),
        ("", False),
    ],
)
def test_copy_in_capitals_is_told_from_an_acronym(text: str, told: bool) -> None:
    assert is_in_capitals(text) is told


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "THE NORVIK FERRY STOPPED ON A MONDAY IN MAY.",
            "The Norvik Ferry stopped on a Monday in May.",
        ),
        ("THE MOLE WAS BUILT BY THE CITY IN 1931.", "The mole was built by the city in 1931."),
        ("THE US WAS NOT AT THE MEETING OF MAY 4.", "The US was not at the meeting of May 4."),
        # Of such a letter there are two in capitals, so that the length would change.
        (
            "THE FERRY \u0130STE SANK OFF NORVIK TODAY.",
            "THE FERRY \u0130STE SANK OFF NORVIK TODAY.",
        ),
    ],
)
def test_copy_in_capitals_is_read_letter_for_letter(text: str, read: str) -> None:
    assert in_small_letters(text) == read


@pytest.mark.parametrize(
    ("sentence", "is_clear"),
    [
        ("THE NORVIK FERRY WAS BUILT IN 1931.", True),
        ("MIRA DALEN SAID ON MONDAY THAT SHE WOULD LEAVE.", True),
        ("THE MOLES WERE BUILT BY THE CITY IN 1931.", False),
        ("SHE SAID ON MONDAY THAT WORK WOULD STOP.", False),
        ("THE COMPANY EMPLOYS 400 PEOPLE IN NORVIK.", False),
    ],
)
def test_what_is_unclear_in_small_letters_is_so_in_capitals(sentence: str, is_clear: bool) -> None:
    assert (unclear_parts(sentence) == ()) is is_clear


@pytest.mark.parametrize(
    ("claim", "speaker"),
    [
        ("MAYOR MIRA DALEN SAID THE FERRY WOULD STOP.", "MIRA DALEN"),
        ("THE DEFENCE MINISTRY SAID IT WAS CONSIDERING THE REQUEST.", None),
        ("THE FERRY OF NORVIK SANK ON MONDAY.", None),
    ],
)
def test_speakers_in_capitals_are_named_only_by_whole_names(
    claim: str, speaker: str | None
) -> None:
    assert claim_speaker(claim) == speaker
