"""Tests of whom "he" and a bare surname most likely mean."""

from __future__ import annotations

import pytest

from service.text.antecedents import fullest_name, likely_person, likely_wordings

_ARTICLE = """Harbour pilot held over Norvik collision
Mira Dalen ran the ferry aground in thick fog. Dalen had steered it for nine years.
Port chairman Otto Brenn said the inquiry would take weeks. Mr Brenn has led it since 2012.
"""


@pytest.mark.parametrize(
    ("sentence", "before", "meant"),
    [
        ("She was charged on Monday.", "Dalen had steered it for nine years.", "Mira Dalen"),
        ("In March she left.", "Last year, Mira Dalen won the prize.", "Mira Dalen"),
        ("He said work would stop.", "Port chairman Otto Brenn told reporters so.", "Otto Brenn"),
        ("His deputy resigned.", "The board dismissed Otto Brenn in May.", "Otto Brenn"),
        ("The 45-year-old pilot was charged.", "Dalen had steered it for years.", "Mira Dalen"),
        ("The former captain was charged.", "Mira Dalen met the mayor.", "Mira Dalen"),
        ('"Work will stop," he said.', "Otto Brenn told reporters so.", "Otto Brenn"),
        ("Work would stop, he said.", "Otto Brenn told Mira Dalen so.", "Otto Brenn"),
        # Two who may be meant, or somebody without a name.
        ("He was charged.", "Otto Brenn met Mira Dalen in May.", None),
        ("She was charged.", "A woman was led away.", None),
        ("She was charged.", "Otto Brenn, her brother, was there.", None),
        # A form of address tells that Brenn is no woman.
        ("She has led it since.", "Otto Brenn was there.", None),
        ("Work would stop, she said.", "Otto Brenn told Mira Dalen so.", None),
        # The sentence names him, so that "he" is somebody else.
        ("He met Brenn in May.", "Otto Brenn was there.", None),
        # Sentences run together leave open where one ends.
        ("He said no.", "Otto Brenn was there.Low told him.", None),
        ("The ferry sank.", "Otto Brenn was there.", None),
    ],
)
def test_opening_pronouns_mean_whom_the_sentence_before_is_about(
    sentence: str, before: str, meant: str | None
) -> None:
    assert likely_person(sentence, [before], _ARTICLE) == meant


def test_sentences_that_name_nobody_are_passed_over() -> None:
    before = ["Dalen had steered it for nine years.", "The fog lifted at noon."]
    assert likely_person("She was charged on Monday.", before, _ARTICLE) == "Mira Dalen"


def test_surnames_that_several_share_have_no_full_name() -> None:
    assert fullest_name("Dalen", _ARTICLE) == "Mira Dalen"
    assert fullest_name("Dalen", f"{_ARTICLE} Jon Dalen, her brother, was there.") is None


def test_wordings_put_names_for_pronouns_and_bare_names() -> None:
    before = ["Mira Dalen ran the ferry aground."]
    assert likely_wordings("Her trial opens in May.", before, _ARTICLE) == (
        "Mira Dalen's trial opens in May.",
    )
    assert likely_wordings("A judge freed Dalen.", before, _ARTICLE) == (
        "A judge freed Mira Dalen.",
    )


def test_wordings_put_full_names_behind_forms_of_address_and_within_quotations() -> None:
    assert likely_wordings('"Capt Dalen left," said Low.', [], _ARTICLE) == (
        '"Capt Mira Dalen left," said Low.',
    )


def test_wordings_put_names_for_descriptions() -> None:
    before = ["Dalen had steered it for nine years."]
    assert likely_wordings("The 45-year-old was charged.", before, _ARTICLE) == (
        "Mira Dalen was charged.",
    )


def test_bare_names_of_events_are_made_the_only_longer_name() -> None:
    article = "The Norvik Regatta opens in May. The Regatta drew 300 boats last year."
    assert likely_wordings("The Regatta drew 300 boats.", [], article) == (
        "The Norvik Regatta drew 300 boats.",
    )
    two = f"{article} The Halden Regatta is older."
    assert likely_wordings("The Regatta drew 300 boats.", [], two) == ()


def test_what_a_caption_puts_in_front_of_a_person_is_no_part_of_the_name() -> None:
    caption = "Norvik United Otto Brenn scored twice. Louis Van Arden left. Van Arden is 40."
    assert fullest_name("Brenn", f"{_ARTICLE} {caption}") == "Otto Brenn"
    assert fullest_name("Arden", caption) == "Louis Van Arden"


def test_a_surname_that_is_a_common_word_is_somebody_else() -> None:
    article = (
        "A court sentenced the treasurer, Gregor Mills, to two years in prison. Judge Petra Lang "
        "said Mills had forged 73 invoices."
    )
    before = ["Judge Petra Lang said Mills had forged 73 invoices."]

    for sentence in ("He had admitted the charges in May.", "He was arrested in May."):
        assert likely_person(sentence, before, article) is None


def test_who_goes_on_speaking_is_whoever_spoke_before() -> None:
    before = "Judge Petra Lang said Mills had forged 73 invoices."

    assert (
        likely_person("She added that 55,000 euros were repaid.", [before], before) == "Petra Lang"
    )
