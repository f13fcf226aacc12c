"""The sentence reader: what it loads, what it refuses, and that order and company are no matter."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from service.domain.errors import WeightsError
from service.inference.catalogue import find_weights
from service.inference.check_worthiness import DEFAULT_MIN_CHECK_WORTHINESS
from service.inference.sentence_network import MAX_TOKENS
from service.inference.sentence_reader import FILE, SHA256, SentenceReader, read_settings
from tests.tiny_models import write_reader

SHIPPED = files("service.inference") / "data" / FILE
CARD = files("service.inference") / "data" / "sentence_reader.md"
TEXTS = [
    "The council said on Tuesday that the bridge over the river would close for two years.",
    "Smoke near the engine.",
    "The ministry may recall 4,000 doses, the minister said, as officials warned of delays.",
]


def test_a_text_is_read_alike_in_any_company(tiny_reader: SentenceReader) -> None:
    together = tiny_reader.read_texts(TEXTS)
    for index, text in enumerate(TEXTS):
        for alone, joint in zip(tiny_reader.read_texts([text]), together, strict=True):
            for one, other in zip(alone, joint, strict=True):
                torch.testing.assert_close(one[0], other[index], atol=1e-4, rtol=1e-4)


def test_networks_of_the_ensemble_differ_and_texts_do(tiny_reader: SentenceReader) -> None:
    first, second = tiny_reader.read_texts(TEXTS)
    assert not torch.allclose(first.debate, second.debate)
    assert len(set(first.debate.tolist())) == len(TEXTS)


def test_adapters_change_what_is_read(tmp_path: Path, tiny_models_dir: Path) -> None:
    path = write_reader(tiny_models_dir, tmp_path / "with.safetensors", members=1)
    tensors = {
        name: torch.zeros_like(tensor) if ".layer." in name else tensor
        for name, tensor in load_file(path).items()
    }
    settings = path.read_bytes()
    bare = tmp_path / "without.safetensors"
    save_file(tensors, bare, metadata={"settings": _settings_of(settings)})
    (adapted,) = SentenceReader.load(tiny_models_dir, path, None).read_texts(TEXTS)
    (plain,) = SentenceReader.load(tiny_models_dir, bare, None).read_texts(TEXTS)
    assert not torch.allclose(adapted.debate, plain.debate)


def _settings_of(content: bytes) -> str:
    return json.dumps(read_settings(content))


def test_neighbours_matter_to_the_reason_alone(tiny_reader: SentenceReader) -> None:
    placed, alone = tiny_reader.read_article(TEXTS)[0], tiny_reader.read_texts(TEXTS)[0]
    torch.testing.assert_close(placed.debate, alone.debate)
    torch.testing.assert_close(placed.grades, alone.grades)
    torch.testing.assert_close(placed.kinds, alone.kinds)
    assert not torch.allclose(placed.reasons, alone.reasons)


@pytest.mark.parametrize("text", ["", " ", "?", "\u2026", "\u200b", "A" * 20_000, "7 " * 20_000])
def test_odd_texts_are_read_too(tiny_reader: SentenceReader, text: str) -> None:
    for outputs in tiny_reader.read_article([text]):
        assert all(torch.isfinite(one).all() for one in outputs)


def test_long_texts_are_read_up_to_the_limit(tiny_reader: SentenceReader) -> None:
    long = "smoke " * (2 * MAX_TOKENS)
    assert tiny_reader.read_texts([long])[0].kinds.shape[0] == 1


def test_a_damaged_file_is_refused(tmp_path: Path, tiny_models_dir: Path) -> None:
    path = write_reader(tiny_models_dir, tmp_path / "reader.safetensors")
    with pytest.raises(WeightsError, match="SHA-256"):
        SentenceReader.load(tiny_models_dir, path, "0" * 64)


def test_a_file_for_another_embedder_is_refused(tmp_path: Path, tiny_models_dir: Path) -> None:
    path = write_reader(tiny_models_dir, tmp_path / "reader.safetensors", members=1)
    tensors = load_file(path)
    tensors["0.debate.weight"] = torch.zeros(1, 3)
    other = tmp_path / "other.safetensors"
    save_file(tensors, other, metadata={"settings": _settings_of(path.read_bytes())})
    with pytest.raises(WeightsError, match="not made for"):
        SentenceReader.load(tiny_models_dir, other, None)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="models fetch"):
        SentenceReader.load(tmp_path)


def test_the_shipped_file_is_the_one_that_is_trusted_and_no_larger_than_allowed() -> None:
    content = SHIPPED.read_bytes()
    assert hashlib.sha256(content).hexdigest() == SHA256
    assert len(content) <= 10_000_000


def test_the_shipped_file_belongs_to_the_embedder_of_the_catalogue() -> None:
    settings = read_settings(SHIPPED.read_bytes())
    weights = find_weights(settings["embedder"])
    assert weights is not None
    assert settings["embedder_sha256"] in {file.sha256 for file in weights.files}


def test_the_default_threshold_is_the_one_that_was_measured() -> None:
    assert read_settings(SHIPPED.read_bytes())["default_cut"] == DEFAULT_MIN_CHECK_WORTHINESS


def test_the_card_gives_the_figures_of_the_file() -> None:
    figures = read_settings(SHIPPED.read_bytes())["figures"]
    card = CARD.read_text(encoding="utf-8")
    wanted = [
        *(
            figures[name][figure]
            for name in ("debates_unseen", "debates_official", "news_unseen")
            for figure in ("f1", "average_precision", "balanced_accuracy", "recall", "precision")
        ),
        *(
            figures[name][figure]
            for name in ("reasons", "kinds", "kinds_by_rule")
            for figure in ("accuracy", "macro_f1")
        ),
    ]
    for found in wanted:
        assert f"{found['value']:.3f} [{found['low']:.3f}, {found['high']:.3f}]" in card
