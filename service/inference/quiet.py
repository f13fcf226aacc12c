"""Quiet: keeps transformers' progress bars and advice out of the service's output."""

from __future__ import annotations

from transformers.utils import logging


def quieten_transformers() -> None:
    """Silence progress bars and warnings of transformers; its errors are still logged."""
    logging.disable_progress_bar()
    logging.set_verbosity_error()
