"""Correct an article: give it its next text, and carry its claims over into that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from service.domain.article import Article, ArticleKind
from service.domain.claim import Claim
from service.domain.claim_change import reanchored
from service.domain.errors import (
    ArticleExistsError,
    FieldProblem,
    StateConflictError,
    VersionMismatchError,
)
from service.domain.revision import ArticleRevision
from service.storage.unit_of_work import UnitOfWork
from service.text.alignment import align_sentences
from service.text.preparation import prepare
from service.text.reanchoring import Passage, Reanchoring
from service.use_cases.clean_fields import clean_optional_line, clean_optional_text
from service.use_cases.submit_article import check_language, check_queue, read_article_text


@dataclass(frozen=True, slots=True)
class Correction:
    """A wish to correct an article.

    Attributes:
        text: The whole text as it shall be; need not be normalised.
        reason: Why, in the words of whoever corrects.
        actor: Who corrects it.
        on_behalf_of: The desk user for whom a program does.
    """

    text: str
    actor: str
    reason: str | None = None
    on_behalf_of: str | None = None


def correct_article(  # noqa: PLR0913 - what a correction is made of
    uow: UnitOfWork,
    article_id: UUID,
    expected_revision: int | None,
    correction: Correction,
    *,
    queue_limit: int,
    now: datetime,
) -> tuple[Article, bool]:
    """Store the next text of an article and re-anchor its claims, all at once.

    Commits, so that the caller can queue the analysis of what is returned. A running
    analysis of the former text is superseded: its result will not be stored.

    Args:
        uow: Where articles are stored.
        article_id: The article.
        expected_revision: The revision that the caller has read; None for any.
        correction: The text, why it is corrected, and by whom.
        queue_limit: The most articles that may be queued or processed at a time.
        now: The instant of the correction, UTC.

    Returns:
        The article, and whether it has a new revision: not where the text is the present one.

    Raises:
        NotFoundError: Where there is no such article.
        StateConflictError: Where it is an imported fact-check, which is not analysed.
        VersionMismatchError: Where the article has another revision.
        TextTooLongError: Where the text is too long.
        InvalidInputError: Where it is not text, or another field is not.
        UnsupportedLanguageError: Where it is not English.
        ArticleExistsError: Where another article has the text.
        QueueFullError: Where so many articles wait that no more work is taken.
    """
    text, digest = read_article_text(correction.text)
    correction = replace(
        correction,
        reason=clean_optional_text(correction.reason, "#/reason"),
        on_behalf_of=clean_optional_line(correction.on_behalf_of, "#/on_behalf_of"),
    )
    article = uow.articles.get(article_id)
    if article.kind is ArticleKind.FACT_CHECK:
        detail = "An imported fact-check has no text to correct; import it anew."
        raise StateConflictError(detail)
    if expected_revision is not None and expected_revision != article.revision:
        raise VersionMismatchError(
            f"The article has revision {article.revision}, not {expected_revision}; read it "
            "again and correct what it says now."
        )
    if digest == article.text_sha256:
        return article, False
    _refuse_known_text(uow, digest)
    check_language(article.submission.language, text)
    check_queue(uow, queue_limit)
    reanchoring = _compare(article, text)
    revision = ArticleRevision(
        article_id=article_id,
        number=article.revision + 1,
        text=text,
        text_sha256=digest,
        created_at=now,
        actor=correction.actor,
        on_behalf_of=correction.on_behalf_of,
        reason=correction.reason,
    )
    try:
        corrected = uow.articles.revise(revision)
    except ArticleExistsError:
        uow.rollback()
        _refuse_known_text(uow, digest)
        raise
    # From the first write on nobody else changes the article or its claims.
    _carry_over(uow, uow.anchors.hold_claims(article_id), reanchoring, revision)
    uow.commit()
    return corrected, True


def _refuse_known_text(uow: UnitOfWork, digest: str) -> None:
    other = uow.articles.find_by_sha256(digest)
    if other is not None:
        detail = f"Another article has this very text: {other.id}."
        raise ArticleExistsError(detail, (FieldProblem(detail, "#/text"),))


def _compare(article: Article, text: str) -> Reanchoring:
    submission = article.submission
    former, present = (
        prepare(version, submission.title, submission.reference_day)
        for version in (submission.text, text)
    )
    alignment = align_sentences(former.sentences, present.sentences)
    return Reanchoring(submission.text, text, alignment, article.revision + 1)


def _carry_over(
    uow: UnitOfWork, claims: Sequence[Claim], reanchoring: Reanchoring, revision: ArticleRevision
) -> None:
    """Move claims to their places in the next text, each with an event of its own."""
    for claim in claims:
        passage = reanchoring.carry_over(Passage(claim.selector, claim.anchor))
        moved = replace(claim, selector=passage.selector, anchor=passage.anchor)
        if moved == claim:
            continue
        event = reanchored(
            claim,
            moved,
            former_revision=revision.number - 1,
            revision=revision.number,
            actor=revision.actor,
            now=revision.created_at,
            reason=f"Revision {revision.number} of the article.",
            on_behalf_of=revision.on_behalf_of,
        )
        uow.anchors.update(moved, event)
