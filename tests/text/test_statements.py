"""Whether a passage, a sentence or a headline says what a claim says."""

from __future__ import annotations

import pytest

from service.text.statements import is_headline_of, repeats, still_says

CLAIM = "The harbour of Elmsund lost 12 percent of its freight in 2024."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CLAIM, True),
        ("In 2024 the harbour of Elmsund lost 12 percent of its freight, the board said.", True),
        ("The harbour of Elmsund lost 3 percent of its freight in 2024.", False),
        ("The harbour of Elmsund has not lost 12 percent of its freight in 2024.", False),
        ("The harbour of Elmsund bought a crane in 2024 for 12 percent less.", False),
        ("Nothing of the kind.", False),
    ],
)
def test_a_sentence_repeats_a_claim_in_nearly_the_same_words(text: str, expected: bool) -> None:
    assert repeats(text, CLAIM) is expected


def test_a_claim_of_few_words_is_repeated_by_the_same_words_alone() -> None:
    assert repeats("ships fly", "Ships fly.")
    assert not repeats("Ships fly over Halden.", "Ships fly.")


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Elmsund harbour loses 12 percent of freight", True),
        ("Elmsund harbour loses freight", True),
        ("Elmsund harbour loses 30 percent of freight", False),
        ("Elmsund harbour gets a crane from Rotterdam", False),
        ("Freight news", False),
        ("", False),
    ],
)
def test_a_headline_tells_of_a_claim_by_its_words(headline: str, expected: bool) -> None:
    assert is_headline_of(headline, CLAIM, CLAIM) is expected


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("The harbour at Elmsund lost some 12 percent of its freight in 2024.", True),
        ("The harbour of Elmsund lost 3 percent of its freight in 2024.", False),
        ("The harbour of Tarn lost 12 percent of its freight in 2024.", False),
        ("The harbour of Elmsund never lost 12 percent of its freight in 2024.", False),
    ],
)
def test_a_reworded_passage_still_says_it_unless_the_facts_are_others(
    passage: str, expected: bool
) -> None:
    assert still_says(passage, CLAIM, CLAIM) is expected


def test_what_the_claim_took_from_elsewhere_need_not_be_in_the_passage() -> None:
    source = "It lost 12 percent of its freight last year."
    assert still_says("It lost 12 percent of all freight last year.", CLAIM, source)
