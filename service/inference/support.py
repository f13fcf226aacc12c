"""Support: the trained probability that an article supports a sentence, and plain rules.

A small network reads the sentence beside the passages that it is best held against, and a
logistic regression joins its judgement with what the wording tells. Their weights lie in
`data/support.safetensors` and `data/support.json`; `training/train_support.py` makes them,
and the card `data/support.md` tells from what and how well they do.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from safetensors.torch import load as load_tensors
from torch import Tensor
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerBase

from service.domain.collaborators import SupportQuery, SupportReport
from service.domain.errors import WeightsError
from service.inference.catalogue import EMBEDDER
from service.inference.quiet import quieten_transformers
from service.inference.support_features import WORDING_FEATURES, nearest_passage, wording_features
from service.inference.support_model import SupportNetwork, encode_pairs, readable_parts
from service.text.evidence import select_evidence
from service.text.facts import foreign_facts, unsupported_pairing
from service.text.modality import lost_hedges

#: What the regression reads: the network's log-odds of support, its log-odds that the worst
#: word is at fault, and the features of the wording.
FEATURES: Final = ("network", "worst_word", *WORDING_FEATURES)
#: A word is named as unsupported from this log-odds on.
_AT_FAULT = 0.0
_BATCH = 16
_DATA: Final = files("service.inference").joinpath("data")


@dataclass(frozen=True, slots=True)
class _Judgement:
    """What the network says about one sentence.

    Attributes:
        whole: Log-odds that the evidence supports it.
        worst: Log-odds that its worst word is at fault.
        doubted: The words that it holds to be at fault.
        is_complete: Whether all of the sentence was read.
    """

    whole: float
    worst: float
    doubted: tuple[str, ...]
    is_complete: bool


class TrainedSupportChecker:
    """Estimates support with the trained network; implements `SupportChecker`."""

    def __init__(
        self,
        network: SupportNetwork,
        tokenizer: PreTrainedTokenizerBase,
        ensemble: dict[str, Any],
    ) -> None:
        if tuple(ensemble["features"]) != FEATURES:
            message = (
                "the support regression was estimated on other features than the ones computed "
                "now; run `make train-support`"
            )
            raise WeightsError(message)
        self._network = network.eval()
        self._tokenizer = tokenizer
        self._means = np.array(ensemble["means"])
        self._scales = np.array(ensemble["scales"])
        self._weights = np.array(ensemble["weights"])
        self._intercept = float(ensemble["intercept"])
        self.threshold = float(ensemble["threshold"])
        self._lock = threading.Lock()

    @classmethod
    def load(cls, models_dir: Path, data: Traversable = _DATA) -> TrainedSupportChecker:
        """Load the encoder from the models folder and what was trained from the project.

        Raises:
            WeightsError: If the encoder is not there, or the trained file is damaged.
        """
        folder = models_dir / EMBEDDER
        if not (folder / "model.safetensors").is_file():
            message = f"the weights of {EMBEDDER} are missing; run `claimdesk models fetch`"
            raise WeightsError(message)
        ensemble = json.loads(data.joinpath("support.json").read_text("utf-8"))
        trained = data.joinpath("support.safetensors").read_bytes()
        if hashlib.sha256(trained).hexdigest() != ensemble["weights_sha256"]:
            message = "support.safetensors is not the file that support.json belongs to"
            raise WeightsError(message)
        quieten_transformers()
        encoder = AutoModel.from_pretrained(
            folder, dtype=torch.float32, add_pooling_layer=False, local_files_only=True
        )
        network = SupportNetwork(encoder)
        apply_changes(network, load_tensors(trained))
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        return cls(network, tokenizer, ensemble)

    def check(self, sentence: str, evidence: Sequence[str], article: str) -> SupportReport:
        """Report how far the article supports a sentence, and every failed check.

        Args:
            sentence: The claim, headline or summary sentence.
            evidence: The source sentences, the main one first, with their context.
            article: The article without its boilerplate.

        Returns:
            The probability that the article supports the sentence, and a short phrase for
            each name, number or date that is foreign to the article, each hedge that was
            dropped, a probability below the threshold, and a length beyond what the
            network reads.
        """
        return self.check_many([SupportQuery(sentence, tuple(evidence), article)])[0]

    def check_many(self, queries: Sequence[SupportQuery]) -> list[SupportReport]:
        """Report on many sentences at once, in the same order; much faster than one by one."""
        judged = self._judge(queries)
        reports = []
        for query, (probability, judgement) in zip(queries, judged, strict=True):
            problems = list(rule_problems(query.sentence, query.evidence, query.article))
            if not judgement.is_complete:
                problems.append("too long to be held against the article")
            if probability < self.threshold:
                named = f": {', '.join(judgement.doubted)}" if judgement.doubted else ""
                problems.append(f"not supported by the article{named}")
            reports.append(SupportReport(round(probability, 4), tuple(problems)))
        return reports

    def probabilities(self, queries: Sequence[SupportQuery]) -> list[float]:
        """Return the probability of support for each query, in the same order."""
        return [probability for probability, _ in self._judge(queries)]

    def _judge(self, queries: Sequence[SupportQuery]) -> list[tuple[float, _Judgement]]:
        """Return, for each query, its probability and what the network said."""
        if not queries:
            return []
        evidence = [select_evidence(q.sentence, q.evidence, q.article) for q in queries]
        read = self._read([" ".join(e) for e in evidence], [q.sentence for q in queries])
        rows = [
            [j.whole, j.worst, *wording_features(q.sentence, e, q.evidence, q.article)]
            for q, e, j in zip(queries, evidence, read, strict=True)
        ]
        scaled = (np.array(rows) - self._means) / self._scales
        logits = scaled @ self._weights + self._intercept
        # tanh instead of exp, which overflows on far logits.
        probabilities = 0.5 * (1.0 + np.tanh(0.5 * logits))
        return [(float(p), judgement) for p, judgement in zip(probabilities, read, strict=True)]

    def _read(self, evidence: Sequence[str], sentences: Sequence[str]) -> list[_Judgement]:
        order = sorted(range(len(sentences)), key=lambda i: len(evidence[i]) + len(sentences[i]))
        found: dict[int, _Judgement] = {}
        with self._lock, torch.inference_mode():
            parts = readable_parts(self._tokenizer, sentences)
            for start in range(0, len(order), _BATCH):
                rows = order[start : start + _BATCH]
                batch = encode_pairs(
                    self._tokenizer, [evidence[i] for i in rows], [parts[i] for i in rows]
                )
                whole, doubts = self._network(batch)
                doubts = doubts.masked_fill(~batch.sentence_mask, float("-inf"))
                for row, i in enumerate(rows):
                    found[i] = _Judgement(
                        float(whole[row]),
                        float(doubts[row].max()),
                        _doubted_words(sentences[i], doubts[row], batch.offsets[row]),
                        parts[i] == sentences[i],
                    )
        return [found[i] for i in range(len(sentences))]


def _doubted_words(sentence: str, doubts: Tensor, offsets: Tensor) -> tuple[str, ...]:
    """Return the words of a sentence that the network holds to be at fault."""
    places = [offsets[i].tolist() for i in torch.nonzero(doubts > _AT_FAULT).flatten().tolist()]
    return tuple(
        match.group()
        for match in re.finditer(r"\S*\w", sentence)
        if any(start < match.end() and end > match.start() for start, end in places)
    )


def apply_changes(network: SupportNetwork, changes: dict[str, Tensor]) -> None:
    """Add trained changes to a network's weights.

    A change is stored as whole numbers of eight bits with one scale a row
    (`NAME.steps`, `NAME.scale`), or in full (`NAME`).
    """
    own = network.state_dict()
    for name, tensor in changes.items():
        if name.endswith(".steps"):
            stem = name.removesuffix(".steps")
            own[stem] += tensor.float() * changes[f"{stem}.scale"][:, None]
        elif not name.endswith(".scale"):
            own[name] += tensor.float()
    network.load_state_dict(own)


def rule_problems(sentence: str, evidence: Sequence[str], article: str) -> tuple[str, ...]:
    """Return what plain rules object to: foreign facts, lost hedges, lost attribution.

    Args:
        sentence: The claim, headline or summary sentence.
        evidence: The source sentences, the main one first, with their context.
        article: The article without its boilerplate.
    """
    foreign = foreign_facts(sentence, article, allowed=evidence)
    problems = [f"not in the article: {fact}" for fact in foreign]
    main = evidence[0] if evidence else nearest_passage(sentence, [article])
    problems += [f"dropped: {hedge}" for hedge in lost_hedges(sentence, main)]
    problems += unsupported_pairing(sentence, evidence)
    return tuple(problems)
