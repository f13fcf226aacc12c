"""Engines for the tests of this room: tiny ones, and the real one for `weights` tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.inference.clarity import TrainedClarityChecker
from service.inference.embeddings import MiniLmEmbedder
from service.inference.generation import GenerationEngine, load_engine
from service.inference.sentence_reader import SentenceReader
from service.inference.support import TrainedSupportChecker
from service.settings import Settings
from tests.inference.tiny_support import constant_head, write_clarity, write_support
from tests.tiny_models import (
    load_tiny_engine,
    write_embedder,
    write_generator,
    write_reader,
)


@pytest.fixture(scope="session")
def tiny_models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    models_dir = tmp_path_factory.mktemp("models")
    write_generator(models_dir)
    write_embedder(models_dir)
    return models_dir


@pytest.fixture(scope="session")
def tiny_engine(tiny_models_dir: Path) -> GenerationEngine:
    return load_tiny_engine(tiny_models_dir)


@pytest.fixture(scope="session")
def tiny_embedder(tiny_models_dir: Path) -> MiniLmEmbedder:
    return MiniLmEmbedder.load(tiny_models_dir)


@pytest.fixture(scope="session")
def tiny_reader(tiny_models_dir: Path) -> SentenceReader:
    path = write_reader(tiny_models_dir, tiny_models_dir / "reader.safetensors")
    return SentenceReader.load(tiny_models_dir, path, None)


@pytest.fixture(scope="session")
def tiny_checker(tiny_models_dir: Path) -> TrainedSupportChecker:
    engine = load_tiny_engine(tiny_models_dir)
    told = constant_head(engine, 4.0)
    data = write_support(tiny_models_dir / "support", engine, verdict=told)
    return TrainedSupportChecker.load(tiny_models_dir, engine, data)


@pytest.fixture(scope="session")
def tiny_clarity(tiny_models_dir: Path) -> TrainedClarityChecker:
    engine = load_tiny_engine(tiny_models_dir)
    data = write_clarity(tiny_models_dir / "clarity", engine, verdict=constant_head(engine, 4.0))
    return TrainedClarityChecker.load(tiny_models_dir, engine, data)


@pytest.fixture(scope="session")
def real_reader() -> SentenceReader:
    """The reader that is shipped; only for tests marked `weights`."""
    return SentenceReader.load(Settings().resolved_models_dir)


@pytest.fixture(scope="session")
def real_engine() -> GenerationEngine:
    """The engine that the service runs by default; only for tests marked `weights`."""
    settings = Settings()
    return load_engine(settings.generator, settings.resolved_models_dir)


@pytest.fixture(scope="session")
def real_embedder() -> MiniLmEmbedder:
    """The embedder that the service runs; only for tests marked `weights`."""
    return MiniLmEmbedder.load(Settings().resolved_models_dir)
