"""A process of Claimdesk whose networks quote: `python -m benchmarks.faults.process COMMAND …`.

All the rest is what `claimdesk COMMAND …` runs, and neither torch nor weights are loaded.
"""

from __future__ import annotations

from unittest.mock import patch

from benchmarks.faults.clock import clock_from_environment
from benchmarks.faults.networks import Quoting
from service.cli import app

if __name__ == "__main__":
    quoting = Quoting.from_environment()
    with (
        clock_from_environment(),
        patch("service.main.build_pipeline", lambda *_: quoting.pipeline()),
        patch("service.main.MatcherLoader.__call__", lambda _: quoting),
    ):
        app(prog_name="claimdesk")
