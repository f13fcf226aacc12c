"""Claims over HTTP: adding, reading, editing, finding, moving along, and their history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

if TYPE_CHECKING:
    from tests.api.conftest import Desk

EVIDENCE = [{"url": "https://example.org/report", "title": "Report", "stance": "supports"}]
RULING = {"verdict": "true", "reason": "The report says so.", "evidence": EVIDENCE}


def patch(client: TestClient, claim: dict[str, Any], if_match: str, **changes: Any) -> Any:
    return client.patch(f"/v1/claims/{claim['id']}", json=changes, headers={"If-Match": if_match})


def move(client: TestClient, claim: dict[str, Any], body: object, if_match: str | None) -> Any:
    headers = {} if if_match is None else {"If-Match": if_match}
    return client.post(f"/v1/claims/{claim['id']}/status", json=body, headers=headers)


def test_a_claim_is_read_with_its_version_as_entity_tag(desk: Desk) -> None:
    claim = desk.claim()
    url = f"/v1/claims/{claim['id']}"
    response = desk.client.get(url)
    assert response.json() == claim
    assert response.headers["etag"] == '"1"'
    assert desk.client.get(url, headers={"If-None-Match": '"1"'}).status_code == 304
    assert desk.client.get(url, headers={"If-None-Match": 'W/"1", "9"'}).status_code == 304
    assert desk.client.get(url, headers={"If-None-Match": '"2"'}).status_code == 200
    assert desk.client.get(url, headers={"If-None-Match": "1"}).status_code == 400


def test_an_editor_adds_a_claim_anchored_by_quote(desk: Desk) -> None:
    article = desk.article()
    quote = "lost 12 percent of its freight"
    response = desk.client.post(
        "/v1/claims",
        json={
            "article_id": article["id"],
            "text": "The harbour of Elmsund lost 12 percent of its freight in 2024.",
            "quote": quote,
            "speaker": "  port   board ",
            "tags": ["freight", " freight ", "ports"],
        },
    )
    claim = response.json()
    assert response.status_code == 201
    assert response.headers["location"] == f"/v1/claims/{claim['id']}"
    assert response.headers["etag"] == '"1"'
    assert claim["origin"] == "editor"
    assert claim["quote"] == quote
    assert claim["tags"] == ["freight", "ports"]
    assert claim["speaker"] == "port board"
    assert claim["check_worthiness"] is None
    start, end = claim["selector"]["start"], claim["selector"]["end"]
    assert article["text"][start:end] == quote
    assert desk.client.get(response.headers["location"]).json() == claim
    history = desk.client.get(f"/v1/claims/{claim['id']}/history").json()["items"]
    assert [(event["action"], event["actor"]) for event in history] == [("created", "local")]


def test_an_editor_adds_a_claim_anchored_by_offsets(desk: Desk) -> None:
    article = desk.article()
    response = desk.client.post(
        "/v1/claims",
        json={"article_id": article["id"], "text": "Freight fell.", "start": 4, "end": 22},
    )
    assert response.status_code == 201
    assert response.json()["quote"] == article["text"][4:22]


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({}, "#/quote"),
        ({"quote": "nowhere in it"}, "#/quote"),
        ({"quote": ""}, "#/quote"),
        ({"quote": "a\u0000b"}, "#/quote"),
        ({"start": 3}, "#/end"),
        ({"start": 5, "end": 5}, "#/end"),
        ({"start": -1, "end": 5}, "#/start"),
        ({"start": "1", "end": 5}, "#/start"),
        ({"start": 0, "end": 100_000}, "#/end"),
        ({"quote": "harbour", "kind": "rumour"}, "#/kind"),
        ({"quote": "harbour", "tags": ["x" * 51]}, "#/tags/0"),
        ({"quote": "harbour", "tags": [f"t{n}" for n in range(21)]}, "#/tags"),
        ({"quote": "harbour", "text": "x" * 2_001}, "#/text"),
        ({"quote": "harbour", "article_id": "x"}, "#/article_id"),
        ({"quote": "harbour", "workflow": "closed"}, "#/workflow"),
    ],
)
def test_a_bad_claim_is_refused_by_field(desk: Desk, fields: dict[str, Any], pointer: str) -> None:
    body = {"article_id": desk.article()["id"], "text": "Freight fell.", **fields}
    response = desk.client.post("/v1/claims", json=body)
    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


def test_a_claim_of_an_unknown_article_is_404(client: TestClient) -> None:
    body = {"article_id": str(uuid4()), "text": "Freight fell.", "quote": "x"}
    assert client.post("/v1/claims", json=body).status_code == 404


def test_an_edit_changes_what_is_given_and_leaves_the_rest(desk: Desk) -> None:
    claim = desk.claim()
    response = patch(desk.client, claim, '"1"', assignee="mira", tags=["b", "a"])
    assert response.status_code == 200
    assert response.headers["etag"] == '"2"'
    edited = response.json()
    changed = {name for name in claim if claim[name] != edited[name]}
    assert changed == {"assignee", "tags", "version", "updated_at"}
    cleared = patch(desk.client, claim, '"2"', assignee=None, tags=[]).json()
    assert (cleared["assignee"], cleared["tags"], cleared["version"]) == (None, [], 3)


def test_adding_and_editing_keep_the_desk_user_for_whom_a_program_acts(desk: Desk) -> None:
    body = {"text": "Freight fell.", "quote": "lost 12 percent", "on_behalf_of": " mira  b "}
    body["article_id"] = desk.article()["id"]
    claim = desk.client.post("/v1/claims", json=body).json()
    patch(desk.client, claim, '"1"', assignee="jonas", on_behalf_of="jonas")
    history = desk.client.get(f"/v1/claims/{claim['id']}/history").json()["items"]
    assert [(event["actor"], event["on_behalf_of"]) for event in history] == [
        ("local", "mira b"),
        ("local", "jonas"),
    ]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({}, "#"),
        ({"on_behalf_of": "mira"}, "#"),
        ({"text": None}, "#/text"),
        ({"tags": None}, "#/tags"),
        ({"text": "  "}, "#/text"),
        ({"speaker": ""}, "#/speaker"),
        ({"assignee": 1}, "#/assignee"),
        ({"workflow": "triaged"}, "#/workflow"),
        ({"version": 7}, "#/version"),
    ],
)
def test_a_bad_edit_is_refused_by_field(desk: Desk, changes: dict[str, Any], pointer: str) -> None:
    response = patch(desk.client, desk.claim(), '"1"', **changes)
    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("if_match", "status", "problem"),
    [
        (None, 428, "version-required"),
        ('"2"', 412, "version-mismatch"),
        ('W/"1"', 412, "version-mismatch"),
        ('"one"', 412, "version-mismatch"),
        ('"99999999999999999999"', 412, "version-mismatch"),
        ('"1"', 200, None),
        ('"7", "1"', 200, None),
        ("*", 200, None),
    ],
)
def test_changes_need_the_current_version(
    desk: Desk, if_match: str | None, status: int, problem: str | None
) -> None:
    claim = desk.claim()
    response = move(desk.client, claim, {"workflow": "triaged"}, if_match)
    assert response.status_code == status
    assert response.json().get("type", "").removeprefix("urn:claimdesk:problem:") == (problem or "")
    stored = desk.client.get(f"/v1/claims/{claim['id']}").json()
    assert stored["workflow"] == ("triaged" if status == 200 else "new")


def test_a_malformed_if_match_is_400_and_an_unknown_claim_404(desk: Desk) -> None:
    claim = desk.claim()
    assert move(desk.client, claim, {"workflow": "triaged"}, "1").status_code == 400
    for if_match in ('"1"', "*", '"x"'):
        assert (
            move(desk.client, {"id": uuid4()}, {"workflow": "triaged"}, if_match).status_code == 404
        )


def test_a_claim_walks_from_new_to_published_and_its_history_tells_it(desk: Desk) -> None:
    claim = desk.claim()
    claim = desk.move(claim, workflow="triaged", on_behalf_of="mira")
    claim = desk.move(claim, workflow="in_progress")
    claim = desk.move(claim, workflow="in_review", **RULING)
    claim = desk.move(claim, workflow="closed")
    claim = desk.move(claim, publication="published")
    assert (claim["workflow"], claim["verdict"], claim["publication"], claim["version"]) == (
        "closed",
        "true",
        "published",
        6,
    )
    events: list[dict[str, Any]] = []
    url = f"/v1/claims/{claim['id']}/history?limit=4"
    first = desk.client.get(url)
    events += first.json()["items"]
    events += desk.client.get(first.headers["link"].split(";")[0].strip("<>")).json()["items"]
    assert [event["sequence"] for event in events] == [1, 2, 3, 4, 5, 6]
    assert [event["actor"] for event in events] == ["claimdesk"] + ["local"] * 5
    assert events[1]["on_behalf_of"] == "mira"
    assert (events[1]["before"], events[1]["after"]) == (
        {"workflow": "new"},
        {"workflow": "triaged"},
    )
    assert events[3]["after"] == {"workflow": "in_review", "verdict": "true"}
    assert events[3]["evidence"] == [{**EVIDENCE[0], "quote": None}]
    assert events[3]["reason"] == "The report says so."


@pytest.mark.parametrize(
    ("body", "allowed"),
    [
        ({"workflow": "closed"}, ["triaged", "dismissed"]),
        ({"workflow": "new"}, ["triaged", "dismissed"]),
        ({"publication": "paused"}, ["triaged", "dismissed"]),
        ({"publication": "published"}, ["triaged", "dismissed"]),
        (RULING, ["triaged", "dismissed"]),
    ],
)
def test_a_forbidden_change_is_409_with_what_is_allowed(
    desk: Desk, body: dict[str, Any], allowed: list[str]
) -> None:
    response = move(desk.client, desk.claim(), body, '"1"')
    problem = response.json()
    assert response.status_code == 409
    assert problem["type"] == "urn:claimdesk:problem:transition-forbidden"
    assert problem["allowed"]["workflow"] == allowed
    assert problem["errors"]


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["#"]),
        ({"reason": "because"}, ["#"]),
        ({"workflow": "dismissed"}, ["#/reason"]),
        ({"workflow": "done"}, ["#/workflow"]),
        ({"verdict": True}, ["#/verdict"]),
        ({"workflow": "triaged", "evidence": EVIDENCE}, ["#/evidence"]),
        (
            {"workflow": "triaged", "evidence": [{"url": "ftp://x", "title": "", "stance": "no"}]},
            ["#/evidence/0/url", "#/evidence/0/title", "#/evidence/0/stance"],
        ),
        ({"workflow": "triaged", "evidence": EVIDENCE * 51}, ["#/evidence"]),
        ({"workflow": "triaged", "actor": "me"}, ["#/actor"]),
        ({"workflow": "triaged", "reason": "x" * 10_001}, ["#/reason"]),
        ({"workflow": "triaged", "on_behalf_of": "a\u0000"}, ["#/on_behalf_of"]),
    ],
)
def test_a_bad_change_is_refused_by_field(
    desk: Desk, body: dict[str, Any], pointers: list[str]
) -> None:
    response = move(desk.client, desk.claim(), body, '"1"')
    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == pointers


def test_an_article_with_a_public_claim_cannot_be_deleted(desk: Desk) -> None:
    claim = desk.claim()
    for change in (
        {"workflow": "triaged"},
        {"workflow": "in_progress"},
        {"workflow": "in_review", **RULING},
        {"workflow": "closed"},
        {"publication": "published"},
    ):
        claim = desk.move(claim, **change)
    response = desk.client.delete(f"/v1/articles/{claim['article_id']}")
    assert response.status_code == 409
    assert desk.client.get(f"/v1/claims/{claim['id']}").status_code == 200


def test_claims_are_found_by_every_filter(desk: Desk) -> None:
    article = desk.article()
    one, other = article["claims"]
    patch(desk.client, one, '"1"', assignee="mira", tags=["freight"], speaker="Port Board")
    changed = desk.move({**one, "version": 2}, workflow="triaged")

    def found(**query: object) -> set[str]:
        response = desk.client.get("/v1/claims", params={k: str(v) for k, v in query.items()})
        assert response.status_code == 200, response.text
        return {claim["id"] for claim in response.json()["items"]}

    both = {one["id"], other["id"]}
    assert found() == both
    assert found(workflow="triaged") == {one["id"]}
    assert found(workflow="new") == {other["id"]}
    assert found(verdict="true") == set()
    assert found(publication="unpublished") == both
    assert found(kind="event") == both
    assert found(kind="quantity") == set()
    assert found(speaker="Port Board") == {one["id"]}
    assert found(article_id=article["id"]) == both
    assert found(article_id=uuid4()) == set()
    assert found(assignee="mira") == {one["id"]}
    assert found(tag="freight") == {one["id"]}
    assert found(min_check_worthiness=0.5) == both
    assert found(min_check_worthiness=0.51) == set()
    assert found(q="crane Rotterdam") == {other["id"]}
    assert found(updated_since=changed["updated_at"]) == {one["id"]}
    assert found(updated_since="2030-01-01") == set()


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "#/query/limit"),
        ("limit=201", "#/query/limit"),
        ("limit=1.0", "#/query/limit"),
        ("limit=1_0", "#/query/limit"),
        ("limit=%20", "#/query/limit"),
        ("limit=", "#/query/limit"),
        ("limit=" + "9" * 5_000, "#/query/limit"),
        ("limit=1&limit=2", "#/query/limit"),
        ("cursor=", "#/query/cursor"),
        ("cursor=abc", "#/query/cursor"),
        ("cursor=%00", "#/query/cursor"),
        ("workflow=done", "#/query/workflow"),
        ("worfklow=new", "#/query/worfklow"),
        ("min_check_worthiness=nan", "#/query/min_check_worthiness"),
        ("min_check_worthiness=2", "#/query/min_check_worthiness"),
        ("article_id=5", "#/query/article_id"),
        ("updated_since=2019-06-29T08:15:00", "#/query/updated_since"),
        ("updated_since=2019-06-29T08:15:00+02:00", "#/query/updated_since"),
        ("sort=text", "#/query/sort"),
        ("q=", "#/query/q"),
        ("q=a%00b", "#/query/q"),
        ("q=%ff", "#/query/q"),
        ("q=%ed%a0%80", "#/query/q"),
        ("%00=1", "#/query/%00"),
        ("tag=" + "x" * 51, "#/query/tag"),
    ],
)
def test_a_bad_query_is_refused_by_parameter(client: TestClient, query: str, pointer: str) -> None:
    response = client.get(f"/v1/claims?{query}")
    assert response.status_code == 422, response.text
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


def test_operations_without_parameters_refuse_queries(desk: Desk) -> None:
    response = desk.client.get(f"/v1/claims/{desk.claim()['id']}?verbose=1")
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "#/query/verbose"


@pytest.mark.parametrize(
    "sort", ["created_at", "-updated_at", "check_worthiness", "-check_worthiness"]
)
def test_pages_in_every_order_show_each_claim_once(desk: Desk, sort: str) -> None:
    for number in range(3):
        desk.article(f"The port handled {number}4 ships.\nThe board met in May {number}.")
    seen: list[str] = []
    response = desk.client.get("/v1/claims", params={"sort": sort, "limit": 4})
    seen += [claim["id"] for claim in response.json()["items"]]
    response = desk.client.get(response.headers["link"].split(";")[0].strip("<>"))
    seen += [claim["id"] for claim in response.json()["items"]]
    assert response.json()["next_cursor"] is None
    assert len(seen) == len(set(seen)) == 6
