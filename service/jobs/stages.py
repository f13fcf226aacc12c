"""Stages: each runs as one durable step, waits for what it needs, and is measured."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from dbos import DBOS
from opentelemetry import trace
from pydantic import TypeAdapter

from service.domain.errors import (
    ClaimdeskError,
    EngineUnavailableError,
    NotFoundError,
    StoreUnavailableError,
    SupersededError,
)
from service.jobs.pipeline_metrics import PipelineMetrics

logger = logging.getLogger(__name__)

T = TypeVar("T")

#: How long a step waits, in seconds, before it asks a generation server again that was of no use:
#: three quarters of an hour in all, after which the article fails and can be retried.
PAUSES_SECONDS: tuple[float, ...] = (5, 10, 20, 40, 80, 160, 320, 640, 640, 640)

#: What a person reads when a stage fails, by the step's name.
STAGE_TITLES: dict[str, str] = {
    "load": "The article could not be read back",
    "prepare": "The text could not be split into sentences",
    "score": "The sentences could not be scored for check-worthiness",
    "compare": "The text could not be compared with the one before the correction",
    "rewrite": "The claims could not be worded",
    "verify": "The claims could not be verified against the text",
    "embed": "The claims could not be embedded",
    "summarise": "The summary could not be written",
    "store": "The result could not be stored",
}


class HandedBack(BaseException):
    """The process stops: the job goes back to the queue before its next stage.

    DBOS keeps nothing of it, so that whoever takes the job next goes on with that stage.
    """


class StageError(Exception):
    """A stage failed; says which one and, in words fit for the article, why."""

    def __init__(self, stage: str, detail: str) -> None:
        super().__init__(detail)
        self.stage = stage
        self.detail = detail


@dataclass(frozen=True, slots=True)
class StageRunner:
    """Runs the stages of this process's jobs.

    Attributes:
        stopping: Once it is set no further stage is begun.
        metrics: Takes what is measured.
    """

    stopping: threading.Event = field(default_factory=threading.Event)
    metrics: PipelineMetrics = field(default_factory=PipelineMetrics)
    _running: list[str] = field(default_factory=list)

    @property
    def running(self) -> int:
        """Return how many stages run at this moment."""
        return len(self._running)

    def run(self, stage: str, adapter: TypeAdapter[T], work: Callable[[], T]) -> T:
        """Run one stage as a durable step, or read its kept result back.

        Raises:
            StageError: If the stage fails, now or before the process was restarted.
            HandedBack: If the process stops and the stage has not begun.
        """

        def checkpointed() -> dict[str, Any]:
            if self.stopping.is_set():
                raise HandedBack
            self._running.append(stage)
            try:
                with self.metrics.measured(stage) as tokens:
                    found = self._persist(
                        stage,
                        lambda: _run_stage(stage, adapter, lambda: self._patiently(stage, work)),
                    )
                (outcome,) = found
                trace.get_current_span().set_attributes(
                    {
                        "claimdesk.outcome": outcome,
                        "claimdesk.tokens.read": tokens.read,
                        "claimdesk.tokens.written": tokens.written,
                    }
                )
                return found
            finally:
                self._running.remove(stage)

        kept = DBOS.run_step({"name": stage}, checkpointed)
        if "failed" in kept:
            raise StageError(stage, kept["failed"])
        if "gone" in kept:
            raise NotFoundError("The article was deleted.")
        if "superseded" in kept:
            raise SupersededError("The article was corrected.")
        return adapter.validate_python(kept["result"])

    def _patiently(self, stage: str, work: Callable[[], T]) -> T:
        """Do the work, again and again while the generation server is of no use.

        Raises:
            EngineUnavailableError: Where it was of no use to the last.
            HandedBack: If the process stops meanwhile.
        """
        for pause_seconds in PAUSES_SECONDS:
            try:
                return work()
            except EngineUnavailableError as error:
                logger.warning("stage %s waits %g s: %s", stage, pause_seconds, error.detail)
            if self.stopping.wait(pause_seconds):
                raise HandedBack
        return work()

    def _persist(self, stage: str, run: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Run a stage until the database can be used.

        Raises:
            HandedBack: If the process stops before.
        """
        while True:
            try:
                return run()
            except StoreUnavailableError as error:
                logger.warning("stage %s waits: %s", stage, error.detail)
                if self.stopping.wait(error.retry_after_seconds):
                    raise HandedBack from error


def _run_stage(stage: str, adapter: TypeAdapter[T], work: Callable[[], T]) -> dict[str, Any]:
    """Return what a stage gives, or why it gave nothing, as JSON."""
    try:
        return {"result": adapter.dump_python(work(), mode="json")}
    except NotFoundError:
        # The article was deleted meanwhile: nothing is left to do or to report to.
        return {"gone": True}
    except SupersededError:
        # A correction came meanwhile, and has its own job.
        return {"superseded": True}
    except StoreUnavailableError:
        raise
    except ClaimdeskError as error:
        return {"failed": error.detail}
    except Exception:  # the article must say so, whatever it was
        logger.exception("stage %s failed", stage)
        return {"failed": "The stage stopped on an unexpected error; the log has it."}
