from __future__ import annotations

import pytest

from service.text.clarity import unclear_parts
from service.text.glued import drop_caption_marks, glued_parts
from service.text.preparation import prepare


@pytest.mark.parametrize(
    "sentence",
    [
        "Ana Rao opened the lock last night The barges had waited for a week.",
        "The lock of Halden was closed in February The owner said it leaked.",
        "Ana Rao celebrates her victory She won the race in Halden.",
        "Ivo Lund averages 300 laps a day in training camp Ana Rao works out at a park in Halden.",
        "Ivo Lund scored late to deny his former club victory Substitute Ana Rao had scored.",
        "Kick-off: Saturday, 3pm Referee: Ana Rao Managers: Ivo Lund Halden have won.",
        "Ana Rao was seen with a white flag Ms Rao is seen using a rope at the lock of Halden.",
        "Ana Rao tied a rope to the old tug The Port Court has since closed the lock of Halden.",
        "Ana Rao (left) and Ivo Lund (right) opened the lock of Halden.",
        "Ana Rao has sailed for Halden after leaving Norvik in 2009 Since her return she won.",
        "Ana Rao ( left ) opened the lock of Halden.",
        "Ana Rao, pictured, opened the lock of Halden.",
        "Ana Rao, second left, opened the lock of Halden.",
        "Ana Rao is not happy with Halden Meanwhile, Ivo Lund will be on the bench.",
        "Prices rose in a poll by Samre That's according to Ana Rao of Halden.",
        "Half of them are fake 'I'M RUNNING FOR MAYOR': Another site looked at Ana Rao.",
        "SCROLL DOWN FOR VIDEO Ana Rao opened the lock of Halden.",
        "From left: Ana Rao, Ivo Lund and Orla Dun Some of the crew were found in Halden.",
        "Ivo Lund was a member of the Samre Brigade In an interview with Dun he said he left.",
        "Ana Rao (police mugshot, left, and outside court, right) opened the lock of Halden.",
        "Ana Rao fell into the lock Halden plans to close it (above file photo of visitors there)",
    ],
)
def test_what_a_page_ran_together_stands_not_alone(sentence: str) -> None:
    assert glued_parts(sentence)
    assert unclear_parts(sentence)


def test_a_word_without_end_takes_no_time() -> None:
    assert glued_parts("a" * 200_000) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "The jockey Ana Rao celebrates her birthday in Halden.",
        "Ana Rao wrote for The Tessmark Herald and played in The Barges.",
        "The film It was shown in Halden after The Wall.",
        "Ana Rao said The Barges left (late) in June.",
    ],
)
def test_titles_are_no_second_sentence(sentence: str) -> None:
    assert glued_parts(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "plain"),
    [
        ("Ana Rao (left) opened the lock.", "Ana Rao opened the lock."),
        ("Ana Rao ( left ) opened the lock.", "Ana Rao opened the lock."),
        ("Ana Rao, pictured right, opened the lock.", "Ana Rao opened the lock."),
        (
            "Ana Rao, left, and Ivo Lund, right, are both proud of the lock.",
            "Ana Rao and Ivo Lund are both proud of the lock.",
        ),
        ("Ana Rao, left, opened the lock.", "Ana Rao opened the lock."),
        (
            "Its keeper, Ana Rao, far right, and Ivo Lund opened the lock.",
            "Its keeper, Ana Rao, and Ivo Lund opened the lock.",
        ),
        ("Ana Rao, known as Queen of Halden, left, and never came back.", None),
        ("Its keeper, Ana Rao, left, saying she was tired.", None),
        (
            "Zo\u00eb \u00c5ngstr\u00f6m, left, and Ivo Lund met.",
            "Zo\u00eb \u00c5ngstr\u00f6m and Ivo Lund met.",
        ),
        ("Victim: DNA links Ivo Lund to the barge.", "DNA links Ivo Lund to the barge."),
        ("Grim discovery: The barge lay in the lock.", "The barge lay in the lock."),
        ("Closed: The lock was closed in May.", "The lock was closed in May."),
        ("Still employed : ana rao kept the lock.", "Ana rao kept the lock."),
        ("Police : the barge lay in the lock.", "Police : the barge lay in the lock."),
        ("Police: The barge lay in the lock.", "Police: The barge lay in the lock."),
        ("Rao on trade: The barges stay.", "Rao on trade: The barges stay."),
        ("Rao: The barges stay.", "Rao: The barges stay."),
    ],
)
def test_what_points_into_a_picture_goes_and_who_speaks_stays(
    sentence: str, plain: str | None
) -> None:
    assert drop_caption_marks(sentence) == (plain or sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Denied : Low sold the mill.",
        "Not true : Low is dead.",
        "Not true: The mill is shut.",
        "Alleged : Low stole it.",
        "Low 's plan : the mill will close.",
        "Untrue: The mill is shut.",
        "False claim: The mill is shut.",
        "Opinion: The mill is ugly.",
        "Advertisement: The mill grinds finer.",
        "Wild rumour: The mill is shut.",
        "Last century: The mill was shut.",
        "Unlikely : the mill will close.",
    ],
)
def test_a_label_that_denies_or_qualifies_what_follows_stays(sentence: str) -> None:
    assert drop_caption_marks(sentence) == sentence


def test_a_credit_run_into_the_prose_is_boilerplate() -> None:
    text = "Getty Images The minister closed the lock of Halden on Monday. It leaked until May."
    article = prepare(text, None, None)

    prose = [sentence.text for sentence in article.sentences if sentence.skip is None]
    assert prose[0] == "The minister closed the lock of Halden on Monday."
