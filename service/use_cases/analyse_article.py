"""Analyse an article: the pipeline's stages, each a function of plain values.

A stage takes what the ones before it returned and returns plain values in its turn, so
that a durable job can store them in between and go on after a crash. No stage holds a
database connection.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from service.domain.analysis import (
    Analysis,
    ClaimDraft,
    ModelRun,
    PreparedArticle,
    SentenceAssessment,
    SkippedSentence,
    SummaryDraft,
)
from service.domain.article import AnalysisOptions, ArticleSubmission
from service.domain.claim import SkipReason
from service.domain.collaborators import (
    CheckWorthinessModel,
    ClaimClassifier,
    ClaimMatcher,
    ClaimRewriter,
    ClarityChecker,
    Summarizer,
    SupportChecker,
)
from service.text.preparation import prepare
from service.use_cases.compare_revisions import Comparison, FormerAnalysis, compare_revisions
from service.use_cases.compose_summary import compose_summary
from service.use_cases.find_disputes import Dispute, without_disputed
from service.use_cases.read_context import reading, rewrite_requests
from service.use_cases.verify_claims import Rewriting, Verification, verify_claims

#: Claims whose embeddings are this alike (cosine) say the same thing. Chosen by reading
#: pairs: above it lie repetitions, below it different facts in like words.
DUPLICATE_COSINE = 0.92


@dataclass(frozen=True, slots=True)
class AnalysisPipeline:
    """The stages of one article's analysis, bound to their neural networks.

    Attributes:
        min_check_worthiness: Sentences below it give no claim, unless the
            submitter's options say otherwise; 0 to 1.
    """

    matcher: ClaimMatcher
    check_worthiness: CheckWorthinessModel
    rewriter: ClaimRewriter
    summarizer: Summarizer
    support: SupportChecker
    clarity: ClarityChecker
    classifier: ClaimClassifier
    min_check_worthiness: float

    def prepare(self, submission: ArticleSubmission) -> PreparedArticle:
        """Mark boilerplate and split sentences (stage 1)."""
        return prepare(submission.text, submission.title, submission.reference_day)

    def compare(
        self, submission: ArticleSubmission, article: PreparedArticle, former: FormerAnalysis
    ) -> Comparison:
        """Tell what of a corrected article is to be worded (between stages 2 and 3)."""
        return compare_revisions(submission, article, former, self.support)

    def assess(self, article: PreparedArticle) -> tuple[SentenceAssessment, ...]:
        """Assess what every sentence is worth checking (stage 2)."""
        found = iter(
            self.check_worthiness.assess([reading(s) for s in article.sentences if not s.skip])
        )
        return tuple(
            SentenceAssessment(0.0, sentence.skip) if sentence.skip else next(found)
            for sentence in article.sentences
        )

    def rewrite(
        self,
        article: PreparedArticle,
        assessments: Sequence[SentenceAssessment],
        options: AnalysisOptions,
        comparison: Comparison | None = None,
    ) -> Rewriting:
        """Word every worthy sentence as standalone claims, unverified (stage 3).

        Of a corrected article only those that are due by the comparison with the text
        before.
        """
        threshold = (
            self.min_check_worthiness
            if options.min_check_worthiness is None
            else options.min_check_worthiness
        )
        indexes = tuple(
            i
            for i, sentence in enumerate(article.sentences)
            if not sentence.skip
            and assessments[i].score >= threshold
            and (comparison is None or i in comparison.due)
        )
        started = time.perf_counter()
        marked = _marked(article, assessments)
        rewordings, run = self.rewriter.rewrite(rewrite_requests(marked, indexes))
        run = replace(run, seconds=round(time.perf_counter() - started, 3))
        return Rewriting(indexes, tuple(rewordings), run)

    def verify(
        self,
        article: PreparedArticle,
        assessments: Sequence[SentenceAssessment],
        rewriting: Rewriting,
    ) -> Verification:
        """Hold every proposal against the article; repair once, then replace (stage 4)."""
        scores = [assessment.score for assessment in assessments]
        return verify_claims(
            _marked(article, assessments),
            scores,
            rewriting,
            self.rewriter,
            self.support,
            self.clarity,
            self.classifier,
        )

    def summarise(
        self,
        article: PreparedArticle,
        assessments: Sequence[SentenceAssessment],
        sentence_count: int | None,
        disputes: Sequence[Dispute] = (),
    ) -> SummaryDraft | None:
        """Write the summary, verify each sentence, repair or replace it (stage 5).

        What is disputed is left out; where nothing else is left, there is no summary.
        """
        scores = [assessment.score for assessment in assessments]
        marked, left_out = without_disputed(_marked(article, assessments), disputes)
        draft = compose_summary(marked, scores, sentence_count, self.summarizer, self.support)
        return None if draft is None else replace(draft, left_out=left_out)

    def embed(
        self, verification: Verification, comparison: Comparison | None = None
    ) -> Verification:
        """Embed the claims and drop those that repeat an earlier one (stage 6).

        The claims of a corrected article that stand count as earlier ones.
        """
        standing = comparison.kept if comparison else ()
        texts = [*(claim.text for claim in verification.claims), *standing]
        vectors = np.array(self.matcher.embed(texts))
        kept_places = list(range(len(verification.claims), len(texts)))
        kept: list[ClaimDraft] = []
        kept_indexes: list[int] = []
        reasons = dict(verification.reasons)
        for place, (claim, index) in enumerate(
            zip(verification.claims, verification.sentence_indexes, strict=True)
        ):
            likeness = vectors[kept_places] @ vectors[place]
            if (likeness >= DUPLICATE_COSINE).any():
                if index not in kept_indexes:
                    reasons[index] = SkipReason.DUPLICATE
                continue
            reasons.pop(index, None)
            kept_places.append(place)
            kept.append(
                replace(
                    claim,
                    embedding=tuple(vectors[place].tolist()),
                    embedding_model=self.matcher.model,
                )
            )
            kept_indexes.append(index)
        return Verification(tuple(kept), tuple(kept_indexes), tuple(reasons.items()))

    def finish(  # noqa: PLR0913, PLR0917  one result of each stage before
        self,
        article: PreparedArticle,
        assessments: Sequence[SentenceAssessment],
        verification: Verification,
        summary: SummaryDraft | None,
        claims_model: ModelRun,
        options: AnalysisOptions,
        comparison: Comparison | None = None,
    ) -> Analysis:
        """Join the stages' results into what is stored (stage 7, before storing).

        Of a corrected article these are the new claims, and all sentences that have none.
        """
        limit = options.max_claims
        if comparison and limit is not None:
            limit = max(0, limit - len(comparison.kept))
        claims, indexes = _most_worthy(verification, limit)
        carried = dict(comparison.carried) if comparison else {}
        reasons = dict(verification.reasons) | carried
        for i, assessment in enumerate(assessments):
            # That a sentence gave no claim says less than what kind of sentence it is.
            if i in carried:
                continue
            if reasons.get(i, SkipReason.NO_FACT) is SkipReason.NO_FACT and assessment.skip_reason:
                reasons[i] = assessment.skip_reason
        with_claim = set(indexes).union(comparison.claimed if comparison else ())
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
        assessments = self.assess(article)
        rewriting = self.rewrite(article, assessments, submission.options)
        verification = self.embed(self.verify(article, assessments, rewriting))
        summary = self.summarise(article, assessments, submission.options.sentences)
        return self.finish(
            article, assessments, verification, summary, rewriting.model, submission.options
        )


def _marked(article: PreparedArticle, assessments: Sequence[SentenceAssessment]) -> PreparedArticle:
    """Return the article with the orders that stage 2 found marked as those of stage 1 are.

    So they are no context, no evidence and no part of a summary either. A sentence that is
    worth something is none, whatever reason was found for it.
    """
    sentences = tuple(
        replace(sentence, skip=SkipReason.INSTRUCTION)
        if assessment.score == 0 and assessment.skip_reason is SkipReason.INSTRUCTION
        else sentence
        for sentence, assessment in zip(article.sentences, assessments, strict=True)
    )
    return replace(article, sentences=sentences)


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
