from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.claim import SkipReason
from service.domain.errors import InvalidInputError
from service.text.boilerplate import find_boilerplate
from service.text.normalization import normalize
from service.text.sentences import split_sentences

LINES = st.lists(
    st.sampled_from(
        [
            "The quay of Low Bay was shut on Monday.",
            "“It will open,” Ana Low said. “We hope.”",
            "Read more: a long story",
            "Dr. Rao paid $3.5m (2.9m florins) to U.S. banks. He left!",
            "",
            "   ",
            "* Home",
            "שלום עולם. מה שלומך?",
            "Cafe\u0301 👩‍👩‍👧 closed. e\u0323\u0301nd",
            "A (very [odd] thing. \"Yes\" 'no' ... — -- \u200b \u00ad \u00a0 end",
            "don't stop-gap _x_ a_b co\u00adop #tag @you http://a.example/b?c=d",
            "WIRE COPY ALL IN CAPITALS. SECOND SENTENCE.",
        ]
    ),
    max_size=12,
)


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(text, ())]


@settings(deadline=None)
@given(st.one_of(st.text(max_size=300), LINES.map("\n".join)))
def test_sentences_are_exact_ordered_and_cover_all_ink(raw: str) -> None:
    try:
        text = normalize(raw)
    except InvalidInputError:
        return
    sentences = split_sentences(text, find_boilerplate(text))
    position = 0
    for sentence in sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert not text[position : sentence.start].strip()
        assert sentence.start >= position
        assert sentence.text == sentence.text.strip()
        position = sentence.end
    assert not text[position:].strip()


@settings(deadline=None)
@given(LINES.map("\n\n".join))
def test_sentences_never_cross_a_paragraph(raw: str) -> None:
    try:
        text = normalize(raw)
    except InvalidInputError:
        return
    assert all("\n\n" not in s.text for s in split_sentences(text, find_boilerplate(text)))


def test_a_tweeted_quotation_stays_with_its_reporting_clause() -> None:
    quotation = '"We will be at the quay and say hello(?)!" Ana Low tweeted.'
    assert texts(f"It rained. {quotation} It rained on.") == [
        "It rained.",
        quotation,
        "It rained on.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The bill was signed by Gov. Ana Low on Monday.",
        "Lt. Piet Rao of the Low Bay police spoke to Rep. Jon Marsh.",
        "It cost 3.5 million florins at 5 p.m. in the U.S. capital.",
        "The guild will meet Feb. 11-14 in Low Bay.",
        "'Are you there?' she shouted from the quay.",
        "The bay\u2019s viral \u201cFog. We\u2019re in it.\u201d campaign was mocked in May.",
    ],
)
def test_a_full_stop_that_ends_no_sentence_does_not_cut(sentence: str) -> None:
    assert texts(f"{sentence} The end came soon.") == [sentence, "The end came soon."]


def test_single_newlines_part_paragraphs() -> None:
    text = "The quay is shut\nThe mayor said it will open in May.\nNobody came to see it."
    found = split_sentences(text, ())
    assert [s.paragraph for s in found] == [0, 1, 2]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The council of Low Bay voted on Monday to rebuild the old\n"
        "quay for three million florins, although the harbour master\n"
        "had warned that the northern wall may not bear the weight\n"
        "of modern ships.\n\nWork starts in May."
    )
    assert [s.paragraph for s in split_sentences(text, ())] == [0, 1]


def test_boilerplate_comes_back_marked_and_uncounted() -> None:
    text = "The quay of Low Bay was shut.\n\nRead more: Storm breaks wall\n\nIt opens in May."
    found = split_sentences(text, find_boilerplate(text))
    assert [s.skip for s in found] == [None, SkipReason.BOILERPLATE, None]
    assert [s.paragraph for s in found] == [0, 0, 1]


def test_no_boilerplate_and_no_ink_give_no_sentences() -> None:
    assert split_sentences("   \n \n", ()) == ()


