"""Swagger UI of the real service, with the real weights, in a real browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.browser import visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.weights]

ROOT = Path(__file__).resolve().parent.parent
ARTEFACTS = ROOT / "test-artifacts"
STOP_SECONDS = 60
#: A machine that is busy with other things took over two minutes.
ANALYSIS_SECONDS = 600


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[str]:
    """Run the service as a process of its own; yield its origin."""
    command = [sys.executable, "-m", "service.cli", "serve", "--migrate", "--port", "0"]
    with (
        (tmp_path / "service.log").open("w") as log,
        subprocess.Popen(  # noqa: S603  the command is this project's own
            command,
            cwd=ROOT,
            env={**os.environ, "CLAIMDESK_DATA_DIR": str(tmp_path / "data")},
            text=True,
            stdout=subprocess.PIPE,
            stderr=log,
        ) as process,
    ):
        assert process.stdout is not None
        found = re.search(r"http://[\d.]+:\d+", process.stdout.readline())
        assert found is not None
        try:
            yield found[0]
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def await_claims(page: Page, origin: str) -> None:
    """Wait until the article's analysis has ended, which an answer of 202 did not."""
    deadline = time.monotonic() + ANALYSIS_SECONDS
    while True:
        (article,) = page.request.get(f"{origin}/v1/articles").json()["items"]
        if article["status"] in {"ready", "failed"}:
            break
        assert time.monotonic() < deadline, article
        page.wait_for_timeout(500)
    assert article["status"] == "ready", article


def test_whoever_opens_the_page_can_submit_an_article_and_move_its_claim(origin: str) -> None:
    with visit(origin) as seen:
        page = seen.page
        seen.open_docs()

        status, body = seen.execute(seen.open_operation("submit_article"))
        assert status in {201, 202}
        assert "Varnholt" in body
        await_claims(page, origin)
        listed, _ = seen.execute(seen.open_operation("list_claims"))
        assert listed == 200

        change = seen.open_operation("change_claim_status")
        fields = change.locator("tr[data-param-name]")
        claim_id = fields.and_(page.locator("[data-param-name='claim_id']")).locator("input")
        if_match = fields.and_(page.locator("[data-param-name='If-Match']")).locator("input")
        claims = page.request.get(f"{origin}/v1/claims").json()["items"]
        assert claim_id.input_value() in {claim["id"] for claim in claims}, "filled in by the page"
        assert if_match.input_value() == '"1"'
        status, body = seen.execute(change)
        assert status == 200
        assert "triaged" in body

        change.scroll_into_view_if_needed()
        ARTEFACTS.mkdir(exist_ok=True)
        page.screenshot(path=ARTEFACTS / "swagger-ui.png", full_page=True)

        stored = page.request.get(f"{origin}/v1/claims/{claim_id.input_value()}").json()
        assert (stored["workflow"], stored["version"]) == ("triaged", 2)
        assert if_match.input_value() == '"2"', "ready for the next change"
        origins = {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in seen.requested}
        assert origins - {"data://"} == {origin}
        assert seen.complaints == []
