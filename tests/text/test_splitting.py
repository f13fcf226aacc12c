"""Splitting: which parts of a sentence may stand as sentences of their own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.splitting import is_safe_part, may_be_split
from service.text.words import fold, words

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


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        (
            "The yard paid 40 florins for the ferry.",
            "The yard paid 40 florins for the crane and 60 for the ferry.",
        ),
        (
            "The yard bought Norvall and Halden harbour.",
            "The yard bought four cranes from Dorrin, Norvall and Halden harbour.",
        ),
        ("Ana Lowe has stolen the red tram.", "Ana Lowe's brother has stolen the red tram."),
        (
            "Ana Lowe opened the new crane.",
            "Ana Lowe closed the quay and Piet Rao opened the new crane.",
        ),
        ("Ana Lowe met Piet Rao died.", "Ana Lowe met Piet Rao, who died in May."),
        (
            "The fare rose from 40 florins in late June.",
            "The fare rose from 40 florins in early May to 60 in late June.",
        ),
        ("The board bought four cranes.", "The board bought four planned cranes."),
        (
            "The board bought four stolen cranes from.",
            "The board bought four stolen cranes from Dorrin.",
        ),
    ],
)
def test_a_part_that_joins_what_the_sentence_keeps_apart_may_not(part: str, sentence: str) -> None:
    assert not is_safe_part(part, sentence)


@pytest.mark.parametrize("part", ["", "\u2014", "- \u2026", "\U0001f6a2"])
def test_a_line_without_words_is_no_part_rather_than_an_error(part: str) -> None:
    assert not is_safe_part(part, FIRM)
    assert not is_safe_part(FIRM, part)


@settings(deadline=None)
@given(st.lists(st.sampled_from(words(FIRM)), max_size=14))
def test_a_safe_part_has_words_of_its_sentence_in_their_order(chosen: list[str]) -> None:
    if is_safe_part(" ".join(chosen), FIRM):
        source = iter(fold(word) for word in words(FIRM))
        assert all(fold(word) in source for word in chosen)


@settings(deadline=None)
@given(st.integers(1, 14), st.integers(0, 14), st.integers(1, 15))
def test_no_cut_of_a_sentence_that_is_safe_gives_a_verb_another_object(
    start: int, skipped: int, end: int
) -> None:
    source = words(FIRM)
    part = " ".join(source[:start] + source[start + skipped : start + skipped + end])
    if is_safe_part(part, FIRM):
        assert part.startswith("The firm")
        assert ("bought" in part) == ("two cranes" in part)
        assert ("dockers" in part) == ("has hired forty" in part)


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
