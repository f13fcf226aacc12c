"""Import fact-checks: store what others have found as claims that new ones are matched with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from service.domain.article import ArticleSubmission, ImportedArticle
from service.domain.claim import (
    Claim,
    ClaimEvent,
    ClaimOrigin,
    ClaimState,
    Evidence,
    ImportedClaim,
    Method,
    Verdict,
    Workflow,
)
from service.domain.claim_action import ClaimAction
from service.domain.claim_history import describe_fields
from service.domain.claim_import import ImportReport, ImportRow
from service.domain.errors import FieldProblem
from service.domain.fact_check import STANCES, FactCheck
from service.storage.unit_of_work import UnitOfWork
from service.text.attribution import classify_kind
from service.text.normalization import normalize
from service.text.selectors import make_selector

#: Rows that are stored in one transaction; more would hold up other writers of SQLite.
BATCH_ROWS = 200


def import_fact_checks(
    uow: UnitOfWork, rows: Sequence[ImportRow], *, actor: str, now: datetime
) -> ImportReport:
    """Store those rows that are fact-checks and not stored yet, each as an article and a claim.

    The article (`kind: fact_check`) is the fact-check, its text the claim, the body and the
    address; it is not analysed. The claim has the origin `imported` and, where the rating is in
    the table of ratings, the verdict and `closed`, else no verdict and `new`. Nothing is
    published, and subscribers are not told of claims that have come from elsewhere. A fact-check
    is known again by its identifier, or by address (or publisher) and claim.

    Args:
        uow: Where claims are stored; what is wrong with one row stops no other.
        rows: At most some hundred, since they are stored in one transaction.
        actor: Who imports, for the history.
        now: The instant of the import, UTC.

    Raises:
        ArticleExistsError: Where another import has stored one of them at the same moment.
    """
    report = ImportReport()
    candidates: dict[str, tuple[int, FactCheck]] = {}
    repeated: list[tuple[int, str, FactCheck]] = []
    for row in rows:
        if isinstance(row.content, tuple):
            report.refuse(row.number, row.content)
            continue
        key = _import_key(row.content)
        if key in candidates:
            repeated.append((row.number, key, row.content))
        else:
            candidates[key] = row.number, row.content
    known = uow.imports.find_claims(candidates)
    taken = uow.imports.find_digests(
        _digest(_compose_text(check)) for _, check in candidates.values()
    )
    new: list[tuple[ImportedArticle, ImportedClaim]] = []
    stored: dict[str, Claim] = dict(known)
    for key, (number, check) in candidates.items():
        if key in known:
            _note_known(report, number, check, known[key])
            continue
        article = _make_article(check)
        if article.text_sha256 in taken:
            detail = "An article with just this text is stored; give the fact-check a url."
            report.refuse(number, (FieldProblem(detail, "#/text"),))
            continue
        claim = _make_claim(check, article, key, actor, now)
        new.append((article, claim))
        stored[key] = claim.claim
        _note_imported(report, check, claim.claim)
    uow.imports.add([article for article, _ in new], [claim for _, claim in new], now)
    for number, key, check in repeated:
        if key in stored:
            _note_known(report, number, check, stored[key])
        else:
            report.refuse(number, (FieldProblem("The same row before was refused.", "#"),))
    return report


def _note_imported(report: ImportReport, check: FactCheck, claim: Claim) -> None:
    report.imported += 1
    report.claim_ids.append(claim.id)
    if check.verdict is None:
        report.without_verdict += 1
        if check.rating is not None and check.rating.verdict is None:
            report.unknown_ratings[str(check.rating)] += 1


def _note_known(report: ImportReport, number: int, check: FactCheck, claim: Claim) -> None:
    """Count a row that is stored; refuse it where its publisher has changed the rating.

    The desk may have worked on the claim, so that it decides what becomes of its verdict.
    """
    rating = None if check.rating is None else str(check.rating)
    if rating == claim.original_rating:
        report.known += 1
        return
    detail = (
        f"This fact-check is stored as claim {claim.id} with the rating "
        f"'{claim.original_rating}', not '{rating}'; change the verdict of that claim instead."
    )
    report.refuse(number, (FieldProblem(detail, "#/rating"),))


def _import_key(check: FactCheck) -> str:
    if check.external_id is not None:
        identity: list[str | None] = ["id", check.publisher, check.external_id]
    else:
        identity = ["claim", check.url or check.publisher, check.text]
    return _digest(json.dumps(identity))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _compose_text(check: FactCheck) -> str:
    source = check.url or " ".join(filter(None, (check.publisher, check.external_id)))
    return normalize("\n\n".join(part for part in (check.text, check.body, source) if part))


def _make_article(check: FactCheck) -> ImportedArticle:
    text = _compose_text(check)
    submission = ArticleSubmission(
        text=text,
        title=check.title,
        url=check.url,
        publisher=check.publisher,
        published_at=check.published_at,
        published_on=check.published_on,
        external_id=check.external_id,
    )
    return ImportedArticle(uuid4(), submission, _digest(text))


def _make_claim(
    check: FactCheck, article: ImportedArticle, key: str, actor: str, now: datetime
) -> ImportedClaim:
    verdict = check.verdict
    claim = Claim(
        id=uuid4(),
        article_id=article.id,
        text=check.text,
        selector=make_selector(article.submission.text, 0, len(check.text)),
        kind=classify_kind(check.text),
        speaker=check.speaker,
        check_worthiness=None,
        support=None,
        method=Method.EXTRACTIVE,
        origin=ClaimOrigin.IMPORTED,
        state=ClaimState() if verdict is None else ClaimState(Workflow.CLOSED, verdict),
        assignee=None,
        tags=check.tags,
        version=1,
        created_at=now,
        updated_at=now,
        original_rating=None if check.rating is None else str(check.rating),
    )
    return ImportedClaim(claim, key, _imported(check, claim, actor))


def _imported(check: FactCheck, claim: Claim, actor: str) -> ClaimEvent:
    who = check.publisher or "The publisher"
    return ClaimEvent(
        sequence=1,
        action=ClaimAction.IMPORTED,
        occurred_at=claim.created_at,
        actor=actor,
        before={},
        after=describe_fields(claim),
        reason=None
        if claim.original_rating is None
        else f"{who} rated it “{claim.original_rating}”.",
        evidence=_evidence(check, claim.state.verdict),
    )


def _evidence(check: FactCheck, verdict: Verdict | None) -> tuple[Evidence, ...]:
    if verdict is None or verdict not in STANCES or check.url is None:
        return ()
    title = check.title or check.publisher or check.url
    return (Evidence(check.url, title, STANCES[verdict]),)
