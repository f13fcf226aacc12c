"""Traces: one from a request to the stages that it caused, sent to an OpenTelemetry collector.

FastAPI makes the spans of requests and DBOS those of jobs and stages, each with attributes of
its own liking; what leaves the process is cut down to `ATTRIBUTES`.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from importlib.metadata import version

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Status

from service.settings import Settings

logger = logging.getLogger(__name__)

#: The attributes that leave the process, under the name that they are sent by. None of them holds
#: a path, a query, a header, an error's words or anything of an article.
ATTRIBUTES: Mapping[str, str] = {
    "error.type": "error.type",
    "http.request.method": "http.request.method",
    "http.response.status_code": "http.response.status_code",
    "http.route": "http.route",
    "network.protocol.version": "network.protocol.version",
    "url.scheme": "url.scheme",
    # Of DBOS: which job a span belongs to, and which process ran it.
    "operationUUID": "claimdesk.job_id",
    "operationType": "claimdesk.operation",
    "executorID": "claimdesk.worker",
    # Of the stages.
    "claimdesk.outcome": "claimdesk.outcome",
    "claimdesk.tokens.read": "claimdesk.tokens.read",
    "claimdesk.tokens.written": "claimdesk.tokens.written",
}
#: How long one attempt to send may take; the collector's slowness costs spans, never requests.
_SEND_SECONDS = 5.0


class SparingExporter(SpanExporter):
    """Hands spans on without anything that could hold an article's text or a secret.

    Tells once when the collector stops taking them, and once when it takes them again.
    """

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self._fails = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send what may be sent of the spans."""
        result = self._exporter.export([spare(span) for span in spans])
        fails = result is not SpanExportResult.SUCCESS
        if fails and not self._fails:
            logger.warning("the collector takes no traces; they are dropped until it does")
        elif self._fails and not fails:
            logger.info("the collector takes traces again")
        self._fails = fails
        return result

    def shutdown(self) -> None:
        """End the exporter."""
        self._exporter.shutdown()


def spare(span: ReadableSpan) -> ReadableSpan:
    """Return the span with the attributes of the table alone, and no words of any error."""
    attributes = span.attributes or {}
    # A span that has ended cannot be changed, and what made it asks nobody what to put in.
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes={
            sent: attributes[name] for name, sent in ATTRIBUTES.items() if name in attributes
        },
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def start_traces(settings: Settings) -> None:
    """Send traces from now on, if a collector is set; once a process."""
    if settings.traces_endpoint is None:
        return
    # The exporter logs each failure, with the collector's address; once is enough.
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
    # DBOS would send its logs as well, and warns of it that it was given nowhere to.
    logging.getLogger("dbos").addFilter(lambda line: "logger provider not set" not in str(line.msg))
    resource = Resource.create({SERVICE_NAME: "claimdesk", SERVICE_VERSION: version("claimdesk")})
    # Its own end at exit would wait for a collector that is slow.
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    exporter = OTLPSpanExporter(endpoint=str(settings.traces_endpoint), timeout=_SEND_SECONDS)
    provider.add_span_processor(BatchSpanProcessor(SparingExporter(exporter)))
    trace.set_tracer_provider(provider)


def end_traces(seconds: float) -> None:
    """Send what is left, for so many seconds at most."""
    provider = trace.get_tracer_provider()
    if isinstance(provider, TracerProvider):
        sending = threading.Thread(target=provider.shutdown, daemon=True)
        sending.start()
        sending.join(seconds)
