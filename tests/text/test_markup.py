"""Markup: what is read has none of it, and text without any is the very same text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.markup import without_markup


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("The council <strong>voted</strong> to close it.", "The council voted to close it."),
        ('<a href="https://norvik.example/x">Low</a> left.', "Low left."),
        ("It cost 4&nbsp;million florins.", "It cost 4\u00a0million florins."),
        ("Rao &amp; Sons", "Rao & Sons"),
        ("in 2019&#8212;nobody", "in 2019\u2014nobody"),
        ("* **Work** starts in [May](https://norvik.example/may).", "Work starts in May."),
        ('> "We won," Low said.', '"We won," Low said.'),
        ("## What happens next", "What happens next"),
        ("Low _did not_ resign.", "Low did not resign."),
        ("![The quay](https://norvik.example/quay.jpg)", ""),
        ("<br/>", ""),
        ("<!-- comment -->", ""),
        ("Mon\u00adday at the qu\u200bay", "Monday at the quay"),
        ("\u2022 Schools stay shut", "Schools stay shut"),
        ("1. The first quay opens in May", "The first quay opens in May"),
        ("The director Ana Low* left.", "The director Ana Low left."),
        ("2) The second quay opens in June", "The second quay opens in June"),
    ],
)
def test_what_is_read_is_the_words(written: str, plain: str) -> None:
    assert without_markup(written) == plain


@pytest.mark.parametrize(
    "text",
    [
        "The index fell < 4 percent and > 2 percent.",
        "Low & Rao won.",
        "AT&T paid 4 million florins.",
        "He wrote 2 * 3 * 4 on the wall.",
        "The file_name_x was lost.",
        "She called it a b***** heavy bag and f***ing dear.",
        "They told him to f**k off and that it was s**t.",
        "The crew [of the Vera] left.",
        "1. FC Halden won.",
        "12 people came.",
        "-4 degrees were measured.",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 came.",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    ],
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert without_markup(text) == text


def test_two_single_marks_read_as_the_double_one_that_they_stand_for() -> None:
    assert without_markup("``We sold it,'' Low said.") == '"We sold it," Low said.'


@given(st.text(alphabet=st.characters(categories=["L", "N", "Zs"]), max_size=80))
def test_words_are_never_touched(text: str) -> None:
    assert without_markup(text) == text


@given(st.text(alphabet="ab <>/p!-[](){}*_`&;#>\n\u200d\u00ad", max_size=80))
def test_no_notation_is_too_broken(text: str) -> None:
    without_markup(text)
