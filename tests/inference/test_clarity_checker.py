from __future__ import annotations

import math
from pathlib import Path

import pytest

from service.domain.errors import WeightsError
from service.inference.clarity import TrainedClarityChecker
from service.inference.generation import GenerationEngine
from service.settings import Settings
from tests.inference.tiny_support import constant_head, write_clarity
from tests.tiny_models import load_tiny_engine

CLAIM = "Norvik Rail said the bridge over the Samre was closed."


@pytest.fixture
def engine(tiny_models_dir: Path) -> GenerationEngine:
    return load_tiny_engine(tiny_models_dir)


def load(engine: GenerationEngine, data: Path) -> TrainedClarityChecker:
    return TrainedClarityChecker.load(data.parent / "no models", engine, data)


def test_a_claim_below_the_threshold_leaves_something_open(
    engine: GenerationEngine, tmp_path: Path
) -> None:
    unsure = constant_head(engine, 0.0)
    quiet = constant_head(engine, -9.0)
    data = write_clarity(tmp_path / "data", engine, verdict=unsure, fault=quiet, threshold=0.51)
    checker = load(engine, data)

    refused = checker.open_parts([CLAIM])
    checker.threshold = 0.49
    accepted = checker.open_parts([CLAIM])

    assert refused == [("not understood alone",)]
    assert accepted == [()]


def test_the_words_that_point_outside_a_claim_are_named(
    engine: GenerationEngine, tmp_path: Path
) -> None:
    everywhere = constant_head(engine, 9.0)
    never = constant_head(engine, -9.0)
    data = write_clarity(tmp_path / "data", engine, verdict=never, fault=everywhere)

    (found,) = load(engine, data).open_parts(["The firm grew."])

    assert found == ("not understood alone: The firm grew",)


def test_the_probability_is_what_the_settings_make_of_the_log_odds(
    engine: GenerationEngine, tmp_path: Path
) -> None:
    verdict = constant_head(engine, 1.0)
    data = write_clarity(tmp_path / "data", engine, verdict=verdict, weight=2.0, intercept=-0.5)

    (found,) = load(engine, data).probabilities([CLAIM])

    assert found == pytest.approx(1 / (1 + math.exp(-1.5)), abs=1e-4)


def test_claims_are_read_apart_and_told_in_their_order(
    engine: GenerationEngine, tmp_path: Path
) -> None:
    checker = load(engine, write_clarity(tmp_path / "data", engine))
    claims = [CLAIM, "The firm grew.", "It was closed in 2019 by order of the mayor of Halden."]

    together = checker.probabilities(claims)

    alone = [checker.probabilities([claim])[0] for claim in claims]
    assert together == pytest.approx(alone, abs=0.02)
    assert len({round(one, 3) for one in together}) > 1


def test_no_claims_are_not_read(engine: GenerationEngine, tmp_path: Path) -> None:
    assert load(engine, write_clarity(tmp_path / "data", engine)).open_parts([]) == []


def test_a_damaged_file_is_refused(engine: GenerationEngine, tmp_path: Path) -> None:
    data = write_clarity(tmp_path / "data", engine)
    path = data / "clarity.safetensors"
    path.write_bytes(path.read_bytes() + b"\0")

    with pytest.raises(WeightsError, match="clarity"):
        load(engine, data)


@pytest.fixture(scope="module")
def trained() -> TrainedClarityChecker:
    return TrainedClarityChecker.load(Settings().resolved_models_dir)


@pytest.mark.weights
@pytest.mark.parametrize(
    ("alone", "left_open"),
    [
        (
            "Norvik Rail said the bridge over the Samre would reopen in May.",
            "The company said the bridge would reopen in May.",
        ),
        (
            "The use of the pesticide methyl bromide is restricted in Norvik.",
            "The use of the pesticide is restricted because of its toxicity.",
        ),
        (
            "Analysts say the merger of Norvik Rail and Samre Lines will raise fares.",
            "Analysts say it will further raise fares.",
        ),
    ],
)
def test_who_reads_nothing_else_understands_what_is_named(
    trained: TrainedClarityChecker, alone: str, left_open: str
) -> None:
    first, second = trained.open_parts([alone, left_open])

    assert first == ()
    assert second
