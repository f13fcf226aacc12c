"""Sentence embeddings by all-MiniLM-L6-v2 (Reimers and Gurevych 2019, Sentence-BERT)."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import AutoModel, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from service.domain.errors import WeightsError
from service.inference.catalogue import EMBEDDER
from service.inference.quiet import quieten_transformers

MAX_TOKENS = 256
BATCH_SIZE = 32


class MiniLmEmbedder:
    """Embeds sentences as unit vectors; implements `Embedder`.

    Mean pooling over the tokens, then L2 normalisation, as the model's card asks for.
    """

    def __init__(self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._lock = threading.Lock()
        self.dimensions: int = model.config.hidden_size

    @classmethod
    def load(cls, models_dir: Path) -> MiniLmEmbedder:
        """Load the weights from the models folder.

        Raises:
            WeightsError: If they are not there.
        """
        folder = models_dir / EMBEDDER
        if not (folder / "model.safetensors").is_file():
            message = f"the weights of {EMBEDDER} are missing; run `claimdesk models fetch`"
            raise WeightsError(message)
        quieten_transformers()
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model = AutoModel.from_pretrained(folder, dtype=torch.float32, local_files_only=True)
        return cls(model, tokenizer)

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one unit vector of `dimensions` floats a text, in the same order.

        A text is read up to its 256th token.
        """
        vectors: list[list[float]] = [[]] * len(texts)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        with self._lock, torch.inference_mode():
            for start in range(0, len(order), BATCH_SIZE):
                rows = order[start : start + BATCH_SIZE]
                pooled = self._pool([texts[i] for i in rows])
                for i, vector in zip(rows, pooled.tolist(), strict=True):
                    vectors[i] = vector
        return vectors

    def _pool(self, texts: list[str]) -> torch.Tensor:
        encoded = self._tokenizer(
            texts, padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt"
        )
        hidden = self._model(**encoded).last_hidden_state
        weights = encoded["attention_mask"].unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, dim=-1)
