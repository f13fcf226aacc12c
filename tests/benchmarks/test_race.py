"""The race: what is recorded is what was read and written, and both sides do the same."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

import pytest
import torch

from benchmarks.race.measures import Figures, Spread
from benchmarks.race.recording import Recording, listening
from benchmarks.race.reference import Forked, compare
from benchmarks.race.replay import replay
from benchmarks.race.rival import Lap, running_rival
from benchmarks.race.table import render, verdicts
from benchmarks.race.texts import COUNT, WORDS, long_article, waiting_articles
from benchmarks.race.work import Amount, Asked, load, measure, store
from service.inference.adapter import attach_adapter
from service.inference.forking import Decoding, Fork, read, write
from service.inference.generation import GenerationEngine
from service.inference.prompts import Message
from tests.benchmarks.tiny_rival import TinyMachine
from tests.inference.tiny_adapter import write_adapter
from tests.tiny_models import TINY_REVISION, load_tiny_engine, write_generator

SENTENCES = ("The bridge closed.", "Twelve passengers reported smoke near the engine.")
WORK = (
    Asked("rewrite", "claims", (1, 2, 3, 4), (5, 6)),
    Asked("rewrite", "claims", (1, 2, 3, 7, 8), (9,)),
    Asked("verify", "support", (1, 2, 3, 7, 8), ()),
)


@pytest.fixture
def tiny_models_dir(tmp_path: Path) -> Path:
    write_generator(tmp_path / "models")
    return tmp_path / "models"


@pytest.fixture
def engine(tiny_models_dir: Path) -> GenerationEngine:
    return load_tiny_engine(tiny_models_dir)


def recorded(engine: GenerationEngine) -> Recording:
    """Have the engine answer two prompts, and record it."""
    recording = Recording(stage="summarise")
    with listening(recording):
        engine.generate([[Message("user", sentence)] for sentence in SENTENCES], 8)
    return recording


def test_what_prompts_share_with_the_one_before_is_read_once() -> None:
    assert measure(WORK) == Amount(3, 4 + 2 + 0, 3)
    assert measure(WORK, ["support"]) == Amount(1, 0, 0)


def test_stored_work_is_read_back_as_it_was(tmp_path: Path) -> None:
    store(WORK, tmp_path / "work.jsonl")

    assert load(tmp_path / "work.jsonl") == list(WORK)


def test_a_recording_holds_every_prompt_and_answer(engine: GenerationEngine) -> None:
    recording = recorded(engine)

    prompts = {engine.decode(asked.prompt) for asked in recording.work}
    assert all(any(sentence in prompt for prompt in prompts) for sentence in SENTENCES)
    assert {(asked.stage, asked.kind) for asked in recording.work} == {("summarise", "prompted")}
    assert all(asked.answer[-1] in engine.stop_ids for asked in recording.work)


def test_the_same_network_chooses_the_recorded_tokens_and_reads_no_token_twice(
    engine: GenerationEngine,
) -> None:
    work = recorded(engine).work
    machine = TinyMachine(engine.model)

    found = replay(work, machine)

    # An answer that ran out of tokens has no ending of its own.
    assert found.agreed >= found.chosen - len(work)
    assert found.chosen == sum(len(asked.answer) for asked in work) > len(work)
    written = sum(len(asked.answer) - 1 for asked in work)
    assert machine.read_tokens == measure(work).read + written


def test_seconds_are_told_by_stage_kind_and_way(engine: GenerationEngine) -> None:
    ticks = count()

    found = replay(WORK, TinyMachine(engine.model), clock=lambda: float(next(ticks)))

    assert found.seconds == {
        ("rewrite", "claims", "read"): 2.0,
        ("rewrite", "claims", "write"): 2.0,
        ("verify", "support", "read"): 1.0,
        ("verify", "support", "write"): 1.0,
    }


def test_the_rival_replays_in_a_process_of_its_own(
    tiny_models_dir: Path, tmp_path: Path, engine: GenerationEngine
) -> None:
    work = recorded(engine).work
    python, module = Path(sys.executable), "tests.benchmarks.tiny_rival"

    with running_rival(python, tiny_models_dir, 1, tmp_path, module) as rival:
        laps = [rival.replay(work), rival.replay(work)]

    assert rival.version == "tiny"
    assert all(lap.of_stage("summarise") == lap.total > 0 for lap in laps)
    assert laps[0].agreed == laps[1].agreed > 0


def test_answers_written_side_by_side_are_those_that_transformers_alone_writes(
    engine: GenerationEngine, tmp_path: Path
) -> None:
    path = write_adapter(engine, tmp_path / "tiny.safetensors")
    adapter = attach_adapter(engine.model, path, TINY_REVISION)
    tokens = tuple(engine.encoder.encode_text(" ".join(SENTENCES)))
    forks = (Fork(len(tokens) // 2, (3, 4)), Fork(len(tokens), (3, 4, 5)), Fork(4, (6,), 0.7))
    every = torch.arange(engine.model.config.vocab_size)
    decoding = Decoding(10, frozenset(engine.stop_ids), every)
    with torch.inference_mode():
        reading = read(engine.model, tokens)
        with adapter.active():
            answers = tuple(write(engine.model, reading, forks, decoding))

    found = compare(engine.model, adapter, [Forked(tokens, forks, decoding, answers)], 10)

    assert (found.answers, found.same) == (2, 2)
    assert found.tokens == found.alike > 0


def test_a_goal_is_missed_where_the_median_of_the_rounds_misses_it() -> None:
    own = [Recording(work=list(WORK), seconds={"rewrite": s, "verify": 1.0}) for s in (7.0, 9.0)]
    laps = [Lap({("rewrite", "claims", "read"): 10.0}, 0.5) for _ in own]
    figures = Figures(600, own, laps, waiting=20)
    figures.waiting_own, figures.waiting_alone, figures.waiting_rival = 90.0, 60.0, 130.0

    reached = [passed for _, _, passed in verdicts(figures)]

    assert reached == [False, True]
    assert "FALLS SHORT" in render(figures, 2, 2)
    assert str(Spread.of([3.0, 1.0, 2.0])) == "2.00 [1.00, 3.00]"


def test_articles_are_as_long_and_as_many_as_is_told() -> None:
    waiting = waiting_articles()

    assert WORDS <= len(long_article().split()) < WORDS + 60
    assert len(set(waiting)) == COUNT
    assert all(60 < len(text.split()) < 161 for text in waiting)
