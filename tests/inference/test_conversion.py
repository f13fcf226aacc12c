from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from safetensors import safe_open

from service.domain.errors import WeightsError
from service.inference.catalogue import GENERATOR, Weights, WeightsFile, find_weights
from service.inference.conversion import (
    MARKER,
    convert,
    converted_dir,
    is_converted,
    locate_converted,
)
from service.inference.generation import GenerationEngine
from service.settings import Settings
from tests.tiny_models import TINY_NAME, TINY_REVISION, write_generator


def gguf(models_dir: Path, content: bytes | None = None) -> Weights:
    """Describe GGUF weights and, where `content` is given, put the file in place."""
    digest = hashlib.sha256(content or b"").hexdigest()
    file = WeightsFile("broken.gguf", digest, len(content or b""), (), None)
    if content is not None:
        (models_dir / file.path).write_bytes(content)
    return Weights("broken", "tests", "MIT", (file,), None, None, is_default=False)


def leave_half_a_conversion(weights: Weights, models_dir: Path) -> Path:
    """Leave what a conversion that was killed while it wrote leaves."""
    folder = converted_dir(weights, models_dir)
    scratch = folder.with_name(f"{folder.name}.partial")
    scratch.mkdir(parents=True)
    (scratch / "config.json").write_text("{}")
    (scratch / "model.safetensors").write_bytes(b"half")
    return scratch


def finish_conversion(weights: Weights, models_dir: Path) -> Path:
    """Leave what a finished conversion leaves, as far as it is looked at."""
    folder = converted_dir(weights, models_dir)
    folder.mkdir(parents=True)
    marker = {"name": weights.name, "revision": weights.files[0].sha256}
    (folder / MARKER).write_text(json.dumps(marker))
    return folder


def test_a_killed_conversion_is_not_taken_for_a_finished_one(tmp_path: Path) -> None:
    weights = gguf(tmp_path)
    leave_half_a_conversion(weights, tmp_path)

    assert not is_converted(weights, tmp_path)
    with pytest.raises(WeightsError, match=r"broken\.gguf is missing"):
        convert(weights, tmp_path)


def test_a_folder_without_its_marker_is_not_taken_for_a_finished_conversion(
    tmp_path: Path,
) -> None:
    folder = write_generator(tmp_path, name="unmarked")
    (folder / MARKER).unlink()

    with pytest.raises(WeightsError, match="no generator 'unmarked'"):
        locate_converted("unmarked", tmp_path)


def test_a_killed_conversion_cannot_be_named_as_a_generator(tmp_path: Path) -> None:
    scratch = leave_half_a_conversion(gguf(tmp_path), tmp_path)

    with pytest.raises(WeightsError, match="no generator"):
        locate_converted(scratch.name, tmp_path)


def test_a_conversion_that_fails_leaves_nothing_that_looks_finished(tmp_path: Path) -> None:
    weights = gguf(tmp_path, b"GGUF but not really")

    with pytest.raises(WeightsError, match=r"broken\.gguf cannot be converted"):
        convert(weights, tmp_path)

    assert not is_converted(weights, tmp_path)
    assert not converted_dir(weights, tmp_path).exists()


def test_a_finished_conversion_is_used_without_its_source(tmp_path: Path) -> None:
    weights = gguf(tmp_path)
    folder = finish_conversion(weights, tmp_path)

    assert is_converted(weights, tmp_path)
    assert convert(weights, tmp_path) == folder


def test_other_content_is_converted_to_another_folder(tmp_path: Path) -> None:
    finish_conversion(gguf(tmp_path, b"old"), tmp_path)

    assert not is_converted(gguf(tmp_path, b"new"), tmp_path)


def test_a_folder_put_there_by_hand_is_found_with_its_revision(tiny_models_dir: Path) -> None:
    folder, revision = locate_converted(TINY_NAME, tiny_models_dir)

    assert folder == tiny_models_dir / "converted" / TINY_NAME
    assert revision == TINY_REVISION


@pytest.mark.weights
def test_the_converted_weights_are_stored_as_bfloat16_and_name_their_source(
    real_engine: GenerationEngine,
) -> None:
    weights = find_weights(GENERATOR)
    assert weights is not None
    folder, revision = locate_converted(GENERATOR, Settings().resolved_models_dir)

    with safe_open(folder / "model.safetensors", framework="pt") as tensors:
        stored = {tensors.get_slice(name).get_dtype() for name in tensors.offset_keys()}

    assert stored == {"BF16"}
    assert revision == weights.files[0].sha256
    assert real_engine.identity.revision == revision


@pytest.mark.weights
def test_converting_the_real_weights_again_touches_nothing() -> None:
    models_dir = Settings().resolved_models_dir
    weights = find_weights(GENERATOR)
    assert weights is not None
    folder = convert(weights, models_dir)
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}

    assert convert(weights, models_dir) == folder

    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before
