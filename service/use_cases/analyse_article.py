"""Analyse an article: the pipeline's stages, each a function of plain values.

A stage takes what the ones before it returned and returns plain values in its turn, so
that a durable job can store them in between and go on after a crash. No stage holds a
database connection.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.domain.analysis import (
    Analysis,
    ClaimDraft,
    ClaimProposal,
    ModelRun,
    PreparedArticle,
    SkippedSentence,
    SummaryDraft,
)
from service.domain.article import AnalysisOptions, ArticleSubmission
from service.domain.claim import Method, SkipReason
from service.domain.collaborators import (
    CheckWorthinessModel,
    ClaimRewriter,
    Embedder,
    Summarizer,
    SupportChecker,
    SupportReport,
)
from service.text.attribution import classify_kind, find_speaker, named_speaker
from service.text.clarity import unclear_parts
from service.text.names import lower_description
from service.text.naming import full_name, without_office
from service.text.preparation import prepare
from service.text.selectors import make_selector
from service.use_cases.compose_summary import compose_summary
from service.use_cases.read_context import evidence_for, preceding, prose, rewrite_request

#: Claims whose embeddings are this alike (cosine) say the same thing. Chosen by reading
#: pairs: above it lie repetitions, below it different facts in like words.
DUPLICATE_COSINE = 0.92


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Stage 3: what the rewriter proposed.

    Attributes:
        indexes: The worthy sentences, as indexes into the prepared article's.
        proposals: For each of them, in the same order.
        model: The run that proposed them.
    """

    indexes: tuple[int, ...]
    proposals: tuple[tuple[ClaimProposal, ...], ...]
    model: ModelRun


@dataclass(frozen=True, slots=True)
class Verification:
    """Stages 4 and 6: the claims that passed, and why other sentences gave none.

    Attributes:
        claims: In the order of the text.
        sentence_indexes: For each claim, the sentence that it was made from.
        reasons: (sentence index, reason) of the sentences without a claim.
    """

    claims: tuple[ClaimDraft, ...]
    sentence_indexes: tuple[int, ...]
    reasons: tuple[tuple[int, SkipReason], ...]


