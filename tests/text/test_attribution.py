import pytest

from service.domain.claim import ClaimKind
from service.text.attribution import classify_kind, find_speaker


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Mayor Ana Low said the quay would open.", "Ana Low"),
        ('"The quay will open," Ana Low said.', "Ana Low"),
        ('"The quay will open," said Ana Low, the mayor.', "Ana Low"),
        ("The quay will open, according to Ana Low.", "Ana Low"),
        ("Ana Low, who lives nearby, told reporters that the quay was sound.", "Ana Low"),
        ("Ana Low also said on Monday that the quay was sound.", "Ana Low"),
        ("The harbour board said the quay was sound.", "The harbour board"),
        ("A police spokesman said that nobody was hurt.", "A police spokesman"),
        ("Police said that Jon Marsh was hurt.", "Police"),
        ("Norvall said it had sold 400 vans.", "Norvall"),
        ("Its director, Ana Low, said the results were expected in May.", "Ana Low"),
        ("The port operator Norvall on Monday said it had sold 40 vans.", "Norvall"),
        ("A spokesman for Norvall said it had sold 40 vans.", "A spokesman for Norvall"),
        ("At least 12 farms, according to the Farmers' League, were hit.", "Farmers' League"),
        ("The ministry has not replied.", None),
        ("The quay was shut on Monday.", None),
        ("Ana Low was told to leave the quay.", None),
        ("Ana Low is accused of fraud.", None),
        ("She left the quay.", None),
    ],
)
def test_the_speaker_is_the_subject_of_the_reporting_clause(
    sentence: str, speaker: str | None
) -> None:
    assert find_speaker(sentence, []) == speaker


def test_a_reporting_pronoun_is_resolved_in_the_sentences_before() -> None:
    before = ["Jon Marsh said nothing was lost.", "Ana Low said the quay would open."]
    assert find_speaker("She added that the wall was sound.", before) == "Ana Low"


def test_a_person_is_not_taken_for_a_company() -> None:
    before = ["Ana Low said the quay would open.", "The company said it had sold 40 vans."]
    assert find_speaker("She added that the wall was sound.", before) == "Ana Low"


def test_a_part_of_a_longer_quotation_has_the_speaker_before_it() -> None:
    before = ['"The quay will open," Ana Low said.']
    assert find_speaker('"The wall is sound."', before) == "Ana Low"
    assert find_speaker("The wall is sound.", before) is None


def test_a_claim_that_reports_nothing_has_no_speaker() -> None:
    sentence = "Ana Low, who is mayor of Tessmark, said the quay would open."
    assert find_speaker(sentence, [], "Ana Low is mayor of Tessmark.") is None
    assert find_speaker(sentence, [], "Ana Low said the quay would open.") == "Ana Low"


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("The Orrin Bridge carries about 38,000 vehicles a day.", ClaimKind.QUANTITY),
        ("Norvall shares fell 8.4 percent to 31.20 crowns.", ClaimKind.QUANTITY),
        ("Ana Low said the quay of Tessmark was safe.", ClaimKind.STATEMENT),
        ("Police arrested Jon Marsh in Tessmark on Monday.", ClaimKind.EVENT),
        ("The ferry Amarante sank on Lake Samre.", ClaimKind.EVENT),
        ("Ana Low is the mayor of Tessmark.", ClaimKind.STATUS),
        ("Lake Samre has no bridge.", ClaimKind.STATUS),
        ("The bridge was closed because of cracks in the cables.", ClaimKind.CAUSAL),
        ("", ClaimKind.STATUS),
    ],
)
def test_the_kind_follows_from_the_wording(claim: str, kind: ClaimKind) -> None:
    assert classify_kind(claim) is kind
