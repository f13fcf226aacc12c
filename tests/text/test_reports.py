from __future__ import annotations

import pytest

from service.text.reports import wrong_reports

CLOSING = "About 900 barges lie in Halden for lack of crews, according to the harbour office."
SAID_LAST = "Most of the barges could sail again within a year, owners in Halden say."


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        ("About 900 barges lie in Halden for lack of crews.", CLOSING),
        ("Most of the barges could sail again within a year.", SAID_LAST),
        (
            "Where crews were compared, women earned less.",
            "Where crews were compared, women earned less, the study found.",
        ),
        (
            "The bridge will close in May.",
            "The mayor said on Monday that the bridge will close in May.",
        ),
    ],
)
def test_what_somebody_said_stays_theirs(wording: str, sentence: str) -> None:
    assert any("without who said it" in part for part in wrong_reports(wording, sentence, ()))
    assert wrong_reports(sentence, sentence, ()) == ()


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        ("A boy went missing in May.", "A boy went missing in May, and his body was later found."),
        ("Prices rose 4 per cent.", "Prices rose 4 per cent, more than predicted."),
        (
            "Low said farmers could export cattle.",
            "Now that Norvik had agreed on the rules, farmers could export cattle, Low said.",
        ),
        (
            "According to a clerk, the crew was freed.",
            "The crew was freed in Halden, where the port maintains an office, a clerk said.",
        ),
        ("Low denied theft, police said.", "Low denied theft and called for a trial, police said."),
    ],
)
def test_no_report_is_missed_that_is_kept_or_is_none(wording: str, sentence: str) -> None:
    assert wrong_reports(wording, sentence, ()) == ()


def test_the_one_who_reports_may_be_told_of_without_the_report() -> None:
    sentence = "Ana Rao, who leads the inquiry, said the bridge will close in May."
    closing = "'The bridge is rusty,' Rao, 51, who also leads the inquiry, told the Norvik Post."

    assert wrong_reports("Ana Rao leads the inquiry.", sentence, ()) == ()
    assert wrong_reports("Ana Rao also leads the inquiry.", closing, ()) == ()


def test_what_a_quotation_says_is_not_told_as_if_nobody_had_said_it() -> None:
    sentence = "'The bridge has rusted through for years,' Rao, who inspected it, explained."

    assert wrong_reports("The bridge has rusted through for years.", sentence, ())
    assert wrong_reports("'The bridge has rusted through,' Rao explained.", sentence, ()) == ()


def test_nobody_is_made_to_say_what_the_newspaper_says() -> None:
    assert wrong_reports("Ana Rao said the bridge is rusty.", "The bridge is rusty.", ())


def test_a_quotation_is_told_only_as_what_its_speaker_said() -> None:
    quotation = "\u201cThe pumps had failed twice.\u201d"

    assert wrong_reports("The pumps had failed twice.", quotation, (), "Ana Rao")
    assert wrong_reports("Ivo Lund said the pumps had failed twice.", quotation, (), "Ana Rao")
    assert wrong_reports("Ana Rao said the pumps had failed twice.", quotation, (), None)
    assert wrong_reports("Ana Rao said the pumps had failed twice.", quotation, (), "Rao") == ()