@dataclass(frozen=True, slots=True)
class AnalysisPipeline:
    """The stages of one article's analysis, bound to their neural networks.

    Attributes:
        min_check_worthiness: Sentences below it give no claim, unless the
            submitter's options say otherwise; 0 to 1.
    """

    embedder: Embedder
    check_worthiness: CheckWorthinessModel
    rewriter: ClaimRewriter
    summarizer: Summarizer
    support: SupportChecker
    min_check_worthiness: float

    def prepare(self, submission: ArticleSubmission) -> PreparedArticle:
        """Mark boilerplate and split sentences (stage 1)."""
        published_at = submission.published_at
        return prepare(
            submission.text,
            submission.title,
            published_at.date() if published_at is not None else None,
        )

    def score(self, article: PreparedArticle) -> tuple[float, ...]:
        """Score every sentence's check-worthiness, 0 to 1; 0 where it can give no claim."""
        open_indexes = [i for i, sentence in enumerate(article.sentences) if not sentence.skip]
        scores = [0.0] * len(article.sentences)
        found = self.check_worthiness.score([article.sentences[i].text for i in open_indexes])
        for index, score in zip(open_indexes, found, strict=True):
            scores[index] = score
        return tuple(scores)

    def rewrite(
        self, article: PreparedArticle, scores: Sequence[float], options: AnalysisOptions
    ) -> Rewriting:
        """Word every worthy sentence as standalone claims, unverified (stage 3)."""
        threshold = (
            self.min_check_worthiness
            if options.min_check_worthiness is None
            else options.min_check_worthiness
        )
        indexes = tuple(
            i
            for i, sentence in enumerate(article.sentences)
            if not sentence.skip and scores[i] >= threshold
        )
        started = time.perf_counter()
        proposals, run = self.rewriter.rewrite([rewrite_request(article, i) for i in indexes])
        run = replace(run, seconds=round(time.perf_counter() - started, 3))
        return Rewriting(indexes, tuple(proposals), run)

    def verify(
        self, article: PreparedArticle, scores: Sequence[float], rewriting: Rewriting
    ) -> Verification:
        """Hold every proposal against the article; repair once, then replace (stage 4)."""
        body = prose(article)
        checked = [
            self._check_all(article, body, index, proposals)
            for index, proposals in zip(rewriting.indexes, rewriting.proposals, strict=True)
        ]
        checked = self._repair(article, body, rewriting.indexes, checked)
        claims: list[ClaimDraft] = []
        claim_indexes: list[int] = []
        reasons: list[tuple[int, SkipReason]] = []
        known: set[str] = set()
        for index, outcome in zip(rewriting.indexes, checked, strict=True):
            passed = list(outcome.passed)
            if outcome.problems:
                passed = self._fall_back(article, body, index, passed)
            fresh = [item for item in passed if _key(item[0].text) not in known]
            known.update(_key(proposal.text) for proposal, _ in fresh)
            for proposal, report in fresh:
                claims.append(_draft(article, index, proposal, report, scores[index]))
                claim_indexes.append(index)
            if not fresh:
                sentence = article.sentences[index].text
                reasons.append((index, _empty_reason(sentence, outcome, repeated=bool(passed))))
        return Verification(tuple(claims), tuple(claim_indexes), tuple(reasons))

    def summarise(
        self, article: PreparedArticle, sentence_count: int | None
    ) -> SummaryDraft | None:
        """Write the summary, verify each sentence, repair or replace it (stage 5)."""
        scores = self.score(article)
        return compose_summary(article, scores, sentence_count, self.summarizer, self.support)

    def embed(self, verification: Verification) -> Verification:
        """Embed the claims and drop those that repeat an earlier one (stage 6)."""
        vectors = self.embedder.embed([claim.text for claim in verification.claims])
        kept: list[ClaimDraft] = []
        kept_indexes: list[int] = []
        reasons = dict(verification.reasons)
        for claim, index, vector in zip(
            verification.claims, verification.sentence_indexes, vectors, strict=True
        ):
            if any(_dot(vector, other.embedding) >= DUPLICATE_COSINE for other in kept):
                if index not in kept_indexes:
                    reasons[index] = SkipReason.DUPLICATE
                continue
            reasons.pop(index, None)
            kept.append(replace(claim, embedding=tuple(vector)))
            kept_indexes.append(index)
        return Verification(tuple(kept), tuple(kept_indexes), tuple(reasons.items()))

    def finish(
        self,
        article: PreparedArticle,
        verification: Verification,
        summary: SummaryDraft | None,
        claims_model: ModelRun,
        options: AnalysisOptions,
    ) -> Analysis:
        """Join the stages' results into what is stored (stage 7, before storing)."""
        claims, indexes = _most_worthy(verification, options.max_claims)
        reasons = dict(verification.reasons)
        with_claim = set(indexes)
        skipped = tuple(
            SkippedSentence(
                sentence.start,
                sentence.end,
                sentence.skip or reasons.get(i, SkipReason.BELOW_THRESHOLD),
            )
            for i, sentence in enumerate(article.sentences)
            if i not in with_claim
        )
        return Analysis(summary, claims, skipped, claims_model, article.boilerplate)

    def run(self, submission: ArticleSubmission) -> Analysis:
        """Run all stages in one go, storing nothing."""
        article = self.prepare(submission)
        scores = self.score(article)
        rewriting = self.rewrite(article, scores, submission.options)
        verification = self.embed(self.verify(article, scores, rewriting))
        summary = self.summarise(article, submission.options.sentences)
        return self.finish(article, verification, summary, rewriting.model, submission.options)

    def _check_all(
        self,
        article: PreparedArticle,
        body: str,
        index: int,
        proposals: Sequence[ClaimProposal],
    ) -> _Outcome:
        evidence = evidence_for(article, index)
        passed: list[tuple[ClaimProposal, SupportReport]] = []
        problems: list[str] = []
        unsupported = False
        for proposal in proposals:
            report = self.support.check(proposal.text, evidence, body)
            found = (*report.problems, *unclear_parts(proposal.text))
            unsupported = unsupported or bool(report.problems)
            if found:
                problems.extend(found)
            else:
                passed.append((proposal, report))
        return _Outcome(tuple(passed), tuple(problems), unsupported)

    def _repair(
        self,
        article: PreparedArticle,
        body: str,
        indexes: Sequence[int],
        checked: list[_Outcome],
    ) -> list[_Outcome]:
        broken = [i for i, outcome in enumerate(checked) if outcome.problems]
        if not broken:
            return checked
        repaired = self.rewriter.repair(
            [rewrite_request(article, indexes[i]) for i in broken],
            ["; ".join(checked[i].problems) for i in broken],
        )
        result = list(checked)
        for i, proposals in zip(broken, repaired, strict=True):
            again = self._check_all(article, body, indexes[i], proposals)
            if again.passed and not again.problems:
                result[i] = again
        return result

    def _fall_back(
        self,
        article: PreparedArticle,
        body: str,
        index: int,
        passed: list[tuple[ClaimProposal, SupportReport]],
    ) -> list[tuple[ClaimProposal, SupportReport]]:
        """Return the source sentence as the claim where it can be understood alone.

        A sentence that opens with an unresolved "he" tells a reader nothing, so it is
        left out (and listed as skipped) rather than passed on.
        """
        text = article.sentences[index].text
        if unclear_parts(text):
            return passed
        proposal = ClaimProposal(" ".join(text.split()), Method.EXTRACTIVE)
        report = self.support.check(text, evidence_for(article, index), body)
        return [(proposal, replace(report, problems=()))]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What checking the proposals for one sentence gave."""

    passed: tuple[tuple[ClaimProposal, SupportReport], ...]
    problems: tuple[str, ...]
    unsupported: bool


def _draft(
    article: PreparedArticle,
    index: int,
    proposal: ClaimProposal,
    report: SupportReport,
    score: float,
) -> ClaimDraft:
    sentence = article.sentences[index]
    return ClaimDraft(
        text=proposal.text,
        selector=make_selector(article.text, sentence.start, sentence.end),
        kind=classify_kind(proposal.text),
        speaker=_speaker(article, index, proposal.text),
        check_worthiness=round(score, 4),
        support=round(report.support, 4),
        method=proposal.method,
    )


def _speaker(article: PreparedArticle, index: int, claim: str) -> str | None:
    """Return who the article says made the claim, by the full name that it gives."""
    # The claim says "Acme said" where its sentence has "the company said".
    found = named_speaker(claim) or find_speaker(
        article.sentences[index].text, preceding(article, index), claim
    )
    if found is None:
        return None
    name = without_office(found)
    if " " not in name:
        name = full_name(name, prose(article)) or name
    return lower_description(name)


def _empty_reason(sentence: str, outcome: _Outcome, *, repeated: bool) -> SkipReason:
    """Tell why a worthy sentence gave no claim."""
    if repeated:
        return SkipReason.DUPLICATE
    if outcome.unsupported:
        return SkipReason.UNSUPPORTED
    unclear = outcome.problems or unclear_parts(sentence)
    return SkipReason.VAGUE if unclear else SkipReason.NO_FACT


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _dot(left: Sequence[float], right: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


def _most_worthy(
    verification: Verification, max_claims: int | None
) -> tuple[tuple[ClaimDraft, ...], tuple[int, ...]]:
    """Keep the most check-worthy claims, in the order of the text."""
    order = range(len(verification.claims))
    if max_claims is not None:
        ranked = sorted(order, key=lambda i: -verification.claims[i].check_worthiness)
        order_kept = sorted(ranked[:max_claims])
    else:
        order_kept = list(order)
    return (
        tuple(verification.claims[i] for i in order_kept),
        tuple(verification.sentence_indexes[i] for i in order_kept),
    )
