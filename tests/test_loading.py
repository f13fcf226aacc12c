"""Weights that are loaded while the service already answers: in which order, and what if not."""

from __future__ import annotations

import logging
import threading
from typing import NoReturn

import pytest

from service import main
from service.main import MatcherLoader, PipelineLoader
from service.settings import Settings


class Loads:
    """What was loaded, in its order; nothing of it is real."""

    def __init__(self) -> None:
        self.order: list[str] = []

    def matcher(self) -> str:
        self.order.append("matcher")
        return "the matcher"

    def engines(self, _settings: Settings) -> NoReturn:
        self.order.append("engines")
        raise ImportError("cannot import name 'AutoModel' from 'transformers'")


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> Loads:
    found = Loads()
    monkeypatch.setattr(MatcherLoader, "__call__", lambda _: found.matcher())
    monkeypatch.setattr(main, "build_engines", found.engines)
    return found


def load_in_background() -> PipelineLoader:
    settings = Settings()
    loader = PipelineLoader(settings, MatcherLoader(settings))
    loader.preload()
    for thread in threading.enumerate():
        if thread.name == "weights":
            thread.join(10)
    return loader


@pytest.mark.usefixtures("loads")
def test_a_failure_that_nobody_foresaw_is_told_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        loader = load_in_background()
    assert loader.problem == "the weights could not be loaded (ImportError)"
    assert "cannot import name 'AutoModel'" in caplog.text


def test_what_other_threads_load_too_is_loaded_first(loads: Loads) -> None:
    load_in_background()
    assert loads.order == ["matcher", "engines"]
