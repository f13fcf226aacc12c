"""Swagger UI in a real browser: what its forms are filled with."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from fastapi import FastAPI

from service.domain.api_key import Role
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.manage_keys import create_key
from tests.api.conftest import Clock
from tests.browser import visit

pytestmark = pytest.mark.browser

FILLED_IN = ("create_claim", "update_claim", "change_claim_status", "request_summary")


@pytest.fixture
def origin(app: FastAPI) -> Iterator[str]:
    """Serve the application on a free port of this machine; yield its origin."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(10)


def test_every_request_body_is_filled_in_and_no_identifier_is(origin: str) -> None:
    with visit(origin) as seen:
        seen.open_docs()
        for operation_id in FILLED_IN:
            block = seen.open_operation(operation_id)
            assert block.locator("textarea.body-param__text").input_value().strip().startswith("{")
            for name in ("article_id", "claim_id", "Idempotency-Key"):
                field = block.locator(f"tr[data-param-name='{name}'] input")
                if field.count():
                    assert field.input_value() == ""


def test_the_authorize_button_sends_the_key_with_every_request(
    origin: str, unit_of_work: Callable[[], UnitOfWork], clock: Clock
) -> None:
    with unit_of_work() as uow:
        _, token = create_key(uow, name="mira", role=Role.READER, actor="test", now=clock())
        uow.commit()
    with visit(origin) as seen:
        seen.open_docs()
        block = seen.open_operation("list_claims")
        status, body = seen.execute(block)
        assert (status, "key-required" in body) == (401, True)
        seen.page.locator("button.authorize").first.click()
        seen.page.locator(".auth-container input").fill(token.reveal())
        seen.page.locator(".auth-btn-wrapper button[type=submit]").click()
        seen.page.locator(".auth-btn-wrapper .btn-done").click()
        block.locator("button.execute").click()
        block.locator(".response-col_status", has_text="200").first.wait_for()
