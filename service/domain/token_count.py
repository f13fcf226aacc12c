"""Token count: how many tokens the models that write have read and written for a piece of work."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class TokenCount:
    """Tokens that were read and written; several threads may add to it.

    Attributes:
        read: Tokens that a model was fed, those kept from an earlier reading left out.
        written: Tokens that it wrote, the one that ends an answer left out; sequence models and
            servers count that too.
    """

    read: int = 0
    written: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def add(self, read: int, written: int) -> None:
        """Add to both."""
        with self._lock:
            self.read += read
            self.written += written


_current: ContextVar[TokenCount | None] = ContextVar("token_count", default=None)


@contextmanager
def counting_tokens() -> Iterator[TokenCount]:
    """Yield the count of what is noted within the block, by whatever has its context."""
    count = TokenCount()
    token = _current.set(count)
    try:
        yield count
    finally:
        _current.reset(token)


def note_tokens(*, read: int = 0, written: int = 0) -> None:
    """Add to the count of the work that runs; of no effect where nobody counts."""
    count = _current.get()
    if count is not None:
        count.add(read, written)
