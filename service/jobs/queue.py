"""The analysis queue: durable workflows on DBOS Transact, shared by any number of processes."""

from __future__ import annotations

import contextvars
import logging
import os
import socket
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, WorkflowStatusString

from service.domain.article import Article, Failure, Lane, WaitingArticle
from service.domain.errors import (
    NotFoundError,
    StateConflictError,
    StoreUnavailableError,
    SupersededError,
)
from service.jobs.job_records import (
    ANALYSE,
    ENDED,
    PRIORITIES,
    QUEUE_NAME,
    SUMMARISE,
    WORKFLOW_VERSION,
    analysis_job,
    enqueue,
    find_holders,
    has_ended,
    job_of,
    list_jobs,
    read_statuses,
    summary_job,
    take_back,
)
from service.jobs.running_jobs import RunningJobs
from service.jobs.worker_watch import BEAT_SECONDS, WorkerWatch
from service.jobs.workflows import Workflows
from service.use_cases.store_analysis import fail_analysis

logger = logging.getLogger(__name__)

_POLL_SECONDS = 0.2
#: An article that another process has just committed is about to get its job from there.
_SWEEP_AFTER = timedelta(seconds=60)
_SWEEP_ROWS = 500


def _name_process() -> str:
    return f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:12]}"


@dataclass
class DbosAnalysisQueue:
    """The one queue of a process; implements `AnalysisQueue`.

    DBOS keeps one instance a process, so only one queue can be launched at a time.

    Attributes:
        workflows: What the queue runs.
        database_url: SQLite or PostgreSQL URL of DBOS's own tables.
        takes_jobs: Whether this process runs jobs, or only queues them for others.
        worker_concurrency: Jobs that each process runs at a time. Kept in the database: what
            the worker says that was started last holds for all.
        global_concurrency: Jobs that run at a time in all processes; None for no bound.
        beat_seconds: How often workers say that they live.
        makes_traces: Whether jobs and their stages go on with the trace of their request.
    """

    workflows: Workflows
    database_url: str
    takes_jobs: bool = True
    worker_concurrency: int = 1
    global_concurrency: int | None = None
    beat_seconds: float = BEAT_SECONDS
    makes_traces: bool = False
    name: str = field(default_factory=_name_process)
    _closing: threading.Event = field(default_factory=threading.Event)
    _watch: WorkerWatch | None = None
    _running: RunningJobs = field(default_factory=RunningJobs)

    def launch(self) -> None:
        """Start to take jobs, and to look after those that others have left unfinished."""
        config: DBOSConfig = {
            "name": "claimdesk",
            "system_database_url": self.database_url,
            "application_version": WORKFLOW_VERSION,
            # Of its own, since a process takes over what is its own when it starts.
            "executor_id": self.name,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
            "enable_otlp": self.makes_traces,
            # Errors go into logs, and parameters hold article texts.
            "db_engine_kwargs": {"hide_parameters": True},
            "notification_listener_polling_interval_sec": _POLL_SECONDS,
        }
        DBOS(config=config)
        self._register()
        # Before any job is taken, so that others know whose it is.
        self._watch = WorkerWatch(
            self.workflows.unit_of_work,
            self.name if self.takes_jobs else None,
            find_holders,
            take_back,
            self._sweep,
            self.workflows.clock,
            self.beat_seconds,
        )
        DBOS.listen_queues([QUEUE_NAME] if self.takes_jobs else [])
        DBOS.launch()
        self._watch.launch()
        DBOS.register_queue(
            QUEUE_NAME,
            worker_concurrency=self.worker_concurrency,
            global_concurrency=self.global_concurrency,
            polling_interval_sec=_POLL_SECONDS,
            on_conflict="always_update" if self.takes_jobs else "never_update",
        )
        self._reconcile(timedelta())

    def prepare_to_close(self) -> None:
        """Begin no further stage, and let those go who wait for a job."""
        self._closing.set()
        self.workflows.stages.stopping.set()

    def close(self, timeout_seconds: int = 20, watch_seconds: float = BEAT_SECONDS) -> bool:
        """Stop taking jobs, finish the stages that run, and hand the jobs back.

        Args:
            timeout_seconds: How long stages may take to finish; one that takes longer is
                begun anew by another worker.
            watch_seconds: How long the look at other workers may take to end.

        Returns:
            Whether no stage is left that still runs.
        """
        self.prepare_to_close()
        DBOS.destroy(workflow_completion_timeout_sec=timeout_seconds, destroy_registry=True)
        if self._watch is not None:
            self._watch.close(watch_seconds)
        return self.workflows.stages.running == 0

    def enqueue_analysis(
        self, article_id: UUID, attempt: int, lane: Lane = Lane.INTERACTIVE
    ) -> str:
        """Queue the analysis of a committed article and return the job's identifier.

        The job of the attempt before stops after its present step, if it still runs: it
        reads a text that has been corrected since.
        """
        if attempt > 1:
            DBOS.cancel_workflow(analysis_job(article_id, attempt - 1))
        job_id = analysis_job(article_id, attempt)
        # The article is stored and accepted: where its job is not, the sweep comes back to it.
        with suppress(StoreUnavailableError):
            enqueue(ANALYSE, job_id, PRIORITIES[lane], str(article_id), attempt)
        return job_id

    def enqueue_batch(self, articles: Sequence[Article]) -> None:
        """Queue the analyses of committed articles in the background.

        A thousand jobs take SQLite fifteen seconds. Where the process ends before, the sweep
        of another one, or of the next start, goes on.
        """

        def enqueue_each() -> None:
            for article in articles:
                if self._closing.is_set():
                    return
                try:
                    self.enqueue_analysis(article.id, article.attempt, article.lane)
                except Exception:  # the sweep comes back to it
                    logger.warning("article %s is not queued yet", article.id, exc_info=True)

        # With the context of the request, whose trace the jobs go on with.
        run = contextvars.copy_context().run
        threading.Thread(target=run, args=(enqueue_each,), name="batch", daemon=True).start()

    def enqueue_summary(self, summary_id: UUID, article_id: UUID, sentence_count: int) -> str:
        """Queue another summary of a `ready` article; return the job's identifier."""
        job_id = summary_job(summary_id)
        priority = PRIORITIES[Lane.INTERACTIVE]
        arguments = (str(summary_id), str(article_id), sentence_count)
        return enqueue(SUMMARISE, job_id, priority, *arguments)

    def wait(self, job_id: str, timeout_seconds: float) -> bool:
        """Wait until the job has ended, well or badly, in whichever process.

        Returns:
            False on a time-out, and where the service stops meanwhile.
        """
        deadline = time.monotonic() + timeout_seconds
        while not has_ended(job_id):
            left = deadline - time.monotonic()
            if left <= 0 or self._closing.wait(min(_POLL_SECONDS, left)):
                return False
        return True

    def _register(self) -> None:
        """Name the workflows for DBOS, which takes plain functions, not bound methods."""
        workflows, running = self.workflows, self._running

        def analyse(article_id: str, attempt: int) -> str:
            with running.noted(analysis_job(UUID(article_id), attempt)):
                return workflows.analyse(article_id, attempt)

        def summarise(summary_id: str, article_id: str, sentence_count: int) -> str:
            with running.noted(summary_job(UUID(summary_id))):
                return workflows.summarise(summary_id, article_id, sentence_count)

        DBOS.workflow(name=ANALYSE)(analyse)
        DBOS.workflow(name=SUMMARISE)(summarise)

    def _sweep(self) -> None:
        """Queue again what fell between the database and this process, and reconcile.

        A job can be taken, or its end be reached, at the moment at which the database goes
        away or its disk is full: it is this process's then, and nothing runs.
        """
        pending = list_jobs(status=WorkflowStatusString.PENDING.value, executor_id=self.name)
        for job_id in self._running.find_lost(job.workflow_id for job in pending):
            logger.warning("job %s came to a halt and is queued again", job_id)
            DBOS.resume_workflow(job_id, queue_name=QUEUE_NAME)
        self._reconcile(_SWEEP_AFTER)

    def _reconcile(self, settled: timedelta) -> None:
        """Queue committed articles whose job is missing, and fail those whose job died.

        A process can be killed between committing an article and queueing its job; and
        DBOS gives a job up that has taken its process down too often.

        Args:
            settled: Articles that changed since are left alone.
        """
        with self.workflows.unit_of_work() as uow:
            waiting = uow.articles.unfinished(self.workflows.clock() - settled)
        for start in range(0, len(waiting), _SWEEP_ROWS):
            articles = waiting[start : start + _SWEEP_ROWS]
            statuses = read_statuses(job_of(article) for article in articles)
            for article in articles:
                status = statuses.get(job_of(article))
                if status is None:
                    self.enqueue_analysis(article.id, article.attempt, article.lane)
                elif status in ENDED:
                    self._give_up(article)

    def _give_up(self, article: WaitingArticle) -> None:
        failure = Failure(
            "The analysis was given up",
            "The analysis ended without a result, so it was given up; retry it.",
            "load",
            self.workflows.clock(),
        )
        try:
            with self.workflows.unit_of_work() as uow:
                fail_analysis(uow, article.id, failure, attempt=article.attempt)
                uow.commit()
        except (NotFoundError, StateConflictError, SupersededError):
            # Its job brought it to its end, or it was deleted or corrected, just now.
            return
        logger.error("article %s: job %s ended without a result", article.id, job_of(article))
