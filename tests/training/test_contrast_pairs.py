"""Contrast pairs: what is altered is wrong, what is reworded is not, and chance is fixed."""

from __future__ import annotations

import random

import pytest

from training.alterations import ALTERATIONS
from training.contrast_pairs import (
    Amounts,
    PairMaker,
    Statement,
    Story,
    changed_spans,
    type_names,
)
from training.material import Material
from training.rewordings import REWORDINGS

OVERLOAD = "Maria Holt, who led the inquiry, said the deck had been overloaded on 40 earlier trips."
OFFER = "The operator offered to meet the families in Dorrin on Friday."
ROUTE = "The ministry closed the northern route after Anna Berg met Peter Quill in Oslo."
STORY = Story(
    "a" * 16,
    (OVERLOAD, OFFER, ROUTE),
    (
        Statement("Maria Holt said the deck had been overloaded on 40 trips.", 0),
        Statement(OFFER, 1),
        Statement(ROUTE, 2),
    ),
)
TYPES = {"Anna Berg": "person", "Peter Quill": "person", "Maria Holt": "person", "Oslo": "place"}


def material(seed: int = 1) -> Material:
    names = {"person": ["Anna Berg", "Peter Quill", "Maria Holt"], "place": ["Oslo", "Dorrin"]}
    foreign = {"person": ["Olga Prins"], "place": ["Varna"]}
    others = [statement.text for statement in STORY.statements]
    return Material(names, foreign, TYPES, others, random.Random(seed))  # noqa: S311  no secret hangs on it


@pytest.mark.parametrize(
    ("kind", "sentence", "expected"),
    [
        ("hedge", "The operator offered to meet them.", {"The operator met them.", None}),
        ("hedge", "The bridge may close.", {"The bridge closed.", "The bridge will close."}),
        ("negation", "Police did not arrest him.", {"Police did arrest him."}),
        ("negation", "The bridge was closed.", {"The bridge was not closed."}),
        ("roles", "Anna Berg hired Peter Quill.", {"Peter Quill hired Anna Berg."}),
        ("roles", "The council sued the ministry.", {"The ministry sued the council."}),
        ("foreign_name", "The ferry left Oslo.", {"The ferry left Varna."}),
        ("cause", "The car sank because water came in.", {"Water came in because the car sank."}),
    ],
)  # fmt: skip
def test_an_alteration_says_something_else(
    kind: str, sentence: str, expected: set[str | None]
) -> None:
    alter = ALTERATIONS[kind][0]
    found = {alter(sentence, material(seed)) for seed in range(12)}
    lowered = {text.lower() for text in expected if text}

    assert {text.lower() for text in found if text} & lowered
    assert sentence not in found


@pytest.mark.parametrize(
    "sentence", ["Anna Berg met Peter Quill.", "Anna Berg married Peter Quill in Oslo."]
)
def test_what_two_do_to_one_another_is_not_turned_round(sentence: str) -> None:
    swapped = {ALTERATIONS["roles"][0](sentence, material(seed)) for seed in range(8)}

    assert not any(text and text.startswith("Peter Quill") for text in swapped)


def test_a_day_is_no_one_whose_role_could_be_exchanged() -> None:
    sentence = "Anna Berg left on Tuesday and Peter Quill stayed."
    swapped = {ALTERATIONS["roles"][0](sentence, material(seed)) for seed in range(8)}

    assert all(text is None or "on Tuesday" in text for text in swapped)


@pytest.mark.parametrize("kind", ALTERATIONS)
def test_no_alteration_gives_back_what_it_got(kind: str) -> None:
    alter = ALTERATIONS[kind][0]
    given = [OVERLOAD, OFFER, ROUTE, "Rain.", ""]

    assert all(alter(text, material(seed)) != text for text in given for seed in range(5))


@pytest.mark.parametrize(
    ("kind", "sentence", "expected"),
    [
        ("clause", OVERLOAD, "Maria Holt said the deck had been overloaded on 40 earlier trips."),
        ("voice", "The council closed the bridge.", "The bridge was closed by the council."),
        ("voice", "The bridge was closed by the council.", "The council closed the bridge."),
        ("tail", "The council closed the bridge in Dorrin.", "The council closed the bridge."),
    ],
)
def test_a_rewording_keeps_what_is_said(kind: str, sentence: str, expected: str) -> None:
    assert REWORDINGS[kind](sentence, random.Random(1)) == expected  # noqa: S311  as above


def test_the_same_seed_makes_the_same_pairs_and_another_seed_others() -> None:
    first, again, other = (list(PairMaker([STORY], seed).make(Amounts())) for seed in (3, 3, 4))

    assert first == again != other


def test_unsupported_statements_differ_from_all_supported_ones() -> None:
    pairs = list(PairMaker([STORY], 5).make(Amounts(alterations=8)))
    supported = {pair.sentence for pair in pairs if pair.supported}
    altered = [pair for pair in pairs if not pair.supported and pair.kind != "not_told"]

    assert len(altered) > 8
    assert not supported & {pair.sentence for pair in altered}
    assert all(pair.spans for pair in altered)
    assert all(not pair.spans for pair in pairs if pair.supported)


def test_a_statement_held_against_an_article_without_its_source_is_unsupported() -> None:
    pairs = list(PairMaker([STORY], 5).make(Amounts(without_source=1.0)))
    untold = [pair for pair in pairs if pair.kind == "not_told"]

    assert untold
    assert all(not pair.supported and pair.spans is None for pair in untold)
    sources = {statement.text: statement.source for statement in STORY.statements}
    assert all(sources[pair.sentence] in pair.withheld for pair in untold)
    assert all(not pair.given for pair in untold)


def test_an_article_with_gaps_holds_supported_statements_too() -> None:
    sentences = (*STORY.sentences, "Rain fell on Oslo all day long.", "Snow came at night.")
    more = Statement("Rain fell on Oslo all day.", 3)
    story = Story("b" * 16, sentences, (*STORY.statements, more))
    pairs = list(PairMaker([story], 5).make(Amounts(without_source=0.5)))
    told = [pair for pair in pairs if pair.withheld and pair.supported]
    sources = {statement.text: statement.source for statement in story.statements}

    assert told
    assert all(sources[pair.sentence] not in pair.withheld for pair in told)


@pytest.mark.parametrize(
    ("base", "altered", "expected"),
    [
        ("He offered to go.", "He went.", ["went"]),
        ("Two men left.", "Two women left.", ["women"]),
        ("He did not go home.", "He did go home.", ["did", "go"]),
        ("He left.", "He left.", []),
    ],
)
def test_changed_words_are_marked(base: str, altered: str, expected: list[str]) -> None:
    assert [altered[start:end] for start, end in changed_spans(base, altered)] == expected


def test_names_are_typed_by_what_stands_around_them() -> None:
    text = (
        "The film was made by Peter Quill, who lives in Oslo. It was the Norvall Group that paid."
    )

    types = type_names([text])

    assert (types["Peter Quill"], types["Oslo"], types["Norvall Group"]) == (
        "person",
        "place",
        "body",
    )
