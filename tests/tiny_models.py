"""Tiny real models, written to disk as the real ones are: random weights, in a blink."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from tokenizers.trainers import BpeTrainer, WordPieceTrainer
from transformers import (
    AutoModel,
    BartConfig,
    BartForConditionalGeneration,
    BertConfig,
    BertModel,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen2ForCausalLM,
)

from service.inference.catalogue import EMBEDDER
from service.inference.generation import GenerationEngine, load_engine
from service.inference.sentence_network import SentenceNetwork

TURN_START = "<|im_start|>"
TURN_END = "<|im_end|>"
TEXT_END = "<|endoftext|>"
#: Marked as not special, as Qwen's tokenizer marks it: `split_special_tokens` passes it by.
TOOL_CALL = "<tool_call>"
TINY_NAME = "tiny"
TINY_REVISION = "0" * 64

_CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)
_CORPUS = (
    "The council said on Tuesday that the bridge over the river would close for two years.",
    "The ferry was taken out of service after 12 passengers reported smoke near the engine.",
    "The ministry may recall 4,000 doses, the minister said, as officials warned of delays.",
)
_BERT_CONTROLS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def write_generator(
    models_dir: Path, name: str = TINY_NAME, max_context: int = 2048, seed: int = 7
) -> Path:
    """Write a causal model and its tokenizer where `load_engine("local:NAME")` finds them."""
    folder = models_dir / "converted" / name
    folder.mkdir(parents=True)
    tokenizer = _chat_tokenizer()
    config = Qwen2Config(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=max_context,
        # So wide that what is written depends on what was read.
        initializer_range=0.4,
        tie_word_embeddings=False,
        bos_token_id=None,
        eos_token_id=None,
    )
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        model = Qwen2ForCausalLM(config)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    marker = {"name": name, "revision": TINY_REVISION}
    (folder / "claimdesk.json").write_text(json.dumps(marker))
    return folder


def load_tiny_engine(models_dir: Path) -> GenerationEngine:
    """Load what `write_generator` wrote, to compute in float32 on any processor.

    In bfloat16 a batch rounds otherwise than a single row, which random weights show.
    """
    engine = load_engine(f"local:{TINY_NAME}", models_dir)
    engine.model.float()
    return engine


def write_embedder(models_dir: Path, layers: int = 2) -> Path:
    """Write a BERT encoder and its tokenizer where `MiniLmEmbedder.load` finds them."""
    folder = models_dir / EMBEDDER
    folder.mkdir(parents=True)
    tokenizer = _wordpiece_tokenizer()
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=layers,
        num_attention_heads=4,
        max_position_embeddings=512,
        initializer_range=0.2,
    )
    with torch.random.fork_rng():
        torch.manual_seed(7)
        model = BertModel(config)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def write_sequence_model(folder: Path, max_context: int = 128) -> Path:
    """Write a BART with random weights as transformers saves one."""
    folder.mkdir(parents=True)
    tokenizer = _chat_tokenizer()
    config = BartConfig(
        vocab_size=len(tokenizer),
        d_model=32,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_position_embeddings=max_context,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.eos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        decoder_start_token_id=tokenizer.eos_token_id,
        forced_eos_token_id=tokenizer.eos_token_id,
    )
    with torch.random.fork_rng():
        torch.manual_seed(7)
        model = BartForConditionalGeneration(config)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def write_reader(models_dir: Path, path: Path, members: int = 2, seed: int = 7) -> Path:
    """Write networks for the tiny embedder as `data/sentence_reader.safetensors` is written."""
    encoder = AutoModel.from_pretrained(models_dir / EMBEDDER, local_files_only=True)
    tensors: dict[str, torch.Tensor] = {}
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        for member in range(members):
            network = SentenceNetwork(encoder)
            for name in ("debate", "grades", "reasons", "kinds"):
                for part, value in getattr(network, name).state_dict().items():
                    tensors[f"{member}.{name}.{part}"] = value.clone()
            tensors[f"{member}.mean"] = network.mean.clone()
            tensors[f"{member}.deviation"] = network.deviation.clone()
            weight = encoder.encoder.layer[1].attention.self.query.weight
            name = f"{member}.layer.1.attention.self.query"
            tensors[f"{name}.a"] = torch.randn(2, weight.shape[1]).bfloat16()
            tensors[f"{name}.b"] = torch.randn(weight.shape[0], 2).bfloat16()
    settings = {
        "members": members,
        "scale": 2.0,
        "grade_weight": 0.5,
        "slope": 1.0,
        "offset": 0.0,
        "reason_floor": 0.0,
    }
    save_file(tensors, path, metadata={"settings": json.dumps(settings)})
    return path


def _chat_tokenizer() -> PreTrainedTokenizerFast:
    backend = Tokenizer(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    trainer = BpeTrainer(
        vocab_size=400,
        show_progress=False,
        special_tokens=[TEXT_END, TURN_START, TURN_END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    backend.train_from_iterator(_CORPUS, trainer)
    backend.add_tokens([TOOL_CALL])
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=backend, eos_token=TURN_END, pad_token=TEXT_END
    )
    tokenizer.chat_template = _CHAT_TEMPLATE
    return tokenizer


def _wordpiece_tokenizer() -> PreTrainedTokenizerFast:
    backend = Tokenizer(models.WordPiece(unk_token="[UNK]"))  # noqa: S106  a token of text
    backend.normalizer = normalizers.BertNormalizer(lowercase=True)
    backend.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = WordPieceTrainer(
        vocab_size=300,
        show_progress=False,
        special_tokens=list(_BERT_CONTROLS),
        initial_alphabet=[chr(code) for code in range(33, 127)],
    )
    backend.train_from_iterator(_CORPUS, trainer)
    # The trainer numbers special tokens first, in their order.
    opening, closing = _BERT_CONTROLS.index("[CLS]"), _BERT_CONTROLS.index("[SEP]")
    backend.post_processor = processors.BertProcessing(("[SEP]", closing), ("[CLS]", opening))
    return PreTrainedTokenizerFast(
        tokenizer_object=backend,
        pad_token="[PAD]",  # noqa: S106  a token of text, as are those below
        unk_token="[UNK]",  # noqa: S106
        cls_token="[CLS]",  # noqa: S106
        sep_token="[SEP]",  # noqa: S106
        mask_token="[MASK]",  # noqa: S106
    )
