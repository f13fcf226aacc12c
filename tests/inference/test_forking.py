"""Forked answers are the answers that the network gives to each of them alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from service.inference import forking
from service.inference.adapter import attach_adapter
from service.inference.forking import Decoding, Fork, read, write
from service.inference.generation import GenerationEngine
from tests.inference.tiny_adapter import write_adapter
from tests.tiny_models import TINY_REVISION, load_tiny_engine

ARTICLE = (
    "The council said on Tuesday that the bridge over the river would close for two years.\n"
    "The ferry was taken out of service after 12 passengers reported smoke near the engine.\n"
)
NEW_TOKENS = 12


@pytest.fixture
def engine(tiny_models_dir: Path) -> GenerationEngine:
    return load_tiny_engine(tiny_models_dir)


def decoding(engine: GenerationEngine, **changes: object) -> Decoding:
    every = torch.arange(engine.model.config.vocab_size)
    values: dict[str, object] = {
        "max_new_tokens": NEW_TOKENS,
        "stop_tokens": frozenset(engine.stop_ids),
        "allowed": every,
    }
    return Decoding(**{**values, **changes})  # type: ignore[arg-type]  # as the tests ask


def alone(engine: GenerationEngine, tokens: list[int]) -> list[int]:
    """Write on from the tokens with transformers' own attention, one row, no cache."""
    written: list[int] = []
    with torch.inference_mode():
        while len(written) < NEW_TOKENS:
            token = int(engine.model(torch.tensor([[*tokens, *written]])).logits[0, -1].argmax())
            if token in engine.stop_ids:
                break
            written.append(token)
    return written


def test_each_answer_sees_the_article_up_to_its_fork_and_nothing_of_the_others(
    engine: GenerationEngine,
) -> None:
    article = engine.encoder.encode_text(ARTICLE)
    asked = [engine.encoder.encode_text(text) for text in ("Say:", "What then?", "x")]
    forks = [
        Fork(length, tuple(question))
        for length in (5, len(article) // 2, len(article))
        for question in asked
    ]

    with torch.inference_mode():
        answers = write(engine.model, read(engine.model, article), forks, decoding(engine))

    for fork, answer in zip(forks, answers, strict=True):
        expected = alone(engine, [*article[: fork.length], *fork.asked])
        assert list(answer.tokens) == expected
        assert len(answer.log_probabilities) in {len(expected), len(expected) + 1}


def test_the_adapter_works_on_the_answer_and_not_on_the_article(
    engine: GenerationEngine, tmp_path: Path
) -> None:
    article = engine.encoder.encode_text(ARTICLE)
    fork = Fork(len(article), tuple(engine.encoder.encode_text("Say:")))
    path = write_adapter(engine, tmp_path / "tiny.safetensors")
    adapter = attach_adapter(engine.model, path, TINY_REVISION)

    with torch.inference_mode():
        reading = read(engine.model, article)
        [without] = write(engine.model, reading, [fork], decoding(engine))
        with adapter.active():
            [adapted] = write(engine.model, reading, [fork], decoding(engine))
        again = read(engine.model, article)

    assert list(without.tokens) == alone(engine, [*article, *fork.asked])
    assert adapted.tokens != without.tokens
    for (key, value), (same_key, same_value) in zip(reading.keys, again.keys, strict=True):
        torch.testing.assert_close(key, same_key)
        torch.testing.assert_close(value, same_value)


def test_only_allowed_tokens_are_written(engine: GenerationEngine) -> None:
    article = engine.encoder.encode_text(ARTICLE)
    allowed = sorted({*engine.encoder.encode_text("The ferry closed."), *engine.stop_ids})
    choice = decoding(engine, allowed=torch.tensor(allowed))

    for temperature in (0.0, 2.0):
        fork = Fork(len(article), (article[0],), temperature)
        with torch.inference_mode():
            answers = write(engine.model, read(engine.model, article), [fork] * 5, choice)
        assert {token for answer in answers for token in answer.tokens} <= set(allowed)


def test_drawn_answers_differ_among_themselves_and_are_the_same_twice(
    engine: GenerationEngine,
) -> None:
    article = engine.encoder.encode_text(ARTICLE)
    forks = [Fork(len(article), (article[0],), 3.0)] * 6
    choice = decoding(engine, seed=5)

    with torch.inference_mode():
        reading = read(engine.model, article)
        first = write(engine.model, reading, forks, choice)
        second = write(engine.model, reading, forks, choice)

    assert [a.tokens for a in first] == [a.tokens for a in second]
    assert len({a.tokens for a in first}) > 1


def test_drawn_answers_leave_the_likeliest_one_beside_them_alone(engine: GenerationEngine) -> None:
    article = engine.encoder.encode_text(ARTICLE)
    question = tuple(engine.encoder.encode_text("Say:"))
    forks = [Fork(len(article), question, 3.0), Fork(len(article), question)]

    with torch.inference_mode():
        [drawn, likeliest] = write(
            engine.model, read(engine.model, article), forks, decoding(engine)
        )

    assert list(likeliest.tokens) == alone(engine, [*article, *question])
    assert drawn.tokens != likeliest.tokens


def test_drafts_change_no_answer_and_spare_passes(
    engine: GenerationEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = engine.encoder.encode_text(ARTICLE)
    asked = tuple(engine.encoder.encode_text("Say:"))
    passes: list[int] = []
    run = forking._run

    def counted(*given: Any) -> torch.Tensor:
        passes.append(1)
        return run(*given)

    monkeypatch.setattr(forking, "_run", counted)
    with torch.inference_mode():
        reading = read(engine.model, article)
        [plain] = write(engine.model, reading, [Fork(len(article), asked)], decoding(engine))
        undrafted = len(passes)
        passes.clear()
        # What was written before is the best model of what will be.
        forks = [Fork(len(article), asked, model=plain.tokens)] * 3
        again = write(engine.model, reading, forks, decoding(engine))

    assert [answer.tokens for answer in again] == [plain.tokens] * 3
    for answer in again:
        assert answer.log_probabilities == pytest.approx(plain.log_probabilities, abs=1e-3)
    assert len(passes) < undrafted


def test_a_wrong_draft_changes_no_answer(engine: GenerationEngine) -> None:
    article = engine.encoder.encode_text(ARTICLE)
    asked = tuple(engine.encoder.encode_text("Say:"))
    expected = alone(engine, [*article, *asked])
    for place in range(1, len(expected)):
        wrong = (*expected[:place], expected[place] + 1, *expected[place + 1 :])
        fork = Fork(len(article), asked, model=wrong)
        with torch.inference_mode():
            [answer] = write(engine.model, read(engine.model, article), [fork], decoding(engine))
        assert list(answer.tokens) == expected
