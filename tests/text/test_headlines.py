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
    "sentence",
    [
        (
            "Rao killed three people in Norvik, a charge that he has rejected from the first day "
            "of the long trial in Halden"
        ),
        "The moon landing was staged in a Norvik studio, a hoax that has spread online for years",
        "Low poisoned the wells of Norvik, as the leaflets of the far right had it in those years",
        (
            "Ana Low was convicted of fraud in May, but the higher court overturned the sentence "
            "in June"
        ),
        "Ana Low was convicted of fraud in May, and the higher court threw out the sentence",
        "Ana Low was convicted of fraud in May; the higher court saw no proof of it in June",
        "Ana Low was convicted of fraud in May, which the higher court overturned in June",
        (
            "Police in Halden arrested Ana Low, a 40-year-old nurse, and later released her "
            "without charge on Monday"
        ),
        "Shops in the old town can open on Sundays, as long as their staff agree to it in writing",
        "Norvik will build a bridge to the islands, so long as the state pays for half of it",
        "Rao killed three people in Norvik in May, when in truth he was in Halden",
        "Rao killed three people in Norvik in May, which was never proved by the court",
        "Norvik will build a bridge to the islands in May, assuming the state pays for it",
        "Norvik will build a bridge to the islands in May, when the state pays for it",
        "A book tells how Low sold the mill of Halden in May, which is fiction",
        "The theft of the eels, a claim that he denied, was told of all over Halden by Rao",
    ],
)
def test_what_a_sentence_takes_back_is_never_asserted(sentence: str) -> None:
    assert whole_headline(f"{sentence}.") == sentence


@pytest.mark.parametrize(
    ("sentence", "headline"),
    [
        ("Norvik (AP) - Low lost 40 eels in May.", "Low lost 40 eels in May"),
        ("NORVIK, Halden (Reuters) — Low lost 40 eels.", "Low lost 40 eels"),
        ("norvik -lrb- cnn -rrb- -- low lost 40 eels .", "Low lost 40 eels"),
        ("Norvik (CNN)Low lost 40 eels.", "Low lost 40 eels"),
        ("(CNN) Low lost 40 eels.", "Low lost 40 eels"),
        ("NORVIK - Low lost 40 eels.", "Low lost 40 eels"),
    ],
)
def test_a_place_and_its_agency_are_no_headline(sentence: str, headline: str) -> None:
    assert whole_headline(sentence) == headline


@pytest.mark.parametrize(
    "sentence",
    [
        "Norvik Bank (APB) lost 40 million euros in May",
        "No vaccine (AFP fact check) causes illness in children",
        "No child (APGAR score) was hurt",
        "Ana Low never (AP found) paid the tax",
        "Rao was cleared (apparently for good) of the theft",
        "Ana Low never (AP) paid the tax",
        "NOT TRUE - Low is dead",
        "FACT CHECK - Low is dead",
    ],
)
def test_what_is_no_dateline_stays(sentence: str) -> None:
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
        ("Share All sharing options for: Halden buys a crane", "Halden buys a crane"),
        ("Hotel fire kills 12 in Halden (AP)", "Hotel fire kills 12 in Halden (AP)"),
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
