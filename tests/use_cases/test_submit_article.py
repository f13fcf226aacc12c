"""Submitting articles."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from service.domain.article import (
    MAX_TEXT_CHARACTERS,
    Article,
    ArticleStatus,
    ArticleSubmission,
)
from service.domain.errors import (
    ArticleExistsError,
    InvalidInputError,
    QueueFullError,
    TextTooLongError,
    UnsupportedLanguageError,
)
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.submit_article import submit_article

if TYPE_CHECKING:
    from service.storage.articles import ArticleRepository
    from tests.use_cases.conftest import Desk

ENGLISH = "The town council voted on Monday to repair both bridges by the end of the year."
GERMAN = (
    "Der Gemeinderat hat am Montag beschlossen, beide Brücken bis zum Ende des Jahres zu "
    "reparieren, wie die Verwaltung mitteilte."
)


def _submit(
    desk: Desk, text: str, *, queue_limit: int = 10, **fields: object
) -> tuple[Article, bool]:
    submission = ArticleSubmission(text=text, **fields)
    return submit_article(desk.uow, submission, queue_limit=queue_limit, now=desk.now())


def test_a_new_article_is_stored_queued_and_committed(
    desk: Desk, unit_of_work: Callable[[], UnitOfWork]
) -> None:
    article, created = _submit(desk, ENGLISH, title="Bridges", publisher="Halden Post")
    assert created
    assert article.status is ArticleStatus.QUEUED
    assert (article.revision, article.attempt, article.failure) == (1, 1, None)
    desk.uow.rollback()
    with unit_of_work() as other:
        stored = other.articles.get(article.id)
    assert stored == article
    assert stored.submission.text == ENGLISH
    assert stored.submission.title == "Bridges"


def test_the_text_is_stored_normalised_and_hashed_as_stored(desk: Desk) -> None:
    article, _ = _submit(desk, f"Cafe\u0301 owners agree.\r\n{ENGLISH}\u2028")
    expected = f"Caf\u00e9 owners agree.\n{ENGLISH}\n"
    assert article.submission.text == expected
    assert article.text_sha256 == hashlib.sha256(expected.encode()).hexdigest()


def test_the_same_text_again_returns_the_stored_article(desk: Desk) -> None:
    first, _ = _submit(desk, f"{ENGLISH}\n")
    again, created = _submit(desk, f"{ENGLISH}\r\n", title="Another title")
    assert not created
    assert again == first


def test_a_known_text_is_returned_though_the_queue_is_full(desk: Desk) -> None:
    first, _ = _submit(desk, ENGLISH, queue_limit=1)
    again, created = _submit(desk, ENGLISH, queue_limit=1)
    assert (again.id, created) == (first.id, False)


def test_a_full_queue_refuses_new_texts_and_says_when_to_try_again(desk: Desk) -> None:
    _submit(desk, ENGLISH, queue_limit=2)
    second, _ = _submit(desk, f"{ENGLISH} The vote was close.", queue_limit=2)
    desk.uow.articles.mark_processing(second.id, desk.now())
    desk.uow.commit()
    with pytest.raises(QueueFullError) as caught:
        _submit(desk, f"{ENGLISH} Nobody objected.", queue_limit=2)
    assert caught.value.retry_after_seconds == 30


def test_articles_that_are_done_do_not_count_for_the_queue(desk: Desk) -> None:
    desk.ready()
    desk.failed(ENGLISH)
    _, created = _submit(desk, f"{ENGLISH} Nobody objected.", queue_limit=1)
    assert created


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "\ufeff\u200b", "A NUL \x00 inside.", "A surrogate \ud800 inside."]
)
def test_what_is_not_text_is_refused_at_its_field(desk: Desk, text: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        _submit(desk, text)
    assert [problem.pointer for problem in caught.value.problems] == ["#/text"]


@pytest.mark.parametrize("field", ["title", "url", "publisher", "author", "external_id"])
@pytest.mark.parametrize("value", ["with \x00 inside", "with \udfff inside", "  ", "x" * 2049])
def test_other_fields_that_are_not_text_are_refused_at_their_names(
    desk: Desk, field: str, value: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        _submit(desk, ENGLISH, **{field: value})
    assert [problem.pointer for problem in caught.value.problems] == [f"#/{field}"]
    assert desk.uow.articles.count_by_status().get(ArticleStatus.QUEUED, 0) == 0


def test_a_text_of_the_greatest_length_is_taken_and_one_more_character_is_not(desk: Desk) -> None:
    longest = (f"{ENGLISH} " * (MAX_TEXT_CHARACTERS // len(ENGLISH)))[:MAX_TEXT_CHARACTERS]
    assert len(longest) == MAX_TEXT_CHARACTERS
    assert _submit(desk, longest)[1]
    with pytest.raises(TextTooLongError, match="200,001"):
        _submit(desk, f"{longest}.")


def test_a_text_that_grows_too_long_by_normalising_is_refused(desk: Desk) -> None:
    # U+0958 is one code point that NFC always writes as two.
    text = "\u0958" * (MAX_TEXT_CHARACTERS - 10)
    with pytest.raises(TextTooLongError):
        _submit(desk, text)


def test_length_is_checked_before_anything_else(desk: Desk) -> None:
    with pytest.raises(TextTooLongError):
        _submit(desk, "\x00" * (MAX_TEXT_CHARACTERS + 1))


def test_a_foreign_text_is_refused_and_its_language_named(desk: Desk) -> None:
    with pytest.raises(UnsupportedLanguageError, match=r"German \('de'\)") as caught:
        _submit(desk, GERMAN)
    assert [problem.pointer for problem in caught.value.problems] == ["#/text"]


def test_a_text_in_a_script_that_no_model_knows_is_refused(desk: Desk) -> None:
    with pytest.raises(UnsupportedLanguageError) as caught:
        _submit(desk, "\u1797\u17b6\u179f\u17b6\u1781\u17d2\u1798\u17c2\u179a " * 20)
    assert [problem.pointer for problem in caught.value.problems] == ["#/text"]


def test_a_declared_foreign_language_is_refused_at_its_field(desk: Desk) -> None:
    with pytest.raises(UnsupportedLanguageError, match=r"'fr' \(French\)") as caught:
        _submit(desk, ENGLISH, language="fr")
    assert [problem.pointer for problem in caught.value.problems] == ["#/language"]


@pytest.mark.parametrize(
    "text",
    [
        "Sales fell 4%.",
        "Oil rises",
        "The ministry denies it",
        "Inflation hit 9 percent in June.",
        "Marta Olsen leads Norvik AS in Oslo.",
        "Prime Minister Arvo Tamm met Ilse Brandt in Budapest.",
        "12 345 67",
    ],
)
def test_short_english_is_not_mistaken_for_another_language(desk: Desk, text: str) -> None:
    assert _submit(desk, text)[1]


class _BlindArticles:
    """Articles that another session added to just after this one looked."""

    def __init__(self, articles: ArticleRepository) -> None:
        self._articles = articles
        self._looked = False

    def find_by_sha256(self, digest: str) -> Article | None:
        if not self._looked:
            self._looked = True
            return None
        return self._articles.find_by_sha256(digest)

    def __getattr__(self, name: str) -> object:
        return getattr(self._articles, name)


def test_of_two_submissions_at_once_the_later_gets_the_article_of_the_first(
    desk: Desk, unit_of_work: Callable[[], UnitOfWork]
) -> None:
    desk.uow.rollback()
    with unit_of_work() as other:
        submission = ArticleSubmission(text=ENGLISH)
        first, _ = submit_article(other, submission, queue_limit=10, now=desk.now())
    desk.uow.articles = _BlindArticles(desk.uow.articles)
    again, created = _submit(desk, ENGLISH)
    assert (again.id, created) == (first.id, False)
    # The session goes on working after the violated constraint.
    assert _submit(desk, f"{ENGLISH} Nobody objected.")[1]


def test_a_clash_that_cannot_be_explained_is_not_hidden(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clash(*_: object) -> Article:
        raise ArticleExistsError(f"There is an article {uuid4()}.")

    monkeypatch.setattr(desk.uow.articles, "add", clash)
    with pytest.raises(ArticleExistsError):
        _submit(desk, ENGLISH)
