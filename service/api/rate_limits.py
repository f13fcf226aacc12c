"""Rate limits: how many requests a key may send, and what it is told about that.

The header fields are those of draft-ietf-httpapi-ratelimit-headers-11. The counts live in
this process: where several serve the same database, each counts for itself.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from service.domain.api_key import ApiKey, Role
from service.domain.errors import QuotaExceededError

if TYPE_CHECKING:
    from limits import RateLimitItem

#: Wrong keys that one address may send before it must wait: each may cost a hash.
DEFAULT_FAILURE_LIMIT = "30/minute"
_FAILURES_POLICY = "failed-authentication"
#: What a setting says where there shall be no limit.
UNLIMITED = "unlimited"


def read_limit(text: str) -> RateLimitItem | None:
    """Return the limit that a setting such as `600/minute` names, None for `unlimited`.

    Raises:
        ValueError: Where it is neither.
    """
    return None if text.strip().lower() == UNLIMITED else parse(text)


@dataclass(frozen=True, slots=True)
class Share:
    """What is left of a key's share.

    Attributes:
        policy: The name of the limit, which is that of the role.
        quota: Requests in every window.
        window_seconds: How long a window is.
        remaining: Requests that are left now.
        wait_seconds: When the next one is given back.
        exceeded: Whether this request was one too many.
    """

    policy: str
    quota: int
    window_seconds: int
    remaining: int
    wait_seconds: int
    exceeded: bool

    def headers(self) -> dict[str, str]:
        """Return the header fields that tell the caller."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w={self.window_seconds}',
            "RateLimit": f'"{self.policy}";r={self.remaining};t={self.wait_seconds}',
        }

    def refuse_exceeded(self) -> None:
        """Refuse the request that was one too many.

        Raises:
            QuotaExceededError: Where it was.
        """
        if self.exceeded:
            raise QuotaExceededError(
                f"This key may send {self.quota:,} requests in {self.window_seconds} seconds; "
                f"try again in {self.wait_seconds} seconds.",
                self.policy,
                self.wait_seconds,
            )


class RateLimiter:
    """Counts the requests of each key over a moving window."""

    def __init__(
        self, limits: Mapping[Role, str], failure_limit: str = DEFAULT_FAILURE_LIMIT
    ) -> None:
        self._items = {role: read_limit(text) for role, text in limits.items()}
        self._failures = read_limit(failure_limit)
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def take(self, key: ApiKey) -> Share | None:
        """Count a request of a key; return what is left, None where it has no limit."""
        item = self._items.get(key.role)
        if item is None:
            return None
        taken = self._window.hit(item, "key", str(key.id))
        stats = self._window.get_window_stats(item, "key", str(key.id))
        return Share(
            policy=key.role.value,
            quota=item.amount,
            window_seconds=item.get_expiry(),
            remaining=stats.remaining if taken else 0,
            wait_seconds=_seconds_until(stats.reset_time),
            exceeded=not taken,
        )

    def refuse_guessing(self, address: str) -> None:
        """Refuse to look at more keys of an address that sent too many wrong ones.

        Raises:
            QuotaExceededError: Where it did.
        """
        if self._failures is None:
            return
        if not self._window.test(self._failures, _FAILURES_POLICY, address):
            stats = self._window.get_window_stats(self._failures, _FAILURES_POLICY, address)
            wait_seconds = _seconds_until(stats.reset_time)
            raise QuotaExceededError(
                f"Too many wrong API keys came from this address; try again in {wait_seconds} "
                "seconds.",
                _FAILURES_POLICY,
                wait_seconds,
            )

    def note_failure(self, address: str) -> None:
        """Count a wrong key."""
        if self._failures is not None:
            self._window.hit(self._failures, _FAILURES_POLICY, address)


def _seconds_until(instant: float) -> int:
    return max(1, math.ceil(instant - time.time()))
