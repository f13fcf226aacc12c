"""The repository of articles."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from service.domain.article import AnalysisOptions, Article, ArticleStatus
from service.domain.errors import ArticleExistsError, NotFoundError, StateConflictError
from service.domain.selector import Span
from service.storage.engine import create_engine
from service.use_cases.submit_article import submit_article
from tests.statements import recorded_statements
from tests.storage.rows import (
    ALL_TABLES,
    FAILURE,
    NOW,
    SENTENCES,
    add_article,
    add_everything,
    later,
    make_analysis,
)

if TYPE_CHECKING:
    from service.storage.unit_of_work import UnitOfWork

    UnitsOfWork = Callable[[], UnitOfWork]

AUSTRIA = "Berichte aus ÖSTERREICH."
PERCENT = "Prices rose 5% in May."
PRICES = "Prices rose 50 in May."
UNDERSCORE = "The file is named a_b here."
LETTERS = "The file is named axb here."
BACKSLASH = r"The path is C:\data today."


def _counts(database_url: str) -> dict[str, int]:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        counts = {
            table: connection.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608  own names
            for table in ALL_TABLES
        }
    engine.dispose()
    return counts


def _list(uow: UnitOfWork, **given: object) -> list[Article]:
    filters = dict.fromkeys(("status", "external_id", "publisher", "q", "before")) | given
    return uow.articles.list(**({"limit": 100} | filters))  # type: ignore[arg-type]  # any filter


def test_every_field_comes_back_as_it_was_stored(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        stored = add_article(
            uow,
            "Ein Zeichen \U0001f6a2 und noch eins.\n",
            title="Title",
            url="https://example.org/1",
            publisher="Halden Post",
            author="Ann",
            published_at=later(-60),
            external_id="cms-1",
            options=AnalysisOptions(sentences=3, max_claims=7, min_check_worthiness=0.25),
        )
        uow.commit()
    with unit_of_work() as uow:
        found = uow.articles.get(stored.id)
        assert found == stored
        assert uow.articles.find_by_sha256(stored.text_sha256) == stored
        assert uow.articles.find_by_sha256("0" * 64) is None
    assert found.submission.options.max_claims == 7


def test_submissions_of_one_text_at_once_store_one_article(unit_of_work: UnitsOfWork) -> None:
    english = "The town council voted on Monday to repair both bridges by the end of the year."
    start = Barrier(4)

    def submit(_: int) -> tuple[UUID, bool]:
        with unit_of_work() as uow:
            submission = replace(add_article(uow, "English.").submission, text=english)
            uow.rollback()
            start.wait()
            article, created = submit_article(uow, submission, queue_limit=10, now=NOW)
        return article.id, created

    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(submit, range(4)))
    assert len({identifier for identifier, _ in outcomes}) == 1
    assert sorted(created for _, created in outcomes) == [False, False, False, True]


def test_a_text_that_is_stored_cannot_be_added_again(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        add_article(uow)
        uow.commit()
        with pytest.raises(ArticleExistsError):
            add_article(uow, title="Another title")
        uow.rollback()
        assert len(_list(uow)) == 1


def test_an_analysis_comes_back_as_it_was_stored(unit_of_work: UnitsOfWork) -> None:
    analysis = make_analysis()
    with unit_of_work() as uow:
        article = add_article(uow)
        uow.articles.mark_processing(article.id, later(1))
        uow.articles.store_analysis(article.id, analysis, later(2))
        uow.commit()
    with unit_of_work() as uow:
        found = uow.articles.get_analysed(article.id)
    assert found.article.status is ArticleStatus.READY
    assert found.article.updated_at == later(2)
    assert found.boilerplate == (Span(0, 3), Span(5, 9))
    assert found.skipped == analysis.skipped
    assert found.summary is not None
    assert analysis.summary is not None
    assert found.summary.sentences == analysis.summary.sentences
    assert found.summary.model == analysis.summary.model
    assert [claim.text for claim in found.claims] == list(SENTENCES)
    assert [claim.selector for claim in found.claims] == [d.selector for d in analysis.claims]


def test_an_analysis_that_is_stored_twice_is_stored_once(
    unit_of_work: UnitsOfWork, database_url: str
) -> None:
    with unit_of_work() as uow:
        article = add_everything(uow)
        uow.commit()
    before = _counts(database_url)
    with unit_of_work() as uow:
        uow.articles.store_analysis(article.id, make_analysis(), later(9))
        uow.commit()
        assert uow.articles.get(article.id).updated_at == NOW
    assert _counts(database_url) == before


def test_an_analysis_without_a_summary_or_a_claim_is_an_analysis(
    unit_of_work: UnitsOfWork,
) -> None:
    empty = replace(make_analysis(), summary=None, claims=(), skipped=(), boilerplate=())
    with unit_of_work() as uow:
        article = add_article(uow)
        uow.articles.mark_processing(article.id, NOW)
        uow.articles.store_analysis(article.id, empty, NOW)
        found = uow.articles.get_analysed(article.id)
    assert (found.summary, found.claims, found.skipped, found.boilerplate) == (None, (), (), ())
    assert found.article.status is ArticleStatus.READY


def test_deleting_an_article_deletes_all_but_its_history_and_what_was_told_of_it(
    unit_of_work: UnitsOfWork, database_url: str
) -> None:
    with unit_of_work() as uow:
        kept = add_article(uow, "Another text.")
        article = add_everything(uow)
        uow.commit()
    assert 0 not in _counts(database_url).values()
    with unit_of_work() as uow:
        uow.articles.delete(article.id)
        uow.commit()
        assert _list(uow) == [kept]
    left = {table: count for table, count in _counts(database_url).items() if count}
    assert left == {
        "api_key": 1,
        "article": 1,
        "article_revision": 1,
        "article_status": 1,
        "batch": 1,
        "batch_row": 1,
        "claim_event": 4,
        "claim_event_seal": 4,
        "idempotency_key": 1,
        "outgoing_event": 1,
        "saved_view": 1,
        "webhook": 1,
        "webhook_delivery": 1,
        "worker": 1,
    }


def test_a_failure_is_kept_until_the_article_is_queued_again(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        article = add_article(uow)
        uow.articles.mark_processing(article.id, NOW)
        uow.articles.mark_failed(article.id, FAILURE)
        uow.commit()
    with unit_of_work() as uow:
        assert uow.articles.get(article.id).failure == FAILURE
        again = uow.articles.requeue(article.id, later(5))
        uow.commit()
    assert (again.status, again.attempt, again.failure) == (ArticleStatus.QUEUED, 2, None)
    assert again.updated_at == later(5)


def test_a_job_that_begins_or_fails_twice_changes_nothing_the_second_time(
    unit_of_work: UnitsOfWork,
) -> None:
    with unit_of_work() as uow:
        article = add_article(uow)
        uow.articles.mark_processing(article.id, later(1))
        uow.articles.mark_processing(article.id, later(2))
        assert uow.articles.get(article.id).updated_at == later(1)
        uow.articles.mark_failed(article.id, FAILURE)
        uow.articles.mark_failed(article.id, replace(FAILURE, title="Another"))
        assert uow.articles.get(article.id).failure == FAILURE


def test_of_two_that_queue_a_failed_article_again_the_later_is_refused(
    unit_of_work: UnitsOfWork,
) -> None:
    with unit_of_work() as uow:
        article = add_article(uow)
        uow.articles.mark_failed(article.id, FAILURE)
        uow.commit()
    with unit_of_work() as early, unit_of_work() as late:
        # As it was read by the later one; the session keeps only what somebody holds.
        held = late.articles._record(article.id)
        early.articles.requeue(article.id, later(1))
        early.articles.mark_processing(article.id, later(2))
        early.commit()
        with pytest.raises(StateConflictError):
            late.articles.requeue(article.id, later(3))
        assert held.status is ArticleStatus.PROCESSING
    with unit_of_work() as uow:
        found = uow.articles.get(article.id)
    assert (found.status, found.attempt) == (ArticleStatus.PROCESSING, 2)


def test_an_article_that_is_deleted_while_its_result_is_stored_is_gone(
    unit_of_work: UnitsOfWork,
) -> None:
    with unit_of_work() as uow:
        article = add_article(uow)
        uow.articles.mark_processing(article.id, NOW)
        uow.commit()
    with unit_of_work() as storing, unit_of_work() as deleting:
        held = storing.articles._record(article.id)
        assert held.status is ArticleStatus.PROCESSING
        deleting.articles.delete(article.id)
        deleting.commit()
        with pytest.raises(NotFoundError):
            storing.articles.store_analysis(article.id, make_analysis(), NOW)


def test_what_is_done_to_an_article_that_is_gone_says_so(unit_of_work: UnitsOfWork) -> None:
    gone = uuid4()
    with unit_of_work() as uow:
        for action in (
            lambda: uow.articles.get(gone),
            lambda: uow.articles.get_analysed(gone),
            lambda: uow.articles.mark_processing(gone, NOW),
            lambda: uow.articles.mark_failed(gone, FAILURE),
            lambda: uow.articles.requeue(gone, NOW),
            lambda: uow.articles.store_analysis(gone, make_analysis(), NOW),
        ):
            with pytest.raises(NotFoundError):
                action()


def test_unfinished_articles_are_listed_the_oldest_first(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        young = add_article(uow, "Young.", later(3))
        old = add_article(uow, "Old.", later(1))
        running = add_article(uow, "Running.", later(2))
        uow.articles.mark_processing(running.id, later(4))
        failed = add_article(uow, "Failed.", later(0))
        uow.articles.mark_failed(failed.id, FAILURE)
        add_everything(uow)
        uow.commit()
        with recorded_statements() as statements:
            waiting = uow.articles.unfinished(later(1_000))
        assert [item.id for item in waiting] == [old.id, running.id, young.id]
        assert {(item.attempt, item.lane) for item in waiting} == {(old.attempt, old.lane)}
        # Tens of thousands may wait, and their texts would all be in memory.
        assert "article.text" not in statements[-1][0]
        assert uow.articles.count_by_status() == {
            ArticleStatus.QUEUED: 2,
            ArticleStatus.PROCESSING: 1,
            ArticleStatus.FAILED: 1,
            ArticleStatus.READY: 1,
        }


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("österreich", [AUSTRIA]),
        ("Österreich BERICHTE", [AUSTRIA]),
        ("ÖSTERREICH ferry", []),
        ("5%", [PERCENT]),
        ("%", [PERCENT]),
        ("a_b", [UNDERSCORE]),
        ("_", [UNDERSCORE]),
        ("C:\\DATA", [BACKSLASH]),
        ("\\", [BACKSLASH]),
        ("prices MAY", [PERCENT, PRICES]),
        ("'; DROP TABLE article; --", []),
    ],
)
def test_searched_words_are_taken_literally_and_whatever_their_case(
    unit_of_work: UnitsOfWork, words: str, expected: list[str]
) -> None:
    with unit_of_work() as uow:
        for content in (AUSTRIA, PERCENT, PRICES, UNDERSCORE, LETTERS, BACKSLASH):
            add_article(uow, content)
        found = sorted(item.submission.text for item in _list(uow, q=words))
    assert found == sorted(expected)


def test_words_are_searched_in_title_and_text_together(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        both = add_article(uow, "The crane was late.", title="Port of Halden")
        add_article(uow, "The crane was early.")
        assert _list(uow, q="crane halden") == [both]


def test_articles_of_one_instant_are_paged_without_loss_or_repetition(
    unit_of_work: UnitsOfWork,
) -> None:
    with unit_of_work() as uow:
        stored = [add_article(uow, f"Text {n}.", later(n // 3)).id for n in range(9)]
        found: list[Article] = []
        # The bound ends what would go round for ever.
        while len(found) < 100:
            last = (found[-1].created_at, found[-1].id) if found else None
            if not (page := _list(uow, before=last, limit=2)):
                break
            found += page
    assert len(found) == len(stored)
    assert {item.id for item in found} == set(stored)
    instants = [item.created_at for item in found]
    assert instants == sorted(instants, reverse=True)
