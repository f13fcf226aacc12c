"""Articles that are submitted together: each row for itself, all of them stored at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest

from service.domain.article import ArticleStatus, ArticleSubmission, Failure, Lane
from service.domain.batch import RowStatus
from service.domain.errors import FieldProblem, QueueFullError
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.delete_article import delete_article
from service.use_cases.read_batches import get_batch, list_batch_rows
from service.use_cases.retry_analysis import retry_analysis
from service.use_cases.submit_article import submit_article
from service.use_cases.submit_batch import Row, submit_batch

UnitsOfWork = Callable[[], UnitOfWork]
NOW = datetime(2025, 6, 4, 9, tzinfo=UTC)
TEXTS = [f"The port of Halden handled {n},000 containers in March." for n in range(1, 6)]
FRENCH = (
    "Le port de Halden a traité quatre mille conteneurs au mois de mars, selon le conseil du port."
)


def rows(*texts: str) -> list[Row]:
    return [ArticleSubmission(text=text) for text in texts]


def submit(uow: UnitOfWork, given: list[Row], limit: int = 100) -> tuple[object, list[object]]:
    batch_id, waiting = submit_batch(uow, given, queue_limit=limit, now=NOW, actor="cms")
    return batch_id, list(waiting)


def test_each_row_is_taken_or_refused_for_itself_and_bad_ones_name_the_field(
    unit_of_work: UnitsOfWork,
) -> None:
    problem = FieldProblem("This is required.", "#/text")
    with unit_of_work() as uow:
        given = [*rows(TEXTS[0], FRENCH), (problem,), *rows(TEXTS[1], "x" * 200_001)]
        batch_id, waiting = submit_batch(uow, given, queue_limit=1, now=NOW, actor="cms")
    with unit_of_work() as uow:
        batch = get_batch(uow, batch_id)
        page = list_batch_rows(uow, batch_id, None, 10)
    assert batch.counts == {RowStatus.QUEUED: 2, RowStatus.REFUSED: 3}
    assert (batch.rows, batch.known, batch.is_done) == (5, 0, False)
    assert [found.row.number for found in batch.failures] == [2, 3, 5]
    assert [found.row.problems[0].pointer for found in batch.failures] == ["#/text"] * 3
    assert batch.failures[1].row.problems == (problem,)
    assert [found.row.article_id for found in page.items if found.row.is_new] == [
        article.id for article in waiting
    ]
    assert {article.lane for article in waiting} == {Lane.BULK}


def test_a_text_that_is_known_or_comes_twice_is_one_article(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        known, _ = submit_article(uow, ArticleSubmission(text=TEXTS[0]), queue_limit=9, now=NOW)
        given = rows(TEXTS[0], TEXTS[1], f"{TEXTS[1]}")
        batch_id, waiting = submit_batch(uow, given, queue_limit=9, now=NOW, actor="cms")
        assert len(waiting) == 1
        batch = get_batch(uow, batch_id)
        page = list_batch_rows(uow, batch_id, None, 10)
    articles = [found.row.article_id for found in page.items]
    assert articles == [known.id, waiting[0].id, waiting[0].id]
    assert (batch.known, [found.row.is_new for found in page.items]) == (2, [False, True, False])


def test_of_rows_with_the_same_text_the_first_is_stored(unit_of_work: UnitsOfWork) -> None:
    given: list[Row] = [
        ArticleSubmission(text=TEXTS[0], external_id=name) for name in ("first", "second")
    ]
    with unit_of_work() as uow:
        batch_id, (article,) = submit_batch(uow, given, queue_limit=9, now=NOW, actor="cms")
        page = list_batch_rows(uow, batch_id, None, 10)
    assert article.submission.external_id == "first"
    assert [found.row.is_new for found in page.items] == [True, False]


def test_past_the_bound_no_batch_is_taken_and_the_interactive_lane_is_not_held_up(
    unit_of_work: UnitsOfWork,
) -> None:
    with unit_of_work() as uow:
        submit(uow, rows(*TEXTS[:3]))
        with pytest.raises(QueueFullError):
            submit(uow, rows(TEXTS[3]), limit=3)
        uow.rollback()
        submit_article(uow, ArticleSubmission(text=TEXTS[4]), queue_limit=1, now=NOW)
        assert uow.articles.count_waiting(Lane.BULK) == 3
        with pytest.raises(QueueFullError):
            submit_article(uow, ArticleSubmission(text=TEXTS[3]), queue_limit=1, now=NOW)
        # What waits to be read does not stand in the way of bulk either.
        submit(uow, rows(TEXTS[3]), limit=4)


def test_batches_of_the_same_texts_at_the_same_moment_store_each_of_them_once(
    unit_of_work: UnitsOfWork,
) -> None:
    together = Barrier(4)
    texts = [f"The port of Halden handled {n},400 containers in March." for n in range(1, 40)]

    def send(shift: int) -> int:
        together.wait()
        given = rows(*texts[shift:], *texts[:shift])
        with unit_of_work() as uow:
            _, waiting = submit_batch(uow, given, queue_limit=999, now=NOW, actor="cms")
        return len(waiting)

    with ThreadPoolExecutor(4) as senders:
        stored = list(senders.map(send, (0, 10, 20, 30)))
    assert sum(stored) == len(texts)
    with unit_of_work() as uow:
        assert uow.articles.count_waiting(Lane.BULK) == len(texts)


def test_progress_follows_the_articles_and_a_retried_one_is_urgent(
    unit_of_work: UnitsOfWork,
) -> None:
    with unit_of_work() as uow:
        batch_id, (failed, deleted, _) = submit_batch(
            uow, rows(*TEXTS[:3]), queue_limit=9, now=NOW, actor="cms"
        )
        uow.articles.mark_failed(failed.id, Failure("It failed", "No weights.", "load", NOW))
        delete_article(uow, deleted.id, actor="cms", now=NOW)
        uow.commit()
        batch = get_batch(uow, batch_id)
        assert batch.counts == {
            RowStatus.FAILED: 1,
            RowStatus.DELETED: 1,
            RowStatus.QUEUED: 1,
        }
        assert [found.failure.title for found in batch.failures if found.failure] == ["It failed"]
        again = retry_analysis(uow, failed.id, NOW)
        assert (again.status, again.lane) == (ArticleStatus.QUEUED, Lane.INTERACTIVE)


def test_rows_come_in_pages(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        batch_id, _ = submit_batch(uow, rows(*TEXTS), queue_limit=9, now=NOW, actor="cms")
        seen, cursor = [], None
        while True:
            page = list_batch_rows(uow, batch_id, cursor, 2)
            seen += [found.row.number for found in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
    assert seen == [1, 2, 3, 4, 5]
