"""Which sentences of an article tell who and what one of its claims speaks of."""

from __future__ import annotations

import pytest

from service.text.tellings import MAX_TELLINGS, find_tellings

STORY = (
    "A freighter struck the Orrin Bridge in Tessmark on Friday night.",
    "Three sailors died when its mast came down.",
    "Ilse Vandermoor, 50, who is the mayor, closed the quay of Tessmark to visitors.",
    "A report on the bridge had warned of cracks in 2019.",
    "The council voted against the report, Vandermoor said.",
    "The council will vote on it again in May.",
)


def _told(
    claim: str, own: int, speaker: str | None = None, story: tuple[str, ...] = STORY
) -> dict[int, tuple[str, ...]]:
    return {i.index: i.introduces for i in find_tellings(claim, speaker, own, story)}


def test_a_name_is_introduced_where_it_is_told_in_full() -> None:
    assert _told("The council voted against it, Vandermoor said.", 4)[2] == ("Vandermoor",)


def test_a_pointing_noun_is_introduced_where_it_is_told_first() -> None:
    assert _told("The council voted against the report.", 4)[3] == ("report",)
    assert _told("The bridge reopened on Monday.", 3)[0] == ("bridge",)


def test_a_speaker_whom_the_claim_does_not_name_is_introduced() -> None:
    speaker = "Ilse Vandermoor"
    assert _told("The council voted against the report.", 4, speaker)[2] == (speaker,)


def test_a_surname_of_the_claim_and_its_speakers_full_name_are_one() -> None:
    told = _told("Vandermoor is against the report.", 4, "Ilse Vandermoor")
    assert told[2] == ("Ilse Vandermoor",)


def test_the_opening_of_the_same_story_is_told() -> None:
    assert 0 in _told("The mayor of Tessmark closed the quay below the bridge.", 2)


def test_the_opening_of_another_story_is_not_told() -> None:
    story = ("Wheat prices fell in Norvik on Friday.", *STORY[1:4])
    assert 0 not in _told("A report on the bridge had warned of such a case.", 3, story=story)


def test_what_stands_right_in_front_is_told_where_it_can_be_read() -> None:
    assert 4 in _told("The council will vote again in May.", 5)
    story = (*STORY[:4], "He said the council voted so.", STORY[5])
    assert 4 not in _told("The council will vote again in May.", 5, story=story)


def test_what_stands_in_front_and_speaks_of_something_else_is_not_told() -> None:
    assert 3 not in _told("The ferry sailed at noon.", 4)


def test_what_no_sentence_introduces_is_not_introduced() -> None:
    assert _told("The government fell.", 4) == {}


@pytest.mark.parametrize(
    ("claim", "first"),
    [
        ("Maria Berg resigned.", "Otto Berg won the race."),
        ("John Smith resigned.", "John Adams won the race."),
        ("The Bank of England acted.", "England lost to Norvik."),
        ("Tyra Banks left.", "Two banks closed."),
        ("President Ana Low left.", "The president of Norvik, Otto Brenn, spoke."),
        ("The mayor resigned.", "Two ministers resigned."),
        ("The 2019 vote failed.", "A flood came in 2019."),
        ("Police said that ministers resigned.", "Two others resigned."),
        ("The man was held.", "A man was hurt. A second man fled."),
        ("The Spanish team won.", "Spanish fans sang all night."),
        ("Russia closed the road.", "Otto Brenn leads the party A Just Russia."),
        ("The bridge fell.", "A man crossed the bridge."),
        ("The company closed.", "A company was founded. Two companies were sold."),
    ],
)
def test_nothing_is_introduced_by_a_word_that_is_only_alike(claim: str, first: str) -> None:
    story = (*first.replace(". ", ".|").split("|"), "It rained.", claim)
    told = _told(claim, len(story) - 1, story=story)
    assert not any(told.values())


def test_a_noun_is_introduced_by_the_name_before_it() -> None:
    story = ("Low spoke at the G20 summit in Norvik.", "It rained.", "The summit ended.")
    assert _told("The summit ended.", 2, story=story) == {0: ("summit",)}


def test_a_full_name_is_introduced_though_a_surname_follows() -> None:
    story = ("Maria Berg, 40, led the board.", "It rained.", "Maria Berg left.", "Berg wept.")
    assert _told("Maria Berg left.", 2, story=story) == {0: ("Maria Berg",)}


def test_a_surname_of_two_is_not_introduced() -> None:
    story = ("Otto Berg won.", "Maria Berg lost.", "It rained.", "Berg resigned.")
    assert not any(_told("Berg resigned.", 3, story=story).values())


def test_a_full_name_that_comes_later_introduces_a_surname() -> None:
    story = ("Berg resigned.", "It rained.", "Maria Berg, 40, had led the board.", "Berg left.")
    assert _told("Berg resigned.", 0, story=story) == {2: ("Berg",)}


@pytest.mark.parametrize("claim", ["", "the", "The.", "The the the", "«»", "Monday"])
def test_a_claim_of_no_words_has_no_tellings(claim: str) -> None:
    story = (*STORY[:4], "Nobody knew.")
    assert _told(claim, 4, story=story) == {}


def test_the_first_sentence_has_nothing_in_front() -> None:
    assert _told("A freighter struck the Orrin Bridge.", 0) == {}
    assert _told("A freighter struck a bridge.", 0, story=()) == {}


def test_a_question_opens_no_story() -> None:
    story = ("Would Norvik pay for a bridge at Halden?", "It rained.", "Norvik paid for a bridge.")
    assert _told("Norvik paid for a bridge at Halden.", 2, story=story) == {}


def test_a_page_without_full_stops_tells_nothing() -> None:
    story = ("A bridge " * 200, "It rained.", "The bridge fell.")
    assert _told("The bridge fell.", 2, story=story) == {}


def test_no_more_than_four_are_told_and_none_of_them_the_claims_own() -> None:
    names = ("Ana Low", "Otto Brenn", "Lena Marsh", "Karl Voss", "Mia Thorn", "Jan Roth")
    story = (*(f"{name} is a guard at the gate of Norvik." for name in names), "All met there.")
    claim = f"{', '.join(names)} met at the gate of Norvik."
    found = _told(claim, len(names), story=story)
    assert 1 < len(found) <= MAX_TELLINGS
    assert list(found) == sorted(found)
    assert max(found) < len(names)


def test_names_are_found_in_a_long_article() -> None:
    story = ("Ana Voss, 40, met Otto Brenn, 50. Voss and Brenn spoke.",) * 8_000
    assert _told("Voss met Brenn, the council said.", 7_999, story=story)[0] == ("Voss", "Brenn")
