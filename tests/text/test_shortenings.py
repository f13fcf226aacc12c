from __future__ import annotations

import pytest

from service.text.shortenings import lost_antecedent, lost_ending


@pytest.mark.parametrize(
    ("sentence", "source", "lost"),
    [
        (
            "Judge Nadia Soremba presented its report in Dorrin.",
            "Judge Nadia Soremba, who led the inquiry, presented its report in Dorrin.",
            "its",
        ),
        (
            "Judge Nadia Soremba, who led the inquiry, presented its report.",
            "Judge Nadia Soremba, who led the inquiry, presented its report in Dorrin.",
            None,
        ),
        (
            "Ana Low tried to visit Dorrin, but his car broke down.",
            "Ana Low tried to visit Dorrin with Joel Abara, but his car broke down.",
            "his",
        ),
        (
            "Joel Abara said he would resign.",
            "Months after talks with Dorrin broke down, Joel Abara said he would resign.",
            None,
        ),
        (
            "Minister Joel Abara said he would resign.",
            "Minister Joel Abara said on Saturday that he would resign.",
            None,
        ),
        ("Joel Abara resigned.", "Joel Abara resigned after he was fined.", None),
    ],
)
def test_a_pronoun_whose_antecedent_was_cut_is_found(
    sentence: str, source: str, lost: str | None
) -> None:
    assert lost_antecedent(sentence, source) == lost


@pytest.mark.parametrize(
    ("sentence", "source", "lost"),
    [
        (
            "Ana Low told a hearing of the inquest in Corrie.",
            "Ana Low told a hearing of the inquest in Corrie that no heir was found.",
            True,
        ),
        (
            "Ana Low and the five other men arrested have.",
            "Ana Low and the five other men arrested have pleaded guilty in Corrie.",
            True,
        ),
        (
            "Norvall said it would close its plant.",
            "Norvall said on Monday that it would close its plant in March.",
            False,
        ),
        ("Norvall closed its plant.", "Norvall closed its plant in March.", False),
    ],
)
def test_a_shortening_that_breaks_off_is_found(sentence: str, source: str, *, lost: bool) -> None:
    assert lost_ending(sentence, source) is lost
