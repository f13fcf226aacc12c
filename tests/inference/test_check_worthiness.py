from __future__ import annotations

import pytest

from service.domain.claim import SkipReason
from service.inference.check_worthiness import (
    DEFAULT_MIN_CHECK_WORTHINESS,
    TrainedCheckWorthiness,
)
from service.inference.sentence_reader import SentenceReader

NEWS_FACTS = [
    "The harbour authority spent 4.2 million euros on the new pier in 2021.",
    "Unemployment in the province rose to 7.9 percent, the highest level since 2013.",
    "Police arrested twelve people after the clashes in Dorrin on Saturday.",
    "The ministry said that the vaccine had been withdrawn from 340 clinics.",
]
ASIDES = [
    "Thank you very much, everyone.",
    "I think we should all be proud of that.",
    "What a wonderful evening!",
    "You know what I mean, don't you?",
]


def test_no_sentences_give_no_assessments(tiny_reader: SentenceReader) -> None:
    model = TrainedCheckWorthiness(tiny_reader)
    assert model.assess([]) == []
    assert model.score([]) == []


def test_scores_are_probabilities_in_the_order_of_the_sentences(
    tiny_reader: SentenceReader,
) -> None:
    model = TrainedCheckWorthiness(tiny_reader)
    sentences = [NEWS_FACTS[1], ASIDES[0], NEWS_FACTS[0]]
    scores = model.score(sentences)
    assert all(0.0 <= score <= 1.0 for score in scores)
    assert scores == pytest.approx([model.score([one])[0] for one in sentences], abs=1e-4)
    assert len(set(scores)) == len(scores)


def test_a_score_is_the_same_wherever_the_sentence_stands(tiny_reader: SentenceReader) -> None:
    model = TrainedCheckWorthiness(tiny_reader)
    assessed = [assessment.score for assessment in model.assess(NEWS_FACTS)]
    assert assessed == pytest.approx(model.score(NEWS_FACTS), abs=1e-6)


def test_a_reason_is_told_only_where_it_is_sure_enough(tiny_reader: SentenceReader) -> None:
    always = TrainedCheckWorthiness(tiny_reader)
    assert all(one.skip_reason is not None for one in always.assess(NEWS_FACTS))
    strict = SentenceReader(
        tiny_reader._networks, tiny_reader._tokenizer, {**tiny_reader.settings, "reason_floor": 1.1}
    )
    never = TrainedCheckWorthiness(strict).assess(NEWS_FACTS)
    assert all(one.skip_reason is None for one in never)


@pytest.fixture(scope="module")
def model(real_reader: SentenceReader) -> TrainedCheckWorthiness:
    return TrainedCheckWorthiness(real_reader)


@pytest.mark.weights
def test_plain_news_facts_pass_the_default_threshold(model: TrainedCheckWorthiness) -> None:
    scores = model.score(NEWS_FACTS)
    assert min(scores) >= DEFAULT_MIN_CHECK_WORTHINESS, scores


@pytest.mark.weights
def test_thanks_feelings_and_asides_do_not_pass(model: TrainedCheckWorthiness) -> None:
    scores = model.score(ASIDES)
    assert max(scores) < DEFAULT_MIN_CHECK_WORTHINESS, scores


@pytest.mark.weights
def test_a_feeling_in_quotation_marks_and_a_view_are_told_apart(
    model: TrainedCheckWorthiness,
) -> None:
    article = [
        NEWS_FACTS[0],
        "\u201cI am so happy and proud of everyone,\u201d she said.",
        "It is surely the most beautiful pier that anyone could dream of.",
    ]
    _, quotation, view = model.assess(article)
    assert quotation.skip_reason is SkipReason.QUOTE_ONLY
    assert view.skip_reason is SkipReason.OPINION
