"""Event watch: wakes the streams of events when there is something new to send.

One task asks for the newest number for all streams of a process, and only while a stream
waits, so that an idle stream holds neither a thread nor a database connection. What it then
reads it reads for itself, from the number that it has sent last: nothing is lost between.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from fastapi.concurrency import run_in_threadpool

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5


class EventWatch:
    """Tells waiting streams of new events, and of the end of the service."""

    def __init__(self, read_last: Callable[[], int], poll_seconds: float = POLL_SECONDS) -> None:
        self._read_last = read_last
        self._poll_seconds = poll_seconds
        self._last = 0
        self._waiting = 0
        self._is_closed = False
        self._changed = asyncio.Event()
        self._poller: asyncio.Task[None] | None = None

    @property
    def is_closed(self) -> bool:
        """Tell whether the service is about to end."""
        return self._is_closed

    def close(self) -> None:
        """End all streams; to be called in the event loop when the server shuts down."""
        self._is_closed = True
        self._wake()

    async def wait(self, seen: int) -> int:
        """Wait for an event after `seen`, or for the end of the service.

        Args:
            seen: The greatest number that the stream has looked at.

        Returns:
            The newest number.
        """
        self._waiting += 1
        try:
            if self._poller is None or self._poller.done():
                self._poller = asyncio.create_task(self._poll())
            while self._last <= seen and not self._is_closed:
                await self._changed.wait()
        finally:
            self._waiting -= 1
        return max(self._last, seen)

    async def _poll(self) -> None:
        while self._waiting and not self._is_closed:
            try:
                last = await run_in_threadpool(self._read_last)
            except Exception:
                # The database may come back; the streams stay open until then.
                logger.warning("the newest event could not be read", exc_info=True)
            else:
                if last > self._last:
                    self._last = last
                    self._wake()
            await asyncio.sleep(self._poll_seconds)

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
