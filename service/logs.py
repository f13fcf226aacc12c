"""Logs: a JSON object a line, or lines for people, with the request and the job they belong to."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

import structlog
from opentelemetry import trace

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor

    from service.settings import Settings

#: Longer lines would hold what belongs to nobody's log.
_MAX_CHARACTERS = 4_000
#: Each request is logged once, by the service itself, without its query.
_SILENT = ("uvicorn.access", "httpx", "httpcore")


def start_log(settings: Settings) -> None:
    """Write what the service logs to standard error, as the settings say."""
    as_json = settings.log_format == "json" or (
        settings.log_format == "auto" and not sys.stderr.isatty()
    )
    handler = logging.StreamHandler()
    handler.setFormatter(make_formatter(as_json=as_json))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.WARNING)


def make_formatter(*, as_json: bool) -> structlog.stdlib.ProcessorFormatter:
    """Return what writes a record of the standard library's logging as a line."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        _add_trace,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _cut,
    ]
    render: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
    )


def _add_trace(_logger: object, _method: str, event: EventDict) -> EventDict:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"] = trace.format_trace_id(context.trace_id)
    return event


def _cut(_logger: object, _method: str, event: EventDict) -> EventDict:
    for name in ("event", "exception"):
        value = event.get(name)
        if isinstance(value, str) and len(value) > _MAX_CHARACTERS:
            # The end of a trace says what went wrong.
            event[name] = f"{value[: _MAX_CHARACTERS // 2]} … {value[-_MAX_CHARACTERS // 2 :]}"
    return event
