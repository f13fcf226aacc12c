"""A tiny rival: a real model of random weights in llama.cpp's place, by transformers alone."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import DynamicCache, PreTrainedModel

from benchmarks.race.replay import serve
from tests.tiny_models import load_tiny_engine


class TinyMachine:
    """A model with transformers' cache; implements `Machine`."""

    def __init__(self, model: PreTrainedModel) -> None:
        self._model = model
        self._cache = DynamicCache(config=model.config)
        self._logits = torch.zeros(1)
        self.read_tokens = 0

    def keep(self, count: int) -> None:
        if count == 0:
            self._cache = DynamicCache(config=self._model.config)
        elif (beyond := self._cache.get_seq_length() - count) > 0:
            self._cache.crop(-beyond)

    def read(self, tokens: Sequence[int]) -> None:
        self.read_tokens += len(tokens)
        with torch.inference_mode():
            fed = torch.tensor([list(tokens)])
            found = self._model(fed, past_key_values=self._cache, use_cache=True)
        self._logits = found.logits[0, -1]

    def choose(self) -> int:
        return int(self._logits.argmax())


if __name__ == "__main__":
    machine = TinyMachine(load_tiny_engine(Path(sys.argv[1])).model)
    serve(machine, {"ready": 0.1, "version": "tiny"}, sys.stdin, sys.stdout)
