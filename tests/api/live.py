"""A live server on a given database, with a double of the queue that does the work itself."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from service.api.access import AccessPolicy
from service.api.app import create_app
from service.api.dependencies import Services
from service.domain.api_key import Role
from service.domain.claim_review import Publisher
from service.storage.unit_of_work import UnitOfWorkFactory
from service.use_cases.manage_keys import create_key
from tests.api.conftest import VERSION, Clock, MatcherDouble, QueueDouble

START_SECONDS = 30
PUBLISHER = Publisher(
    "Example News Agency",
    "https://news.example",
    "https://news.example/fact-checks/{claim_id}",
)


@contextmanager
def live_server(database_url: str, *, has_keys: bool = True) -> Iterator[tuple[str, str]]:
    """Serve the API on a migrated database; yield its address and a key, of no use without."""
    unit_of_work = UnitOfWorkFactory(database_url)
    clock = Clock()
    with unit_of_work() as uow:
        _, token = create_key(uow, name="test", role=Role.ADMIN, actor="test", now=clock())
        if has_keys:
            uow.commit()
    services = Services(
        unit_of_work=unit_of_work,
        queue=QueueDouble(unit_of_work, clock),
        matcher=MatcherDouble,
        readiness=lambda: {"database": None},
        queue_limit=1_000_000,
        max_waiting_requests=4,
        clock=clock,
        version=VERSION,
        publisher=PUBLISHER,
        access=AccessPolicy(
            rate_limits=dict.fromkeys(Role, "unlimited"), failure_limit="unlimited"
        ),
    )
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        app = create_app(services)
        # A stream of events would keep a client that reads answers whole for ever.
        app.state.event_watch.close()
        server = uvicorn.Server(uvicorn.Config(app, log_config=None))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        deadline = time.monotonic() + START_SECONDS
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", token.reveal()
        finally:
            server.should_exit = True
            thread.join(START_SECONDS)
            unit_of_work.dispose()
