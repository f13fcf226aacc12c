"""Summaries: form by its definition, references split as they were written."""

from __future__ import annotations

import pytest

from benchmarks.tasks.summaries import Item, is_whole, leading_sentences, rouge_counts


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("The ferry left at noon.", True),
        ('"It was late," Ann Lee said.', True),
        ("40 people were on board.", True),
        ("the ferry left at noon.", False),
        ("The ferry left at noon", False),
        ('The mayor said: "It was late.', False),
        ("It left.", False),
        ("The ferry left at \u2026", False),
    ],
)
def test_a_whole_sentence_is_known_by_its_form(sentence: str, whole: bool) -> None:
    assert is_whole(sentence) is whole


def test_leading_sentences_are_prose() -> None:
    text = "By Ann Lee\n\nThe ferry left at noon on Friday. It came back at dusk."
    assert leading_sentences(text, 1) == ["The ferry left at noon on Friday."]


def test_several_references_count_by_their_mean() -> None:
    item = Item("0", "", (("The ferry left.",), ("Nobody came back",)))
    assert rouge_counts(item, ["The ferry left."])["ROUGE-1"] == (50.0, 1.0)
