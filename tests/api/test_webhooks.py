"""Webhooks over HTTP: what is taken, what is refused, and what is never shown."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

BODY: dict[str, Any] = {"url": "https://1.1.1.1/hook", "events": ["claim.created"]}


def _create(client: TestClient, **fields: Any) -> dict[str, Any]:
    response = client.post("/v1/webhooks", json={**BODY, **fields})
    assert response.status_code == 201, response.text
    created: dict[str, Any] = response.json()
    return created


def test_a_secret_is_not_repeated_with_an_idempotency_key(client: TestClient) -> None:
    headers = {"Idempotency-Key": "once"}
    first = client.post("/v1/webhooks", json=BODY, headers=headers)
    again = client.post("/v1/webhooks", json=BODY, headers=headers)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json() == {**first.json(), "secret": None}


def test_a_secret_is_shown_once_and_never_again(client: TestClient) -> None:
    created = _create(client, filter={"verdict": ["false"]}, description="Desk")
    secret = created.pop("secret")
    assert secret.startswith("whsec_")
    path = f"/v1/webhooks/{created['id']}"
    assert client.get(path).json() == created
    assert client.get("/v1/webhooks").json()["items"] == [created]
    changed = client.patch(path, json={"enabled": False}, headers={"If-Match": '"1"'})
    assert changed.json()["enabled"] is False
    rotated = client.post(f"{path}/rotate-secret", json={"overlap_hours": 2}).json()
    assert rotated["secret"] != secret
    assert rotated["previous_secret_expires_at"] is not None
    seen = client.get(path).text + client.get("/v1/webhooks").text + changed.text
    assert "whsec_" not in seen


def test_a_change_needs_the_version_that_was_read(client: TestClient) -> None:
    path = f"/v1/webhooks/{_create(client)['id']}"
    assert client.patch(path, json={"enabled": False}).status_code == 428
    stale = client.patch(path, json={"enabled": False}, headers={"If-Match": '"7"'})
    assert stale.status_code == 412
    assert "webhook" in stale.json()["detail"]


def test_what_is_deleted_or_was_never_there_is_404(client: TestClient) -> None:
    created = _create(client)
    path = f"/v1/webhooks/{created['id']}"
    assert client.get(f"{path}/deliveries").json() == {"items": [], "next_cursor": None}
    assert client.post(f"{path}/deliveries/{created['id']}/redeliver").status_code == 404
    assert client.delete(path).status_code == 204
    for method, where in (("GET", path), ("DELETE", path), ("GET", f"{path}/deliveries")):
        assert client.request(method, where).status_code == 404


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"url": "http://127.0.0.1:8000/"}, "#/url"),
        ({"url": "http://localhost/"}, "#/url"),
        ({"url": "http://[::1]/"}, "#/url"),
        ({"url": "http://10.0.0.1/"}, "#/url"),
        ({"url": "http://169.254.169.254/latest"}, "#/url"),
        ({"url": "http://2130706433/"}, "#/url"),
        ({"url": "http://[::ffff:127.0.0.1]/"}, "#/url"),
        ({"url": "http://no.such.host.invalid/"}, "#/url"),
        ({"url": "https://user:word@1.1.1.1/"}, "#/url"),
        ({"url": "ftp://1.1.1.1/"}, "#/url"),
        ({"events": []}, "#/events"),
        ({"events": ["claim.lost"]}, "#/events/0"),
        ({"filter": {"verdict": ["maybe"]}}, "#/filter/verdict/0"),
        ({"filter": {"colour": ["red"]}}, "#/filter/colour"),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    client: TestClient, fields: dict[str, Any], pointer: str
) -> None:
    refused = client.post("/v1/webhooks", json={**BODY, **fields})
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    assert client.get("/v1/webhooks").json()["items"] == []


def test_a_change_to_a_private_address_is_refused_and_changes_nothing(client: TestClient) -> None:
    created = _create(client)
    path = f"/v1/webhooks/{created['id']}"
    refused = client.patch(path, json={"url": "http://192.168.0.1/"}, headers={"If-Match": '"1"'})
    assert refused.status_code == 422
    assert client.get(path).json()["url"] == created["url"]
