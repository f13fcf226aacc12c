"""Working: the command that runs a worker process, which analyses articles and serves nobody."""

from __future__ import annotations

import signal
import sys
import threading

from service.commands.outcomes import command, load_settings
from service.commands.serving import (
    check_database,
    leave,
    warn_of_missing_weights,
)
from service.commands.terminal import make_console


@command
def worker() -> None:
    """Analyse articles that services on the same database take in, until Ctrl-C."""
    settings = load_settings()
    check_database(settings, migrated=True)
    warn_of_missing_weights(settings)
    from service.logs import start_log  # noqa: PLC0415  heavy
    from service.main import STOP_SECONDS, Engine  # noqa: PLC0415  heavy
    from service.traces import end_traces, start_traces  # noqa: PLC0415  heavy

    start_log(settings)
    start_traces(settings)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    engine = Engine(settings)
    engine.launch()
    if settings.worker_metrics_port is not None:
        engine.serve_metrics(settings.host, settings.worker_metrics_port)
    make_console().print(f"Claimdesk works as {engine.queue.name}")
    sys.stdout.flush()
    ended.wait()
    in_order = engine.close()
    end_traces(STOP_SECONDS["traces"])
    make_console(sys.stderr).print("Claimdesk has stopped.")
    leave(in_order=in_order)
