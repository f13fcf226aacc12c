"""The generation engine: a causal language model on torch, greedy and in batches."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path

import torch
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DynamicCache,
    PreTrainedModel,
    PreTrainedTokenizerFast,
)

from service.domain.errors import GenerationError, WeightsError
from service.domain.token_count import note_tokens
from service.inference.conversion import locate_converted
from service.inference.forking import Decoding, Fork, Reading, can_fork, write
from service.inference.prompts import Prompt, PromptEncoder
from service.inference.quiet import quieten_transformers
from service.inference.text_generator import EngineIdentity

#: Prompts decoded at a time. Reading the weights once a token dominates decoding on a
#: CPU, so eight rows cost little more than one.
BATCH_SIZE = 8
#: Shared prompt openings whose attention cache is kept, newest last.
_KEPT_PREFIXES = 6
#: A shared opening shorter than this many tokens is not worth a cache of its own.
_SHORTEST_PREFIX = 16


class GenerationEngine:
    """Writes text with one causal language model; implements `TextGenerator`.

    Greedy, so the same every time.

    One call runs at a time: the model uses every core as it is.
    """

    def __init__(
        self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerFast, identity: EngineIdentity
    ) -> None:
        self.identity = identity
        self.model = model
        self._tokenizer = tokenizer
        self.encoder = PromptEncoder(tokenizer)
        self.lock = threading.Lock()
        self._prefixes: OrderedDict[tuple[int, ...], DynamicCache] = OrderedDict()
        self._can_fork = can_fork(model)
        self.max_context: int = model.config.max_position_embeddings
        self.stop_ids = _stop_ids(tokenizer)

    def parameters(self, max_new_tokens: int) -> dict[str, str | int | float | bool | None]:
        """Return the generation parameters as they are stored with every output."""
        return {
            "decoding": "greedy",
            "max_new_tokens": max_new_tokens,
            "batch_size": BATCH_SIZE,
            "dtype": str(self.model.dtype).removeprefix("torch."),
        }

    def decode(self, tokens: Sequence[int]) -> str:
        """Return the text of tokens that were written, without control tokens."""
        return str(self._tokenizer.decode(list(tokens), skip_special_tokens=True))

    def count_tokens(self, text: str) -> int:
        """Return how many tokens the model reads the text as."""
        return len(self.encoder.encode_text(text))

    def generate(self, prompts: Sequence[Prompt], max_new_tokens: int) -> list[str]:
        """Answer every prompt, in the same order.

        What all prompts open with (instructions, worked examples) is read once and kept.

        Args:
            prompts: Chats that end with a `user` message.
            max_new_tokens: The most tokens an answer may have.

        Raises:
            GenerationError: If a prompt and its answer do not fit the model's window.
        """
        encoded = [self.encoder.encode_chat(prompt) for prompt in prompts]
        for ids in encoded:
            if len(ids) + max_new_tokens > self.max_context:
                message = f"a prompt of {len(ids)} tokens does not fit {self.max_context} tokens"
                raise GenerationError(message)
        answers = [""] * len(encoded)
        # Rows of like length share a batch, so that little of it is padding.
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i]))
        with self.lock, torch.inference_mode():
            prefix = self._find_prefix(encoded)
            for start in range(0, len(order), BATCH_SIZE):
                rows = order[start : start + BATCH_SIZE]
                written = self._decode(
                    prefix, [encoded[i][len(prefix) :] for i in rows], max_new_tokens
                )
                for i, ids in zip(rows, written, strict=True):
                    answers[i] = self.decode(ids).strip()
        return answers

    def _find_prefix(self, encoded: Sequence[list[int]]) -> tuple[int, ...]:
        """Return what all prompts open with; of a single one, what it shares with earlier ones."""
        if len(encoded) > 1:
            return _shared_prefix(encoded)
        [ids] = encoded or [[]]
        known = (one for one in self._prefixes if tuple(ids[: len(one)]) == one and ids[len(one) :])
        return max(known, key=len, default=())

    def _prefix_cache(self, prefix: tuple[int, ...], rows: int) -> DynamicCache:
        """Return a fresh copy of the attention cache after `prefix`, for so many rows."""
        if not prefix:
            return DynamicCache(config=self.model.config)
        cache = deepcopy(self._read_prefix(prefix))
        if rows > 1:
            cache.batch_repeat_interleave(rows)
        return cache

    def _read_prefix(self, prefix: tuple[int, ...]) -> DynamicCache:
        """Return the attention cache after `prefix`, which is kept and must not be changed."""
        kept = self._prefixes.get(prefix)
        if kept is None:
            kept = DynamicCache(config=self.model.config)
            note_tokens(read=len(prefix))
            self.model(
                torch.tensor([prefix]), past_key_values=kept, use_cache=True, logits_to_keep=1
            )
            self._prefixes[prefix] = kept
            if len(self._prefixes) > _KEPT_PREFIXES:
                self._prefixes.popitem(last=False)
        self._prefixes.move_to_end(prefix)
        return kept

    def _decode(
        self, prefix: tuple[int, ...], suffixes: Sequence[list[int]], max_new_tokens: int
    ) -> list[list[int]]:
        """Read the suffixes after the prefix, and write on greedily."""
        if not (prefix and self._can_fork):
            return self._decode_padded(prefix, suffixes, max_new_tokens)
        reading = Reading.of(prefix, self._read_prefix(prefix))
        asked = [Fork(len(prefix), tuple(ids)) for ids in suffixes]
        answers = write(
            self.model, reading, asked, Decoding(max_new_tokens, frozenset(self.stop_ids))
        )
        return [list(answer.tokens) for answer in answers]

    def _decode_padded(
        self, prefix: tuple[int, ...], suffixes: Sequence[list[int]], max_new_tokens: int
    ) -> list[list[int]]:
        """Do the same, left-padded, with the attention that the model comes with."""
        rows, width = len(suffixes), max(len(ids) for ids in suffixes)
        pad = self.stop_ids[0]
        tokens = torch.tensor([[pad] * (width - len(ids)) + ids for ids in suffixes])
        mask = torch.ones(rows, len(prefix) + width, dtype=torch.long)
        for row, ids in enumerate(suffixes):
            mask[row, len(prefix) : len(prefix) + width - len(ids)] = 0
        positions = mask.cumsum(-1)[:, len(prefix) :] - 1
        cache = self._prefix_cache(prefix, rows)
        written: list[list[int]] = [[] for _ in range(rows)]
        open_rows = set(range(rows))
        for _ in range(max_new_tokens):
            logits = self.model(
                tokens,
                attention_mask=mask,
                position_ids=positions,
                past_key_values=cache,
                use_cache=True,
                logits_to_keep=1,
            ).logits[:, -1]
            tokens = logits.argmax(-1, keepdim=True)
            for row in tuple(open_rows):
                token = int(tokens[row, 0])
                if token in self.stop_ids:
                    open_rows.discard(row)
                else:
                    written[row].append(token)
            if not open_rows:
                break
            mask = torch.cat([mask, torch.ones(rows, 1, dtype=torch.long)], dim=-1)
            positions = positions[:, -1:] + 1
        note_tokens(read=sum(map(len, suffixes)), written=sum(map(len, written)))
        return written


def _stop_ids(tokenizer: PreTrainedTokenizerFast) -> tuple[int, ...]:
    """Return the tokens that end an answer: the end of a turn and the end of the text."""
    names = ("<|im_end|>", "<|endoftext|>", tokenizer.eos_token)
    known = tokenizer.get_vocab()
    return tuple(dict.fromkeys(known[name] for name in names if name in known))


def _shared_prefix(encoded: Sequence[list[int]]) -> tuple[int, ...]:
    """Return the tokens that all prompts open with, leaving each at least one of its own."""
    shortest = min(len(ids) for ids in encoded) - 1
    first = encoded[0]
    length = 0
    while length < shortest and all(ids[length] == first[length] for ids in encoded):
        length += 1
    return tuple(first[:length]) if length >= _SHORTEST_PREFIX else ()


def load_engine(generator: str, models_dir: Path, threads: int | None = None) -> GenerationEngine:
    """Load the engine that a `CLAIMDESK_GENERATOR` value names.

    Args:
        generator: `local:NAME`, NAME being weights that `claimdesk models list` shows, or
            the name of a folder under `converted/` of the models folder.
        models_dir: The folder of the weights.
        threads: Threads for inference; None leaves torch's own choice.

    Raises:
        WeightsError: If the engine is unknown, or its weights are missing or of no use.
    """
    scheme, _, name = generator.partition(":")
    if scheme != "local" or not name:
        message = f"'{generator}' names no weights on this machine; use local:NAME"
        raise WeightsError(message)
    folder, revision = locate_converted(name, models_dir)
    return load_folder(folder, EngineIdentity(name, revision), threads)


def load_folder(
    folder: Path, identity: EngineIdentity, threads: int | None = None
) -> GenerationEngine:
    """Load the engine of a causal model as transformers saves it.

    Args:
        folder: Where it lies.
        identity: Its name, and what fixes its weights.
        threads: Threads for inference; None leaves torch's own choice.

    Raises:
        WeightsError: If the weights are of no use.
    """
    if threads is not None:
        torch.set_num_threads(threads)
    quieten_transformers()
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    # Without the file transformers makes up an empty tokenizer for some models.
    is_whole = (folder / "tokenizer.json").is_file()
    if not (is_whole and isinstance(tokenizer, PreTrainedTokenizerFast)):
        message = f"the weights of '{identity.name}' lack a tokenizer.json, which is needed here"
        raise WeightsError(message)
    model = AutoModelForCausalLM.from_pretrained(
        folder, dtype=_compute_dtype(), local_files_only=True
    )
    model.requires_grad_(requires_grad=False)
    return GenerationEngine(model, tokenizer, identity)


def _compute_dtype() -> torch.dtype:
    """Return bfloat16 where the processor computes in it, else float32.

    Without AVX-512 torch emulates bfloat16: measured on two such cores it read 16 tokens
    a second, and 88 in float32, which holds every bfloat16 weight exactly.
    """
    capabilities = torch.cpu.get_capabilities()
    fast = all(capabilities.get(name) for name in ("avx512_bw", "avx512_vl", "avx512_dq"))
    return torch.bfloat16 if fast or capabilities.get("bf16") else torch.float32
