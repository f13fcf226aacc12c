"""Text generators: what words summaries, headlines and claims, whichever engine runs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from service.inference.prompts import Prompt


@dataclass(frozen=True, slots=True)
class EngineIdentity:
    """Which weights an engine runs: their name and what fixes them.

    Attributes:
        revision: The SHA-256 of local weights; of a server's, what the server calls them.
    """

    name: str
    revision: str


class TextGenerator(Protocol):
    """Answers prompts.

    Attributes:
        identity: Which weights it runs.
    """

    @property
    def identity(self) -> EngineIdentity:
        """Return which weights it runs."""
        ...

    def parameters(self, max_new_tokens: int) -> dict[str, str | int | float | bool | None]:
        """Return the generation parameters as they are stored with every output."""
        ...

    def generate(self, prompts: Sequence[Prompt], max_new_tokens: int) -> list[str]:
        """Answer every prompt, in the same order.

        Args:
            prompts: Chats that end with a `user` message.
            max_new_tokens: The most tokens an answer may have.

        Raises:
            GenerationError: If a prompt cannot be answered.
        """
        ...
