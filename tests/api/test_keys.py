"""API keys over HTTP: made, shown once, used, listed, expired, revoked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from service.domain.api_key import Role
from service.storage.engine import create_engine
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.manage_keys import create_key, revoke_key
from tests.api.conftest import Clock

URN = "urn:claimdesk:problem:"


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def make_key(unit_of_work: Callable[[], UnitOfWork], clock: Clock) -> Callable[..., str]:
    """Make a key as the command line does; return its token."""

    def make(name: str, role: Role, expires_at: datetime | None = None) -> str:
        with unit_of_work() as uow:
            _, token = create_key(
                uow, name=name, role=role, expires_at=expires_at, actor="test", now=clock()
            )
            uow.commit()
        return token.reveal()

    return make


def test_the_first_key_closes_the_service_and_opens_it_to_who_has_it(client: TestClient) -> None:
    assert client.get("/v1/claims").status_code == 200
    made = client.post("/v1/keys", json={"name": " desk  admin ", "role": "admin"})
    assert made.status_code == 201
    key = made.json()
    assert (key["name"], key["role"], key["created_by"]) == ("desk admin", "admin", "local")
    assert client.get("/v1/claims").status_code == 401
    headers = bearer(key["token"])
    assert client.get("/v1/claims", headers=headers).status_code == 200
    read = client.get(made.headers["location"], headers=headers).json()
    assert "token" not in read
    assert read["last_used_at"] is not None


def test_the_history_names_the_key_and_the_desk_user(
    client: TestClient, make_key: Callable[..., str]
) -> None:
    client.headers.update(bearer(make_key("desk tool", Role.EDITOR)))
    article = client.post(
        "/v1/articles",
        json={"text": "The port of Halden handled 4,000 containers in March."},
        headers={"Prefer": "wait=5"},
    ).json()
    claim = article["claims"][0]
    url = f"/v1/claims/{claim['id']}"
    body = {"workflow": "triaged", "on_behalf_of": "mira"}
    assert client.post(f"{url}/status", json=body, headers={"If-Match": '"1"'}).is_success
    events = client.get(f"{url}/history").json()["items"]
    assert [(event["actor"], event["on_behalf_of"]) for event in events] == [
        ("claimdesk", None),
        ("desk tool", "mira"),
    ]


def test_only_a_hash_of_the_token_is_stored(
    client: TestClient, make_key: Callable[..., str], database_url: str
) -> None:
    headers = bearer(make_key("root", Role.ADMIN))
    body = {"name": "cms", "role": "submitter"}
    made = client.post("/v1/keys", json=body, headers={**headers, "Idempotency-Key": "k-1"})
    secret = made.json()["token"].split("_")[2]
    engine = create_engine(database_url)
    with engine.connect() as connection:
        stored = [
            str(row)
            for table in ("api_key", "idempotency_key")
            for row in connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608  above
        ]
    engine.dispose()
    assert len(stored) == 3
    assert not any(secret in row for row in stored)
    assert sum("$argon2id$" in row for row in stored) == 2


def test_a_repeated_request_makes_no_second_key_and_does_not_show_the_token_again(
    client: TestClient, make_key: Callable[..., str]
) -> None:
    headers = {**bearer(make_key("root", Role.ADMIN)), "Idempotency-Key": "k-1"}
    body = {"name": "cms", "role": "submitter"}
    first = client.post("/v1/keys", json=body, headers=headers)
    again = client.post("/v1/keys", json=body, headers=headers)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json() == {**first.json(), "token": None}
    other = client.post("/v1/keys", json={**body, "role": "reader"}, headers=headers)
    assert other.status_code == 422


def test_an_idempotency_key_of_one_caller_is_nobody_elses(
    client: TestClient, make_key: Callable[..., str]
) -> None:
    body = {"text": "The board met on Monday."}
    statuses = []
    for name in ("a", "b"):
        headers = {**bearer(make_key(name, Role.SUBMITTER)), "Idempotency-Key": "same"}
        response = client.post("/v1/articles", json=body, headers=headers)
        assert "idempotency-replayed" not in response.headers
        statuses.append(response.status_code)
    assert statuses == [202, 200]


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"name": ""}, "#/name"),
        ({"name": "x" * 101}, "#/name"),
        ({"name": "claimdesk"}, "#/name"),
        ({"name": "Local"}, "#/name"),
        ({"role": "owner"}, "#/role"),
        ({"expires_at": "2025-06-04"}, "#/expires_at"),
        ({"expires_at": "tomorrow"}, "#/expires_at"),
        ({"secret": "mine"}, "#/secret"),
    ],
)
def test_a_bad_key_is_refused_by_field(
    client: TestClient, fields: dict[str, Any], pointer: str
) -> None:
    response = client.post("/v1/keys", json={"name": "cms", "role": "reader", **fields})
    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


def test_a_name_is_free_again_once_its_key_is_revoked(
    client: TestClient, make_key: Callable[..., str]
) -> None:
    client.headers.update(bearer(make_key("root", Role.ADMIN)))
    body = {"name": "cms", "role": "reader"}
    first = client.post("/v1/keys", json=body).json()
    assert client.post("/v1/keys", json=body).status_code == 409
    assert client.post(f"/v1/keys/{first['id']}/revoke").json()["revoked_by"] == "root"
    assert client.post("/v1/keys", json=body).status_code == 201


def test_a_revoked_key_is_refused_at_once(client: TestClient, make_key: Callable[..., str]) -> None:
    token = make_key("cms", Role.READER)
    root = bearer(make_key("root", Role.ADMIN))
    assert client.get("/v1/claims", headers=bearer(token)).status_code == 200
    keys = client.get("/v1/keys", headers=root).json()["items"]
    (key,) = [key for key in keys if key["name"] == "cms"]
    revoked = client.post(f"/v1/keys/{key['id']}/revoke", headers=root)
    assert revoked.json()["revoked_at"] is not None
    refused = client.get("/v1/claims", headers=bearer(token))
    assert refused.status_code == 401
    assert refused.json()["type"] == URN + "key-revoked"
    assert "cms" in refused.json()["detail"]
    assert refused.headers["www-authenticate"] == (
        'Bearer realm="claimdesk", error="invalid_token"'
    )
    again = client.post(f"/v1/keys/{key['id']}/revoke", headers=root)
    assert again.json() == revoked.json()


def test_an_expired_key_is_refused(
    client: TestClient, make_key: Callable[..., str], clock: Clock
) -> None:
    token = make_key("cms", Role.READER, clock.now + timedelta(minutes=1))
    assert client.get("/v1/claims", headers=bearer(token)).status_code == 200
    clock.now += timedelta(minutes=1)
    refused = client.get("/v1/claims", headers=bearer(token))
    assert (refused.status_code, refused.json()["type"]) == (401, URN + "key-expired")


def test_a_service_whose_keys_are_all_revoked_stays_closed(
    client: TestClient,
    make_key: Callable[..., str],
    unit_of_work: Callable[[], UnitOfWork],
    clock: Clock,
) -> None:
    make_key("cms", Role.READER)
    with unit_of_work() as uow:
        for key in uow.keys.list(None, 10):
            revoke_key(uow, key.id, actor="test", now=clock())
        uow.commit()
    assert client.get("/v1/claims").status_code == 401


@pytest.mark.parametrize(
    "sent",
    [
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer cd_0123456789_" + "a" * 43,
        "bearer cd_0123456789_short",
        "Bearer cd_0123456789_" + "a" * 43 + " b",
    ],
)
def test_what_is_no_key_is_401_even_where_none_is_needed(client: TestClient, sent: str) -> None:
    response = client.get("/v1/claims", headers={"Authorization": sent})
    assert response.status_code == 401
    assert response.json()["type"] == URN + "key-unknown"
    assert "a" * 43 not in response.text


def test_two_keys_at_once_are_refused(client: TestClient, make_key: Callable[..., str]) -> None:
    sent = [("Authorization", f"Bearer {make_key(name, Role.READER)}") for name in "ab"]
    assert client.get("/v1/claims", headers=sent).status_code == 401


def test_a_wrong_secret_is_told_apart_from_no_other_fault(
    client: TestClient, make_key: Callable[..., str]
) -> None:
    token = make_key("cms", Role.READER)
    wrong = token[:-1] + ("a" if token[-1] != "a" else "b")
    response = client.get("/v1/claims", headers=bearer(wrong))
    assert (response.status_code, response.json()["type"]) == (401, URN + "key-unknown")
    assert wrong not in response.text


def test_another_scheme_is_no_key(client: TestClient, make_key: Callable[..., str]) -> None:
    headers = {"Authorization": "Basic bWlyYTpo"}
    assert client.get("/v1/claims", headers=headers).status_code == 200
    make_key("cms", Role.READER)
    client.app.state.access_gate.verifier.forget()  # type: ignore[attr-defined]  # FastAPI's
    refused = client.get("/v1/claims", headers=headers)
    assert (refused.status_code, refused.json()["type"]) == (401, URN + "key-required")


def test_a_body_without_a_key_is_refused_unread(
    client: TestClient, make_key: Callable[..., str]
) -> None:
    make_key("cms", Role.READER)
    response = client.post(
        "/v1/articles", content=b"{", headers={"content-type": "application/json"}
    )
    assert response.status_code == 401


def test_keys_come_in_pages_newest_first(client: TestClient, make_key: Callable[..., str]) -> None:
    client.headers.update(bearer(make_key("root", Role.ADMIN)))
    for name in "abc":
        make_key(name, Role.READER)
    names: list[str] = []
    url = "/v1/keys?limit=3"
    while url:
        response = client.get(url)
        names += [key["name"] for key in response.json()["items"]]
        url = response.headers.get("link", "").split(";")[0].strip("<>")
    assert names == ["c", "b", "a", "root"]


def test_an_unknown_key_is_404(client: TestClient) -> None:
    assert client.get(f"/v1/keys/{uuid4()}").status_code == 404
    assert client.post(f"/v1/keys/{uuid4()}/revoke").status_code == 404
    assert client.get("/v1/keys?cursor=x").status_code == 422
