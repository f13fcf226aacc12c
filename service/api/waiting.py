"""Waiting: requests that stay open until their analysis has ended, a bounded number at once."""

from __future__ import annotations

import logging
import threading
from enum import Enum

from service.domain.collaborators import AnalysisQueue

logger = logging.getLogger(__name__)

#: A waiting request keeps one of the server's 40 worker threads; enough of them must stay
#: free for all other requests.
MOST_SEATS = 32


class Outcome(Enum):
    """How waiting for a job went."""

    ENDED = "ended"
    TIMED_OUT = "timed out"
    NOT_WAITED = "not waited"


class WaitingRoom:
    """Lets a bounded number of requests wait for their jobs at a time."""

    def __init__(self, queue: AnalysisQueue, seats: int) -> None:
        if seats > MOST_SEATS:
            logger.warning("%d requests may wait at once, not %d", MOST_SEATS, seats)
        self._queue = queue
        self._seats = threading.Semaphore(min(seats, MOST_SEATS))

    def wait(self, job_id: str, seconds: int | None) -> Outcome:
        """Wait until the job has ended, unless nobody wants to or too many wait already.

        Args:
            job_id: What the queue returned for the job.
            seconds: The longest wait; None not to wait.
        """
        if seconds is None or not self._seats.acquire(blocking=False):
            return Outcome.NOT_WAITED
        try:
            ended = self._queue.wait(job_id, seconds)
        finally:
            self._seats.release()
        return Outcome.ENDED if ended else Outcome.TIMED_OUT
