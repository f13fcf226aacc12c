from __future__ import annotations

import pytest

from service.text.speakers import claim_speaker


@pytest.mark.parametrize(
    ("claim", "speaker"),
    [
        ("Ana Low said the quay was sound.", "Ana Low"),
        (
            "Today it may have grown to Low, as Halden's engineers have confirmed that it has.",
            "Halden's engineers",
        ),
        ("This afternoon the Halden prosecutor said the quay was sound.", "the Halden prosecutor"),
        (
            "The head of the largest union of harbour pilots called the quay a disgrace.",
            "The head of the largest union of harbour pilots",
        ),
        ("Ana Low today said: 'The quay is sound.'", "Ana Low"),
        ("The quay of Halden is sound, she said.", "she"),
        ("Ana Low told Quay Radio that the quay was sound.", "Ana Low"),
        ("Ana Low, the harbour master, said the quay was sound.", "Ana Low"),
        ("Ana Low of the harbour authority said the quay was sound.", "Ana Low"),
        ("Harbour master Ana Low denied that the quay had sunk.", "Ana Low"),
        ("On Tuesday, Ana Low described the quay as sound.", "Ana Low"),
        ("In an interview with Quay Radio, Ana Low admitted the quay had sunk.", "Ana Low"),
        ("The quay is sound, Ana Low said.", "Ana Low"),
        ("The quay is sound, the harbour master told Quay Radio on Monday.", "the harbour master"),
        ("According to Ana Low, the harbour master, the quay is sound.", "Ana Low"),
        ("The quay is sound, according to Quay Radio.", "Quay Radio"),
        ("The work went according to plan, Ana Low said.", "Ana Low"),
        ("Quay Radio quoted Ana Low as saying that the quay was sound.", "Ana Low"),
        ("Ana Low said the quay was sound, according to Quay Radio.", "Ana Low"),
        ('"The quay will open," said Ana Low, the mayor.', "Ana Low"),
        ("The quay will open, said harbour master Ana Low.", "Ana Low"),
        ("Ana Low's family said she had left.", "Ana Low's family"),
        ("A spokesman for Ana Low said she had left.", "A spokesman for Ana Low"),
        ("The report said the quay was sound.", "The report"),
        ("The inquest was told that the quay had sunk.", "The inquest"),
        ("She said the quay was sound.", "She"),
        ("Most of the quays, Ana Low said, are old and unsound.", "Ana Low"),
        ("The quay is unsound, Ana Low said, pointing at its piles.", "Ana Low"),
        ("One of the oldest so far, said the divers, is the quay of Halden.", "the divers"),
        ("Monday, engineers said the quay was sound.", "engineers"),
        ("The quay is low, say engineers, but it is sound.", "engineers"),
        ('"We are going to Norvik and will ask about the quay," Ana Low added.', "Ana Low"),
        ("Sea Glass Barges, which owns the quay, said it was sound.", "Sea Glass Barges"),
        ('"It is sound," said Ana Low, a diver, according to the Herald agency.', "Ana Low"),
        ("Ana Low from Norvik School - part of Halden said the quay was sound.", "Ana Low"),
        ("Ana Low, who left Halden, said women received a fine if they sailed.", "Ana Low"),
        ("Ana Low, head of the port - which lies in Norvik - said it was sound.", "Ana Low"),
        ("Ana Low has already said the quay was sound.", "Ana Low"),
        ("Ana Low went on to say that the quay was sound.", "Ana Low"),
        ('"Barges have doubled," reports Ana Low.', "Ana Low"),
        ("Prosecutor Charles Low told the court the quay was sound.", "Charles Low"),
        (
            "The Department for Quays, Locks, Barges and Boats said the quay was sound.",
            "The Department for Quays, Locks, Barges and Boats",
        ),
        ("Ana Low questioned if the quay was sound.", "Ana Low"),
        ("The port's court ruled that the quay must be closed.", "The port's court"),
        ("Mayor Ana Low, who lives there, is concerned that the quay will sink.", "Ana Low"),
        ('"It is so old that it sways," said van Lowe, a diver.', "van Lowe"),
        (
            "Although neighbours of the quay suggested it had sunk, Ana Low said it was sound.",
            "Ana Low",
        ),
    ],
)
def test_a_claim_names_who_said_it(claim: str, speaker: str) -> None:
    assert claim_speaker(claim) == speaker


@pytest.mark.parametrize(
    "claim",
    [
        "Ana Low caused outrage when she said the quay was sound.",
        "The quay is said to be sound.",
        "Two captains are accused of damaging the quay.",
        "The box found on the quay was empty.",
        "Police found two boxes on the quay.",
        "Ana Low wrote the script six years ago.",
        "Injury has ruled out Ana Low, who sails for Halden.",
        "The old quay has rows of posts called Dolphins, which guard its wall.",
        "Ana Low's comments were the first on the quay.",
        "Tessmark Rovers conceded three goals against Dorrin.",
        "Gold added 0.3% on Tuesday.",
        "Ana Low claimed an early break before taking the opening set.",
        "Ana Low has claimed the world title.",
        "Scans showed that the quay was sound.",
        "According to figures for June, 12 ships docked.",
        "The quay cost four million euros.",
        "With three confirmed cracks, the quay was closed.",
        "So-called ghost ships have been seen off the quay.",
        "The quay - hailed as the best of the region - was closed.",
        "Before the mayor concluded that it was sound, the quay was closed.",
        "Ana Low used a blog called The Quay to defend the mayor.",
        "Divers Low, Rao, Lund and Dun all said they were tired.",
    ],
)
def test_what_the_article_itself_asserts_has_no_speaker(claim: str) -> None:
    assert claim_speaker(claim) is None


def test_alleged_partners_say_nothing() -> None:
    claim = "Ana Low and her three alleged partners had reportedly been under investigation in May."
    assert claim_speaker(claim) is None
    assert claim_speaker("Ana Low alleged that the quay had been sold.") == "Ana Low"
