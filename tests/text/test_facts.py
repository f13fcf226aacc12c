import pytest

from service.text.facts import (
    content_overlap,
    find_names,
    find_numbers,
    foreign_facts,
    unsupported_pairing,
)

SOURCE = (
    "Mayor Ana Low of Low Bay met Han Sol Bi and President Tessa Varga-Rao in the U.S. on Monday. "
    "The Harbour Safety Board (HSB) said 12,000 people, 40 percent of the city's residents, paid "
    "£3bn in 2019. Norvall's Leaf van was built in France. Jon Marsh did not come."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ana Low met Han Sol Bi on Monday.",
        "Low met President Varga-Rao.",
        "Mayor Low's talks were held in the United States.",
        "Twelve thousand people paid 3 billion pounds.",
        "Some 12 000 residents, or 40%, paid in 2019.",
        "The HSB was named by officials.",
        "French workers built the Norvall Leaf van.",
        "Residents of Low Bay paid.",
        "US President Tessa Varga-Rao came.",
        "According to the board, one man and two women came.",
    ],
)
def test_other_spellings_of_what_the_source_gives_are_not_foreign(sentence: str) -> None:
    assert foreign_facts(sentence, SOURCE) == ()


@pytest.mark.parametrize(
    ("sentence", "foreign"),
    [
        ("Ana Low met Piet Rao.", "Piet Rao"),
        ("Ana Low met Han Sol Min.", "Han Sol Min"),
        ("Ana Marsh met Han Sol Bi.", "Ana Marsh"),
        ("Tessa Sol Bi spoke.", "Tessa Sol Bi"),
        ("Ana Low met Han Sol Bi on Friday.", "Friday"),
        ("Ana Low paid in 2018.", "2018"),
        ("Some 13,000 people paid.", "13,000"),
        ("About 12 percent paid.", "12 percent"),
        ("They paid £40.", "£40"),
        ("Ana Low went to Germany.", "Germany"),
    ],
)
def test_what_the_source_does_not_give_is_foreign(sentence: str, foreign: str) -> None:
    assert foreign_facts(sentence, SOURCE) == (foreign,)


def test_an_allowed_date_is_not_foreign() -> None:
    sentence = "Ana Low met Han Sol Bi on March 11, 2024."
    assert foreign_facts(sentence, SOURCE) == ("March", "11", "2024") or foreign_facts(
        sentence, SOURCE
    )
    assert foreign_facts(sentence, SOURCE, allowed=("March 11, 2024",)) == ()


def test_a_surname_that_two_persons_share_makes_no_third() -> None:
    source = "Kim Jae Un met Kim Yo Ri. Moon Sae In stayed away."
    assert foreign_facts("Moon Jae Un met Kim Yo Ri.", source) == ("Moon Jae Un",)


def test_names_leave_out_words_that_only_open_a_sentence() -> None:
    assert find_names("Officials said Ana Low's quay is shut. Nobody asked Rao.") == (
        "Ana Low",
        "Rao",
    )


def test_names_keep_hyphens_particles_and_initials() -> None:
    text = "Jean-Claude Rao, Lena van der Berg, J. Marsh and the Bank of Tessmark met Moon Jae-in."
    assert find_names(text) == (
        "Jean-Claude Rao",
        "Lena van der Berg",
        "J. Marsh",
        "Bank of Tessmark",
        "Moon Jae-in",
    )


def test_numbers_are_found_in_figures_and_words() -> None:
    text = "In the 1990s some 2.5m cod, forty-one ships and two hundred and five men; G20, U2."
    assert find_numbers(text) == ("1990s", "2.5m", "forty-one", "two hundred and five")


@pytest.mark.parametrize(
    ("sentence", "least", "most"),
    [
        ("Ana Low met Han Sol Bi in the U.S. on Monday.", 1.0, 1.0),
        ("Residents were paying £3bn.", 1.0, 1.0),
        ("A whale swallowed seventy submarines.", 0.0, 0.0),
        ("Ana Low sank.", 0.5, 0.8),
        ("It was not.", 1.0, 1.0),
    ],
)
def test_overlap_is_the_share_of_content_in_the_evidence(
    sentence: str, least: float, most: float
) -> None:
    assert least <= content_overlap(sentence, SOURCE) <= most
    assert content_overlap(sentence, [SOURCE]) == content_overlap(sentence, SOURCE)


def test_words_put_into_another_mouth_are_seen() -> None:
    evidence = ["Ana Low said the quay was safe, and Piet Rao left."]
    assert unsupported_pairing("Piet Rao said the quay was safe.", evidence) == (
        "speaker: Piet Rao",
    )
    assert unsupported_pairing("Ana Low said the quay was safe.", evidence) == ()
    assert unsupported_pairing("Piet Rao left.", evidence) == ()


@pytest.mark.parametrize(
    "evidence",
    [
        ["He said the quay was safe."],
        ['"The quay is safe."'],
        ["The quay was safe."],
        ["The mayor said the quay was safe."],
        ["Rao, who built it, said the quay was safe, Low reported."],
        [],
    ],
)
def test_a_speaker_left_open_by_the_evidence_is_no_objection(evidence: list[str]) -> None:
    assert unsupported_pairing("Piet Rao said the quay was safe.", evidence) == ()
