"""Named readings: a sentence with a name in the place of what points back at it."""

from __future__ import annotations

import pytest

from service.text.named_readings import named_readings

ARTICLE = "Ana Low runs Santa Rosa. President Ivo Rao met Ana Low in Halden. It rained."


@pytest.mark.parametrize(
    ("sentence", "wording", "reading"),
    [
        ("The resort opens in May.", "Santa Rosa opens in May.", "Santa Rosa opens in May."),
        ("The old resort opens.", "Santa Rosa opens.", "Santa Rosa opens."),
        ("He lost his hat.", "Ana Low lost his hat.", "Ana Low lost his hat."),
        ("Then her hat was lost.", "Ana Low's hat was lost.", "Then Ana Low's hat was lost."),
        ("They met him in May.", "They met Ana Low in May.", "They met Ana Low in May."),
        ("The president left.", "President Ivo Rao left.", "President Ivo Rao left."),
        ("She runs the inn.", "Ana Low runs Santa Rosa.", "Ana Low runs Santa Rosa."),
    ],
)
def test_a_name_takes_the_place_of_what_points_back(
    sentence: str, wording: str, reading: str
) -> None:
    assert reading in named_readings(wording, (sentence,), ARTICLE)


@pytest.mark.parametrize(
    ("sentence", "wording"),
    [
        ("The resort opens in May.", "The resort opens in May."),
        ("The resort opens in May.", "Santa Lucia opens in May."),
        ("The two met in May.", "Ana Low and Ivo Rao and Santa Rosa met in May."),
        ("The former president's hat was lost.", "President Rao's hat was lost."),
        ('"The resort opens in May."', "Santa Rosa opens in May."),
        ("A resort opens in May.", "Santa Rosa opens in May."),
    ],
)
def test_without_one_name_of_the_article_for_one_pointer_there_is_no_reading(
    sentence: str, wording: str
) -> None:
    assert named_readings(wording, (sentence,), ARTICLE) == ()
