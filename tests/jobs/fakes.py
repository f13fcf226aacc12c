"""Fakes of the networks: quick, predictable, and able to fail or to be held up on demand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

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

_DIMENSIONS = 64
RUN = ModelRun("fake", "0" * 64, {}, 0.0)

Hook = Callable[[Sequence[str]], None]


@dataclass
class FakeNetworks:
    """All networks in one; each call is noted and first runs its hook, where it has one.

    Attributes:
        calls: (network, the texts that it was asked about), in order.
        hooks: By network, what to do before answering.
    """

    calls: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    hooks: dict[str, Hook] = field(default_factory=dict)

    def pipeline(self) -> AnalysisPipeline:
        return AnalysisPipeline(
            matcher=_Matcher(self),
            check_worthiness=_CheckWorthiness(self),
            rewriter=_Rewriter(self),
            summarizer=_Summarizer(self),
            support=_Support(),
            clarity=_Clarity(),
            classifier=_Classifier(),
            min_check_worthiness=0.5,
        )

    def ask(self, network: str, texts: Sequence[str]) -> None:
        self.calls.append((network, tuple(texts)))
        if network in self.hooks:
            self.hooks[network](texts)

    def count(self, network: str) -> int:
        return sum(called == network for called, _ in self.calls)


@dataclass
class _Matcher:
    networks: FakeNetworks
    model: str = "fake"

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        self.networks.ask("embedder", texts)
        # At right angles to each other, so that no claim repeats another.
        return [[float(i == j) for j in range(_DIMENSIONS)] for i in range(len(texts))]

    def score(self, text: str, candidates: Sequence[MatchCandidate]) -> list[float]:
        return [float(candidate.claim.text == text) for candidate in candidates]


@dataclass
class _CheckWorthiness:
    networks: FakeNetworks

    def assess(self, sentences: Sequence[str]) -> list[SentenceAssessment]:
        self.networks.ask("check_worthiness", sentences)
        return [SentenceAssessment(0.9)] * len(sentences)


@dataclass
class _Rewriter:
    networks: FakeNetworks

    def rewrite(self, requests: Sequence[RewriteRequest]) -> tuple[list[Rewording], ModelRun]:
        sentences = [request.sentence for request in requests]
        self.networks.ask("rewriter", sentences)
        return [Rewording((ClaimProposal(text, Method.EXTRACTIVE),)) for text in sentences], RUN

    def repair(
        self, requests: Sequence[RewriteRequest], problems: Sequence[str]
    ) -> list[tuple[ClaimProposal, ...]]:
        del problems
        return [() for _ in requests]

    def likely_wordings(self, request: RewriteRequest) -> tuple[str, ...]:
        del request
        return ()


@dataclass
class _Summarizer:
    networks: FakeNetworks

    def summarize(
        self, article: PreparedArticle, scores: Sequence[float], sentence_count: int
    ) -> tuple[SummaryProposal, ModelRun]:
        del scores
        texts = [sentence.text for sentence in article.sentences]
        self.networks.ask("summarizer", texts)
        slots = tuple(SummarySlot((), (i,)) for i in range(len(texts)))
        return SummaryProposal(
            ("The port of Halden handled 4,000 containers",), slots[:sentence_count]
        ), RUN


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
