from __future__ import annotations

from service.inference.place_features import PLACE_NAMES, place_features

ARTICLE = [
    "The harbour authority spent 4.2 million euros on the pier.",
    "The authority spent 4.2 million euros.",
    "\u201cIt is a pier to be proud of.\u201d",
    "\u201cNobody has ever built one like it.",
]


def column(name: str) -> list[float]:
    index = PLACE_NAMES.index(name)
    return [row[index] for row in place_features(ARTICLE)]


def test_every_sentence_has_every_feature() -> None:
    assert {len(row) for row in place_features(ARTICLE)} == {len(PLACE_NAMES)}
    assert place_features([]) == []


def test_a_repetition_is_seen_and_an_opening_repeats_nothing() -> None:
    assert column("repeats_one_sentence")[:2] == [0.0, 1.0]
    assert column("repeats_all_before")[:2] == [0.0, 1.0]


def test_the_place_in_the_article_is_seen() -> None:
    assert column("opens") == [1.0, 0.0, 0.0, 0.0]
    assert column("relative_index") == [0.0, 1 / 3, 2 / 3, 1.0]


def test_quotations_are_seen_and_one_that_goes_on_too() -> None:
    assert column("quoted_share") == [0.0, 0.0, 1.0, 1.0]
    assert column("quotation_goes_on") == [0.0, 0.0, 0.0, 1.0]
