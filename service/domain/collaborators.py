"""Collaborators: the Protocols of what is costly, so that use cases name no network.

The inference room implements them on real weights; the composition root joins the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from service.domain.analysis import (
    ClaimProposal,
    ModelRun,
    PreparedArticle,
    Rewording,
    RewriteRequest,
    SentenceAssessment,
)
from service.domain.article import Article, Lane
from service.domain.claim import ClaimKind
from service.domain.matching import MatchCandidate


class Embedder(Protocol):
    """Turns sentences into unit vectors whose dot product measures likeness."""

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one unit vector of `dimensions` floats a text, in the same order."""
        ...


class CheckWorthinessModel(Protocol):
    """Estimates how much a sentence is worth checking."""

    def assess(self, sentences: Sequence[str]) -> list[SentenceAssessment]:
        """Return what each sentence of an article is worth, in the same order.

        Args:
            sentences: In the order of the article.
        """
        ...


class ClaimClassifier(Protocol):
    """Tells what kind of assertion a claim makes."""

    def classify(self, texts: Sequence[str]) -> list[ClaimKind]:
        """Return the kind of each claim, by its text, in the same order."""
        ...


class ClaimRewriter(Protocol):
    """Words sentences as standalone, atomic claims."""

    def rewrite(self, requests: Sequence[RewriteRequest]) -> tuple[list[Rewording], ModelRun]:
        """Return the unverified wordings of each request, in the same order.

        A sentence that already stands alone may come back as it is.
        """
        ...

    def repair(
        self, requests: Sequence[RewriteRequest], problems: Sequence[str]
    ) -> list[tuple[ClaimProposal, ...]]:
        """Try once more on requests some of whose proposals failed, told what was wrong.

        Returns:
            For each request other wordings of its claims, the likeliest first; several may
            say the same.
        """
        ...

    def likely_wordings(self, request: RewriteRequest) -> tuple[str, ...]:
        """Return the sentence with the names that its pronoun likely means.

        Right as a rule and wrong at times, so that no claim is made of it alone: it tells
        which names are believed of somebody else who puts them there.
        """
        ...


@dataclass(frozen=True, slots=True)
class SummarySlot:
    """One place in a summary, with the unverified wordings proposed for it.

    Attributes:
        candidates: Proposed wordings, best first; may be empty.
        evidence: Indexes into `PreparedArticle.sentences` of the sentences that the
            candidates were written from, most important first; never empty.
        follows: The sentence of the article that must stand right before it in the summary,
            for it to be understood; None where it stands alone.
    """

    candidates: tuple[str, ...]
    evidence: tuple[int, ...]
    follows: int | None = None


@dataclass(frozen=True, slots=True)
class SummaryProposal:
    """An unverified summary.

    Attributes:
        headlines: Proposed headlines, best first; may be empty.
        slots: The most important first, and one that follows another after that one; more
            than were asked for, where there are spare ones for those that fail their checks.
        read: Indexes into `PreparedArticle.sentences` of the sentences that were read in
            order to choose and to word; the evidence of the slots counts as read anyway.
    """

    headlines: tuple[str, ...]
    slots: tuple[SummarySlot, ...]
    read: tuple[int, ...] = ()


class Summarizer(Protocol):
    """Writes abstractive summaries, sentence by sentence from chosen evidence."""

    def summarize(
        self, article: PreparedArticle, scores: Sequence[float], sentence_count: int
    ) -> tuple[SummaryProposal, ModelRun]:
        """Propose a headline, `sentence_count` summary sentences and some to spare.

        Args:
            article: The prepared article.
            scores: The check-worthiness of every sentence, 0 to 1.
            sentence_count: How many sentences are wanted.
        """
        ...


@dataclass(frozen=True, slots=True)
class SupportReport:
    """What a support checker found about one sentence.

    Attributes:
        support: The probability, 0 to 1, that the article supports the sentence; 0 where a
            rule refuses it.
        problems: One short phrase for each failed check; empty where it passed.
    """

    support: float
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SupportQuery:
    """One sentence to be held against its article.

    Attributes:
        sentence: The claim, headline or summary sentence.
        evidence: The source sentences, the main one first, with the context they were
            read in.
        article: The article without its boilerplate.
    """

    sentence: str
    evidence: tuple[str, ...]
    article: str


class SupportChecker(Protocol):
    """Holds a sentence against the article passages that it rests on."""

    def check(self, sentence: str, evidence: Sequence[str], article: str) -> SupportReport:
        """Report how far `evidence` supports `sentence`.

        Args:
            sentence: The claim, headline or summary sentence.
            evidence: The source sentences, with the context they were read in.
            article: The article without its boilerplate.
        """
        ...

    def check_many(self, queries: Sequence[SupportQuery]) -> list[SupportReport]:
        """Report on many sentences at once, in the same order."""
        ...


class ClarityChecker(Protocol):
    """Tells which claims leave open what they speak of."""

    def open_parts(self, claims: Sequence[str]) -> list[tuple[str, ...]]:
        """Return what each claim leaves open, in the same order; empty where it stands alone.

        Args:
            claims: The claims' texts, each read apart from the others and from its article.
        """
        ...


class AnalysisQueue(Protocol):
    """Runs analyses durably, outside the request that asks for them."""

    def enqueue_analysis(
        self, article_id: UUID, attempt: int, lane: Lane = Lane.INTERACTIVE
    ) -> str:
        """Queue the analysis of a committed article and return the job's identifier.

        Jobs of the bulk lane run while no other waits.

        Queueing the same article and attempt again changes nothing.
        """
        ...

    def enqueue_batch(self, articles: Sequence[Article]) -> None:
        """Queue the analyses of committed articles, in the background where they are many."""
        ...

    def enqueue_summary(self, summary_id: UUID, article_id: UUID, sentence_count: int) -> str:
        """Queue another summary of a `ready` article; return the job's identifier."""
        ...

    def wait(self, job_id: str, timeout_seconds: float) -> bool:
        """Wait until the job has ended, well or badly; return False on a time-out."""
        ...


class ClaimMatcher(Protocol):
    """Embeds claims for search, and tells how likely two of them say the same.

    Attributes:
        model: The revision of the embedder; vectors of another one cannot be compared.
    """

    model: str

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one unit vector a text, in the same order."""
        ...

    def score(self, text: str, candidates: Sequence[MatchCandidate]) -> list[float]:
        """Return the probability that each candidate says what the text says, in order."""
        ...
