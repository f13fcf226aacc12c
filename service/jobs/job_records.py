"""Job records: what jobs are called, and what DBOS keeps of them for all processes."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from uuid import UUID

from dbos import DBOS, WorkflowStatus, WorkflowStatusString
from opentelemetry import context

from service.domain.article import Lane, WaitingArticle
from service.domain.errors import StoreUnavailableError

logger = logging.getLogger(__name__)

#: Names the order and the results of the steps. A workflow started under one version goes
#: on only under the same; change it with the steps, and drain the queue before upgrading.
WORKFLOW_VERSION = "3"
QUEUE_NAME = "analysis"
ANALYSE = "analyse_article"
SUMMARISE = "write_summary"
#: What has the smaller number goes first.
PRIORITIES = {Lane.INTERACTIVE: 1, Lane.BULK: 2}
#: What DBOS says of a job that will not run again by itself.
ENDED = frozenset(
    {
        WorkflowStatusString.SUCCESS.value,
        WorkflowStatusString.ERROR.value,
        WorkflowStatusString.CANCELLED.value,
        WorkflowStatusString.MAX_RECOVERY_ATTEMPTS_EXCEEDED.value,
    }
)


def job_of(article: WaitingArticle) -> str:
    """Return the name of the job of an article's present attempt."""
    return analysis_job(article.id, article.attempt)


def summary_job(summary_id: UUID) -> str:
    """Return the name of the job that writes a summary."""
    return f"summarise-{summary_id}"


def analysis_job(article_id: UUID, attempt: int) -> str:
    """Return the name of the job of one attempt to analyse an article."""
    return f"analyse-{article_id}-{attempt}"


def enqueue(workflow: str, job_id: str, priority: int, *arguments: str | int) -> str:
    """Queue a workflow once; the same job identifier again changes nothing.

    Raises:
        StoreUnavailableError: If it cannot be written down now.
    """
    try:
        DBOS.enqueue_workflow_with_options(
            {
                "workflow_name": workflow,
                "queue_name": QUEUE_NAME,
                "workflow_id": job_id,
                "app_version": WORKFLOW_VERSION,
                "priority": priority,
                # Kept with the job, whoever takes it, and whenever.
                "otel_context": context.get_current(),
            },
            *arguments,
        )
    except Exception as error:
        # DBOS waits for a lock and for a server that is away; a full disk it hands on.
        logger.warning("job %s cannot be queued", job_id, exc_info=True)
        raise StoreUnavailableError("The queue cannot be written to for now.") from error
    return job_id


def list_jobs(**filters: str | list[str]) -> list[WorkflowStatus]:
    """Return the jobs that have what the filters ask for, without their inputs and outputs."""
    found: list[WorkflowStatus] = DBOS.list_workflows(
        **filters,  # type: ignore[arg-type]  # each takes a name or a list of them
        load_input=False,
        load_output=False,
    )
    return found


def read_statuses(job_ids: Iterable[str]) -> dict[str, str]:
    """Return what DBOS says of each job that it knows."""
    return {job.workflow_id: job.status for job in list_jobs(workflow_ids=list(job_ids))}


def find_holders() -> set[str]:
    """Return the processes that have taken jobs and not ended them."""
    pending = list_jobs(status=WorkflowStatusString.PENDING.value, app_version=WORKFLOW_VERSION)
    return {job.executor_id for job in pending if job.executor_id is not None}


def take_back(names: Collection[str]) -> int:
    """Queue what processes hold again; what others have taken since stays theirs."""
    if not names:
        return 0
    # What DBOS calls when its control plane sees an executor die; no public name does it
    # without taking jobs from whoever has them now.
    return len(DBOS._recover_pending_workflows(sorted(names)))  # noqa: SLF001  see above


def has_ended(job_id: str) -> bool:
    """Tell whether a job has ended, well or badly."""
    status = DBOS.get_workflow_status(job_id)
    return status is not None and status.status in ENDED
