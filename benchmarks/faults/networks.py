"""Networks that take a set time and quote the article, so that faults meet every stage soon.

They stand in for those of `service/inference/` at the Protocols of the domain; processes,
queues and databases are the real ones. Each call is noted in a file of its process.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from service.domain.analysis import (
    ClaimProposal,
    ModelRun,
    PreparedArticle,
    Rewording,
    RewriteRequest,
    SentenceAssessment,
)
from service.domain.claim import ClaimKind, Method
from service.domain.collaborators import SummaryProposal, SummarySlot, SupportQuery, SupportReport
from service.domain.matching import MatchCandidate
from service.use_cases.analyse_article import AnalysisPipeline

#: Seconds that each call of a network takes.
SECONDS_VARIABLE = "CLAIMDESK_FAULTS_STAGE_SECONDS"
#: Folder in which each process notes the calls, a JSON object a line.
CALLS_VARIABLE = "CLAIMDESK_FAULTS_CALLS"
_DIMENSIONS = 64
_RUN = ModelRun("quoting", "0" * 64, {}, 0.0)


@dataclass
class Quoting:
    """All networks in one.

    Attributes:
        seconds: How long each call takes.
        calls: Where calls are noted; None for nowhere.
    """

    seconds: float
    calls: Path | None = None
    model: str = "quoting"

    @classmethod
    def from_environment(cls) -> Quoting:
        """Return those that the environment describes."""
        folder = os.environ.get(CALLS_VARIABLE)
        calls = None if folder is None else Path(folder) / f"{os.getpid()}.jsonl"
        return cls(float(os.environ.get(SECONDS_VARIABLE, "0")), calls)

    def pipeline(self) -> AnalysisPipeline:
        """Return the pipeline of these networks."""
        return AnalysisPipeline(
            matcher=self,
            check_worthiness=self,
            rewriter=_Rewriter(self),
            summarizer=self,
            support=_Support(),
            clarity=_Clarity(),
            classifier=_Classifier(),
            min_check_worthiness=0.5,
        )

    def work(self, network: str, texts: Sequence[str]) -> None:
        """Note a call and take the time that it takes."""
        if self.calls is not None:
            call = {"network": network, "text": " ".join(texts), "at": time.time()}
            with self.calls.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(call) + "\n")
        time.sleep(self.seconds)

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return vectors at right angles, so that no claim repeats another."""
        self.work("embed", texts)
        return [[float(i == j) for j in range(_DIMENSIONS)] for i in range(len(texts))]

    def score(self, text: str, candidates: Sequence[MatchCandidate]) -> list[float]:
        """Find the same words alone to be the same claim."""
        return [float(candidate.claim.text == text) for candidate in candidates]

    def assess(self, sentences: Sequence[str]) -> list[SentenceAssessment]:
        """Find everything worth checking."""
        self.work("score", sentences)
        return [SentenceAssessment(0.9)] * len(sentences)

    def summarize(
        self, article: PreparedArticle, scores: Sequence[float], sentence_count: int
    ) -> tuple[SummaryProposal, ModelRun]:
        """Quote the first sentences."""
        del scores
        texts = [sentence.text for sentence in article.sentences]
        self.work("summarise", texts)
        slots = tuple(SummarySlot((), (i,)) for i in range(len(texts)))
        return SummaryProposal((), slots[:sentence_count]), _RUN


@dataclass
class _Rewriter:
    networks: Quoting

    def rewrite(self, requests: Sequence[RewriteRequest]) -> tuple[list[Rewording], ModelRun]:
        texts = [request.sentence for request in requests]
        self.networks.work("rewrite", texts)
        return [Rewording((ClaimProposal(text, Method.EXTRACTIVE),)) for text in texts], _RUN

    def repair(
        self, requests: Sequence[RewriteRequest], problems: Sequence[str]
    ) -> list[tuple[ClaimProposal, ...]]:
        del problems
        return [() for _ in requests]

    def likely_wordings(self, request: RewriteRequest) -> tuple[str, ...]:
        del request
        return ()


class _Classifier:
    def classify(self, texts: Sequence[str]) -> list[ClaimKind]:
        return [ClaimKind.EVENT] * len(texts)


class _Clarity:
    def open_parts(self, claims: Sequence[str]) -> list[tuple[str, ...]]:
        return [() for _ in claims]


class _Support:
    def check(self, sentence: str, evidence: Sequence[str], article: str) -> SupportReport:
        del sentence, evidence, article
        return SupportReport(1.0, ())

    def check_many(self, queries: Sequence[SupportQuery]) -> list[SupportReport]:
        return [self.check(query.sentence, query.evidence, query.article) for query in queries]
