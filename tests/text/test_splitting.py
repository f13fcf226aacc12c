"""Splitting: which parts of a sentence may stand as sentences of their own."""

from __future__ import annotations

import pytest

from service.text.splitting import is_safe_part, may_be_split

FIRM = "The firm, which was founded in 1931, bought two cranes and has hired forty dockers."
MAYOR = "The mayor praised a firm that has built bridges and was honoured by the king."


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("The firm was founded in 1931.", FIRM),
        ("The firm bought two cranes.", FIRM),
        ("The firm, which was founded in 1931, bought two cranes.", FIRM),
        (FIRM, FIRM),
        ("the firm bought two cranes", FIRM),
    ],
)
def test_a_subject_with_a_whole_predicate_of_its_own_may_stand_alone(
    part: str, sentence: str
) -> None:
    assert is_safe_part(part, sentence)


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("The firm bought forty dockers.", FIRM),
        ("The firm, which was founded in 1931, bought two.", FIRM),
        ("Two cranes bought the firm.", FIRM),
        ("The firm bought three cranes.", FIRM),
        ("The firm has bought two cranes.", FIRM),
        ("Cranes and has hired forty dockers.", FIRM),
        ("The mayor has built bridges.", MAYOR),
        ("The mayor was honoured by the king.", MAYOR),
        ("The firm bought.", FIRM),
    ],
)
def test_a_part_that_gives_a_verb_another_subject_or_object_may_not(
    part: str, sentence: str
) -> None:
    assert not is_safe_part(part, sentence)


def test_a_long_plain_sentence_may_be_split() -> None:
    assert may_be_split(
        "The port of Low Bay bought two new cranes from a maker in Graz for 14 million florins "
        "in March and hired forty dockers from the islands."
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "The port bought two cranes and hired forty dockers.",
        (
            "The port of Low Bay bought two new cranes from a maker in Graz for 14 million florins "
            "in March, the mayor said, and hired forty dockers."
        ),
        (
            "The port of Low Bay did not buy two new cranes from a maker in Graz for 14 million "
            "florins in March and hired forty dockers from the islands."
        ),
        (
            'The port of Low Bay bought two "new" cranes from a maker in Graz for 14 million '
            "florins in March and hired forty dockers from the islands."
        ),
        (
            "The port of Low Bay bought two new cranes from a maker in Graz for 14 million florins "
            "in March because the old ones broke down twice that year."
        ),
    ],
)
def test_a_short_reported_denied_quoted_or_reasoned_sentence_stays_whole(sentence: str) -> None:
    assert not may_be_split(sentence)
