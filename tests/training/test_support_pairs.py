"""Support pairs: drawn anew for each pass, and the same for the same number."""

from __future__ import annotations

from training.contrast_pairs import Statement, Story
from training.support_data import SupportData
from training.support_pairs import draw_pairs, examples_of

SENTENCES = (
    "Maria Holt, the mayor of Dorrin, offered to meet the families on Friday.",
    "The council closed the northern bridge after three cracks were found.",
    "Engineers from Norway were hired by the ministry last year.",
    "Police did not arrest the captain of the ferry on Tuesday.",
)


def data() -> SupportData:
    stories = tuple(
        Story(f"story{n}", SENTENCES, tuple(Statement(t, i) for i, t in enumerate(SENTENCES)))
        for n in range(3)
    )
    return SupportData((), (), stories, (), (), {})


def test_the_same_drawing_gives_the_same_pairs_and_another_one_others() -> None:
    first, again, other = draw_pairs(data(), 0), draw_pairs(data(), 0), draw_pairs(data(), 1)

    assert first == again
    assert {pair.sentence for pair in first} != {pair.sentence for pair in other}


def test_both_labels_count_alike_in_training() -> None:
    pairs = draw_pairs(data(), 0)

    examples = examples_of(pairs, data().stories, to_train=True)

    totals = [sum(e.weight for e in examples if e.supported is label) for label in (True, False)]
    assert abs(totals[0] - totals[1]) < 1e-6 * totals[0]
