"""Ratings of fact-checkers: the table that gives them a verdict, and what it leaves alone."""

from __future__ import annotations

import pytest

from service.domain.claim import Verdict
from service.domain.claim_review import BEST_RATING, RATINGS, WORST_RATING
from service.domain.fact_check import RATING_WORDS, FactCheck, OriginalRating


def test_no_rating_stands_for_two_verdicts() -> None:
    words = [word for names in RATING_WORDS.values() for word in names]
    assert len(words) == len(set(words))
    assert set(RATING_WORDS) == set(Verdict)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("Pants on Fire", Verdict.FALSE),
        ("Pants on Fire!", Verdict.FALSE),
        ("pants-fire", None),
        ("Mostly false", Verdict.MISLEADING),
        ("MOSTLY_FALSE", Verdict.MISLEADING),
        ("Half True", Verdict.MISLEADING),
        ("  mostly-true ", Verdict.MOSTLY_TRUE),
        ("“True.”", Verdict.TRUE),
        ("Unproven", Verdict.UNPROVEN),
        ("Satire", None),
        ("Full Flop", None),
        ("False, but the photo is real", None),
        ("", None),
    ],
)
def test_a_rating_in_words_is_looked_up_whole(words: str, verdict: Verdict | None) -> None:
    assert OriginalRating(words).verdict is verdict


def test_what_is_published_here_is_read_back_as_the_same_verdict() -> None:
    for verdict, rating in RATINGS.items():
        published = OriginalRating(rating.name, rating.value, BEST_RATING, WORST_RATING)
        assert published.verdict is verdict


@pytest.mark.parametrize(
    ("value", "worst", "best", "verdict"),
    [
        (5, 1, 5, Verdict.TRUE),
        (4, 1, 5, Verdict.MOSTLY_TRUE),
        (3, 1, 5, Verdict.MISLEADING),
        (2, 1, 5, Verdict.MISLEADING),
        (1, 1, 5, Verdict.FALSE),
        (1, 5, 1, Verdict.TRUE),
        (0, 0, 10, Verdict.FALSE),
        (-1, 1, 5, None),
        (6, 1, 5, None),
        (1, 1, 1, None),
        (3, None, 5, None),
        (3, 1, None, None),
    ],
)
def test_a_number_counts_by_its_place_on_its_scale(
    value: float, worst: float | None, best: float | None, verdict: Verdict | None
) -> None:
    assert OriginalRating(None, value, best, worst).verdict is verdict


def test_words_that_are_unknown_are_not_overruled_by_a_number() -> None:
    assert OriginalRating("Satire", 1, 5, 1).verdict is None


def test_a_rating_is_told_in_words_or_with_its_scale() -> None:
    assert str(OriginalRating("Full Flop", 1, 5, 1)) == "Full Flop"
    assert str(OriginalRating(None, 2, 5, 1)) == "2 on a scale from 1 (worst) to 5 (best)"
    assert str(OriginalRating(None, 2.5)) == "2.5"


@pytest.mark.parametrize(
    ("words", "url", "verdict"),
    [
        ("False", "https://checks.example/1", Verdict.FALSE),
        ("False", None, None),
        ("Unproven", None, Verdict.UNPROVEN),
    ],
)
def test_a_verdict_needs_the_address_that_it_rests_on(
    words: str, url: str | None, verdict: Verdict | None
) -> None:
    assert FactCheck("Ships fly.", url=url, rating=OriginalRating(words)).verdict is verdict
