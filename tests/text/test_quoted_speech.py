from __future__ import annotations

import pytest

from service.text.preparation import prepare
from service.text.quoted_speech import complete_marks


def spoken(text: str) -> list[tuple[str, str | None]]:
    """Return the sentences in quotations, marks completed, each with its speaker."""
    return [
        (complete_marks(sentence, sentence.text), sentence.quoted.speaker)
        for sentence in prepare(text, None, None).sentences
        if sentence.quoted is not None
    ]


@pytest.mark.parametrize(("opening", "closing"), [('"', '"'), ("\u201c", "\u201d"), ("'", "'")])
def test_each_sentence_of_a_quotation_has_its_marks_and_its_speaker(
    opening: str, closing: str
) -> None:
    text = (
        f"{opening}We closed the lock in May. The pumps had failed twice. Nobody was "
        f"hurt,{closing} Ana Rao told the council of Halden.\n\nThe lock opens again in June."
    )

    found = spoken(text)

    assert [speaker for _, speaker in found] == ["Ana Rao"] * 3
    assert found[1][0] == f"{opening}The pumps had failed twice.{closing}"
    assert found[2][0].startswith(f"{opening}Nobody was hurt,{closing} Ana Rao told")


def test_a_quotation_goes_on_in_a_paragraph_that_opens_with_its_mark_again() -> None:
    text = (
        "Ana Rao said: \u201cWe closed the lock in May.\n\n"
        "\u201cThe pumps had failed twice. They are old.\u201d\n\n"
        "The council of Halden met on Monday."
    )

    found = spoken(text)

    assert found[1] == ("\u201cThe pumps had failed twice.\u201d", "Ana Rao")
    assert found[2] == ("\u201cThey are old.\u201d", "Ana Rao")
    assert len(found) == 3


def test_a_quotation_that_follows_one_with_a_speaker_is_theirs() -> None:
    text = (
        "\u201cThe pumps failed,\u201d Ana Rao said. \u201cThe lock of Halden stays closed "
        "until June.\u201d\n\nThe council met on Monday."
    )

    assert spoken(text) == [("\u201cThe lock of Halden stays closed until June.\u201d", "Ana Rao")]


def test_nobody_speaks_where_the_article_does_not_tell_who() -> None:
    text = "The town was quiet.\n\n\u201cThe lock of Halden stays closed until June.\u201d"

    assert spoken(text) == [("\u201cThe lock of Halden stays closed until June.\u201d", None)]


def test_nobody_said_what_somebody_allegedly_told() -> None:
    text = (
        "\u201cThe pumps failed,\u201d Ana Rao allegedly told a clerk. \u201cWe never looked at "
        "them.\u201d"
    )

    assert spoken(text) == [("\u201cWe never looked at them.\u201d", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Ana Rao said the lock was \u201cbeyond repair\u201d. The pumps had failed twice.",
        "Ana Rao's barges and the Raos' tugs lay in Halden. The pumps had failed twice.",
        "'We closed the lock,' Ana Rao said. The pumps had failed twice.",
        "Ana Rao called it 'one of our worst days' in Halden. The pumps had failed twice.",
    ],
)
def test_what_the_newspaper_says_itself_is_in_no_quotation(text: str) -> None:
    assert spoken(text) == []


def test_a_lost_closing_mark_gives_the_newspapers_words_to_nobody() -> None:
    text = (
        'Ana Rao said: "We closed the lock in May. It had been leaking for weeks.\n\n'
        "The council of Halden met on Monday. The lock opens again in June."
    )

    assert [speaker for _, speaker in spoken(text)] == ["Ana Rao"]


def test_a_mark_that_slid_to_the_sentence_behind_a_quotation_opens_nobodys_speech() -> None:
    told = 'Ana Rao tweeted: "Unbelievable. "Low, who has led the port for years, left in May.'
    assert spoken(told)[-1][1] is None
    own = 'Ana Rao tweeted: "Unbelievable. "We were told in May that the lock would open.'
    assert spoken(own)[-1][1] == "Ana Rao"


def test_a_quotation_closes_with_a_mark_of_the_other_kind_or_with_two_single_ones() -> None:
    text = (
        '\u2018The lock opens in June,\u2019 Ana Rao said. \u2018Nobody was hurt there." Others '
        "wrote to the town. They called the pumps \u2018old\u2019."
    )
    assert [sentence for sentence, _ in spoken(text)] == ['\u2018Nobody was hurt there."']
    two = "\"The lock opens in June,'' Ana Rao said. The council of Halden met on Monday."
    assert spoken(two) == []


@pytest.mark.parametrize("mark", ['"', "''", "'"])
def test_a_mark_between_two_sentences_without_space_closes_what_is_open(mark: str) -> None:
    text = (
        f"Ana Rao said: {mark}The pumps are old.{mark}Norvik has raised its fees by 4 percent. "
        "The port employs 300 people."
    )
    assert spoken(text) == []


def test_a_mark_without_space_opens_where_nothing_is_open() -> None:
    text = '"The pumps are old," Ana Rao said."Norvik lost three ships." She left.'
    assert spoken(text) == [('"Norvik lost three ships."', "Ana Rao")]


def test_marks_made_of_two_single_ones_are_read_as_one() -> None:
    text = (
        "Ana Rao said: ``The pumps are old. They failed twice. We closed the lock.'' "
        "Norvik has raised its fees by 4 percent."
    )
    assert [speaker for _, speaker in spoken(text)] == ["Ana Rao"] * 3


def test_a_curly_quotation_that_opens_again_before_it_closes_has_lost_its_end() -> None:
    text = (
        "Ana Rao told the court: \u201cI saw him there. Dahl, 44, of Halden, denies theft and "
        "blames his uncle. \u201cWe can wait,\u201d said Brenn."
    )
    assert not any("Dahl" in sentence for sentence, _ in spoken(text))
