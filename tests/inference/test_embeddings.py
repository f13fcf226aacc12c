from __future__ import annotations

import math
from pathlib import Path

import pytest

from service.domain.errors import WeightsError
from service.inference.embeddings import BATCH_SIZE, MAX_TOKENS, MiniLmEmbedder

TEXTS = (
    "The bridge closed.",
    "Twelve passengers reported smoke near the engine of the ferry on Tuesday.",
    "x",
    "The ministry may recall 4,000 doses, the minister said.",
)


def dot(left: list[float], right: list[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


@pytest.mark.parametrize("text", [*TEXTS, "", " ", "\u200b", "🚢🚢", "No such word: ÿþ"])
def test_every_text_gives_a_unit_vector(tiny_embedder: MiniLmEmbedder, text: str) -> None:
    (vector,) = tiny_embedder.embed([text])

    assert len(vector) == tiny_embedder.dimensions == 32
    assert math.sqrt(dot(vector, vector)) == pytest.approx(1.0, abs=1e-5)


def test_no_texts_give_no_vectors(tiny_embedder: MiniLmEmbedder) -> None:
    assert tiny_embedder.embed([]) == []


def test_the_same_text_gives_the_same_vector(tiny_embedder: MiniLmEmbedder) -> None:
    first, second = tiny_embedder.embed([TEXTS[1], TEXTS[1]])

    # Where in memory a tensor lies decides the order of some sums, and so the last digit.
    assert first == pytest.approx(second, abs=1e-6)
    [third], [fourth] = tiny_embedder.embed([TEXTS[1]]), tiny_embedder.embed([TEXTS[1]])
    assert third == pytest.approx(fourth, abs=1e-6)


def test_different_texts_give_different_vectors(tiny_embedder: MiniLmEmbedder) -> None:
    vectors = tiny_embedder.embed(TEXTS)

    assert all(
        dot(left, right) < 0.999
        for place, left in enumerate(vectors)
        for right in vectors[place + 1 :]
    )


def test_vectors_keep_the_order_of_texts_over_several_batches(
    tiny_embedder: MiniLmEmbedder,
) -> None:
    # Lengths that go up and down, so that sorting by length must be undone.
    texts = [f"{TEXTS[i % 4]} {'again ' * (i * 7 % 11)}" for i in range(2 * BATCH_SIZE + 3)]

    together = tiny_embedder.embed(texts)

    for text, vector in zip(texts, together, strict=True):
        assert vector == pytest.approx(tiny_embedder.embed([text])[0], abs=1e-5)


def test_what_follows_the_last_token_read_changes_nothing(tiny_embedder: MiniLmEmbedder) -> None:
    long = "ferry " * (MAX_TOKENS + 50)

    plain, longer, other = tiny_embedder.embed(
        [long, f"{long} The council said so.", f"The council said so. {long}"]
    )

    assert longer == pytest.approx(plain, abs=1e-6)
    assert other != pytest.approx(plain, abs=1e-3)


def test_missing_weights_are_reported_with_the_command_that_fetches_them(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="claimdesk models fetch"):
        MiniLmEmbedder.load(tmp_path)


@pytest.mark.weights
def test_the_real_vectors_put_like_next_to_like(real_embedder: MiniLmEmbedder) -> None:
    sinking, ferry, budget = real_embedder.embed(
        [
            "A ferry sank on the lake and 87 people died.",
            "Dozens lost their lives when the boat went down.",
            "Parliament passed the budget by a narrow majority.",
        ]
    )

    assert len(sinking) == real_embedder.dimensions == 384
    assert dot(sinking, ferry) > dot(sinking, budget) + 0.2


@pytest.mark.weights
def test_the_real_vector_of_a_text_does_not_depend_on_its_batch(
    real_embedder: MiniLmEmbedder,
) -> None:
    together = real_embedder.embed(TEXTS)

    for text, vector in zip(TEXTS, together, strict=True):
        assert vector == pytest.approx(real_embedder.embed([text])[0], abs=1e-5)
