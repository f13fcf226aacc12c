"""The sentence reader: runs the shipped sentence networks on the embedder's weights.

`data/sentence_reader.safetensors` holds, for each network of a small ensemble, the
adapters that are added to the encoder's layers, and the heads. Its metadata holds how
their outputs become scores. `training/train_check_worthiness.py` makes the file.
"""

from __future__ import annotations

import copy
import hashlib
import json
import threading
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load
from transformers import AutoModel, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from service.domain.errors import WeightsError
from service.inference.catalogue import EMBEDDER
from service.inference.place_features import place_features
from service.inference.quiet import quieten_transformers
from service.inference.sentence_network import (
    ADAPTED,
    Outputs,
    SentenceNetwork,
    make_batch,
    no_place,
    token_ids,
)
from service.inference.surface_features import surface_features

FILE: Final = "sentence_reader.safetensors"
#: The hash is what is trusted; `make train-check-worthiness` prints that of a new file.
SHA256: Final = "e7f5765af98c45448d60378078a3012b7aa471133fac64a7f69774c57082577a"
BATCH_SIZE = 32
_HEADS = ("debate", "grades", "reasons", "kinds")

Floats = npt.NDArray[np.float64]


class SentenceReader:
    """Reads sentences and claims; what the heads say is for others to interpret.

    Attributes:
        settings: How outputs become scores, as `training` estimated it.
    """

    def __init__(
        self,
        networks: Sequence[SentenceNetwork],
        tokenizer: PreTrainedTokenizerBase,
        settings: Mapping[str, Any],
    ) -> None:
        self._networks = [network.eval() for network in networks]
        self._tokenizer = tokenizer
        self._lock = threading.Lock()
        self.settings = settings

    @classmethod
    def load(
        cls, models_dir: Path, path: Path | None = None, sha256: str | None = SHA256
    ) -> SentenceReader:
        """Load the embedder's weights from the models folder and put the shipped ones on.

        Args:
            models_dir: The models folder.
            path: Another file than the shipped one.
            sha256: What the file must hash to; None takes it as it is.

        Raises:
            WeightsError: If weights are missing, damaged, or made for others.
        """
        folder = models_dir / EMBEDDER
        if not (folder / "model.safetensors").is_file():
            message = f"the weights of {EMBEDDER} are missing; run `claimdesk models fetch`"
            raise WeightsError(message)
        content = (path or Path(str(files("service.inference") / "data" / FILE))).read_bytes()
        if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
            message = f"{FILE} is damaged: it does not have the SHA-256 of the shipped file"
            raise WeightsError(message)
        quieten_transformers()
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        encoder = AutoModel.from_pretrained(folder, dtype=torch.float32, local_files_only=True)
        settings = read_settings(content)
        tensors = load(content)
        networks = [
            _network(encoder, _member(tensors, index), float(settings["scale"]))
            for index in range(int(settings["members"]))
        ]
        return cls(networks, tokenizer, settings)

    def read_article(self, sentences: Sequence[str]) -> list[Outputs]:
        """Return what each network says about the sentences of an article, in its order."""
        return self._read(sentences, place_features(sentences))

    def read_texts(self, texts: Sequence[str]) -> list[Outputs]:
        """Return what each network says about texts that stand in no article."""
        return self._read(texts, no_place(len(texts)))

    def _read(self, texts: Sequence[str], place: Sequence[Sequence[float]]) -> list[Outputs]:
        pieces: list[list[Outputs]] = [[] for _ in self._networks]
        # The lock is the tokenizer's as well: a call that cuts sets how it cuts.
        with self._lock, torch.inference_mode():
            ids = token_ids(self._tokenizer, texts)
            order = sorted(range(len(texts)), key=lambda i: len(ids[i]))
            for start in range(0, len(order), BATCH_SIZE):
                rows = order[start : start + BATCH_SIZE]
                batch = make_batch(
                    [ids[i] for i in rows],
                    [surface_features(texts[i]) for i in rows],
                    [place[i] for i in rows],
                    self._tokenizer.pad_token_id,
                )
                for network, found in zip(self._networks, pieces, strict=True):
                    found.append(network(batch))
        back = torch.tensor(sorted(range(len(order)), key=order.__getitem__))
        return [
            Outputs(*(torch.cat(parts)[back] for parts in zip(*found, strict=True)))
            for found in pieces
        ]


def read_settings(content: bytes) -> dict[str, Any]:
    """Return the settings in the metadata of a file's content."""
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    settings: dict[str, Any] = json.loads(header["__metadata__"]["settings"])
    return settings


def _member(tensors: Mapping[str, torch.Tensor], index: int) -> dict[str, torch.Tensor]:
    prefix = f"{index}."
    return {
        name.removeprefix(prefix): tensor.float()
        for name, tensor in tensors.items()
        if name.startswith(prefix)
    }


def _network(
    encoder: PreTrainedModel, tensors: Mapping[str, torch.Tensor], scale: float
) -> SentenceNetwork:
    """Return a network on a copy of the encoder's layers with the adapters added to them.

    The table of word vectors, half of the weights, is shared.
    """
    shared = {id(encoder.embeddings): encoder.embeddings}
    own = copy.deepcopy(encoder, shared)
    try:
        for index, layer in enumerate(own.get_submodule("encoder.layer").children()):
            for path in ADAPTED:
                name = f"layer.{index}.{path}"
                if f"{name}.a" in tensors:
                    weight = layer.get_submodule(path).get_parameter("weight")
                    with torch.no_grad():
                        weight.add_(scale * (tensors[f"{name}.b"] @ tensors[f"{name}.a"]))
        network = SentenceNetwork(own)
        for head in _HEADS:
            state = {part: tensors[f"{head}.{part}"] for part in ("weight", "bias")}
            network.get_submodule(head).load_state_dict(state)
        network.mean.copy_(tensors["mean"])
        network.deviation.copy_(tensors["deviation"])
    except (KeyError, RuntimeError) as error:
        message = f"{FILE} was not made for these weights of {EMBEDDER}: {error}"
        raise WeightsError(message) from error
    return network.requires_grad_(requires_grad=False)
