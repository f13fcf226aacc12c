"""The analysis queue on DBOS: what it does with jobs that end well, badly or not at all."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from dbos import DBOS
from prometheus_client import CollectorRegistry
from sqlalchemy import text

from service.domain.article import Article, ArticleStatus, Lane
from service.domain.errors import (
    EngineUnavailableError,
    GenerationError,
    StoreUnavailableError,
    WeightsError,
)
from service.domain.token_count import note_tokens
from service.jobs import stages
from service.jobs.queue import DbosAnalysisQueue
from service.jobs.stages import STAGE_TITLES
from service.storage.engine import create_engine
from service.use_cases.retry_analysis import retry_analysis
from tests.jobs.conftest import TEXT, WAIT_SECONDS, now

if TYPE_CHECKING:
    from service.use_cases.analyse_article import AnalysisPipeline
    from tests.jobs.conftest import Desk

OTHER_TEXT = "The council of Halden opened a new school on the island in June."


def _outcome(job_id: str) -> object:
    """Return what the workflow of a job returned, or raise what it raised."""
    return DBOS.retrieve_workflow(job_id).get_result()


def _break(_: Sequence[str]) -> None:
    raise GenerationError("The weights speak nonsense.")


def _set_status(database_url: str, status: ArticleStatus) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE article SET status = :status"), {"status": status.value})
    engine.dispose()


def test_a_queued_article_becomes_ready_with_its_claims_and_its_summary(desk: Desk) -> None:
    desk.launch()
    article = desk.analyse()
    with desk.unit_of_work() as uow:
        found = uow.articles.get_analysed(article.id)
    assert found.article.status is ArticleStatus.READY
    assert [claim.text for claim in found.claims] == [
        "The port of Halden handled 4,000 containers in March.",
        "The harbour board of Halden ordered a new crane in April.",
    ]
    assert found.summary is not None
    assert found.summary.headline == "The port of Halden handled 4,000 containers"
    assert desk.networks.count("rewriter") == 1


@pytest.mark.parametrize(
    ("network", "stage"),
    [
        ("check_worthiness", "score"),
        ("rewriter", "rewrite"),
        ("summarizer", "summarise"),
        ("embedder", "embed"),
    ],
)
def test_a_stage_that_fails_is_named_and_the_next_article_analysed_and_a_retry_too(
    desk: Desk, network: str, stage: str
) -> None:
    queue = desk.launch()
    desk.networks.hooks[network] = _break
    failed = desk.analyse()
    assert failed.status is ArticleStatus.FAILED
    assert failed.failure is not None
    assert (failed.failure.stage, failed.failure.title) == (stage, STAGE_TITLES[stage])
    assert failed.failure.detail == "The weights speak nonsense."
    del desk.networks.hooks[network]
    assert desk.analyse(OTHER_TEXT).status is ArticleStatus.READY
    with desk.unit_of_work() as uow:
        queued = retry_analysis(uow, failed.id, now())
    assert queue.wait(queue.enqueue_analysis(queued.id, queued.attempt), WAIT_SECONDS)
    again = desk.article(failed.id)
    assert (again.status, again.attempt, again.failure) == (ArticleStatus.READY, 2, None)


def test_a_stage_waits_for_a_generation_server_and_goes_on_when_it_is_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "PAUSES_SECONDS", (0.1, 0.1, 0.1))
    failures = iter([True, True])

    def fail_twice(_: Sequence[str]) -> None:
        if next(failures, False):
            raise EngineUnavailableError("The server is away.")

    desk.networks.hooks["rewriter"] = fail_twice
    desk.launch()
    assert desk.analyse().status is ArticleStatus.READY
    assert desk.networks.count("rewriter") == 3


def test_an_article_fails_where_a_generation_server_stays_away_and_can_be_retried(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "PAUSES_SECONDS", (0.05,))

    def stay_away(_: Sequence[str]) -> None:
        raise EngineUnavailableError("The server is away.")

    desk.networks.hooks["summarizer"] = stay_away
    desk.launch()
    article = desk.analyse()
    assert article.status is ArticleStatus.FAILED
    assert article.failure is not None
    assert (article.failure.stage, article.failure.detail) == ("summarise", "The server is away.")


def test_an_error_that_nobody_foresaw_fails_the_article_without_telling_its_secrets(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    def stop(_: Sequence[str]) -> None:
        raise OSError("/secret/path")

    desk.launch()
    desk.networks.hooks["rewriter"] = stop
    failed = desk.analyse()
    assert failed.failure is not None
    assert failed.failure.stage == "rewrite"
    assert "/secret" not in failed.failure.detail
    logged = [record for record in caplog.records if record.name == "service.jobs.stages"]
    assert any(record.exc_info and record.levelno == logging.ERROR for record in logged)


def test_weights_that_are_lost_half_way_fail_the_article_at_the_next_stage(desk: Desk) -> None:
    def pipeline() -> AnalysisPipeline:
        if desk.networks.count("embedder"):
            raise WeightsError("The weights are gone.")
        return desk.networks.pipeline()

    desk.pipeline = pipeline
    desk.launch()
    failed = desk.analyse()
    assert failed.failure is not None
    assert (failed.failure.stage, failed.failure.detail) == ("store", "The weights are gone.")


def test_a_job_that_is_queued_again_runs_once(desk: Desk) -> None:
    queue = desk.launch()
    article = desk.submit()
    jobs = {queue.enqueue_analysis(article.id, 1) for _ in range(3)}
    assert len(jobs) == 1
    assert queue.wait(jobs.pop(), WAIT_SECONDS)
    assert queue.wait(queue.enqueue_analysis(article.id, 1), WAIT_SECONDS)
    assert desk.networks.count("rewriter") == 1


def test_articles_are_analysed_one_at_a_time_in_the_order_they_came(desk: Desk) -> None:
    busy = Event()
    met = []

    def work(texts: Sequence[str]) -> None:
        met.append((texts[0], busy.is_set()))
        busy.set()
        time.sleep(0.1)
        busy.clear()

    desk.networks.hooks["rewriter"] = work
    queue = desk.launch()
    texts = [f"The port of Halden handled {n},000 containers in March." for n in range(2, 6)]
    jobs = [queue.enqueue_analysis(desk.submit(given).id, 1) for given in texts]
    assert all(queue.wait(job, WAIT_SECONDS) for job in jobs)
    assert met == [(given, False) for given in texts]


def test_what_somebody_waits_for_goes_before_bulk_that_came_earlier(desk: Desk) -> None:
    running, release = Event(), Event()
    met: list[str] = []

    def work(texts: Sequence[str]) -> None:
        met.append(texts[0])
        running.set()
        assert release.wait(WAIT_SECONDS)

    desk.networks.hooks["rewriter"] = work
    queue = desk.launch()
    texts = [f"The port of Halden handled {n},000 containers in March." for n in range(2, 7)]
    lanes = (Lane.BULK, Lane.BULK, Lane.BULK, Lane.INTERACTIVE, Lane.INTERACTIVE)
    jobs = []
    for given, lane in zip(texts, lanes, strict=True):
        jobs.append(queue.enqueue_analysis(desk.submit(given).id, 1, lane))
        # The first has begun, and is not interrupted.
        assert running.wait(WAIT_SECONDS)
    release.set()
    assert all(queue.wait(job, WAIT_SECONDS) for job in jobs)
    assert met == [texts[0], *texts[3:], *texts[1:3]]


def test_an_article_that_is_deleted_while_it_waits_ends_its_job_quietly(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    running, release = Event(), Event()

    def hold(_: Sequence[str]) -> None:
        running.set()
        assert release.wait(WAIT_SECONDS)

    desk.networks.hooks["rewriter"] = hold
    queue = desk.launch()
    first = queue.enqueue_analysis(desk.submit().id, 1)
    assert running.wait(WAIT_SECONDS)
    waiting = desk.submit(OTHER_TEXT)
    second = queue.enqueue_analysis(waiting.id, 1)
    _delete(desk, waiting.id)
    release.set()
    assert queue.wait(first, WAIT_SECONDS)
    assert queue.wait(second, WAIT_SECONDS)
    assert (_outcome(first), _outcome(second)) == ("ready", "gone")
    assert desk.networks.count("rewriter") == 1
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.parametrize("fails", [False, True], ids=["stage_succeeds", "stage_fails"])
def test_an_article_that_is_deleted_while_it_is_analysed_ends_its_job_quietly(
    desk: Desk, caplog: pytest.LogCaptureFixture, *, fails: bool
) -> None:
    queue = desk.launch()
    article = desk.submit()

    def delete(texts: Sequence[str]) -> None:
        _delete(desk, article.id)
        if fails:
            _break(texts)

    desk.networks.hooks["rewriter"] = delete
    job = queue.enqueue_analysis(article.id, 1)
    assert queue.wait(job, WAIT_SECONDS)
    assert _outcome(job) == "gone"
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def _delete(desk: Desk, article_id: UUID) -> None:
    with desk.unit_of_work() as uow:
        uow.articles.delete(article_id)
        uow.commit()


def test_waiting_ends_at_the_time_out(desk: Desk) -> None:
    release = Event()

    def hold(_: Sequence[str]) -> None:
        assert release.wait(WAIT_SECONDS)

    desk.networks.hooks["rewriter"] = hold
    queue = desk.launch()
    job = queue.enqueue_analysis(desk.submit().id, 1)
    started = time.monotonic()
    assert not queue.wait(job, 0.5)
    assert time.monotonic() - started >= 0.5
    assert not queue.wait(job, 0)
    assert not queue.wait("no such job", 0.1)
    release.set()
    assert queue.wait(job, WAIT_SECONDS)
    assert queue.wait(job, 0)


def test_a_committed_article_whose_job_was_never_queued_is_analysed_after_the_next_launch(
    desk: Desk,
) -> None:
    desk.launch()
    forgotten = desk.submit()
    desk.close()
    assert desk.article(forgotten.id).status is ArticleStatus.QUEUED
    queue = desk.launch()
    assert queue.wait(f"analyse-{forgotten.id}-1", WAIT_SECONDS)
    assert desk.article(forgotten.id).status is ArticleStatus.READY


def test_an_article_whose_job_was_given_up_fails_at_the_next_launch(
    desk: Desk, database_url: str
) -> None:
    desk.launch()
    article = desk.analyse()
    desk.close()
    # As if the job had ended without a word to the article.
    _set_status(database_url, ArticleStatus.PROCESSING)
    desk.launch()
    found = desk.article(article.id)
    assert found.status is ArticleStatus.FAILED
    assert found.failure is not None
    assert "given up" in found.failure.title


def test_a_job_that_ends_while_the_queue_is_launched_does_not_stop_the_launch(
    desk: Desk, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.launch()
    article = desk.analyse()
    desk.close()
    _set_status(database_url, ArticleStatus.PROCESSING)
    give_up = DbosAnalysisQueue._give_up

    def finish_meanwhile(queue: DbosAnalysisQueue, article: Article) -> None:
        # The resumed job stores its result after the launch saw the article unfinished.
        _set_status(database_url, ArticleStatus.READY)
        give_up(queue, article)

    monkeypatch.setattr(DbosAnalysisQueue, "_give_up", finish_meanwhile)
    desk.launch()
    assert desk.article(article.id).status is ArticleStatus.READY


def test_another_summary_is_written_once_in_the_length_asked_for(desk: Desk) -> None:
    queue = desk.launch()
    article = desk.analyse()
    wanted = uuid4()
    jobs = {queue.enqueue_summary(wanted, article.id, 1) for _ in range(2)}
    assert len(jobs) == 1
    assert queue.wait(jobs.pop(), WAIT_SECONDS)
    with desk.unit_of_work() as uow:
        newest, first = uow.summaries.list(article.id)
        assert uow.summaries.find_by_length(article.id, 1, 1) == newest
    assert newest.id == wanted
    assert (len(newest.sentences), len(first.sentences)) == (1, 2)
    assert newest.text in TEXT


def test_a_summary_that_cannot_be_written_leaves_the_article_as_it_is(desk: Desk) -> None:
    queue = desk.launch()
    article = desk.analyse()
    desk.networks.hooks["summarizer"] = _break
    failed = queue.enqueue_summary(uuid4(), article.id, 1)
    gone = queue.enqueue_summary(uuid4(), uuid4(), 1)
    assert queue.wait(failed, WAIT_SECONDS)
    assert queue.wait(gone, WAIT_SECONDS)
    assert (_outcome(failed), _outcome(gone)) == ("failed", "gone")
    assert desk.article(article.id) == article
    with desk.unit_of_work() as uow:
        assert len(uow.summaries.list(article.id)) == 1


def test_a_job_that_came_to_a_halt_is_queued_again_by_the_process_that_holds_it(
    desk: Desk, database_url: str
) -> None:
    queue = desk.launch()
    article = desk.submit()
    held = Event()
    # As where the database went away between taking the job and running it.
    desk.networks.hooks["rewriter"] = lambda _: held.set()
    job = queue.enqueue_analysis(article.id, 1)
    assert queue.wait(job, WAIT_SECONDS)
    engine = create_engine(desk.jobs_url)
    schema = "" if database_url.startswith("sqlite") else "dbos."
    with engine.begin() as connection:
        statement = f"UPDATE {schema}workflow_status SET status = 'PENDING', output = NULL"  # noqa: S608  own names
        connection.execute(text(statement))
    engine.dispose()
    queue._sweep()
    assert not queue.wait(job, 1)
    queue._sweep()
    assert queue.wait(job, WAIT_SECONDS)


def test_an_article_whose_job_cannot_be_queued_is_accepted_and_queued_by_the_next_sweep(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = desk.launch()
    article = desk.submit()

    def fail(*_: object) -> None:
        message = "database or disk is full"
        raise OSError(message)

    with monkeypatch.context() as full:
        full.setattr(DBOS, "enqueue_workflow_with_options", fail)
        job = queue.enqueue_analysis(article.id, article.attempt)
        with pytest.raises(StoreUnavailableError):
            queue.enqueue_summary(uuid4(), article.id, 2)
        assert not queue.wait(job, 0.5)
    queue._reconcile(timedelta())
    assert queue.wait(job, WAIT_SECONDS)
    assert desk.article(article.id).status is ArticleStatus.READY


def test_tokens_are_counted_by_the_stage_that_read_and_wrote_them(desk: Desk) -> None:
    queue = desk.launch()
    desk.networks.hooks["rewriter"] = lambda _: note_tokens(read=700, written=40)
    desk.networks.hooks["summarizer"] = lambda _: note_tokens(read=90)
    desk.analyse()
    registry = CollectorRegistry()
    for collector in queue.workflows.stages.metrics.collectors():
        registry.register(collector)
    counted = {
        (sample.labels["stage"], sample.labels["direction"]): sample.value
        for metric in registry.collect()
        for sample in metric.samples
        if sample.name == "claimdesk_tokens_total"
    }
    assert counted == {
        ("rewrite", "read"): 700,
        ("rewrite", "written"): 40,
        ("summarise", "read"): 90,
    }
