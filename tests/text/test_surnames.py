"""Surnames that do not tell one person from another are not made full names."""

from __future__ import annotations

import pytest

from service.text.naming import expand_names
from service.text.surnames import ambiguous_surnames


def test_a_bare_surname_is_made_the_full_name_that_the_article_gives() -> None:
    article = "Otto Brenn, 40, was elected. Brenn left. Mr Brenn has confidence in Brenn."
    assert expand_names("Brenn left.", article) == "Otto Brenn left."
    assert expand_names("Mr Brenn left.", article) == "Otto Brenn left."
    told = "The former mayor Brenn said no."
    assert expand_names(told, article) == told.replace("Brenn", "Otto Brenn")


@pytest.mark.parametrize(
    ("sentence", "article"),
    [
        pytest.param(
            "Twelve died in Halden.",
            "Tahir Halden, an MP, said so. The aid left. Halden said nothing. It was in Halden.",
            id="a place of that name",
        ),
        pytest.param(
            "Mr Moores was killed.",
            "Chris and Sue Moores spoke. Sue Moores, 50, said it hurt. Moores said so.",
            id="a couple of that name",
        ),
        pytest.param(
            "Mr Moores was killed.",
            "Sue Moores, 50, said it hurt. Moores said so. Mrs Moores wept. Mr Moores too.",
            id="a man and a woman of that name",
        ),
        pytest.param(
            "Mr and Mrs Moores moved.",
            "Sue Moores, 50, said it hurt. Moores said so.",
            id="a couple in the sentence",
        ),
        pytest.param(
            "King Varga toured the south.",
            "Sidi Varga, the official, said no. Varga said so twice.",
            id="a king named by his first name",
        ),
        pytest.param(
            "The iconic Kelly bag was first made in 1935.",
            "Ana Kelly, 40, carried it. Kelly said so. Kelly was pleased.",
            id="a thing called after somebody",
        ),
        pytest.param(
            "Lord Varga urged them on.",
            "Lord RossLord Varga spoke. Lord Varga said so. Varga said no.",
            id="a link run into a name",
        ),
    ],
)
def test_a_surname_of_more_than_one_stays_as_it_is(sentence: str, article: str) -> None:
    assert expand_names(sentence, article) == sentence


def test_a_known_surname_before_and_is_no_given_name() -> None:
    assert ambiguous_surnames("Brenn and Ana Low met.", {"brenn", "low"}) == set()
    assert ambiguous_surnames("Karl and Ana Low met.", {"brenn", "low"}) == {"low"}


def test_a_belief_in_somebody_is_no_place() -> None:
    assert ambiguous_surnames("He had faith in Low. In Low's view it was late.", {"low"}) == set()
    assert ambiguous_surnames("It rained in Low and near Tarn.", {"low"}) == {"low", "tarn"}
