"""Drafts are what followed an answer's last tokens before."""

from __future__ import annotations

from service.inference.drafting import SourceText, draft


def test_a_draft_is_what_followed_the_longest_match() -> None:
    article = SourceText((1, 2, 3, 4, 9, 3, 5, 6))

    assert draft([2, 3], [(article, 8)], 2) == (4, 9)
    assert draft([8, 3], [(article, 8)], 2) == (5, 6)


def test_a_draft_takes_nothing_that_the_answer_does_not_see() -> None:
    article = SourceText((3, 4, 5, 3, 6, 7))

    assert draft([3], [(article, 6)], 3) == (6, 7)
    assert draft([3], [(article, 5)], 3) == (6,)
    assert draft([3], [(article, 3)], 3) == (4, 5)


def test_of_equal_matches_the_earlier_source_wins() -> None:
    near, article = SourceText((3, 1)), SourceText((3, 2))

    assert draft([3], [(near, 2), (article, 2)], 4) == (1,)
    assert draft([3], [(article, 2), (near, 2)], 4) == (2,)


def test_without_a_match_there_is_no_draft() -> None:
    assert draft([7], [(SourceText((1, 2, 3)), 3)], 4) == ()
    assert draft([], [(SourceText((1, 2, 3)), 3)], 4) == ()
    assert draft([3], [(SourceText((1, 2, 3)), 3)], 4) == ()
