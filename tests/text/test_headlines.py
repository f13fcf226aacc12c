from __future__ import annotations

import pytest

from service.text.headlines import headline_of, is_broken, own_headline, whole_headline
from service.text.preparation import prepare

TEXT = "The port of Halden bought a crane in March. Ana Low left in May 2019."


@pytest.mark.parametrize(
    ("sentence", "headline"),
    [
        (
            "Ana Low resigned as mayor of Halden in May after the quay sank into the harbour.",
            "Ana Low resigned as mayor of Halden in May",
        ),
        (
            (
                "Ana Low, the mayor, has resigned in protest at the sale of the old quay, "
                "which sank in May."
            ),
            "Ana Low has resigned in protest at the sale of the old quay",
        ),
        (
            (
                "Norvik (CNN) -- Halden bought three cranes and a tug in March, hoping for ships "
                "from the north."
            ),
            "Halden bought three cranes and a tug in March",
        ),
        (
            (
                "norvik kept the pressure on halden with a 4 - 0 win in the league, while "
                "brenn and varga were both out."
            ),
            "Norvik kept the pressure on halden with a 4 - 0 win in the league",
        ),
    ],
)
def test_a_long_sentence_gives_the_clause_that_is_whole(sentence: str, headline: str) -> None:
    assert whole_headline(sentence) == headline


@pytest.mark.parametrize(
    "sentence",
    [
        "Ana Low will resign as mayor of Halden in May after all, if the council says so on Monday",
        "Ana Low of Halden was found two days after the storm had sunk the quay and the ferry",
        "The quay of Halden was sold to Norvik for two million kroner, police said on Monday",
        "Ana Low did not sell the quay of Halden after the storm of May, which sank three boats",
        "A man accused of the theft of eels, who cannot be named, was in court in Halden on Monday",
        "The boats of Halden were named after the saints of Norvik and the islands up north",
    ],
)
def test_a_sentence_that_says_something_else_without_its_end_stays_whole(sentence: str) -> None:
    assert whole_headline(f"{sentence}.") == sentence


@pytest.mark.parametrize(
    ("headline", "broken"),
    [
        ("Halden buys a crane", False),
        ("Halden: what we paid for", False),
        ("Halden buys a crane …", True),
        ("Halden buys a crane...", True),
        ("Halden buys a crane for the", True),
        ("Halden has", True),
        ('Halden "buys a crane', True),
    ],
)
def test_what_ends_too_soon_is_broken(headline: str, broken: bool) -> None:
    assert is_broken(headline) is broken


@pytest.mark.parametrize(
    ("title", "own"),
    [
        ("Halden buys a crane", "Halden buys a crane"),
        ("TITLE: Halden buys a crane", "Halden buys a crane"),
        ("Halden buys a crane for the", None),
        (" ".join(["crane"] * 21), None),
        (None, None),
    ],
)
def test_the_own_headline_stands_where_it_is_whole(title: str | None, own: str | None) -> None:
    assert own_headline(prepare(TEXT, title, None)) == own


def test_what_no_reader_would_take_for_a_headline_gives_way_to_the_next_sentence() -> None:
    endless = f"Halden lost {' and '.join(['a boat'] * 30)}."
    assert (
        headline_of([endless, "Ana Low left Halden in May 2019."])
        == "Ana Low left Halden in May 2019"
    )
    assert headline_of([endless]) == endless[:-1]
