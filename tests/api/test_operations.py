"""Probes, metrics and the pages of the documentation."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.api.openapi import render_openapi

if TYPE_CHECKING:
    from tests.api.conftest import Desk


def test_a_live_process_says_so_with_its_version(client: TestClient) -> None:
    assert client.get("/livez").json() == {"status": "alive", "version": "1.2.3"}


def test_a_service_with_all_it_needs_is_ready(client: TestClient) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["status"] == "ready"


@pytest.mark.parametrize("missing", ["database", "migrations", "weights"])
def test_a_service_that_lacks_something_says_what(
    client: TestClient, readiness: dict[str, str | None], missing: str
) -> None:
    readiness[missing] = "not there yet"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/json"
    checks = response.json()["checks"]
    assert checks.pop(missing) == {"ok": False, "detail": "not there yet"}
    assert all(check == {"ok": True, "detail": None} for check in checks.values())


def test_a_generation_server_in_trouble_leaves_the_desk_at_work(
    client: TestClient, readiness: dict[str, str | None]
) -> None:
    readiness["generator"] = "the generation server at ai.example cannot be reached"
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["status"] == "degraded"
    assert response.json()["checks"]["generator"] == {
        "ok": False,
        "detail": "the generation server at ai.example cannot be reached",
    }


def metrics(client: TestClient) -> str:
    response = client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=")
    return str(response.text)


def test_metrics_count_requests_by_template_not_by_path(desk: Desk) -> None:
    claim = desk.claim()
    desk.client.get(f"/v1/claims/{claim['id']}")
    desk.client.get("/v1/claims/unknown")
    desk.client.get("/no/such/path")
    desk.client.request("BREW", "/livez")
    text = metrics(desk.client)
    line = 'claimdesk_http_requests_total{method="%s",route="%s",status="%s"} 1.0'
    assert line % ("GET", "/v1/claims/{claim_id}", 200) in text
    assert line % ("GET", "/v1/claims/{claim_id}", 422) in text
    assert line % ("GET", "unmatched", 404) in text
    assert line % ("OTHER", "/livez", 405) in text
    assert claim["id"] not in text
    assert "/no/such/path" not in text
    assert (
        'claimdesk_http_request_duration_seconds_count{method="POST",route="/v1/articles"}' in text
    )


def test_metrics_show_articles_queue_and_build(desk: Desk) -> None:
    desk.article()
    desk.client.post("/v1/articles", json={"text": "The board met on Monday."})
    text = metrics(desk.client)
    assert 'claimdesk_articles{status="ready"} 1.0' in text
    assert 'claimdesk_articles{status="queued"} 1.0' in text
    assert 'claimdesk_articles{status="failed"} 0.0' in text
    assert "claimdesk_queue_length 1.0" in text
    assert 'claimdesk_lane_length{lane="interactive"} 1.0' in text
    assert 'claimdesk_lane_length{lane="bulk"} 0.0' in text
    assert 'claimdesk_lane_oldest_seconds{lane="interactive"}' in text
    assert "claimdesk_workers 0.0" in text
    assert "claimdesk_first_verdicts 0.0" in text
    assert 'claimdesk_build_info{version="1.2.3"} 1.0' in text


def test_metrics_are_there_without_the_database(client: TestClient, app: FastAPI) -> None:
    def broken() -> Any:
        raise OSError("no database")

    app.state.services = replace(app.state.services, unit_of_work=broken)
    app.state.metrics._desk._read_load = broken
    text = metrics(client)
    assert "claimdesk_build_info" in text
    assert "claimdesk_articles{" not in text


def test_the_metrics_of_two_applications_are_apart(services: Any) -> None:
    from service.api.app import create_app  # noqa: PLC0415  only here

    one, other = TestClient(create_app(services)), TestClient(create_app(services))
    one.get("/livez")
    assert "/livez" in metrics(one)
    assert "/livez" not in metrics(other)


def test_the_document_is_served_as_rendered(client: TestClient) -> None:
    served = client.get("/openapi.json").json()
    rendered = yaml.safe_load(render_openapi())
    assert served.pop("info") | {"version": rendered["info"]["version"]} == rendered.pop("info")
    assert served == rendered


def test_the_page_and_all_that_it_names_is_served_by_the_service(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    names = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(names) == 4
    for name in names:
        response = client.get(f"/{name}")
        assert response.status_code == 200, name
        assert response.headers["content-type"].split(";")[0] in {
            "text/css",
            "text/javascript",
            "image/png",
        }


@pytest.mark.parametrize("name", ["README.md", "LICENSE", "index.html", "..%2f__init__.py", "%00"])
def test_nothing_else_of_the_folder_is_served(client: TestClient, name: str) -> None:
    assert client.get(f"/docs/{name}").status_code == 404
