"""Hosts: a service without keys is no use to a web page, under whatever name it calls."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from httpx import Client

from service.api.access import AccessPolicy
from service.api.app import create_app
from service.api.dependencies import Services
from service.api.hosts import comes_from_elsewhere, names_this_machine
from service.domain.api_key import Role
from service.settings import Settings
from service.use_cases.manage_keys import create_key
from tests.api.conftest import Clock, DocumentedClient
from tests.api.live import live_server


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:8000",
        "127.8.9.10",
        "[::1]",
        "[::1]:8000",
        "[0:0:0:0:0:0:0:1]",
        "localhost",
        "LocalHost.:8000",
        "desk.localhost:8000",
    ],
)
def test_loopback_names_are_this_machine(host: str) -> None:
    assert names_this_machine(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        ":8000",
        "news.example",
        "127.0.0.1.news.example",
        "localhost.news.example",
        "notlocalhost",
        "127.0.0.1@news.example",
        "127.0.0.1/news.example",
        "127.0.0.1, news.example",
        "10.0.0.7:8000",
        "[::]",
        "[fe80::1]",
        "::1",
        "2130706433",
        "127.1",
    ],
)
def test_every_other_name_is_somebody_elses(host: str) -> None:
    assert not names_this_machine(host)


@pytest.fixture
def guarded(services: Services) -> DocumentedClient:
    """The application as it is without a setting: no key, no other name."""
    return DocumentedClient(create_app(replace(services, access=AccessPolicy())))


def test_without_keys_another_host_is_refused_by_name_and_changes_nothing(
    guarded: DocumentedClient,
) -> None:
    for host in ("news.example", "news.example:8000"):
        refused = guarded.post(
            "/v1/articles", json={"text": "Ships fly over Halden."}, headers={"Host": host}
        )
        assert refused.status_code == 421
        assert refused.headers["content-type"] == "application/problem+json"
        problem = refused.json()
        assert problem["type"] == "urn:claimdesk:problem:host-unknown"
        assert [error["pointer"] for error in problem["errors"]] == ["#/header/Host"]
        assert "CLAIMDESK_ALLOWED_HOSTS" in problem["detail"]
    answer = guarded.get("/v1/articles", headers={"Host": "127.0.0.1:8000"})
    assert (answer.status_code, answer.json()["items"]) == (200, [])


def test_probes_and_the_document_answer_under_every_name(guarded: DocumentedClient) -> None:
    for path in ("/livez", "/readyz", "/openapi.json", "/docs"):
        assert guarded.get(path, headers={"Host": "10.0.0.7"}).status_code == 200


def test_with_keys_the_name_does_not_matter(guarded: DocumentedClient, services: Services) -> None:
    with services.unit_of_work() as uow:
        _, token = create_key(uow, name="cms", role=Role.READER, actor="test", now=Clock()())
        uow.commit()
    headers = {"Host": "claims.news.example"}
    assert guarded.get("/v1/claims", headers=headers).status_code == 401
    headers["Authorization"] = f"Bearer {token.reveal()}"
    assert guarded.get("/v1/claims", headers=headers).status_code == 200


def test_names_in_the_settings_are_answered(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMDESK_ALLOWED_HOSTS", " Desk.internal., newsroom,")
    settings = Settings()
    assert settings.allowed_hosts == {"desk.internal", "newsroom"}
    client = TestClient(create_app(replace(services, access=settings.access)))
    for host, status in (("desk.internal:80", 200), ("NEWSROOM", 200), ("news.example", 421)):
        assert client.get("/v1/claims", headers={"Host": host}).status_code == status


PAGE = "https://news.example"


@pytest.mark.parametrize(
    ("site", "origin", "elsewhere"),
    [
        (None, None, False),
        ("same-origin", "http://127.0.0.1:8000", False),
        ("none", None, False),
        ("cross-site", PAGE, True),
        ("cross-site", "null", True),
        ("same-site", "http://127.0.0.1:3000", True),
        ("same-origin,cross-site", None, True),
        ("something-new", None, True),
        (None, "http://127.0.0.1:8000", False),
        (None, "http://127.0.0.1:3000", True),
        (None, "http://127.0.0.1:8000.news.example", True),
        (None, "null", True),
        (None, "http://[", True),
        ("cross-site", "https://cms.example", False),
    ],
)
def test_a_request_of_another_page_is_known(
    site: str | None, origin: str | None, elsewhere: bool
) -> None:
    allowed = ("https://cms.example",)
    assert comes_from_elsewhere(site, origin, "127.0.0.1:8000", allowed) is elsewhere


#: What a form of a page, or its script without asking first, can send.
SIMPLE_TYPES = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
)


def test_without_keys_a_page_of_another_site_changes_nothing_on_a_real_server(
    database_url: str,
) -> None:
    text = "Ships fly over Halden."
    with (
        live_server(database_url, has_keys=False) as (address, _),
        Client(base_url=address) as desk,
    ):
        article = desk.post("/v1/articles", json={"text": text}).json()
        retry = f"/v1/articles/{article['id']}/retry"
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": PAGE},
        ):
            for media_type in SIMPLE_TYPES:
                for path in ("/v1/articles", retry, "/v1/keys", "/v1/claims/search"):
                    content = json.dumps({"text": f"{text} Again."})
                    refused = desk.post(
                        path, content=content, headers={**headers, "Content-Type": media_type}
                    )
                    assert refused.status_code == 403, path
                    assert refused.json()["type"] == "urn:claimdesk:problem:cross-site"
            assert desk.delete(f"/v1/articles/{article['id']}", headers=headers).status_code == 403
            assert desk.get("/v1/articles", headers=headers).status_code == 200
        # Where a browser does not say whose page it is, the media type tells.
        for media_type in SIMPLE_TYPES:
            refused = desk.post(
                "/v1/articles",
                content=json.dumps({"text": text}),
                headers={"Content-Type": media_type},
            )
            assert refused.status_code == 415
        own = {"Sec-Fetch-Site": "same-origin", "Origin": address}
        assert desk.post("/v1/articles", json={"text": text}, headers=own).status_code == 200
        assert [one["id"] for one in desk.get("/v1/articles").json()["items"]] == [article["id"]]


def test_with_a_key_a_page_may_call_as_the_origins_in_the_settings_say(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMDESK_CORS_ORIGINS", PAGE)
    settings = Settings()
    assert settings.access.allowed_origins == (PAGE,)
    access = replace(settings.access, allowed_hosts={"testserver"})
    client = DocumentedClient(create_app(replace(services, access=access)))
    asked = {"text": "Ships fly over Halden."}
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": PAGE}
    assert client.post("/v1/articles", json=asked, headers=headers).status_code == 202
    headers["Origin"] = "https://other.example"
    assert client.post("/v1/articles", json=asked, headers=headers).status_code == 403
    with services.unit_of_work() as uow:
        _, token = create_key(uow, name="cms", role=Role.ADMIN, actor="test", now=Clock()())
        uow.commit()
    headers["Authorization"] = f"Bearer {token.reveal()}"
    assert client.post("/v1/articles", json=asked, headers=headers).status_code == 200
