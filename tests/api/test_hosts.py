"""Hosts: a service without keys is no use to a web page that gave itself its address."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from service.api.access import AccessPolicy
from service.api.app import create_app
from service.api.dependencies import Services
from service.api.hosts import names_this_machine
from service.domain.api_key import Role
from service.settings import Settings
from service.use_cases.manage_keys import create_key
from tests.api.conftest import Clock, DocumentedClient


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
