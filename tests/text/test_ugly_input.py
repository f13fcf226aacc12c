"""Ugly input: every shape that desks paste is read as far as it can be, and all accounted for."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.analysis import PreparedArticle
from service.domain.claim import SkipReason
from service.text.facts import find_names, foreign_facts
from service.text.normalization import normalize
from service.text.preparation import prepare
from tests import ugly_texts
from tests.ugly_texts import SHORT_TEXTS, live_blog, transcript


def read(text: str) -> PreparedArticle:
    return prepare(normalize(text), None, None)


def open_sentences(text: str) -> list[str]:
    return [sentence.text for sentence in read(text).sentences if sentence.skip is None]


def left_out(text: str) -> dict[str, SkipReason]:
    return {s.text: s.skip for s in read(text).sentences if s.skip is not None}


def assert_whole(article: PreparedArticle) -> None:
    """Every character that is not white space stands in exactly one sentence."""
    position = 0
    for sentence in article.sentences:
        assert article.text[sentence.start : sentence.end] == sentence.text
        assert not article.text[position : sentence.start].strip()
        assert sentence.start >= position
        position = sentence.end
    assert not article.text[position:].strip()


@pytest.mark.parametrize("name", SHORT_TEXTS)
def test_nothing_of_an_ugly_text_is_lost(name: str) -> None:
    assert_whole(read(SHORT_TEXTS[name]))


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.sampled_from(list(SHORT_TEXTS.values())), min_size=1, max_size=4),
    st.integers(0, 400),
    st.sampled_from(["\n", "\n\n", " ", ""]),
)
def test_nothing_is_lost_however_texts_are_cut_and_joined(
    texts: list[str], cut: int, joint: str
) -> None:
    joined = joint.join(text[cut % max(1, len(text) - 40) :] for text in texts)
    assert_whole(read(joined))


@pytest.mark.parametrize("words", [2_000, 20_000])
def test_a_long_transcript_is_cut_at_its_turns(words: int) -> None:
    text = transcript(words)
    article = read(text)
    assert_whole(article)
    lines = text.splitlines()
    # Turns with a full stop inside are cut there too, and none are joined.
    assert len(article.sentences) >= len(lines)
    assert all("\n" not in sentence.text for sentence in article.sentences)
    assert {s.skip for s in article.sentences if s.text.endswith("that?")} == {SkipReason.QUESTION}


def test_a_live_blog_keeps_its_posts_and_marks_its_clocks() -> None:
    assert open_sentences(ugly_texts.LIVE_BLOG) == [
        "The harbour of Norvik has been closed to all ships, the port authority says.",
        "About 4,000 homes are without power in Low Bay, according to the grid operator Nordnet.",
        "Trains between Norvik and Corrie have been cancelled until Friday.",
        'Mayor Ana Low: "Please stay at home."',
        "Schools in Corrie will stay shut on Tuesday, the council decided.",
        "Wind of 140 km/h was measured at Halden airport.",
    ]
    clocks = [t for t, skip in left_out(ugly_texts.LIVE_BLOG).items() if any(map(str.isdigit, t))]
    assert clocks == [
        "14:32",
        "14:25",
        "2.10pm GMT",
        "Posted at 13:58",
        "\u2022 12:15 \u2013",
        "5m ago",
    ]


def test_a_long_live_blog_loses_no_post() -> None:
    text = live_blog(300)
    article = read(text)
    assert_whole(article)
    boilerplate = [s.text for s in article.sentences if s.skip is SkipReason.BOILERPLATE]
    assert len(boilerplate) == 300
    assert all(len(clock) == len("12:00") for clock in boilerplate)


def test_rows_of_a_table_are_no_sentences_and_the_report_above_them_is() -> None:
    assert open_sentences(ugly_texts.RESULTS) == [
        "Norvik won the league for the third time on Saturday after a 2-1 win at Corrie."
    ]
    assert set(left_out(ugly_texts.RESULTS).values()) == {SkipReason.NO_FACT}


def test_copy_in_capitals_is_cut_at_its_full_stops_alone() -> None:
    assert open_sentences(ugly_texts.CAPITALS) == [
        (
            "THE PRESIDENT OF CORRIE, ANA LOW, SAID ON MONDAY THAT THE BRIDGE OVER THE ORRIN "
            "WOULD BE CLOSED FOR TWO YEARS."
        ),
        "MS. LOW TOLD REPORTERS THAT 12,000 DRIVERS USE IT EVERY DAY.",
        '"WE HAVE NO CHOICE," SHE SAID.',
        "THE U.S. FIRM HALDEN CO. WILL REBUILD IT FOR $4.5 MILLION.",
        "DR. PIET RAO, A PROFESSOR AT THE UNIVERSITY OF NORVIK, SAID THE PIERS WERE SAFE.",
    ]
    assert left_out(ugly_texts.CAPITALS) == {"NORVIK (AP) -": SkipReason.BOILERPLATE}


def test_in_capitals_not_every_word_is_a_name() -> None:
    first = open_sentences(ugly_texts.CAPITALS)[0]
    assert {"CORRIE", "ANA", "ORRIN", "MONDAY"} <= set(find_names(first))
    assert {"SAID", "CLOSED", "YEARS", "WOULD"}.isdisjoint(find_names(first))


@pytest.mark.parametrize(
    ("claim", "foreign"),
    [
        ("Ana Low, the president of Corrie, said the bridge would be closed for two years.", ()),
        ("Piet Rao of the University of Norvik said the piers were safe.", ()),
        ("Jon Marsh said the piers were safe.", ("Jon Marsh",)),
        ("Halden will rebuild the bridge for $5.5 million.", ("$5.5 million",)),
    ],
)
def test_names_in_capitals_are_the_same_names(claim: str, foreign: tuple[str, ...]) -> None:
    assert foreign_facts(claim, ugly_texts.CAPITALS) == foreign


def test_a_page_s_source_is_read_past_its_tags() -> None:
    assert open_sentences(ugly_texts.SOURCE_OF_A_PAGE) == [
        "The council of Norvik <strong>voted</strong> on Monday to close the quay.&nbsp;",
        "It opened in 1931.",
        "* **Work** starts in [May](https://norvik.example/may), the mayor said.",
        "* The quay will cost 4&nbsp;million florins.",
        '> "We had no choice," Low said.',
        "The wall fell in 2019&#8212;nobody was hurt.",
        "Rao &amp; Sons will rebuild it.",
    ]


def test_a_credit_glued_between_sentences_parts_them() -> None:
    assert open_sentences(ugly_texts.CAPTIONS)[1:] == [
        "The new crane is 90 metres tall",
        "The port cost 40 million florins.",
        "Low said the port would pay for itself within ten years.",
    ]


def test_items_of_a_list_need_no_full_stop() -> None:
    kept = open_sentences(ugly_texts.LISTS)
    assert "1. The first quay opens in May" in kept
    assert "- a ferry to Corrie that runs every hour" in kept
    assert all("\n" not in sentence for sentence in kept)


def test_sentences_in_other_languages_are_left_out() -> None:
    assert open_sentences(ugly_texts.LANGUAGES) == [
        "The quay of Low Bay was shut on Monday.",
        "Mayor Ana Low said it would open in May.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Los Angeles police arrested Juan de la Cruz.",
        "La La Land won six prizes.",
        "Die Welt reported 4,000 deaths.",
        "Van den Berg beat De Vries 6-4.",
        "Rao won.",
    ],
)
def test_foreign_names_make_no_foreign_sentence(sentence: str) -> None:
    assert open_sentences(f"{sentence} It rained all day in Norvik.")[0] == sentence


def test_a_second_headline_is_no_sentence_of_the_first_story() -> None:
    article = read(ugly_texts.TWO_STORIES)
    assert article.title == "Storm shuts quay of Low Bay"
    assert left_out(ugly_texts.TWO_STORIES) == {
        "Storm shuts quay of Low Bay": SkipReason.NO_FACT,
        "Corrie elects first woman as mayor": SkipReason.NO_FACT,
    }


@pytest.mark.parametrize(
    "unit",
    [
        "<p>",
        "<p class=",
        "<!--",
        "<script>",
        "![",
        "[a](",
        "**a ",
        "&amp; ",
        "\u200d",
        "12:30 ",
        "12:30\nIt rained.\n",
        "(Photo: ",
        "1 2 3; ",
        "DR. ",
        "MS. A",
    ],
)
def test_a_page_full_of_one_notation_is_read_where_it_stands(unit: str) -> None:
    text = f"It rained. {unit * (60_000 // len(unit))}"
    article = read(text)
    assert_whole(article)
    assert all(left.end <= right.start for left, right in pairwise(article.sentences))
