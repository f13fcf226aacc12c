"""Preloading: imports what takes seconds while a command still imports the rest."""

from __future__ import annotations

import threading
from contextlib import suppress


def import_ahead() -> threading.Thread:
    """Begin to import torch and transformers; return the thread, to be joined before their use.

    It imports nothing of this project, so that two threads never wait for each other's modules.
    """

    def load() -> None:
        # Whoever uses them will say what is wrong with them.
        with suppress(ImportError, OSError):
            import torch  # noqa: F401, PLC0415  what this is for
            from transformers import (  # noqa: PLC0415  what this is for
                AutoModelForCausalLM,  # noqa: F401  what this is for
                AutoTokenizer,  # noqa: F401  what this is for
                DynamicCache,  # noqa: F401  what this is for
            )

    thread = threading.Thread(target=load, name="imports", daemon=True)
    thread.start()
    return thread
