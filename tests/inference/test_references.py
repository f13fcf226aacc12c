from __future__ import annotations

import pytest

from service.domain.analysis import RewriteRequest
from service.inference import references
from service.inference.generation import GenerationEngine
from service.inference.references import resolve_pronoun

DIRECTOR = "Anton Reisz, who leads the Veterinary Office, took samples from 41 carcasses."
#: Names the second person twice, as the rule for who counts as a person wants it.
RIVAL = "The farmer Gwen Tarrant said she lost 64 ewes, and Tarrant said they had been well."
WARNING = "He warned farmers not to jump to conclusions about the vaccine."
NAMED = "Anton Reisz warned farmers not to jump to conclusions about the vaccine."


def request(sentence: str, *preceding: str) -> RewriteRequest:
    article = " ".join((*preceding, sentence))
    return RewriteRequest(sentence, preceding, (), article, None)


def test_a_pronoun_with_one_person_to_stand_for_becomes_that_person(
    tiny_engine: GenerationEngine,
) -> None:
    assert resolve_pronoun(tiny_engine, request(WARNING, DIRECTOR), WARNING) == NAMED


@pytest.mark.parametrize(
    ("pronoun", "name"),
    [("His office", "Anton Reisz's office"), ("He", "Anton Reisz"), ("Her farm", "Anton Reisz's")],
)
def test_a_possessive_becomes_a_possessive(
    tiny_engine: GenerationEngine, pronoun: str, name: str
) -> None:
    sentence = f"{pronoun} was closed on Monday."

    resolved = resolve_pronoun(tiny_engine, request(sentence, DIRECTOR), sentence)

    assert resolved is not None
    assert resolved.startswith(name)


def test_nothing_is_guessed_without_a_sentence_before(tiny_engine: GenerationEngine) -> None:
    assert resolve_pronoun(tiny_engine, request(WARNING), WARNING) is None


def test_nothing_is_guessed_where_the_sentence_before_names_no_person(
    tiny_engine: GenerationEngine,
) -> None:
    before = "The vaccine was withdrawn from all clinics on Monday."

    assert resolve_pronoun(tiny_engine, request(WARNING, DIRECTOR, before), WARNING) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Farmers should not jump to conclusions, he said.",
        "They warned farmers not to jump to conclusions.",
        "The vaccine was withdrawn.",
    ],
)
def test_a_sentence_that_opens_with_no_personal_pronoun_is_left_alone(
    tiny_engine: GenerationEngine, sentence: str
) -> None:
    assert resolve_pronoun(tiny_engine, request(sentence, DIRECTOR), sentence) is None


@pytest.mark.parametrize(("margin", "resolved"), [(float("inf"), None), (float("-inf"), NAMED)])
def test_a_second_person_in_the_context_makes_the_models_margin_decide(
    tiny_engine: GenerationEngine,
    monkeypatch: pytest.MonkeyPatch,
    margin: float,
    resolved: str | None,
) -> None:
    monkeypatch.setattr(references, "MIN_MARGIN", margin)

    assert resolve_pronoun(tiny_engine, request(WARNING, RIVAL, DIRECTOR), WARNING) == resolved


@pytest.mark.weights
def test_the_real_model_finds_the_person_who_is_spoken_of(real_engine: GenerationEngine) -> None:
    assert resolve_pronoun(real_engine, request(WARNING, RIVAL, DIRECTOR), WARNING) == NAMED


def test_nothing_is_guessed_where_a_surname_alone_does_something_in_the_sentence_before(
    tiny_engine: GenerationEngine,
) -> None:
    before = "Anton Reisz, who leads the Veterinary Office, said Mills had taken 41 samples."

    assert resolve_pronoun(tiny_engine, request(WARNING, before), WARNING) is None
