"""Stored models: where a model of the newsroom's own lies, and what fixes its weights."""

from __future__ import annotations

import hashlib
from pathlib import Path

from huggingface_hub import snapshot_download
from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

from service.domain.errors import WeightsError
from service.inference.text_generator import EngineIdentity

_CHUNK = 1 << 20


def locate_model(name: str) -> tuple[Path, EngineIdentity]:
    """Find the folder of a model as transformers saves it, without any network.

    Args:
        name: A folder, or a repository whose files lie in the cache of `huggingface_hub`.

    Returns:
        The folder, and the model's name with the SHA-256 of its weights' files, in the order
        of their names.

    Raises:
        WeightsError: If there is none, or it has no weights in the safetensors format.
    """
    folder = Path(name).expanduser()
    if not (folder / "config.json").is_file():
        folder = _cached(name)
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        # Other formats run code when they are read.
        message = f"'{name}' has no weights in the safetensors format"
        raise WeightsError(message)
    return folder, EngineIdentity(name, _hash(files))


def _cached(name: str) -> Path:
    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        message = (
            f"'{name}' is neither a folder with a config.json nor a repository in the cache of "
            "huggingface_hub; fetch it first, as the service itself fetches nothing"
        )
        raise WeightsError(message) from error


def _hash(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    return digest.hexdigest()