@pytest.mark.parametrize(
    "unit",
    [
        "word ",
        "( ",
        '"',
        "'a ",
        "A. ",
        "aA",
        "The man went home at 5 p.m. on Sunday. ",
        "Short line\n",
        "* item\n",
        "by , , ,",
        "1,000 ",
        "a/b/",
        ".",
    ],
)
def test_two_hundred_thousand_odd_characters_are_split_where_they_stand(unit: str) -> None:
    text = (unit * (200_000 // len(unit) + 1))[:200_000]
    found = split_sentences(text, find_boilerplate(text))
    assert all(text[s.start : s.end] == s.text for s in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize(
    ("jammed", "cut"),
    [
        (
            'It was "never to be seen again".He asked in May.',
            ['It was "never to be seen again".', "He asked in May."],
        ),
        (
            "She spoke of \u2018delay\u2019.The council paid.",
            ["She spoke of \u2018delay\u2019.", "The council paid."],
        ),
        ("The bridge is shut.Ana Low said so.", ["The bridge is shut.", "Ana Low said so."]),
        ("The U.S.Army left in May.", ["The U.S.Army left in May."]),
        ("Prof.Low paid for it.", ["Prof.Low paid for it."]),
    ],
)
def test_sentences_that_lost_the_space_between_them_are_cut(jammed: str, cut: list[str]) -> None:
    assert texts(jammed) == cut


@pytest.mark.parametrize(
    ("text", "cut", "captions"),
    [
        (
            "Ana Rao opens the old lock of the town She said the barges had waited for a week.",
            [
                "Ana Rao opens the old lock of the town",
                "She said the barges had waited for a week.",
            ],
            1,
        ),
        (
            "The lock at dawn in May Ana Rao at the old mill The owner said it leaked in March.",
            [
                "The lock at dawn in May Ana Rao at the old mill",
                "The owner said it leaked in March.",
            ],
            1,
        ),
        (
            "Ana Rao wrote for the paper about the film He Who Waits in Halden last May.",
            ["Ana Rao wrote for the paper about the film He Who Waits in Halden last May."],
            0,
        ),
    ],
)
def test_a_caption_is_parted_from_the_sentence_that_it_ran_into_and_gives_no_claim(
    text: str, cut: list[str], captions: int
) -> None:
    found = split_sentences(text, ())

    assert [sentence.text for sentence in found] == cut
    assert [sentence.skip for sentence in found[:captions]] == [SkipReason.NO_FACT] * captions
    assert found[-1].skip is None


def test_a_caption_that_points_into_its_picture_ends_where_another_sentence_begins() -> None:
    first = "Ana Low is seen in her house, in one picture she lies on the floor (right)"
    second = "Ana, whose full name was Ana Maria Low, was known for her maps."
    found = [sentence.text for sentence in split_sentences(f"{first} {second}", ())]
    assert found == [first, second]
    denied = f"The council denied that the mayor who stood there in May (right) {second}"
    assert [sentence.text for sentence in split_sentences(denied, ())] == [denied]
    named = "The keeper of the old harbour light (right) Ana Low was known for her maps."
    assert [sentence.text for sentence in split_sentences(named, ())] == [named]


def test_copy_in_lower_case_whose_words_a_machine_parted_is_cut_at_its_free_marks() -> None:
    text = (
        "the port of halden , in the north , bought a crane . mr . lind said : ` it is big . ' "
        "did it cost 4.5 million kroner ? nobody would say ."
    )
    assert [sentence.text for sentence in split_sentences(text, ())] == [
        "the port of halden , in the north , bought a crane .",
        "mr . lind said : ` it is big . '",
        "did it cost 4.5 million kroner ?",
        "nobody would say .",
    ]


def test_copy_in_lower_case_is_cut_at_its_marks_but_for_abbreviations() -> None:
    text = (
        "halden bought a crane for 4.5 million kroner from low inc. of the u.s. last year. "
        "dr. a. lind called it ``too dear''. did he say why? nobody knows."
    )
    assert [sentence.text for sentence in split_sentences(text, ())] == [
        "halden bought a crane for 4.5 million kroner from low inc. of the u.s. last year.",
        "dr. a. lind called it ``too dear''.",
        "did he say why?",
        "nobody knows.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "ana low of st. louis won race no. 5 of the year.",
        (
            "The minister said that the ballot for seat no. 5 would close on the day that all had "
            "been told of by letter, since the count of all that came in by then was to be made by "
            "a clerk who had seen it all before and knew of no other way to tell the two apart."
        ),
        "\u043c\u043b\u043d. \u0440\u0443\u0431. \u0434\u0430.",
    ],
)
def test_copy_with_few_capitals_is_not_cut_at_an_abbreviation(text: str) -> None:
    assert [sentence.text for sentence in split_sentences(text, ())] == [text]


def test_a_free_mark_cuts_nothing_in_copy_that_has_its_capitals() -> None:
    text = "The port of Halden bought a crane called no . 5 and a tug in March."
    assert [sentence.text for sentence in split_sentences(text, ())] == [text]


@pytest.mark.parametrize(
    ("jammed", "cut"),
    [
        (
            'Low said: "Prices are rising."Norvik has raised its fees.',
            ['Low said: "Prices are rising."', "Norvik has raised its fees."],
        ),
        (
            "Low said: ''Prices are rising.''Norvik has raised its fees.",
            ["Low said: ''Prices are rising.''", "Norvik has raised its fees."],
        ),
        (
            "'It was hard,' Low said.'Norvik lost three ships.'",
            ["'It was hard,' Low said.", "'Norvik lost three ships.'"],
        ),
    ],
)
def test_a_mark_that_lost_its_space_stays_with_the_quotation_that_it_is_of(
    jammed: str, cut: list[str]
) -> None:
    assert [sentence.text for sentence in split_sentences(jammed, ())] == cut


def test_a_list_that_semicolons_part_stays_one_sentence() -> None:
    listed = "Low reports that 44 barges are sound; 15 are leaking; and 41 are lost."
    assert [s.text for s in split_sentences(listed, ())] == [listed]
