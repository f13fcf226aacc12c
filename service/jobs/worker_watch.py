"""The worker watch: says that this process lives, and takes over what dead ones have left.

A worker counts its beats in the database; one whose count stands still for several looks in a
row is taken for dead, and what it held goes back into the queue. A look that fails counts for
nothing, so that no worker is given up while the database is away. Should a worker that was
taken for dead come back, its next checkpoint is refused: a job belongs to whoever took it last.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from service.domain.worker import SilenceCount
from service.use_cases import UnitOfWork

logger = logging.getLogger(__name__)

BEAT_SECONDS = 3.0
#: Long enough that a machine that swaps or a garbage collection is no death.
PATIENCE = 5
#: How often articles are looked for whose job was never queued, in beats.
_BEATS_BETWEEN_SWEEPS = 10


@dataclass
class WorkerWatch:
    """Beats, and looks after the jobs of others, in a thread of its own.

    Attributes:
        unit_of_work: Opens a unit of work.
        name: This process among the workers; None where it takes no jobs itself.
        find_holders: Returns the names of those that hold unfinished jobs.
        take_back: Puts what they hold back into the queue; returns how many jobs that were.
        sweep: Looks for work that no job was made for.
        clock: Returns the current instant in UTC.
        beat_seconds: How often to beat and look.
    """

    unit_of_work: Callable[[], UnitOfWork]
    name: str | None
    find_holders: Callable[[], Collection[str]]
    take_back: Callable[[Collection[str]], int]
    sweep: Callable[[], None]
    clock: Callable[[], datetime]
    beat_seconds: float = BEAT_SECONDS
    _silence: SilenceCount = field(default_factory=lambda: SilenceCount(PATIENCE))
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    # Held while a beat is written, so that none comes after the end was noted.
    _beating: threading.Lock = field(default_factory=threading.Lock)

    def launch(self) -> None:
        """Beat and look once, then go on in the background."""
        self.look()
        self._thread = threading.Thread(target=self._run, name="worker-watch", daemon=True)
        self._thread.start()

    def close(self, timeout_seconds: float = BEAT_SECONDS) -> None:
        """Stop looking, and let others have at once what this process holds.

        Args:
            timeout_seconds: How long a look that is under way may take to end.
        """
        self._ended.set()
        if self._thread is not None:
            self._thread.join(timeout_seconds)
        if self.name is None:
            return
        if not self._beating.acquire(blocking=False):
            # Its beat might come after the end, which others would take for a worker that lives.
            logger.warning("the end of this worker could not be noted: the database is slow")
            return
        try:
            with self.unit_of_work() as uow:
                uow.workers.stop(self.name)
                uow.commit()
        except Exception:  # the database is away, so that this process will be taken for dead
            logger.warning("the end of this worker could not be noted", exc_info=True)
        finally:
            self._beating.release()

    def look(self) -> None:
        """Beat, and take over what those hold that have died or stopped."""
        try:
            self._look()
        except BaseException:
            # What kept this one from looking may have kept others from beating.
            self._silence.forget()
            raise

    def _look(self) -> None:
        with self._beating, self.unit_of_work() as uow:
            if self._ended.is_set():
                return
            if self.name is not None:
                uow.workers.beat(self.name, self.clock())
            pulses = uow.workers.pulses()
            uow.commit()
        holders = set(self.find_holders())
        names = (holders | set(pulses)) - {self.name}
        stopped = {name for name in names if name in pulses and pulses[name].stopped}
        silent = self._silence.look(
            {name: pulses[name].beats if name in pulses else None for name in names - stopped}
        )
        gone = stopped | silent
        if not gone:
            return
        count = self.take_back(gone & holders)
        if silent:
            logger.warning("workers are dead: %s", ", ".join(sorted(silent)))
        if count:
            logger.warning("%d jobs of workers that are gone are queued again", count)
        with self.unit_of_work() as uow:
            uow.workers.remove(gone)
            uow.commit()

    def _run(self) -> None:
        beats = 0
        while not self._ended.wait(self.beat_seconds):
            beats += 1
            try:
                self.look()
                if beats % _BEATS_BETWEEN_SWEEPS == 0:
                    self.sweep()
            except Exception:  # whatever it was, the next look may go well
                logger.warning("the workers could not be looked at", exc_info=True)
