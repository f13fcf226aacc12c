"""Support: the trained probability that an article supports a sentence, and plain rules.

The generator's lower layers read the sentence beside the passages that it is best held
against (`service/inference/support_network.py`), and a logistic regression turns what they
say into a probability. Their weights lie in `data/support.safetensors` and
`data/support.json`; `training/train_support.py` makes them, and the card `data/support.md`
tells from what and how well they do.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np

from service.domain.collaborators import SupportQuery, SupportReport
from service.domain.errors import WeightsError
from service.inference.generation import GenerationEngine
from service.inference.support_format import MAX_CHARACTERS, choose_evidence
from service.inference.support_network import (
    Judgement,
    SupportNetwork,
    doubted_words,
    load_network,
)
from service.text.facts import content_overlap, foreign_facts, unsupported_pairing
from service.text.modality import lost_hedges

#: What the regression reads: the log-odds of support, and that the worst word is at fault.
FEATURES: Final = ("network", "worst_word")
DATA_DIR: Final = Path(str(files("service.inference").joinpath("data")))
#: The network's adapter and heads; those of other checkers rest on the same weights.
CHECKER_PATH: Final = DATA_DIR / "support.safetensors"


class TrainedSupportChecker:
    """Estimates support with the trained network; implements `SupportChecker`.

    Attributes:
        threshold: Below this support a sentence is refused.
        even: The support at which right and wrong are as likely among as many right
            sentences as wrong ones; `support` is meant for texts of which most are right.
    """

    def __init__(self, network: SupportNetwork, regression: dict[str, Any]) -> None:
        if tuple(regression["features"]) != FEATURES:
            message = (
                "the support regression was estimated on other features than the ones computed "
                "now; run `make train-support`"
            )
            raise WeightsError(message)
        self._network = network
        self._weights = np.array(regression["weights"])
        self._intercept = float(regression["intercept"])
        self.threshold = float(regression["threshold"])
        self.even = float(regression["even"])

    @classmethod
    def load(
        cls, models_dir: Path, engine: GenerationEngine | None = None, data_dir: Path = DATA_DIR
    ) -> TrainedSupportChecker:
        """Load what was trained, onto the engine if it was trained for that one's weights.

        Where the engine runs other weights, the generator's own are loaded beside it.

        Raises:
            WeightsError: If the generator is not there, or the trained file is damaged.
        """
        return cls(*load_network("support", models_dir, engine, data_dir))

    def check(self, sentence: str, evidence: Sequence[str], article: str) -> SupportReport:
        """Report how far the article supports a sentence, and every failed check.

        Args:
            sentence: The claim, headline or summary sentence.
            evidence: The source sentences, the main one first, with their context.
            article: The article without its boilerplate.

        Returns:
            The probability that the article supports the sentence, 0 where a rule refuses it,
            and a short phrase for each name, number or date that is foreign to the article,
            each hedge that was dropped, a probability below the threshold, and a length beyond
            what the network reads.
        """
        return self.check_many([SupportQuery(sentence, tuple(evidence), article)])[0]

    def check_many(self, queries: Sequence[SupportQuery]) -> list[SupportReport]:
        """Report on many sentences at once, in the same order; much faster than one by one.

        What a rule refuses is refused whatever the network says, so that it is not asked.
        """
        found = [_rule_problems(query) for query in queries]
        open_queries = [query for query, known in zip(queries, found, strict=True) if not known]
        judged = iter(self._judge(open_queries))
        reports = []
        for query, known in zip(queries, found, strict=True):
            if known:
                reports.append(SupportReport(0.0, known))
                continue
            probability, judgement = next(judged)
            problems: list[str] = []
            if probability < self.threshold:
                words = doubted_words(query.sentence, judgement)
                named = f": {', '.join(words)}" if words else ""
                problems.append(f"not supported by the article{named}")
            reports.append(SupportReport(round(probability, 4), tuple(problems)))
        return reports

    def probabilities(self, queries: Sequence[SupportQuery]) -> list[float]:
        """Return the probability of support for each query, in the same order."""
        return [probability for probability, _ in self._judge(queries)]

    def _judge(self, queries: Sequence[SupportQuery]) -> list[tuple[float, Judgement]]:
        """Return, for each query, its probability and what the network said."""
        if not queries:
            return []
        read = self._network.judge(
            [(choose_evidence(q.sentence, q.evidence, q.article), q.sentence) for q in queries]
        )
        rows = np.array([[judgement.whole, judgement.worst] for judgement in read])
        # tanh instead of exp, which overflows on far logits.
        probabilities = 0.5 * (1.0 + np.tanh(0.5 * (rows @ self._weights + self._intercept)))
        return [(float(p), judgement) for p, judgement in zip(probabilities, read, strict=True)]


def _rule_problems(query: SupportQuery) -> tuple[str, ...]:
    """Return what plain rules find wrong with a sentence, and whether it is too long to be read."""
    problems = rule_problems(query.sentence, query.evidence, query.article)
    too_long = len(query.sentence) > MAX_CHARACTERS
    return (*problems, "too long to be held against the article") if too_long else problems


def nearest_passage(sentence: str, evidence: Sequence[str]) -> str:
    """Return the passage that shares most words with the sentence."""
    return max(evidence, key=lambda passage: content_overlap(sentence, passage), default="")


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
