from __future__ import annotations

import pytest

from service.text.attachment import wrong_attachments


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        (
            "Ana Rao follows the lives of three miners.",
            "Ana Rao won the prize for Deep Seams, which follows the lives of three miners.",
        ),
        (
            "Norvik employs 90 dockers.",
            "Norvik fined the shipping firm, which employs 90 dockers.",
        ),
        (
            "Ana Rao is a review of the rules.",
            "It is part of Ana Rao's wider look at a review of the rules.",
        ),
        (
            "Ana Rao led the inquiry in Halden.",
            "Ana Rao, who led the inquiry, resigned in Halden.",
        ),
        (
            "The barge was raised in Halden in the winter race.",
            "Lund was to steer the barge, which was raised in Halden, in the winter race.",
        ),
        (
            "Two barges hit a ferry in Halden.",
            "Two barges were almost late and were hit by a ferry in Halden.",
        ),
        ("Rao attacked a dog.", "Rao was attacked yesterday by a dog."),
        ("Low sued Rao.", "Low was sued in May by Rao."),
        ("Low killed a bear.", "Low was killed on Monday by a bear."),
        ("Low killed a bear.", "Low was later killed late on Monday night by a brown bear."),
        (
            "Ana Rao won a prize for the guild.",
            "Ana Rao won a prize from the guild.",
        ),
        (
            "The tavern was getting a report about a fight.",
            "Police were called to the tavern after getting a report about a fight.",
        ),
    ],
)
def test_no_verb_is_given_another_subject(wording: str, sentence: str) -> None:
    assert wrong_attachments(wording, sentence)
    assert wrong_attachments(sentence, sentence) == ()


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        (
            "Ana Rao leads the inquiry.",
            "Judge Ana Rao, 51, who leads the inquiry, spoke in Halden.",
        ),
        (
            "Deep Seams follows the lives of three miners.",
            "Ana Rao won the prize for Deep Seams, which follows the lives of three miners.",
        ),
        ("Two barges were hit in Halden.", "Two barges were hit by a ferry in Halden."),
        ("Rao was hit by a ferry in Halden.", "Rao was hit by a ferry in Halden."),
        ("Rao was given a prize by the guild.", "Rao was given a prize by the guild."),
        ("Rao sued Low.", "Low was sued in May by Ana Rao."),
        ("A bear killed Low.", "Low was killed on Monday by a brown bear."),
        ("Low was not killed yesterday.", "Low was not killed yesterday by a bear."),
        ("Low sued Rao.", "Low sued Rao in April and was sued in May by Brenn."),
        ("Ana Rao is the owner.", "Ana Rao is the owner of Rao's mill."),
        ("A man was carrying a rope.", "A man was carrying a rope before leaving."),
    ],
)
def test_the_own_subject_may_have_its_verb(wording: str, sentence: str) -> None:
    assert wrong_attachments(wording, sentence) == ()


def test_things_that_a_sentence_tells_apart_are_not_said_to_be_the_same() -> None:
    sentence = "The telescope looked into spiral galaxies, where young stars carve out paths."

    assert wrong_attachments("Spiral galaxies are young stars that carve out paths.", sentence)


def test_a_word_said_two_hundred_times_is_read_at_once() -> None:
    wrong_attachments("Low is the mayor.", f"Low {'only ' * 200}spoke to the mayor.")


@pytest.mark.parametrize(
    ("wording", "is_right"),
    [
        ("Nick Low is the deputy mayor in Halden.", False),
        ("Ana Rao is a baker.", True),
        ("Ana Rao was born in Norvik.", True),
    ],
)
def test_a_person_is_only_what_the_sentence_says_next_to_the_name(
    wording: str, *, is_right: bool
) -> None:
    sentence = (
        "A speech by Nick Low helped him into the deputy mayor post in Halden, and Ana Rao, "
        "a baker born in Norvik, left."
    )

    assert (wrong_attachments(wording, sentence) == ()) is is_right
    assert not wrong_attachments("Young stars carve out paths in spiral galaxies.", sentence)


def test_an_apposition_may_be_said_to_be_what_it_stands_beside() -> None:
    sentence = "The robot Ham, a head of rubber, smiled at visitors in Halden."

    assert not wrong_attachments("The robot Ham is a head of rubber.", sentence)
