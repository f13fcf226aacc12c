"""The analysis queue: durable workflows on DBOS Transact, one analysis at a time."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from uuid import UUID

from dbos import (
    DBOS,
    DBOSConfig,
    DBOSPortableJSONSerializer,
    WorkflowStatusString,
)

from service.domain.article import Failure
from service.domain.errors import NotFoundError, StateConflictError
from service.jobs.workflows import Workflows
from service.use_cases.store_analysis import fail_analysis

logger = logging.getLogger(__name__)

#: Names the order and the results of the steps. A workflow started under one version goes
#: on only under the same; change it with the steps, and drain the queue before upgrading.
WORKFLOW_VERSION = "3"
QUEUE_NAME = "analysis"
_ANALYSE = "analyse_article"
_SUMMARISE = "write_summary"
_POLL_SECONDS = 0.2
_ENDED = frozenset(
    {
        WorkflowStatusString.SUCCESS.value,
        WorkflowStatusString.ERROR.value,
        WorkflowStatusString.CANCELLED.value,
        WorkflowStatusString.MAX_RECOVERY_ATTEMPTS_EXCEEDED.value,
    }
)


@dataclass(frozen=True, slots=True)
class DbosAnalysisQueue:
    """The one queue of a process; implements `AnalysisQueue`.

    DBOS keeps one instance a process, so only one queue can be launched at a time.

    Attributes:
        workflows: What the queue runs.
        database_url: SQLite or PostgreSQL URL of DBOS's own tables.
    """

    workflows: Workflows
    database_url: str

    def launch(self) -> None:
        """Start the workers and resume what a killed process left unfinished."""
        config: DBOSConfig = {
            "name": "claimdesk",
            "system_database_url": self.database_url,
            "application_version": WORKFLOW_VERSION,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
            "notification_listener_polling_interval_sec": _POLL_SECONDS,
        }
        DBOS(config=config)
        self._register()
        DBOS.launch()
        DBOS.register_queue(
            QUEUE_NAME,
            # The networks use every core, so two analyses at once would each take twice as long.
            worker_concurrency=1,
            polling_interval_sec=_POLL_SECONDS,
            on_conflict="always_update",
        )
        self._reconcile()

    def close(self, timeout_seconds: int = 20) -> None:
        """Stop taking work, give running steps time to finish, and let go of the database."""
        DBOS.destroy(workflow_completion_timeout_sec=timeout_seconds, destroy_registry=True)

    def enqueue_analysis(self, article_id: UUID, attempt: int) -> str:
        """Queue the analysis of a committed article and return the job's identifier.

        The job of the attempt before stops after its present step, if it still runs: it
        reads a text that has been corrected since.
        """
        if attempt > 1:
            DBOS.cancel_workflow(_analysis_job(article_id, attempt - 1))
        return _enqueue(_ANALYSE, _analysis_job(article_id, attempt), str(article_id), attempt)

    def enqueue_summary(self, summary_id: UUID, article_id: UUID, sentence_count: int) -> str:
        """Queue another summary of a `ready` article; return the job's identifier."""
        job_id = f"summarise-{summary_id}"
        return _enqueue(_SUMMARISE, job_id, str(summary_id), str(article_id), sentence_count)

    def wait(self, job_id: str, timeout_seconds: float) -> bool:
        """Wait until the job has ended, well or badly; return False on a time-out."""
        deadline = time.monotonic() + timeout_seconds
        while not _has_ended(job_id):
            if time.monotonic() >= deadline:
                return False
            time.sleep(min(_POLL_SECONDS, max(0.0, deadline - time.monotonic())))
        return True

    def _register(self) -> None:
        """Name the workflows for DBOS, which takes plain functions, not bound methods."""
        workflows = self.workflows

        def analyse(article_id: str, attempt: int) -> str:
            return workflows.analyse(article_id, attempt)

        def summarise(summary_id: str, article_id: str, sentence_count: int) -> str:
            return workflows.summarise(summary_id, article_id, sentence_count)

        DBOS.workflow(name=_ANALYSE)(analyse)
        DBOS.workflow(name=_SUMMARISE)(summarise)

    def _reconcile(self) -> None:
        """Queue committed articles whose job is missing, and fail those whose job died.

        A process can be killed between committing an article and queueing its job; and
        DBOS gives a job up that has taken its process down too often.
        """
        with self.workflows.unit_of_work() as uow:
            waiting = [(article.id, article.attempt) for article in uow.articles.unfinished()]
        for article_id, attempt in waiting:
            job_id = self.enqueue_analysis(article_id, attempt)
            if _has_ended(job_id):
                failure = Failure(
                    "The analysis was given up",
                    "The analysis ended without a result, so it was given up; retry it.",
                    "load",
                    self.workflows.clock(),
                )
                try:
                    with self.workflows.unit_of_work() as uow:
                        fail_analysis(uow, article_id, failure)
                        uow.commit()
                except (NotFoundError, StateConflictError):
                    # A resumed job brought it to its end, or it was deleted, just now.
                    continue
                logger.error("article %s: job %s ended without a result", article_id, job_id)


def _analysis_job(article_id: UUID, attempt: int) -> str:
    return f"analyse-{article_id}-{attempt}"


def _enqueue(workflow: str, job_id: str, *arguments: str | int) -> str:
    """Queue a workflow once; the same job identifier again changes nothing."""
    DBOS.enqueue_workflow_with_options(
        {
            "workflow_name": workflow,
            "queue_name": QUEUE_NAME,
            "workflow_id": job_id,
            "app_version": WORKFLOW_VERSION,
        },
        *arguments,
    )
    return job_id


def _has_ended(job_id: str) -> bool:
    status = DBOS.get_workflow_status(job_id)
    return status is not None and status.status in _ENDED
