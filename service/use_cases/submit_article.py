"""Submit an article: check it, find it again if it is known, else store it as queued."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from service.domain.api_key import LOCAL_ACTOR
from service.domain.article import (
    MAX_TEXT_CHARACTERS,
    Article,
    ArticleSubmission,
    Lane,
)
from service.domain.errors import (
    ArticleExistsError,
    FieldProblem,
    QueueFullError,
    TextTooLongError,
    UnsupportedLanguageError,
)
from service.storage.unit_of_work import UnitOfWork
from service.text.language import find_foreign_language, language_name
from service.text.normalization import normalize
from service.use_cases.clean_fields import MAX_ADDRESS_CHARACTERS, clean_optional_line

SUPPORTED_LANGUAGE = "en"
RETRY_AFTER_SECONDS = 30


def submit_article(
    uow: UnitOfWork,
    submission: ArticleSubmission,
    *,
    queue_limit: int,
    now: datetime,
    actor: str = LOCAL_ACTOR,
) -> tuple[Article, bool]:
    """Store an article for analysis, or return the stored one with the same text.

    Commits, so that the caller can queue the analysis of what is returned.

    Args:
        uow: Where articles are stored.
        submission: As handed in; its text need not be normalised.
        queue_limit: The most articles that may be queued or processed at a time, at
            least 1.
        now: The instant of submission, UTC.
        actor: Who submits it, for the list of its revisions.

    Returns:
        The article, and whether it is new; one that has been corrected since is known by
        its former texts too.

    Raises:
        TextTooLongError: Where the text has more than `MAX_TEXT_CHARACTERS` code points.
        InvalidInputError: Where the text or another field is not text.
        UnsupportedLanguageError: Where the language declared or detected is not English.
        QueueFullError: Where so many articles wait that no new one is taken.
    """
    text, digest = read_article_text(submission.text)
    known = _find_known(uow, digest)
    if known is not None:
        return known, False
    check_language(submission.language, text)
    cleaned = clean_submission(submission, text)
    check_queue(uow, queue_limit)
    try:
        article = uow.articles.add(cleaned, digest, now, actor)
        uow.commit()
    except ArticleExistsError:
        uow.rollback()
        stored = uow.articles.find_by_sha256(digest)
        if stored is None:
            raise
        return stored, False
    return article, True


def read_article_text(text: str) -> tuple[str, str]:
    """Return a text as it is stored, and the SHA-256 of its UTF-8 bytes in hexadecimal.

    Raises:
        TextTooLongError: Where it has more than `MAX_TEXT_CHARACTERS` code points.
        InvalidInputError: Where it is not text.
    """
    _check_length(text)
    normalized = normalize(text)
    _check_length(normalized)
    return normalized, hashlib.sha256(normalized.encode()).hexdigest()


def _find_known(uow: UnitOfWork, digest: str) -> Article | None:
    """Return the article that has a text, else the one that had it before a correction."""
    known = uow.articles.find_by_sha256(digest)
    if known is not None:
        return known
    corrected = uow.revisions.find_article_of_text(digest)
    return None if corrected is None else uow.articles.get(corrected)


def _check_length(text: str) -> None:
    if len(text) > MAX_TEXT_CHARACTERS:
        detail = (
            f"The text has {len(text):,} characters; the most that is read is "
            f"{MAX_TEXT_CHARACTERS:,}."
        )
        raise TextTooLongError(detail, (FieldProblem(detail, "#/text"),))


def check_language(declared: str, text: str) -> None:
    """Refuse a text that is declared to be, or is, in another language than English.

    Raises:
        UnsupportedLanguageError: Naming the language.
    """
    if declared != SUPPORTED_LANGUAGE:
        detail = (
            f"The language '{declared}' ({language_name(declared)}) is not supported; only "
            "English ('en') is."
        )
        raise UnsupportedLanguageError(detail, (FieldProblem(detail, "#/language"),))
    detected = find_foreign_language(text)
    if detected is not None:
        detail = (
            f"The text is written in {language_name(detected)} ('{detected}'); only English "
            "('en') is supported."
        )
        raise UnsupportedLanguageError(detail, (FieldProblem(detail, "#/text"),))


def clean_submission(submission: ArticleSubmission, text: str) -> ArticleSubmission:
    """Return a submission with the text as it is stored, and its other fields tidied.

    Raises:
        InvalidInputError: Where a field is not text.
    """
    return replace(
        submission,
        text=text,
        title=clean_optional_line(submission.title, "#/title"),
        url=clean_optional_line(submission.url, "#/url", MAX_ADDRESS_CHARACTERS),
        publisher=clean_optional_line(submission.publisher, "#/publisher"),
        author=clean_optional_line(submission.author, "#/author"),
        external_id=clean_optional_line(submission.external_id, "#/external_id"),
    )


def check_queue(uow: UnitOfWork, queue_limit: int, lane: Lane = Lane.INTERACTIVE) -> None:
    """Refuse more work where too much is waiting in a lane.

    Raises:
        QueueFullError: Where so many articles wait that no new one is taken.
    """
    waiting = uow.articles.count_waiting(lane)
    if waiting >= queue_limit:
        raise QueueFullError(
            f"{waiting} articles are waiting for their analysis and no more are taken; try "
            f"again in {RETRY_AFTER_SECONDS} seconds.",
            RETRY_AFTER_SECONDS,
        )
