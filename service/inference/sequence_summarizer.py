"""The sequence summarizer: an encoder-decoder such as BART that was trained on summaries.

It reads the article whole, up to what it can read, and writes a summary from which each
sentence is tied to the sentence of the article that it shares most with; what adds to that
sentence fails its checks like any other wording.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import (
    AutoConfig,
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from service.domain.analysis import ModelRun, PreparedArticle
from service.domain.collaborators import SummaryProposal, SummarySlot
from service.domain.errors import WeightsError
from service.domain.token_count import note_tokens
from service.inference.leading_sentences import LeadingSentence, leading_sentences
from service.inference.quiet import quieten_transformers
from service.inference.summarizer import SPARE_SLOTS, pick_leading, slot_of
from service.inference.text_generator import EngineIdentity
from service.text.facts import content_overlap
from service.text.sentences import split_sentences

MAX_NEW_TOKENS = 142
#: The least share of a written sentence's content words that its evidence must hold.
MIN_OVERLAP = 0.5


class SequenceModel:
    """Writes one text from another."""

    def __init__(
        self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, identity: EngineIdentity
    ) -> None:
        self.identity = identity
        self._model = model
        self._tokenizer = tokenizer
        self._lock = threading.Lock()
        positions = getattr(model.config, "max_position_embeddings", None)
        self.max_tokens: int = positions or 512

    @classmethod
    def load(cls, folder: Path, identity: EngineIdentity) -> SequenceModel:
        """Load a model from its folder.

        Raises:
            WeightsError: If it cannot be loaded.
        """
        quieten_transformers()
        try:
            tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
            model = AutoModelForSeq2SeqLM.from_pretrained(
                folder, local_files_only=True, use_safetensors=True
            )
        except (OSError, ValueError) as error:
            message = f"'{identity.name}' cannot be loaded: {error}"
            raise WeightsError(message) from error
        model.requires_grad_(requires_grad=False)
        return cls(model, tokenizer, identity)

    def parameters(self) -> dict[str, str | int | float | bool | None]:
        """Return the generation parameters as they are stored with every output."""
        return {
            "decoding": "greedy",
            "max_new_tokens": MAX_NEW_TOKENS,
            "dtype": str(self._model.dtype).removeprefix("torch."),
        }

    def count_tokens(self, text: str) -> int:
        """Return how many tokens a text is read as, without what opens and closes it."""
        return len(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def write(self, text: str) -> str:
        """Return what the model writes from a text, of which it reads `max_tokens`."""
        with self._lock, torch.inference_mode():
            encoded: Any = self._tokenizer(
                text, return_tensors="pt", truncation=True, max_length=self.max_tokens
            )
            # The type of `generate` is lost on the base class.
            model: Any = self._model
            written = model.generate(
                input_ids=encoded["input_ids"],
                attention_mask=encoded["attention_mask"],
                max_new_tokens=MAX_NEW_TOKENS,
                num_beams=1,
                do_sample=False,
            )
        answer: list[int] = written[0].tolist()
        # The first one is given, to begin with.
        note_tokens(read=encoded["input_ids"].shape[1], written=len(answer) - 1)
        return str(self._tokenizer.decode(answer, skip_special_tokens=True)).strip()


class SequenceSummarizer:
    """Summarises with a sequence-to-sequence model; implements `Summarizer`."""

    def __init__(self, model: SequenceModel) -> None:
        self._model = model

    def summarize(
        self, article: PreparedArticle, scores: Sequence[float], sentence_count: int
    ) -> tuple[SummaryProposal, ModelRun]:
        """Propose summary sentences; the headline is left to the article.

        Args:
            article: The prepared article.
            scores: The check-worthiness of every sentence, which tells nothing here.
            sentence_count: How many sentences are wanted.
        """
        del scores
        read = self._readable(article)
        summary = self._model.write(" ".join(s.wording for s in read)) if read else ""
        slots: dict[int, SummarySlot] = {}
        for sentence in split_sentences(summary, ()):
            text = " ".join(sentence.text.split())
            overlap, place = max((content_overlap(text, s.wording), -i) for i, s in enumerate(read))
            source = read[-place]
            if overlap >= MIN_OVERLAP and len(slots) < sentence_count:
                slots.setdefault(source.index, slot_of(source, text))
        for spare in pick_leading(article, sentence_count + SPARE_SLOTS):
            slots.setdefault(spare.index, slot_of(spare))
        identity = self._model.identity
        run = ModelRun(identity.name, identity.revision, self._model.parameters(), 0.0)
        return SummaryProposal((), tuple(slots.values()), tuple(s.index for s in read)), run

    def _readable(self, article: PreparedArticle) -> list[LeadingSentence]:
        """Return the first sentences that can stand alone and that the model can read."""
        read: list[LeadingSentence] = []
        # What opens and closes the text takes two.
        left = self._model.max_tokens - 2
        for sentence in leading_sentences(article):
            if sentence.follows is not None:
                continue
            # A space before it may take one more.
            left -= self._model.count_tokens(sentence.wording) + 1
            if left < 0:
                break
            read.append(sentence)
        return read


def is_sequence_model(folder: Path) -> bool:
    """Tell whether a folder holds an encoder-decoder.

    Raises:
        WeightsError: If its configuration cannot be read.
    """
    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError) as error:
        message = f"the model in {folder} cannot be read: {error}"
        raise WeightsError(message) from error
    return bool(config.is_encoder_decoder)
