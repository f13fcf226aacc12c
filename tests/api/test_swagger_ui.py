"""Swagger UI in a real browser: what whoever opens /docs sees and can do."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import uvicorn
from fastapi import FastAPI

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

ARTEFACTS = Path(__file__).resolve().parents[2] / "test-artifacts"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
#: Keeps the browser from asking its maker for anything.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT_MILLISECONDS = 30_000


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


@pytest.fixture
def requested() -> list[str]:
    """Collect the address of everything that the page asks for."""
    return []


@pytest.fixture
def complaints() -> list[str]:
    """Collect what the browser's console reports as errors."""
    return []


@pytest.fixture
def page(origin: str, requested: list[str], complaints: list[str]) -> Iterator[Page]:
    """Open a page in a new headless Chromium."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  loads only when it is run

    chromium = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if chromium is None:
        pytest.fail("Chromium is needed: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 1000}, base_url=origin)
        page.set_default_timeout(WAIT_MILLISECONDS)
        page.on("request", lambda request: requested.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: complaints.append(message.text) if message.type == "error" else None,
        )
        yield page
        browser.close()


def open_operation(page: Page, operation_id: str) -> Locator:
    block = page.locator(f"[id$='-{operation_id}'].opblock")
    block.locator(".opblock-summary-control").click()
    block.locator(".execute-wrapper button.execute, button.execute").first.wait_for()
    return block


def execute(block: Locator) -> tuple[int, str]:
    """Execute an operation as it stands; return the status and the body that are shown."""
    block.locator("button.execute").click()
    live = block.locator(".live-responses-table .response")
    live.wait_for()
    status = live.locator(".response-col_status").inner_text().split()[0]
    return int(status), live.locator(".response-col_description").inner_text()


def test_whoever_opens_the_page_can_submit_an_article_and_move_its_claim(
    page: Page, origin: str, requested: list[str], complaints: list[str]
) -> None:
    page.goto("/docs")
    page.get_by_role("heading", name="Claimdesk").first.wait_for()

    status, body = execute(open_operation(page, "submit_article"))
    assert status in {201, 202}
    assert "Varnholt" in body

    change = open_operation(page, "change_claim_status")
    fields = change.locator("tr[data-param-name]")
    claim_id = fields.and_(page.locator("[data-param-name='claim_id']")).locator("input")
    if_match = fields.and_(page.locator("[data-param-name='If-Match']")).locator("input")
    claims = page.request.get(f"{origin}/v1/claims").json()["items"]
    assert claim_id.input_value() in {claim["id"] for claim in claims}, "filled in by the page"
    assert if_match.input_value() == '"1"'
    status, body = execute(change)
    assert status == 200
    assert "triaged" in body

    change.scroll_into_view_if_needed()
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / "swagger-ui.png", full_page=True)

    stored = page.request.get(f"{origin}/v1/claims/{claim_id.input_value()}").json()
    assert (stored["workflow"], stored["version"]) == ("triaged", 2)
    assert if_match.input_value() == '"2"', "ready for the next change"
    foreign = {
        url for url in requested if f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" != origin
    }
    assert {url for url in foreign if not url.startswith("data:")} == set()
    assert complaints == []


def test_every_request_body_is_filled_in_and_no_identifier_is(page: Page) -> None:
    page.goto("/docs")
    page.get_by_role("heading", name="Claimdesk").first.wait_for()
    for operation_id in ("create_claim", "update_claim", "change_claim_status", "request_summary"):
        block = open_operation(page, operation_id)
        assert block.locator("textarea.body-param__text").input_value().strip().startswith("{")
        for name in ("article_id", "claim_id", "Idempotency-Key"):
            field = block.locator(f"tr[data-param-name='{name}'] input")
            if field.count():
                assert field.input_value() == ""
