"""Reading as of an instant over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

if TYPE_CHECKING:
    from tests.api.conftest import Desk


def test_a_claim_and_its_article_are_read_as_they_stood(client: TestClient, desk: Desk) -> None:
    article = desk.article()
    claim = article["claims"][0]
    desk.move(claim, workflow="triaged")
    then = {"as_of": claim["created_at"]}
    found = client.get(f"/v1/claims/{claim['id']}", params=then)
    assert found.status_code == 200
    assert found.json() == claim
    assert found.headers["etag"] == '"1"'
    assert client.get(f"/v1/claims/{claim['id']}").json()["workflow"] == "triaged"
    old = client.get(f"/v1/articles/{article['id']}", params={"as_of": article["updated_at"]})
    assert old.json() == article
    queued = client.get(f"/v1/articles/{article['id']}", params={"as_of": article["created_at"]})
    assert (queued.json()["status"], queued.json()["claims"]) == ("queued", [])


def test_a_deleted_claim_can_still_be_read_as_it_stood(client: TestClient, desk: Desk) -> None:
    claim = desk.claim()
    assert client.delete(f"/v1/articles/{claim['article_id']}").status_code == 204
    path = f"/v1/claims/{claim['id']}"
    assert client.get(path).status_code == 404
    assert client.get(path, params={"as_of": claim["created_at"]}).json() == claim
    history = client.get(f"{path}/history").json()["items"]
    assert [event["action"] for event in history] == ["created", "deleted"]


@pytest.mark.parametrize("kind", ["claims", "articles"])
def test_an_instant_that_cannot_be_is_named(client: TestClient, desk: Desk, kind: str) -> None:
    article = desk.article()
    identifier = article["id"] if kind == "articles" else article["claims"][0]["id"]
    path = f"/v1/{kind}/{identifier}"
    for as_of in ("2999-01-01T00:00:00Z", "2999-01-01", "yesterday", "2025-06-04T18:15:00", ""):
        refused = client.get(path, params={"as_of": as_of})
        assert refused.status_code == 422, as_of
        assert [e["pointer"] for e in refused.json()["errors"]] == ["#/query/as_of"]
    assert client.get(path, params={"as_of": "2001-01-01T00:00:00Z"}).status_code == 404
    assert client.get(path, params={"asof": "2001-01-01"}).status_code == 422
