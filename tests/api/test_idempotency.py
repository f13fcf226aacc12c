"""Idempotency keys: each keyed POST is carried out once and answered the same every time."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

if TYPE_CHECKING:
    from tests.api.conftest import Desk, QueueDouble

KEY = {"Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324"}
KEPT = ("content-type", "location", "content-location", "etag", "preference-applied")


def same_answer(first: Any, again: Any) -> bool:
    return (
        (first.status_code, first.content) == (again.status_code, again.content)
        and all(first.headers.get(name) == again.headers.get(name) for name in KEPT)
        and "idempotency-replayed" not in first.headers
        and again.headers["idempotency-replayed"] == "true"
    )


def claim_body(article: dict[str, Any]) -> dict[str, Any]:
    return {"article_id": article["id"], "text": "Freight fell.", "quote": "lost 12 percent"}


def test_a_claim_is_added_once(desk: Desk) -> None:
    body = claim_body(desk.article())
    first = desk.client.post("/v1/claims", json=body, headers=KEY)
    again = desk.client.post("/v1/claims", json=body, headers=KEY)
    assert first.status_code == 201
    assert same_answer(first, again)
    assert desk.client.post("/v1/claims", json=body).status_code == 409, "stored only once"


def test_a_status_change_is_replayed_although_its_if_match_is_stale(desk: Desk) -> None:
    claim = desk.claim()
    url = f"/v1/claims/{claim['id']}/status"
    headers = {**KEY, "If-Match": '"1"'}
    first = desk.client.post(url, json={"workflow": "triaged"}, headers=headers)
    again = desk.client.post(url, json={"workflow": "triaged"}, headers=headers)
    assert first.status_code == 200
    assert same_answer(first, again)
    history = desk.client.get(f"/v1/claims/{claim['id']}/history").json()["items"]
    assert len(history) == 2


@pytest.mark.parametrize("versions", [{}, {"If-Match": '"2"'}, {"If-Match": "*"}])
def test_a_status_change_is_not_replayed_to_who_names_no_version_or_another(
    desk: Desk, versions: dict[str, str]
) -> None:
    claim = desk.claim()
    url = f"/v1/claims/{claim['id']}/status"
    headers = {**KEY, "If-Match": '"1"'}
    desk.client.post(url, json={"workflow": "triaged"}, headers=headers)
    refused = desk.client.post(url, json={"workflow": "triaged"}, headers={**KEY, **versions})
    assert refused.status_code == 422
    assert refused.json()["type"] == "urn:claimdesk:problem:idempotency-key-reused"


def test_a_submission_is_replayed_as_it_was_answered_first(desk: Desk) -> None:
    body = {"text": "The ferry sailed on Monday with 40 passengers."}
    first = desk.client.post("/v1/articles", json=body, headers=KEY)
    again = desk.client.post("/v1/articles", json=body, headers={**KEY, "Prefer": "wait=5"})
    assert first.status_code == 202
    assert same_answer(first, again)


def test_spacing_and_order_of_the_json_do_not_matter(desk: Desk) -> None:
    body = claim_body(desk.article())
    desk.client.post("/v1/claims", json=body, headers=KEY)
    reordered = "{\n" + ",\n".join(f'"{k}": "{v}"' for k, v in reversed(body.items())) + "\n}"
    again = desk.client.post(
        "/v1/claims", content=reordered, headers={**KEY, "content-type": "application/json"}
    )
    assert again.headers["idempotency-replayed"] == "true"


def test_another_body_under_the_same_key_is_refused(desk: Desk) -> None:
    body = claim_body(desk.article())
    desk.client.post("/v1/claims", json=body, headers=KEY)
    other = desk.client.post("/v1/claims", json={**body, "text": "Other."}, headers=KEY)
    assert other.status_code == 422
    assert other.json()["type"] == "urn:claimdesk:problem:idempotency-key-reused"


def test_another_claim_under_the_same_key_is_refused(desk: Desk) -> None:
    one, other = desk.article()["claims"]
    headers = {**KEY, "If-Match": '"1"'}
    for claim, status in ((one, 200), (other, 422)):
        url = f"/v1/claims/{claim['id']}/status"
        response = desk.client.post(url, json={"workflow": "triaged"}, headers=headers)
        assert response.status_code == status


def test_the_same_key_serves_another_operation(desk: Desk) -> None:
    article = desk.article()
    assert desk.client.post("/v1/claims", json=claim_body(article), headers=KEY).status_code == 201
    response = desk.client.post(
        f"/v1/articles/{article['id']}/summaries", json={"sentences": 2}, headers=KEY
    )
    assert response.status_code == 202


@pytest.mark.parametrize(
    ("body", "status"),
    [({"text": ""}, 422), ({"text": "x" * 200_001}, 413)],
)
def test_a_failed_request_gives_its_key_back(
    client: TestClient, body: dict[str, str], status: int
) -> None:
    assert client.post("/v1/articles", json=body, headers=KEY).status_code == status
    good = {"text": "The ferry sailed on Monday with 40 passengers."}
    assert client.post("/v1/articles", json=good, headers=KEY).status_code == 202


def test_a_refused_transition_gives_its_key_back(desk: Desk) -> None:
    url = f"/v1/claims/{desk.claim()['id']}/status"
    headers = {**KEY, "If-Match": '"1"'}
    assert desk.client.post(url, json={"workflow": "closed"}, headers=headers).status_code == 409
    assert desk.client.post(url, json={"workflow": "triaged"}, headers=headers).status_code == 200


def test_an_unforeseen_error_gives_the_key_back_and_stores_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = claim_body(desk.article())
    with monkeypatch.context() as patched:

        def explode(*_: object) -> None:
            raise RuntimeError("secret")

        patched.setattr("service.api.routers.claims.version_tag", explode)
        response = desk.client.post("/v1/claims", json=body, headers=KEY)
        assert response.status_code == 500
        assert "secret" not in response.text
    retried = desk.client.post("/v1/claims", json=body, headers=KEY)
    assert retried.status_code == 201
    assert "idempotency-replayed" not in retried.headers


@pytest.mark.parametrize("key", ["", "x" * 256, "with space", "ümlaut", "tab\tbed"])
def test_a_bad_key_is_refused_by_header(client: TestClient, key: str) -> None:
    response = client.post(
        "/v1/articles",
        json={"text": "The ferry sailed on Monday."},
        headers={"Idempotency-Key": key.encode()},
    )
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "#/header/Idempotency-Key"


def test_two_keys_are_refused(client: TestClient) -> None:
    response = client.post(
        "/v1/articles",
        json={"text": "The ferry sailed on Monday."},
        headers=[("Idempotency-Key", "a"), ("Idempotency-Key", "b")],
    )
    assert response.status_code == 422


def test_the_second_request_meanwhile_is_409(app: FastAPI, queue: QueueDouble) -> None:
    body = {"text": "The ferry sailed on Monday with 40 passengers."}
    waiting, go_on = threading.Event(), threading.Event()

    def pause() -> None:
        waiting.set()
        assert go_on.wait(10)

    queue.before_job = pause
    answers: list[Any] = []
    with TestClient(app) as client:

        def submit() -> None:
            headers = {**KEY, "Prefer": "wait=10"}
            answers.append(client.post("/v1/articles", json=body, headers=headers))

        first = threading.Thread(target=submit)
        first.start()
        assert waiting.wait(10)
        second = client.post("/v1/articles", json=body, headers=KEY)
        go_on.set()
        first.join(10)
        assert second.status_code == 409
        assert second.json()["type"] == "urn:claimdesk:problem:idempotency-key-in-flight"
        assert answers[0].status_code == 201
        again = client.post("/v1/articles", json=body, headers=KEY)
        assert same_answer(answers[0], again)
