"""Submit a batch: store many articles at once, each row for itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from typing_extensions import TypeIs

from service.domain.article import Article, ArticleSubmission, Lane
from service.domain.batch import SubmittedRow
from service.domain.errors import ArticleExistsError, ClaimdeskError, FieldProblem
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.submit_article import (
    check_language,
    check_queue,
    clean_submission,
    read_article_text,
)

#: A row as it came in, or what is wrong with it.
Row = ArticleSubmission | tuple[FieldProblem, ...]
#: A row with the digest of its text, or what is wrong with it.
_Prepared = tuple[ArticleSubmission, str] | tuple[FieldProblem, ...]
_ATTEMPTS = 3


def submit_batch(
    uow: UnitOfWork, rows: Sequence[Row], *, queue_limit: int, now: datetime, actor: str
) -> tuple[UUID, list[Article]]:
    """Store those rows that are articles, and what is wrong with the others.

    Commits, so that the caller can queue the analyses of what is returned. All that is stored
    is stored together; what is wrong with one row stops no other.

    Args:
        uow: Where articles are stored.
        rows: At most `MAX_ROWS`, in their order.
        queue_limit: The most articles of batches that may be queued or processed already.
        now: The instant of submission, UTC.
        actor: Who submits them.

    Returns:
        The batch, and its articles that wait for their analysis.

    Raises:
        QueueFullError: Where so many wait that no new batch is taken.
    """
    prepared = [_prepare(row) for row in rows]
    for attempt in range(1, _ATTEMPTS + 1):
        check_queue(uow, queue_limit, Lane.BULK)
        try:
            stored = _store(uow, prepared, now, actor)
            uow.commit()
        except ArticleExistsError:
            # Somebody else has just stored one of the texts, which is known the next time.
            uow.rollback()
            if attempt == _ATTEMPTS:
                raise
        else:
            return stored
    raise AssertionError


def _prepare(row: Row) -> _Prepared:
    """Return a row's submission and the digest of its text, or what is wrong with it.

    All of it before the transaction, as it takes a while for a thousand rows.
    """
    if isinstance(row, tuple):
        return row
    try:
        text, digest = read_article_text(row.text)
        check_language(row.language, text)
        return clean_submission(row, text), digest
    except ClaimdeskError as error:
        return error.problems or (FieldProblem(error.detail, "#"),)


def _store(
    uow: UnitOfWork, prepared: Sequence[_Prepared], now: datetime, actor: str
) -> tuple[UUID, list[Article]]:
    texts: dict[str, ArticleSubmission] = {}
    for submission, digest in filter(_is_article, prepared):
        # The first row of a text is the one that its article is stored for.
        texts.setdefault(digest, submission)
    known = uow.batches.find_known(texts)
    # In one order, or two batches with the same texts could wait for each other for ever.
    missing = {digest: texts[digest] for digest in sorted(texts) if digest not in known}
    new = uow.batches.store_articles(missing, actor, now)
    rows: list[SubmittedRow] = []
    told = set(known)
    for number, item in enumerate(prepared, 1):
        if not _is_article(item):
            rows.append(SubmittedRow(number, None, is_new=False, problems=item))
            continue
        digest = item[1]
        article_id = new[digest].id if digest in new else known[digest]
        rows.append(SubmittedRow(number, article_id, is_new=digest not in told))
        told.add(digest)
    waiting = [new[digest] for digest in texts if digest in new]
    return uow.batches.add(actor, rows, now), waiting


def _is_article(item: _Prepared) -> TypeIs[tuple[ArticleSubmission, str]]:
    return isinstance(item[0], ArticleSubmission)
