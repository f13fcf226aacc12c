"""Rewording: sentences made to stand alone by rule."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.rewording import (
    attribute_post,
    drop_unclear_clause,
    name_pronoun,
    put_name,
    reword,
)
from service.text.words import fold, words

ARTICLE = (
    "Mayor Ilse Vandermoor closed the Orrin Bridge on Thursday.\n"
    "Pieter Halloran, who leads the opposition, accused Vandermoor of delay.\n"
    "She said the bridge would stay shut until Friday.\n"
    "Vandermoor had asked for a second opinion in 2021.\n"
    "Halloran had not."
)
LINES = tuple(ARTICLE.split("\n"))
THURSDAY = date(2024, 11, 21)


def test_a_bare_surname_becomes_the_full_name_of_the_article() -> None:
    assert reword(LINES[3], LINES[:3], ARTICLE, None) == (
        "Ilse Vandermoor had asked for a second opinion in 2021."
    )


def test_a_relative_date_becomes_a_day_where_the_day_of_publication_is_known() -> None:
    told = reword(LINES[0], (), ARTICLE, THURSDAY)
    assert told == "Mayor Ilse Vandermoor closed the Orrin Bridge on November 21, 2024."
    assert reword(LINES[0], (), ARTICLE, None) == LINES[0]


def test_a_closing_report_names_its_speaker_where_the_sentence_names_no_person() -> None:
    before = "It has not rained since June, said Ilse Vandermoor, who measures it."
    told = "The Orrin Hills lost half of their snow, Ilse Vandermoor said."
    sentence = "The Orrin Hills lost half of their snow, she said."
    assert reword(sentence, (before,), before, None) == told
    other = "Ana Low would resign in May, she said."
    assert reword(other, (before,), before, None) == other


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Ana Low also owns a tug.", "Ana Low owns a tug."),
        ("Ana Low, also known as Nan, owns a tug.", None),
        ("Ana Low owns not only a tug but also a quay.", None),
        ('"It also leaks," Ana Low said.', None),
        ("Ana Low did not also resign.", None),
        ("Captains who also own a tug pay 40 florins in Halden.", None),
    ],
)
def test_also_is_dropped_where_the_sentence_does_without_it(
    sentence: str, told: str | None
) -> None:
    assert reword(sentence, (), sentence, None) == (told or sentence)


def test_an_opening_connective_is_dropped() -> None:
    sentence = "But the Orrin Bridge was closed in May."
    assert reword(sentence, (), ARTICLE, None) == "The Orrin Bridge was closed in May."


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "As he indicated in the tweet, Joel Abara is due to fly to Dorrin in May.",
            "Joel Abara is due to fly to Dorrin in May.",
        ),
        (
            "Though they blamed each other, Norvik said that it was ready to talk to Dorrin.",
            "Norvik said that it was ready to talk to Dorrin.",
        ),
        ("If he resigns, Joel Abara will fly to Dorrin with Ana Low in May.", None),
        ("While Norvik paid 90 florins, Dorrin paid 40 florins for its bridge in May.", None),
        ("As he indicated in the tweet, they will fly.", None),
    ],
)
def test_a_clause_that_only_the_article_explains_is_dropped_where_the_rest_is_asserted(
    sentence: str, told: str | None
) -> None:
    assert drop_unclear_clause(sentence) == (told or sentence)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("He resigned in May.", "Joel Abara resigned in May."),
        ("His lawyer resigned in May.", "Joel Abara's lawyer resigned in May."),
        ("Her lawyer resigned in May.", "Joel Abara's lawyer resigned in May."),
        ("They resigned in May.", None),
        ("Heads rolled in May.", None),
    ],
)
def test_an_opening_pronoun_is_replaced_by_the_name(sentence: str, told: str | None) -> None:
    assert name_pronoun(sentence, "Joel Abara") == told


def test_an_embedded_post_is_told_as_what_its_author_says() -> None:
    post = "The Orrin Bridge is shut again \u2014 Ana Low (@analow) November 20, 2024"

    told = reword(post, (), ARTICLE, None)

    assert told == (
        'Ana Low (@analow) said in a post on November 20, 2024: "The Orrin Bridge is shut again"'
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor \u2014 Ilse Vandermoor (@mayor) \u2014 closed the bridge.",
        "The bridge closed \u2014 for good.",
        '"It is shut" \u2014 Ana Low (@analow)',
    ],
)
def test_a_handle_within_a_sentence_makes_it_no_post(sentence: str) -> None:
    assert attribute_post(sentence) is None


def test_a_name_that_ends_with_s_takes_an_apostrophe_alone() -> None:
    assert name_pronoun("His lawyer resigned.", "Ana Banks") == "Ana Banks' lawyer resigned."


@pytest.mark.parametrize(
    ("sentence", "place", "named"),
    [
        ("His lawyer resigned.", (0, 3), "Ana Low's lawyer resigned."),
        ("In May she resigned.", (7, 10), "In May Ana Low resigned."),
        ('"It is shut," she said.', (14, 17), '"It is shut," Ana Low said.'),
    ],
)
def test_a_name_takes_the_place_of_a_pronoun(
    sentence: str, place: tuple[int, int], named: str
) -> None:
    assert put_name(sentence, place, "Ana Low") == named


@settings(deadline=None)
@given(st.sampled_from(LINES), st.lists(st.sampled_from(LINES), max_size=3))
def test_no_word_is_made_up(sentence: str, preceding: list[str]) -> None:
    known = {fold(word) for word in words(ARTICLE)}
    told = reword(sentence, preceding, ARTICLE, None)
    assert {fold(word) for word in words(told)} <= known
