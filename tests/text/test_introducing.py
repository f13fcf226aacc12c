"""Which earlier sentences tell who and what a claim speaks of."""

from __future__ import annotations

import pytest

from service.text.introducing import MAX_PASSAGES, find_introductions

STORY = (
    "A freighter struck the Orrin Bridge in Tessmark on Friday night.",
    "Three sailors died when its mast came down.",
    "Ilse Vandermoor, the mayor, closed the quay to visitors.",
    "A report on the bridge had warned of such a case in 2019.",
    "The council voted against the report, Vandermoor said.",
    "It will sit again in May.",
)


def _told(
    claim: str, own: int, speaker: str | None = None, story: tuple[str, ...] = STORY
) -> dict[int, tuple[str, ...]]:
    return {i.index: i.introduces for i in find_introductions(claim, speaker, own, story)}


def test_a_name_is_introduced_where_it_is_told_first() -> None:
    claim = "The council voted against the report, Ilse Vandermoor said."
    assert _told(claim, 4)[2] == ("Ilse Vandermoor",)


def test_a_pointing_noun_is_introduced_where_it_is_told_first() -> None:
    assert _told("The council voted against the report.", 4)[3] == ("report",)


def test_words_behind_a_noun_are_no_part_of_what_is_introduced() -> None:
    assert _told("The bridge reopened on Monday.", 3)[0] == ("bridge",)


def test_a_speaker_whom_the_claim_does_not_name_is_introduced() -> None:
    assert _told("The council voted against the report.", 4, "Ilse Vandermoor")[2] == (
        "Ilse Vandermoor",
    )


def test_the_opening_of_the_same_story_is_told() -> None:
    assert _told("Three sailors died.", 1) == {0: ()}
    assert 0 in _told("The mayor of Tessmark closed the quay.", 2)


def test_the_opening_of_another_story_is_not_told() -> None:
    story = ("Wheat prices fell in Norvik.", *STORY[1:4])
    assert 0 not in _told("A report on the bridge had warned of such a case.", 3, story=story)


def test_what_stands_right_in_front_is_told() -> None:
    assert 4 in _told("The council will sit again in May.", 5)


def test_what_nothing_tells_before_is_not_introduced() -> None:
    assert _told("The government fell.", 3) == {0: (), 2: ()}


@pytest.mark.parametrize("claim", ["", "the", "The.", "The the the", "«»", "Monday"])
def test_a_claim_of_no_words_is_introduced_by_what_stands_in_front(claim: str) -> None:
    assert _told(claim, 3) == {0: (), 2: ()}


def test_the_first_sentence_needs_nothing() -> None:
    assert _told("A freighter struck the Orrin Bridge.", 0) == {}
    assert _told("A freighter struck the Orrin Bridge.", 0, story=()) == {}


def test_no_more_than_four_are_told_and_none_of_them_the_claims_own_or_later() -> None:
    names = ("Ana Low", "Otto Brenn", "Lena Marsh", "Karl Voss", "Mia Thorn", "Jan Roth")
    story = (*(f"{name} is a guard." for name in names), f"{', '.join(names)} met.")
    found = _told(story[-1], len(names), story=story)
    assert len(found) == MAX_PASSAGES
    assert list(found) == sorted(found)
    assert max(found) < len(names)
