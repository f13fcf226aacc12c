"""A real Chromium on a running service: what whoever opens /docs sees and does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

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
#: As long as the example asks the service to hold its answer back at most, and some more.
WAIT_MILLISECONDS = 90_000


@dataclass(frozen=True)
class Visit:
    """A visit of Swagger UI.

    Attributes:
        page: The open page.
        requested: The address of everything that the page asked for.
        complaints: What the browser's console reported as errors.
    """

    page: Page
    requested: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open_docs(self) -> None:
        self.page.goto("/docs")
        self.page.get_by_role("heading", name="Claimdesk").first.wait_for()

    def open_operation(self, operation_id: str) -> Locator:
        block = self.page.locator(f"[id$='-{operation_id}'].opblock")
        block.locator(".opblock-summary-control").click()
        block.locator(".execute-wrapper button.execute, button.execute").first.wait_for()
        return block

    def execute(self, block: Locator) -> tuple[int, str]:
        """Execute an operation as it stands; return the status and the body that are shown."""
        block.locator("button.execute").click()
        live = block.locator(".live-responses-table .response")
        live.wait_for()
        status = live.locator(".response-col_status").inner_text().split()[0]
        return int(status), live.locator(".response-col_description").inner_text()


@contextmanager
def visit(origin: str) -> Iterator[Visit]:
    """Open a page in a new headless Chromium."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  loads only when it is run

    chromium = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if chromium is None:
        pytest.fail("Chromium is needed: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 1000}, base_url=origin)
        page.set_default_timeout(WAIT_MILLISECONDS)
        seen = Visit(page)
        page.on("request", lambda request: seen.requested.append(request.url))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                seen.complaints.append(message.text) if message.type == "error" else None
            ),
        )
        yield seen
        browser.close()
