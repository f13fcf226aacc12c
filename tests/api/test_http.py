"""HTTP itself: paths, methods, media types, sizes, headers, and what goes wrong unforeseen."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.api.app import create_app
from service.api.body_limit import MAX_BODY_BYTES
from service.api.dependencies import Services
from service.api.schemas.examples import ARTICLE_ID
from service.logs import make_formatter
from tests.api.conftest import published_document

if TYPE_CHECKING:
    from tests.api.conftest import Desk

JSON = {"content-type": "application/json"}


def test_an_unknown_path_is_a_problem(client: TestClient) -> None:
    for path in ("/", "/v1", "/v2/articles", "/v1/articles/", "/docs/../x", "/docs/nothing.js"):
        response = client.get(path)
        assert response.status_code == 404, path
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["type"] == "about:blank"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/v1/articles", "GET, POST"),
        ("HEAD", "/v1/articles", "GET, POST"),
        ("OPTIONS", "/v1/claims", "GET, POST"),
        ("POST", "/v1/claims/x", "GET, PATCH"),
        ("PATCH", "/v1/articles/x", "DELETE, GET"),
        ("GET", "/v1/claims/x/status", "POST"),
        ("POST", "/docs", "GET"),
        ("BREW", "/livez", "GET"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(
    client: TestClient, method: str, path: str, allowed: str
) -> None:
    response = client.request(method, path)
    assert response.status_code == 405
    assert response.headers["allow"] == allowed
    if method != "HEAD":
        assert response.json()["status"] == 405


def test_no_path_of_the_document_answers_a_method_that_it_does_not_have(
    client: TestClient,
) -> None:
    """A fixed path, such as `/v1/claims/search`, lies where others have a parameter."""
    methods = ("GET", "POST", "PUT", "PATCH", "DELETE")
    for template, item in published_document()["paths"].items():
        path = re.sub(r"\{\w+\}", ARTICLE_ID, template)
        known = sorted(method.upper() for method in item if method.upper() in methods)
        for method in set(methods) - set(known):
            response = client.request(method, path, json={})
            assert response.status_code == 405, f"{method} {path}"
            assert response.headers["content-type"] == "application/problem+json"
            assert response.headers["allow"] == ", ".join(known), f"{method} {path}"


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/merge-patch+json",
        "application/jsonx",
        "application/json; charset=latin-1",
        "json",
        ";",
    ],
)
def test_a_body_that_is_not_declared_as_json_is_415(
    client: TestClient, content_type: str | None
) -> None:
    headers = {} if content_type is None else {"content-type": content_type}
    response = client.post("/v1/articles", content=b'{"text": "A text."}', headers=headers)
    assert response.status_code == 415
    assert response.headers["accept"] == "application/json"


def test_two_content_types_are_415(client: TestClient) -> None:
    response = client.post(
        "/v1/articles",
        content=b'{"text": "A text."}',
        headers=[("content-type", "application/json"), ("content-type", "text/plain")],
    )
    assert response.status_code == 415


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "Application/JSON; charset=UTF-8", 'application/json;charset="utf-8"'],
)
def test_json_in_utf_8_is_read(client: TestClient, content_type: str) -> None:
    response = client.post(
        "/v1/articles",
        content=b'{"text": "The board met on Monday."}',
        headers={"content-type": content_type},
    )
    assert response.status_code == 202


@pytest.mark.parametrize(
    "body", [b"{", b"NaN", b'{"text": NaN}', b"[" * 100_000, b"\xff", b'{"text":"a","text":"b"}']
)
def test_malformed_json_is_400(client: TestClient, body: bytes) -> None:
    response = client.post("/v1/articles", content=body, headers=JSON)
    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == "#"


def test_deeply_nested_json_in_a_field_is_no_server_error(client: TestClient) -> None:
    body = b'{"text": ' + b"[" * 900 + b"]" * 900 + b"}"
    response = client.post("/v1/articles", content=body, headers=JSON)
    assert response.status_code in {400, 422}


def test_a_declared_length_over_the_limit_is_413_before_a_byte_is_read(
    client: TestClient,
) -> None:
    def never() -> Iterator[bytes]:
        yield b"{"
        pytest.fail("the body was read")

    response = client.post(
        "/v1/articles",
        content=never(),
        headers={**JSON, "content-length": str(MAX_BODY_BYTES + 1)},
    )
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


def test_a_streamed_body_over_the_limit_is_413(client: TestClient) -> None:
    def stream() -> Iterator[bytes]:
        for _ in range(MAX_BODY_BYTES // 100_000 + 2):
            yield b" " * 100_000

    response = client.post("/v1/articles", content=stream(), headers=JSON)
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("given", ["abc-123", "a" * 128, "00-4bf92f3577b34da6a3ce929d0e0e4736-01"])
def test_a_sane_request_id_is_kept(client: TestClient, given: str) -> None:
    assert client.get("/livez", headers={"X-Request-Id": given}).headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "a" * 129, "a b", 'a"b', "a\tb", "<script>", "é"])
def test_another_request_id_is_replaced(client: TestClient, given: str) -> None:
    response = client.get("/livez", headers={"X-Request-Id": given.encode()})
    assert len(response.headers["x-request-id"]) == 36


def test_every_answer_has_request_id_and_security_headers(client: TestClient) -> None:
    for path in ("/livez", "/nothing", "/docs", "/docs/init.js", "/v1/claims/x", "/openapi.json"):
        headers = client.get(path).headers
        assert headers["x-request-id"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]


def test_each_request_is_one_log_line_with_its_id(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="service.api"):
        client.get("/v1/claims?q=secret", headers={"X-Request-Id": "r-1"})
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 1
    assert lines[0].startswith("GET /v1/claims 200 ")
    assert lines[0].endswith("request_id=r-1")


def test_records_logged_during_a_request_carry_its_id(desk: Desk, app: FastAPI) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(make_formatter(as_json=True))
    logger = logging.getLogger("test.request_id")
    logger.addHandler(handler)

    def readiness() -> dict[str, str | None]:
        logger.warning("looked")
        return {}

    app.state.services = replace(app.state.services, readiness=readiness)
    desk.client.get("/readyz", headers={"X-Request-Id": "r-2"})
    logger.warning("outside")
    logger.removeHandler(handler)
    looked, outside = map(json.loads, stream.getvalue().splitlines())
    assert (looked["event"], looked["request_id"], looked["level"]) == ("looked", "r-2", "warning")
    assert "request_id" not in outside


@pytest.mark.parametrize("origin", ["https://desk.example", "https://other.example"])
def test_pages_of_other_origins_may_call_only_where_the_settings_say_so(
    services: Services, origin: str
) -> None:
    closed = create_app(services)
    opened = create_app(replace(services, cors_origins=("https://desk.example",)))
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    for app, allowed in ((closed, False), (opened, origin == "https://desk.example")):
        with TestClient(app) as client:
            preflight = client.options("/v1/articles", headers=asked)
            answer = client.get("/v1/claims", headers={"Origin": origin})
        expected = origin if allowed else None
        assert preflight.headers.get("access-control-allow-origin") == expected
        assert answer.headers.get("access-control-allow-origin") == expected
        if allowed:
            assert "ETag" in answer.headers["access-control-expose-headers"]


def test_an_unforeseen_error_is_a_bare_500_and_logged_with_its_id(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def explode(*_: object, **__: object) -> Any:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr("service.api.routers.claims.read_claims", explode)
    response = client.get("/v1/claims", headers={"X-Request-Id": "r-3"})
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-request-id"] == "r-3"
    assert "hunter2" not in response.text
    assert "Traceback" not in response.text
    assert "r-3" in response.json()["detail"]
    assert any(record.exc_info and "r-3" in record.getMessage() for record in caplog.records)


def test_behind_a_prefix_the_urls_carry_it(app: FastAPI) -> None:
    with TestClient(app, root_path="/desk") as client:
        response = client.post("/v1/articles", json={"text": "The board met on Monday."})
    assert response.headers["location"].startswith("/desk/v1/articles/")


def test_a_flood_of_unknown_fields_gets_a_short_answer(client: TestClient) -> None:
    body = {"text": "A text.", **{f"{'x' * 500}{number}": 1 for number in range(500)}}
    response = client.post("/v1/articles", json=body)
    assert response.status_code == 422
    assert len(response.json()["errors"]) == 20
    assert len(response.content) < 10_000
