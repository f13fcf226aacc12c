"""Corrections over HTTP: conditions, answers, and what can be read of former texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.conftest import TEXT, Desk, QueueDouble

if TYPE_CHECKING:
    from fastapi.testclient import TestClient
    from httpx import Response

CORRECTED = TEXT.replace("12 percent", "14 percent")
FIRST, SECOND = TEXT.splitlines()[:2]


def _tag(client: TestClient, article_id: str) -> str:
    tag: str = client.get(f"/v1/articles/{article_id}").headers["ETag"]
    return tag


def _put(client: TestClient, article_id: str, text: object, **headers: str) -> Response:
    return client.put(f"/v1/articles/{article_id}/text", json={"text": text}, headers=headers)


def test_a_correction_is_accepted_and_re_anchors_claims_before_its_analysis(
    client: TestClient, desk: Desk
) -> None:
    article = desk.article()
    response = client.put(
        f"/v1/articles/{article['id']}/text",
        json={"text": CORRECTED, "reason": "A slip.", "on_behalf_of": "j.moreau"},
        headers={"If-Match": _tag(client, article["id"])},
    )
    assert response.status_code == 202
    body = response.json()
    assert response.headers["Location"] == f"/v1/articles/{article['id']}"
    assert response.headers["ETag"] == _tag(client, article["id"])
    assert (body["status"], body["revision"], body["text"]) == ("queued", 2, CORRECTED)
    changed = body["claims"][0]
    assert changed["anchor"]["status"] == "fuzzy"
    assert {"kind": "removed", "text": "12"} in changed["anchor"]["difference"]
    assert body["claims"][1]["anchor"] == {"status": "exact", "revision": 1, "difference": []}
    listed = client.get(f"/v1/articles/{article['id']}/revisions").json()["items"]
    assert [(item["number"], item["reason"]) for item in listed] == [(2, "A slip."), (1, None)]
    assert listed[0]["on_behalf_of"] == "j.moreau"
    former = client.get(f"/v1/articles/{article['id']}/revisions/1").json()
    assert former["text"] == TEXT
    assert former["skipped"][0]["reason"] == "question"


def test_a_correction_that_is_waited_for_is_answered_with_its_analysis(
    client: TestClient, desk: Desk
) -> None:
    article = desk.article()
    response = _put(client, article["id"], CORRECTED, **{"If-Match": "*", "Prefer": "wait=5"})
    assert response.status_code == 200
    assert response.headers["Content-Location"] == f"/v1/articles/{article['id']}"
    assert response.headers["Preference-Applied"] == "wait=5"
    body = response.json()
    assert (body["status"], body["revision"]) == ("ready", 2)
    assert body["summary"]["article_revision"] == 2
    for claim in body["claims"]:
        selector = claim["selector"]
        assert CORRECTED[selector["start"] : selector["end"]] == selector["exact"]


def test_the_present_text_is_answered_with_the_article_as_it_is(
    client: TestClient, desk: Desk, queue: QueueDouble
) -> None:
    article = desk.article()
    queued = len(queue.queued)
    response = _put(client, article["id"], TEXT, **{"If-Match": _tag(client, article["id"])})
    assert response.status_code == 200
    assert response.json() == article
    assert len(queue.queued) == queued
    assert len(client.get(f"/v1/articles/{article['id']}/revisions").json()["items"]) == 1


def test_a_correction_needs_the_revision_that_it_corrects(client: TestClient, desk: Desk) -> None:
    article = desk.article()
    tag = _tag(client, article["id"])
    assert _put(client, article["id"], CORRECTED).status_code == 428
    assert _put(client, article["id"], CORRECTED, **{"If-Match": '"1"'}).status_code == 412
    assert _put(client, article["id"], CORRECTED, **{"If-Match": "1"}).status_code == 400
    # A claim that was triaged meanwhile changes the article's tag, but not its text.
    desk.move(article["claims"][0], workflow="triaged")
    assert _tag(client, article["id"]) != tag
    assert _put(client, article["id"], CORRECTED, **{"If-Match": tag}).status_code == 202
    stale = _put(client, article["id"], "Something else.", **{"If-Match": tag})
    assert stale.status_code == 412
    assert stale.json()["type"].endswith("version-mismatch")


@pytest.mark.parametrize(
    ("text", "status"),
    [(None, 422), ("", 422), ("  \n", 422), (7, 422), ("a\x00b", 422), ("x" * 200_001, 413)],
)
def test_a_text_that_is_none_names_the_field(
    client: TestClient, desk: Desk, text: object, status: int
) -> None:
    article = desk.article()
    response = _put(client, article["id"], text, **{"If-Match": "*"})
    assert response.status_code == status
    assert response.json()["errors"][0]["pointer"] == "#/text"
    assert client.get(f"/v1/articles/{article['id']}").json() == article


def test_the_text_of_another_article_is_a_conflict(client: TestClient, desk: Desk) -> None:
    other = desk.article("Another harbour was opened in Elmsund in May 2024.")
    article = desk.article()
    response = _put(client, article["id"], other["text"], **{"If-Match": "*"})
    assert response.status_code == 409
    body = response.json()
    assert body["type"].endswith("article-exists")
    assert other["id"] in body["detail"]
    assert body["errors"][0]["pointer"] == "#/text"


def test_unknown_articles_and_revisions_are_not_found(client: TestClient, desk: Desk) -> None:
    article = desk.article()["id"]
    nobody = "5f0c9a52-6a0e-4c7e-9d0e-2f4f0c1f7b11"
    assert _put(client, nobody, CORRECTED, **{"If-Match": "*"}).status_code == 404
    for path in ("revisions", "revisions/1", "revisions/1/changes"):
        assert client.get(f"/v1/articles/{nobody}/{path}").status_code == 404
    for path in ("revisions/2", "revisions/2/changes"):
        assert client.get(f"/v1/articles/{article}/{path}").status_code == 404
    assert client.get(f"/v1/articles/{article}/revisions/0").status_code == 422
    changes = client.get(f"/v1/articles/{article}/revisions/1/changes?since=1")
    assert changes.status_code == 422
    assert changes.json()["errors"][0]["pointer"] == "#/query/since"


def test_claims_of_two_revisions_are_compared_word_by_word(client: TestClient, desk: Desk) -> None:
    article = desk.article()
    text = f"{FIRST.replace('12 percent', '14 percent')}\nIs that enough?"
    _put(client, article["id"], text, **{"If-Match": "*"})
    path = f"/v1/articles/{article['id']}/revisions/2/changes"
    page = client.get(path, params={"limit": 1})
    (reworded,) = page.json()["items"]
    assert reworded["kind"] == "reworded"
    assert reworded["before"]["selector"]["exact"] == FIRST
    assert {"kind": "added", "text": "14"} in reworded["quote_difference"]
    assert "Link" in page.headers
    rest = client.get(path, params={"cursor": page.json()["next_cursor"], "since": 1}).json()
    assert [(item["kind"], item["after"]) for item in rest["items"]] == [("lost", None)]
    assert rest["items"][0]["claim"]["anchor"] == {
        "status": "lost",
        "revision": 1,
        "difference": [],
    }


def test_lost_claims_are_shown_with_their_article_and_asked_for_by_their_anchor(
    client: TestClient, desk: Desk
) -> None:
    article = desk.article()
    _put(client, article["id"], FIRST, **{"If-Match": "*"})
    read: dict[str, Any] = client.get(f"/v1/articles/{article['id']}").json()
    assert [claim["quote"] for claim in read["claims"]] == [FIRST]
    assert [claim["quote"] for claim in read["lost_claims"]] == [SECOND]
    listed = client.get("/v1/claims").json()["items"]
    assert [claim["quote"] for claim in listed] == [FIRST]
    lost = client.get("/v1/claims", params={"anchor": "lost"}).json()["items"]
    assert [claim["quote"] for claim in lost] == [SECOND]
    of_article = client.get(f"/v1/articles/{article['id']}/claims").json()["items"]
    assert [claim["quote"] for claim in of_article] == [FIRST, SECOND]
    assert client.get("/v1/claims", params={"anchor": "gone"}).status_code == 422
