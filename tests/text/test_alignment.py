"""Alignment: which sentence of a corrected text stands for which one of the former text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.analysis import Sentence
from service.text.alignment import align_sentences

BRIDGE = "The bridge over the Orrin opened in 1932."
TRAFFIC = "It carries 40,000 vehicles a day."
CRACKS = "Inspectors found cracks in two of its cables."
COMMENT = "The mayor declined to comment."
COST = "The repairs will cost 21 million florins, the city said."
WORDS = st.sampled_from(["bridge", "cables", "mayor", "opened", "1932", "cracks", "said", "not"])
SENTENCES = st.lists(st.lists(WORDS, min_size=1, max_size=5).map(" ".join), max_size=8)


def _sentences(*texts: str) -> tuple[Sentence, ...]:
    start = 0
    found = []
    for text in texts:
        found.append(Sentence(start, start + len(text), text, 0))
        start += len(text) + 1
    return tuple(found)


def test_unchanged_sentences_keep_their_counterparts_around_what_came_in_and_went() -> None:
    former = _sentences(BRIDGE, TRAFFIC, CRACKS, COMMENT)
    present = _sentences(BRIDGE, COST, CRACKS, COMMENT)
    alignment = align_sentences(former, present)
    assert alignment.unchanged == {0: 0, 2: 2, 3: 3}
    assert alignment.reworded == {}
    assert alignment.counterpart(1) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (TRAFFIC, "It carries 42,000 vehicles a day."),
        ("Twelve people were hurt, police said.", "Fourteen people were hurt, police said."),
        ("The bridge, which opened in 1932, is shut.", "The bridge is shut."),
        (
            "The mayor said the city would spend 4 million on the repairs.",
            "The city will spend 4.5 million on the repairs, the mayor said.",
        ),
    ],
)
def test_a_reworded_sentence_stands_for_the_former_one(before: str, after: str) -> None:
    alignment = align_sentences(
        _sentences(BRIDGE, before, COMMENT), _sentences(BRIDGE, after, COMMENT)
    )
    assert alignment.reworded == {1: 1}


def test_a_sentence_that_was_moved_is_unchanged() -> None:
    alignment = align_sentences(
        _sentences(BRIDGE, TRAFFIC, CRACKS, COMMENT), _sentences(COMMENT, BRIDGE, TRAFFIC, CRACKS)
    )
    assert alignment.unchanged == {0: 1, 1: 2, 2: 3, 3: 0}


def test_of_repeated_sentences_that_moved_those_go_together_that_share_neighbours() -> None:
    former = _sentences(COMMENT, COST, BRIDGE, COMMENT, TRAFFIC, CRACKS)
    present = _sentences(BRIDGE, COMMENT, TRAFFIC, CRACKS, COMMENT, COST)
    alignment = align_sentences(former, present)
    assert alignment.unchanged == {2: 0, 3: 1, 4: 2, 5: 3, 0: 4, 1: 5}


@settings(deadline=None)
@given(SENTENCES, SENTENCES)
def test_no_sentence_is_paired_twice_and_the_same_words_never_count_as_reworded(
    old: list[str], new: list[str]
) -> None:
    alignment = align_sentences(_sentences(*old), _sentences(*new))
    pairs = [*alignment.unchanged.items(), *alignment.reworded.items()]
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(old[i] == new[j] for i, j in alignment.unchanged.items())
    assert all(old[i] != new[j] for i, j in alignment.reworded.items())
    # As many as can be are unchanged.
    for text in set(old):
        paired = sum(old[i] == text for i in alignment.unchanged)
        assert paired == min(old.count(text), new.count(text))
