"""The checklist: what was expected of the service, and whether it was so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


class CheckFailedError(Exception):
    """Something was not as it was expected."""


@dataclass
class Checklist:
    """Tells the story and keeps what held.

    Attributes:
        tell: Shows a person a line.
        passed: What was checked, in its order.
    """

    tell: Callable[[str], None]
    passed: list[str] = field(default_factory=list)

    def check(self, what: str, holds: bool, seen: object = "") -> None:
        """Note that something holds.

        Raises:
            CheckFailedError: Where it does not; what comes after it would make no sense.
        """
        if not holds:
            self.tell(f"  FAILED  {what}")
            message = f"{what}\n{seen}"
            raise CheckFailedError(message)
        self.passed.append(what)
        self.tell(f"  ✓ {what}")
