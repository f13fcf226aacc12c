"""Conversion: GGUF weights to safetensors, once, since dequantising takes up to a minute."""

from __future__ import annotations

import json
import shutil
import struct
from pathlib import Path

from service.domain.errors import WeightsError
from service.inference.catalogue import Weights, find_weights
from service.inference.fetching import locked

#: Written last into a converted folder; holds the SHA-256 of what it was made from.
MARKER = "claimdesk.json"
_FOLDER = "converted"


def converted_dir(weights: Weights, models_dir: Path) -> Path:
    """Return where the converted form of GGUF weights stands, whether it is there or not."""
    return models_dir / _FOLDER / f"{weights.name}-{weights.files[0].sha256[:8]}"


def is_converted(weights: Weights, models_dir: Path) -> bool:
    """Tell whether the conversion was finished."""
    return (converted_dir(weights, models_dir) / MARKER).is_file()


def convert(weights: Weights, models_dir: Path) -> Path:
    """Convert fetched GGUF weights to bfloat16 safetensors, unless that was done before.

    Returns:
        The folder that transformers loads.

    Raises:
        WeightsError: If the GGUF file is missing or damaged.
    """
    folder = converted_dir(weights, models_dir)
    with locked(models_dir):
        if is_converted(weights, models_dir):
            return folder
        source = models_dir / weights.files[0].path
        if not source.is_file():
            message = f"{source.name} is missing; run `claimdesk models fetch`"
            raise WeightsError(message)
        scratch = folder.with_name(f"{folder.name}.partial")
        shutil.rmtree(scratch, ignore_errors=True)
        try:
            _dequantise(source, scratch)
        except (ValueError, OSError, KeyError, struct.error) as error:
            message = (
                f"{source.name} cannot be converted ({error}); "
                f"run `claimdesk models verify {weights.name}`"
            )
            raise WeightsError(message) from error
        marker = {"name": weights.name, "revision": weights.files[0].sha256}
        (scratch / MARKER).write_text(json.dumps(marker))
        shutil.rmtree(folder, ignore_errors=True)
        scratch.rename(folder)
    return folder


def locate_converted(name: str, models_dir: Path) -> tuple[Path, str]:
    """Find the folder of a generator's weights and the hash that names their revision.

    Weights of the catalogue are converted now if that is still to be done; any other name
    is a folder below `converted/` that holds a model as transformers saves it, and a
    `claimdesk.json` with its revision.

    Raises:
        WeightsError: If there is no such generator, or its weights were not fetched.
    """
    weights = find_weights(name)
    if weights is not None and weights.is_gguf:
        return convert(weights, models_dir), weights.files[0].sha256
    folder = models_dir / _FOLDER / name
    if not (folder / MARKER).is_file():
        message = f"no generator '{name}' in {models_dir}; run `claimdesk models list`"
        raise WeightsError(message)
    revision: str = json.loads((folder / MARKER).read_text())["revision"]
    return folder, revision


def _dequantise(source: Path, target: Path) -> None:
    # torch and transformers take seconds to import, which looking up a folder should not.
    import torch  # noqa: PLC0415  see above
    from transformers import AutoModelForCausalLM, AutoTokenizer  # noqa: PLC0415  see above

    from service.inference.quiet import quieten_transformers  # noqa: PLC0415  see above

    quieten_transformers()

    tokenizer = AutoTokenizer.from_pretrained(
        source.parent, gguf_file=source.name, local_files_only=True
    )
    model = AutoModelForCausalLM.from_pretrained(
        source.parent, gguf_file=source.name, dtype=torch.bfloat16, local_files_only=True
    )
    # transformers refuses to save a model that it read from GGUF until it forgets that.
    vars(model).pop("hf_quantizer", None)
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.save_pretrained(target)
    tokenizer.save_pretrained(target)
