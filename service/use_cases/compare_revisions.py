"""Compare revisions: what of a corrected text has to be worded anew, and what stands.

What stands keeps its claims as they are worded, but each wording is held against the
corrected text again: a name may have been put right in another sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from service.domain.analysis import PreparedArticle, SkippedSentence
from service.domain.article import ArticleSubmission
from service.domain.claim import ClaimOrigin, SkipReason
from service.domain.collaborators import SupportChecker, SupportQuery
from service.domain.selector import Span
from service.storage.unit_of_work import UnitOfWork
from service.text.alignment import align_sentences
from service.text.preparation import prepare
from service.use_cases.read_context import evidence_for, prose, reading


@dataclass(frozen=True, slots=True)
class StandingClaim:
    """A claim of the service that is anchored in the corrected text.

    Attributes:
        is_reworded: Whether its passage has other words than it was made from.
        is_taken_up: Whether somebody has worked on it, so that it keeps its wording.
    """

    id: UUID
    text: str
    start: int
    end: int
    is_reworded: bool
    is_taken_up: bool


@dataclass(frozen=True, slots=True)
class FormerAnalysis:
    """What is known of a corrected article from the last analysis that was stored.

    Attributes:
        text: The text that was analysed.
        skipped: The sentences of it that gave no claim.
        standing: The claims, anchored in the present text.
    """

    text: str
    skipped: tuple[SkippedSentence, ...]
    standing: tuple[StandingClaim, ...]


@dataclass(frozen=True, slots=True)
class Recheck:
    """How the wording of a standing claim fares against the corrected text.

    Attributes:
        text: The wording that was checked.
        support: 0 to 1.
        passed: Whether it would be taken if it were proposed now.
    """

    claim_id: UUID
    text: str
    support: float
    passed: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What of a corrected article is to be analysed, and what stands.

    Attributes:
        due: Indexes of the sentences that are to be worded: new and changed ones, and
            those whose claims no longer pass.
        carried: (sentence index, reason) of unchanged sentences that gave no claim.
        claimed: Indexes of the sentences at which a claim is anchored that will stand,
            whatever the sentence gives now.
        kept: The wordings of the claims of sentences that are not due.
        rechecks: One for each standing claim.
    """

    due: tuple[int, ...]
    carried: tuple[tuple[int, SkipReason], ...]
    claimed: tuple[int, ...]
    kept: tuple[str, ...]
    rechecks: tuple[Recheck, ...]


def find_former_analysis(uow: UnitOfWork, article_id: UUID) -> FormerAnalysis | None:
    """Return what is known of a corrected article, or None where nothing was analysed yet.

    Raises:
        NotFoundError: Where there is no such article.
    """
    article = uow.articles.get(article_id)
    former = uow.revisions.find_last_analysed(article_id, article.revision)
    if former is None:
        return None
    taken_up = uow.anchors.taken_up(article_id)
    standing = tuple(
        StandingClaim(
            claim.id,
            claim.text,
            claim.selector.start,
            claim.selector.end,
            claim.anchor.source is not None,
            claim.id in taken_up,
        )
        for claim in uow.claims.list_of_article(article_id)
        if claim.origin is ClaimOrigin.MODEL and not claim.anchor.is_lost
    )
    return FormerAnalysis(former.text, former.skipped, standing)


def compare_revisions(
    submission: ArticleSubmission,
    article: PreparedArticle,
    former: FormerAnalysis,
    checker: SupportChecker,
) -> Comparison:
    """Tell which sentences of a corrected article are to be worded.

    Args:
        submission: The article as it is now.
        article: Its prepared text.
        former: What the last analysis found.
        checker: Holds each standing claim against the article as it is now.
    """
    before = prepare(former.text, submission.title, submission.reference_day)
    unchanged = align_sentences(before.sentences, article.sentences).unchanged
    outcome = {(gap.start, gap.end): gap.reason for gap in former.skipped}
    reasons = {
        present: outcome.get((before.sentences[i].start, before.sentences[i].end))
        for i, present in unchanged.items()
    }
    at = [_first_sentence(article, claim) for claim in former.standing]
    rechecks = _recheck(article, former.standing, at, checker)
    places = list(zip(former.standing, at, rechecks, strict=True))
    claimed = {i for i in at if i is not None}
    # Whatever somebody has worked on keeps its wording, so there is no use in another.
    stale = {i for claim, i, check in places if not (check.passed or claim.is_taken_up)}
    lasting = {i for claim, i, check in places if check.passed or claim.is_taken_up}
    carried = {
        i: reason
        for i, reason in reasons.items()
        # What it repeated may be gone.
        if reason not in {None, SkipReason.DUPLICATE} and i not in claimed
    }
    due = tuple(
        i
        for i, sentence in enumerate(article.sentences)
        if not sentence.skip
        and i not in carried
        and not (i in reasons and i in claimed and i not in stale)
    )
    kept = tuple(
        claim.text
        for claim, i in zip(former.standing, at, strict=True)
        if i is not None and i not in due
    )
    return Comparison(
        due,
        tuple((i, reason) for i, reason in carried.items() if reason is not None),
        tuple(sorted(i for i in lasting if i is not None)),
        kept,
        rechecks,
    )


def _first_sentence(article: PreparedArticle, claim: StandingClaim) -> int | None:
    """Return the first sentence that a claim's passage has a part of."""
    span = Span(claim.start, claim.end)
    return next(
        (i for i, s in enumerate(article.sentences) if span.overlaps(Span(s.start, s.end))), None
    )


def _recheck(
    article: PreparedArticle,
    standing: Sequence[StandingClaim],
    at: Sequence[int | None],
    checker: SupportChecker,
) -> tuple[Recheck, ...]:
    body = prose(article)
    queries = [
        SupportQuery(
            claim.text,
            (article.text[claim.start : claim.end],) if i is None else evidence_for(article, i),
            body,
        )
        for claim, i in zip(standing, at, strict=True)
    ]
    found: list[Recheck] = []
    reports = checker.check_many(queries) if queries else []
    for claim, i, report in zip(standing, at, reports, strict=True):
        check = Recheck(claim.id, claim.text, round(report.support, 4), not report.problems)
        if i is not None and claim.text == " ".join(reading(article.sentences[i]).split()):
            # What the article says word for word it supports.
            check = replace(check, support=1.0, passed=True)
        found.append(check)
    return tuple(found)
