from __future__ import annotations

import json
import math
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import pytest

from service.domain.errors import WeightsError
from service.inference import check_worthiness
from service.inference.catalogue import find_weights
from service.inference.check_worthiness import (
    DEFAULT_MIN_CHECK_WORTHINESS,
    LogisticCheckWorthiness,
)
from service.inference.embeddings import MiniLmEmbedder
from service.inference.surface_features import FEATURE_NAMES, surface_features
from service.settings import Settings

DIMENSIONS = 384
DATA = files("service.inference").joinpath("data")

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


class ConstantEmbedder:
    """Gives every text the same vector, so that only surface features differ."""

    def __init__(self, value: float = 0.0, dimensions: int = DIMENSIONS) -> None:
        self.calls = 0
        self._vector = [value] * dimensions

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        self.calls += 1
        return [list(self._vector) for _ in texts]


@pytest.fixture
def stored() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        DATA.joinpath("check_worthiness.json").read_text(encoding="utf-8")
    )
    return content


def test_no_sentences_give_no_scores_and_wake_no_network() -> None:
    embedder = ConstantEmbedder()
    assert LogisticCheckWorthiness(embedder).score([]) == []
    assert embedder.calls == 0


def test_scores_are_probabilities_in_the_order_of_the_sentences() -> None:
    model = LogisticCheckWorthiness(ConstantEmbedder())
    sentences = [NEWS_FACTS[1], ASIDES[0], NEWS_FACTS[0]]
    scores = model.score(sentences)
    assert all(0.0 <= score <= 1.0 for score in scores)
    assert scores == [model.score([sentence])[0] for sentence in sentences]
    assert len(set(scores)) == len(scores)


def test_figures_raise_a_score_and_feelings_lower_it() -> None:
    model = LogisticCheckWorthiness(ConstantEmbedder())
    plain, figure, feeling = model.score(
        [
            "The council bought a new ferry for the northern route.",
            "The council bought a new ferry for 14 million dollars in 2019.",
            "I hope the council will love a new ferry for the northern route.",
        ]
    )
    assert feeling < plain < figure


@pytest.mark.parametrize("value", [1e6, -1e6])
def test_far_logits_saturate_instead_of_overflowing(value: float) -> None:
    (score,) = LogisticCheckWorthiness(ConstantEmbedder(value)).score(["A sentence."])
    assert score in {0.0, 1.0}


@pytest.mark.parametrize("text", ["", " ", "?", "…", "1", "\u200b", "A" * 200_000, "7 " * 100_000])
def test_odd_texts_still_get_a_finite_score(text: str) -> None:
    (score,) = LogisticCheckWorthiness(ConstantEmbedder()).score([text])
    assert math.isfinite(score)


def test_vectors_of_another_embedder_are_refused() -> None:
    model = LogisticCheckWorthiness(ConstantEmbedder(dimensions=768))
    with pytest.raises(WeightsError, match="768"):
        model.score(["A sentence."])


def test_coefficients_of_other_features_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_worthiness, "FEATURE_NAMES", FEATURE_NAMES[1:])
    with pytest.raises(WeightsError, match="train-check-worthiness"):
        LogisticCheckWorthiness(ConstantEmbedder())


def test_every_feature_reacts_to_some_sentence() -> None:
    examples = [
        *NEWS_FACTS,
        *ASIDES,
        "She never told him that they could not vote twice, or that it was more than half.",
        "\u201cWe paid you in cents, not pounds,\u201d he said, and nobody signed it.",
        "Is that all of our money?",
    ]
    rows = [surface_features(text) for text in examples]
    idle = [
        name for i, name in enumerate(FEATURE_NAMES) if len({round(row[i], 6) for row in rows}) == 1
    ]
    assert idle == []


def test_curly_and_straight_apostrophes_count_alike() -> None:
    assert surface_features("It isn't ours, let's go.") == surface_features(
        "It isn\u2019t ours, let\u2019s go."
    )


def test_the_data_file_belongs_to_the_embedder_of_the_catalogue(stored: dict[str, Any]) -> None:
    weights = find_weights(stored["embedder"])
    assert weights is not None
    assert stored["embedder_sha256"] in {file.sha256 for file in weights.files}
    assert len(stored["embedding_weights"]) == DIMENSIONS
    assert len(stored["feature_weights"]) == len(FEATURE_NAMES)


def test_the_default_threshold_is_the_one_that_was_measured(stored: dict[str, Any]) -> None:
    assert stored["default_cut"] == DEFAULT_MIN_CHECK_WORTHINESS


def test_the_shipped_coefficients_reach_the_figures_asked_of_them(stored: dict[str, Any]) -> None:
    unseen = stored["figures"]["debates_unseen_sentences"]
    assert unseen["f1"]["value"] >= 0.67
    assert unseen["average_precision"]["value"] >= 0.75


def test_the_card_gives_the_figures_of_the_data_file(stored: dict[str, Any]) -> None:
    card = DATA.joinpath("check_worthiness.md").read_text(encoding="utf-8")
    for name in ("debates_unseen_sentences", "debates_unseen_documents", "news_unseen_articles"):
        for figure in ("f1", "average_precision", "balanced_accuracy", "recall", "precision"):
            found = stored["figures"][name][figure]
            shown = f"{found['value']:.3f} [{found['low']:.3f}, {found['high']:.3f}]"
            assert shown in card, f"{name} {figure}: {shown}"


@pytest.fixture(scope="module")
def model() -> LogisticCheckWorthiness:
    return LogisticCheckWorthiness(MiniLmEmbedder.load(Settings().resolved_models_dir))


@pytest.mark.weights
def test_plain_news_facts_pass_the_default_threshold(model: LogisticCheckWorthiness) -> None:
    scores = model.score(NEWS_FACTS)
    assert min(scores) >= DEFAULT_MIN_CHECK_WORTHINESS, scores


@pytest.mark.weights
def test_thanks_feelings_and_asides_do_not_pass(model: LogisticCheckWorthiness) -> None:
    scores = model.score(ASIDES)
    assert max(scores) < DEFAULT_MIN_CHECK_WORTHINESS, scores


@pytest.mark.weights
def test_a_score_does_not_depend_on_the_other_sentences(model: LogisticCheckWorthiness) -> None:
    together = model.score([*NEWS_FACTS, *ASIDES])
    alone = [model.score([sentence])[0] for sentence in (*NEWS_FACTS, *ASIDES)]
    assert together == pytest.approx(alone, abs=1e-4)
