"""Workers: the processes that take jobs from the queue, and how one knows that they live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkerPulse:
    """What a worker has last said of itself.

    Attributes:
        beats: How often it has said that it lives.
        stopped: Whether it said that it stops, and that others may have what it held.
    """

    beats: int
    stopped: bool = False


class SilenceCount:
    """Counts for how many looks in a row a worker has not been heard of.

    No clock is asked, so that neither one that is put back nor those of two machines that
    differ make a living worker dead.

    Args:
        patience: After so many looks without a sign of life a worker is taken for dead.
    """

    def __init__(self, patience: int) -> None:
        self._patience = patience
        self._seen: dict[str, tuple[int | None, int]] = {}

    def forget(self) -> None:
        """Begin anew, since a look has failed."""
        self._seen.clear()

    def look(self, beats: Mapping[str, int | None]) -> frozenset[str]:
        """Note how far each worker has counted, and return those taken for dead.

        Args:
            beats: By the worker's name; None where it has said nothing at all.
        """
        looks: dict[str, tuple[int | None, int]] = {}
        for name, count in beats.items():
            before, silent = self._seen.get(name, (None, -1))
            changed = count is not None and count != before
            looks[name] = (count, 0 if changed or silent < 0 else silent + 1)
        self._seen = looks
        return frozenset(name for name, (_, silent) in looks.items() if silent >= self._patience)
