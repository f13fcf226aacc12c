from __future__ import annotations

from pathlib import Path

import pytest
import torch

from service.domain.errors import GenerationError, WeightsError
from service.inference import generation
from service.inference.generation import (
    BATCH_SIZE,
    GenerationEngine,
    load_engine,
)
from service.inference.prompts import Message, Prompt
from tests.tiny_models import TINY_NAME, TINY_REVISION, load_tiny_engine, write_generator

INSTRUCTION = "Shorten the sentence for a news summary. Keep names and numbers. Add nothing."
SENTENCES = (
    "The bridge closed.",
    "Twelve passengers reported smoke near the engine of the ferry on Tuesday.",
    "The ministry may recall 4,000 doses, the minister said.",
)


def ask(text: str, instruction: str = INSTRUCTION) -> Prompt:
    return [Message("system", instruction), Message("user", text)]


def encode(engine: GenerationEngine, prompt: Prompt) -> list[int]:
    return engine.encoder.encode_chat(prompt)


def test_the_same_prompts_give_the_same_answers(tiny_engine: GenerationEngine) -> None:
    prompts = [ask(sentence) for sentence in SENTENCES]

    first = tiny_engine.generate(prompts, 12)

    assert tiny_engine.generate(prompts, 12) == first
    assert len(set(first)) == len(SENTENCES)


def test_a_prompt_alone_is_answered_as_in_a_batch(tiny_engine: GenerationEngine) -> None:
    prompts = [ask(f"{SENTENCES[i % 3]} {'Again. ' * i}") for i in range(BATCH_SIZE + 3)]

    together = tiny_engine.generate(prompts, 12)

    assert together == [tiny_engine.generate([prompt], 12)[0] for prompt in prompts]
    assert tiny_engine.generate(prompts[::-1], 12) == together[::-1]


def test_answers_keep_the_order_of_prompts_of_mixed_length(tiny_engine: GenerationEngine) -> None:
    prompts = [ask(text) for text in (SENTENCES[1] * 3, SENTENCES[0], SENTENCES[2])]

    answers = tiny_engine.generate(prompts, 8)

    assert answers == [tiny_engine.generate([prompt], 8)[0] for prompt in prompts]


def test_the_prefix_cache_changes_no_answer(
    tiny_models_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts = [ask(sentence) for sentence in SENTENCES]
    caching = load_tiny_engine(tiny_models_dir)
    first = caching.generate(prompts, 12)
    again = caching.generate(prompts, 12)
    assert len(caching._prefixes) == 1

    monkeypatch.setattr(generation, "_SHORTEST_PREFIX", 10_000)
    plain = load_tiny_engine(tiny_models_dir)

    assert plain.generate(prompts, 12) == first == again
    assert not plain._prefixes


def test_only_a_few_prefixes_are_kept(tiny_models_dir: Path) -> None:
    engine = load_tiny_engine(tiny_models_dir)
    for number in range(generation._KEPT_PREFIXES + 2):
        engine.generate([ask(s, f"{INSTRUCTION} Rule {number}.") for s in SENTENCES], 1)

    assert len(engine._prefixes) == generation._KEPT_PREFIXES


def test_no_answer_has_more_tokens_than_asked_for(tiny_engine: GenerationEngine) -> None:
    prompts = [encode(tiny_engine, ask(sentence)) for sentence in SENTENCES]

    with torch.inference_mode():
        for limit in (1, 5):
            written = tiny_engine._decode((), prompts, limit)
            assert max(len(ids) for ids in written) == limit


def test_no_prompts_give_no_answers(tiny_engine: GenerationEngine) -> None:
    assert tiny_engine.generate([], 5) == []


def test_a_prompt_that_leaves_no_room_for_its_answer_is_refused(tmp_path: Path) -> None:
    write_generator(tmp_path, max_context=80)
    engine = load_tiny_engine(tmp_path)
    prompt = ask("The bridge closed.", "Shorten.")
    room = 80 - len(encode(engine, prompt))

    assert len(engine.generate([prompt], room)) == 1
    with pytest.raises(GenerationError, match="does not fit 80 tokens"):
        engine.generate([prompt], room + 1)


@pytest.mark.parametrize("generator", ["tiny", "local:", "cloud:gpt", ""])
def test_an_unknown_engine_is_refused_with_what_would_be_right(
    tiny_models_dir: Path, generator: str
) -> None:
    with pytest.raises(WeightsError, match=r"names no weights on this machine; use local:NAME"):
        load_engine(generator, tiny_models_dir)


@pytest.mark.parametrize("name", ["nobody", "qwen2.5-coder-0.5b-instruct"])
def test_missing_weights_are_reported_with_the_command_that_helps(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(WeightsError, match=r"claimdesk models (list|fetch)"):
        load_engine(f"local:{name}", tmp_path)


def test_weights_without_a_tokenizer_are_refused_before_they_write_nonsense(
    tmp_path: Path,
) -> None:
    (write_generator(tmp_path) / "tokenizer.json").unlink()

    with pytest.raises(WeightsError, match=r"lack a tokenizer\.json"):
        load_engine(f"local:{TINY_NAME}", tmp_path)


def test_an_engine_says_which_weights_it_runs_and_how(tiny_engine: GenerationEngine) -> None:
    assert tiny_engine.identity.name == TINY_NAME
    assert tiny_engine.identity.revision == TINY_REVISION
    assert tiny_engine.parameters(40) == {
        "decoding": "greedy",
        "max_new_tokens": 40,
        "batch_size": BATCH_SIZE,
        "dtype": "float32",
    }


@pytest.mark.weights
def test_the_real_model_answers_the_same_twice_and_ends_by_itself(
    real_engine: GenerationEngine,
) -> None:
    prompts = [ask(sentence) for sentence in SENTENCES]

    answers = real_engine.generate(prompts, 60)

    assert real_engine.generate(prompts, 60) == answers
    assert all(0 < real_engine.count_tokens(answer) < 60 for answer in answers)
