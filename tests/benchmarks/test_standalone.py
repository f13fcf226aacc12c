"""Standing alone: what a reader without the article can make of a claim."""

from __future__ import annotations

import pytest

from benchmarks.standalone import standalone_problem


@pytest.mark.parametrize(
    ("claim", "problem"),
    [
        ("He resigned on Friday.", "opening pronoun"),
        ("But they lost the vote.", "opening pronoun"),
        ("In 2014, she moved to Graz.", "opening pronoun"),
        ("It employs 2,300 people.", "opening pronoun"),
        ("This was denied by the mayor.", "opening pronoun"),
        ('"Nobody was hurt," he said.', "opening pronoun"),
        ("It was due to open in March.", "opening pronoun"),
        ("The company will close its plant.", "opening description"),
        ("On Monday, the 42-year-old was arrested.", "opening description"),
        ("The city's bridges are old.", "opening description"),
        ("Acme Motors told us that orders fell.", "first person"),
        ("Acme Motors and Apex Ltd merged, and the latter moved.", "refers back"),
    ],
)
def test_what_leans_on_its_article_fails(claim: str, problem: str) -> None:
    assert standalone_problem(claim) == problem


@pytest.mark.parametrize(
    "claim",
    [
        "Acme Motors said it would close its plant in Graz.",
        "It is illegal to fish in the Drava in May.",
        "This year, Acme Motors hired 40 people.",
        "The report by the harbour office found no fault.",
        "The man who rescued Ann Lee was given a medal.",
        "The city of Varna has two ports.",
        "The company Acme Motors has three plants.",
        "After Ann Lee fell, she was taken to hospital.",
        'Ann Lee said: "I did not see it coming."',
        "I Am the Tide won the prize for the best film.",
    ],
)
def test_what_stands_alone_passes(claim: str) -> None:
    assert standalone_problem(claim) is None
