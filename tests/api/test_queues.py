"""A desk's queues: what is asked of the claims, saved as views, and summed up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import START, Clock

if TYPE_CHECKING:
    from tests.api.conftest import Desk

EVIDENCE = [{"url": "https://example.org/report", "title": "Report", "stance": "supports"}]
RULING = {"verdict": "true", "reason": "The report says so.", "evidence": EVIDENCE}
VIEW = {
    "name": "late-harbour",
    "description": "  Waits  too long. ",
    "filters": {"workflow": "in_review", "min_hours_in_workflow": 24, "tag": "harbour"},
    "sort": "workflow_changed_at",
}


def ids(client: TestClient, query: str) -> list[str]:
    response = client.get(f"/v1/claims?{query}")
    assert response.status_code == 200, response.text
    return [claim["id"] for claim in response.json()["items"]]


def change(client: TestClient, claim: dict[str, Any], **fields: Any) -> dict[str, Any]:
    response = client.patch(
        f"/v1/claims/{claim['id']}", json=fields, headers={"If-Match": f'"{claim["version"]}"'}
    )
    assert response.status_code == 200, response.text
    changed: dict[str, Any] = response.json()
    return changed


def in_review(desk: Desk, claim: dict[str, Any]) -> dict[str, Any]:
    for workflow in ("triaged", "in_progress", "in_review"):
        claim = desk.move(claim, workflow=workflow)
    return claim


@pytest.fixture
def claims(desk: Desk) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.article()["claims"]
    return found


def test_what_nobody_has_and_what_is_mine(desk: Desk, claims: list[dict[str, Any]]) -> None:
    first, second = claims
    change(desk.client, first, assignee="mira")
    assert ids(desk.client, "assigned=false") == [second["id"]]
    assert ids(desk.client, "assigned=true") == [first["id"]]
    assert ids(desk.client, "assignee=mira&open=true") == [first["id"]]
    assert ids(desk.client, "view=unassigned") == [second["id"]]
    assert ids(desk.client, "view=unassigned&min_check_worthiness=0.6") == []
    assert ids(desk.client, "view=open&assignee=mira") == [first["id"]]


def test_what_is_finished_is_not_open(desk: Desk, claims: list[dict[str, Any]]) -> None:
    first, second = claims
    desk.move(first, workflow="dismissed", reason="No fact.")
    assert ids(desk.client, "open=true") == [second["id"]]
    assert ids(desk.client, "open=false") == [first["id"]]


def test_what_is_in_review_for_over_a_day(
    desk: Desk, claims: list[dict[str, Any]], clock: Clock
) -> None:
    first, second = (in_review(desk, claim) for claim in claims)
    assert ids(desk.client, "view=overdue") == []
    clock.now += timedelta(hours=23)
    # An edit does not move it along.
    change(desk.client, first, assignee="mira")
    second = desk.move(second, workflow="in_progress")
    desk.move(second, workflow="in_review")
    clock.now += timedelta(hours=1)
    assert ids(desk.client, "view=overdue") == [first["id"]]
    query = "workflow=in_review&min_hours_in_workflow=0.5"
    assert set(ids(desk.client, query)) == {second["id"], first["id"]}
    assert ids(desk.client, "view=overdue&min_hours_in_workflow=0&sort=-workflow_changed_at") == [
        second["id"],
        first["id"],
    ]


def closed(desk: Desk, claim: dict[str, Any], **ruling: Any) -> dict[str, Any]:
    claim = desk.move(in_review(desk, claim), **{**RULING, **ruling})
    return desk.move(claim, workflow="closed")


def link(desk: Desk, one: dict[str, Any], other: dict[str, Any], relation: str) -> None:
    path = f"/v1/claims/{one['id']}/links/{other['id']}"
    response = desk.client.put(path, json={"relation": relation})
    assert response.status_code in {200, 201}, response.text


def test_what_was_published_and_is_contradicted_since(
    desk: Desk, claims: list[dict[str, Any]], clock: Clock
) -> None:
    first, second = claims
    desk.move(closed(desk, first), publication="published")
    assert ids(desk.client, "view=disputed") == []
    clock.now += timedelta(hours=1)
    link(desk, first, second, "contradicts")
    assert ids(desk.client, "view=disputed") == [first["id"]]
    assert ids(desk.client, "disputed=false") == [second["id"]]


def test_a_sibling_with_another_verdict_disputes_what_was_published(
    desk: Desk, claims: list[dict[str, Any]], clock: Clock
) -> None:
    first, second = claims
    link(desk, first, second, "same_claim")
    desk.move(closed(desk, first), publication="published")
    clock.now += timedelta(hours=1)
    assert ids(desk.client, "disputed=true") == []
    closed(desk, second, verdict="false")
    assert ids(desk.client, "disputed=true") == [first["id"]]


def test_the_longest_waiting_come_in_pages_in_order(
    desk: Desk, claims: list[dict[str, Any]]
) -> None:
    second, first = (claims[1], claims[0])
    in_review(desk, second)
    in_review(desk, first)
    seen: list[str] = []
    url = "/v1/claims?view=overdue&min_hours_in_workflow=0&limit=1"
    while url:
        response = desk.client.get(url)
        seen += [claim["id"] for claim in response.json()["items"]]
        url = response.headers.get("link", "").split(";")[0].strip("<>")
    assert seen == [second["id"], first["id"]]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("assigned=yes", "#/query/assigned"),
        ("open=1", "#/query/open"),
        ("min_hours_in_workflow=-1", "#/query/min_hours_in_workflow"),
        ("min_hours_in_workflow=nan", "#/query/min_hours_in_workflow"),
        ("view=nowhere", "#/query/view"),
        ("view=No%20name", "#/query/view"),
        ("sort=assignee", "#/query/sort"),
    ],
)
def test_a_bad_question_is_refused_by_parameter(
    client: TestClient, query: str, pointer: str
) -> None:
    response = client.get(f"/v1/claims?{query}")
    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


def test_a_view_is_saved_read_changed_and_deleted(client: TestClient) -> None:
    made = client.post("/v1/views", json=VIEW)
    assert made.status_code == 201
    view = made.json()
    assert made.headers["location"] == "/v1/views/late-harbour"
    assert (view["description"], view["filters"]) == ("Waits too long.", VIEW["filters"])
    assert (view["created_by"], view["built_in"], view["version"]) == ("local", False, 1)
    url = "/v1/views/late-harbour"
    assert client.get(url).json() == view
    assert client.get(url, headers={"If-None-Match": '"1"'}).status_code == 304
    assert client.patch(url, json={"description": None}).status_code == 428
    body = {"description": None, "filters": {"open": True}}
    changed = client.patch(url, json=body, headers={"If-Match": '"1"'})
    assert changed.headers["etag"] == '"2"'
    assert changed.json()["filters"] == {"open": True}
    assert changed.json()["sort"] == VIEW["sort"]
    stale = client.patch(url, json={"sort": "updated_at"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert "The view 'late-harbour'" in stale.json()["detail"]
    assert client.delete(url, headers={"If-Match": '"1"'}).status_code == 412
    assert client.delete(url, headers={"If-Match": '"2"'}).status_code == 204
    assert client.get(url).status_code == 404
    assert client.get("/v1/claims?view=late-harbour").status_code == 422


def test_a_view_narrows_the_list_and_the_query_narrows_the_view(
    desk: Desk, claims: list[dict[str, Any]]
) -> None:
    first, second = claims
    change(desk.client, first, tags=["harbour"], assignee="mira")
    change(desk.client, second, tags=["harbour"])
    body = {"name": "harbour", "filters": {"tag": "harbour"}, "sort": "created_at"}
    assert desk.client.post("/v1/views", json=body).is_success
    assert set(ids(desk.client, "view=harbour")) == {first["id"], second["id"]}
    assert ids(desk.client, "view=harbour&assigned=false") == [second["id"]]
    assert ids(desk.client, "view=harbour&tag=other") == []


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"name": "Late"}, "#/name"),
        ({"name": ""}, "#/name"),
        ({"name": "x" * 64}, "#/name"),
        ({"filters": {"workflow": "lost"}}, "#/filters/workflow"),
        ({"filters": {"colour": "red"}}, "#/filters/colour"),
        ({"filters": {"open": "true"}}, "#/filters/open"),
        ({"filters": {"min_check_worthiness": "0.5"}}, "#/filters/min_check_worthiness"),
        ({"filters": {"view": "overdue"}}, "#/filters/view"),
        ({"filters": {"limit": 3}}, "#/filters/limit"),
        ({"filters": None}, "#/filters"),
        ({"sort": "assignee"}, "#/sort"),
        ({"description": " "}, "#/description"),
    ],
)
def test_a_bad_view_is_refused_by_field(
    client: TestClient, fields: dict[str, Any], pointer: str
) -> None:
    response = client.post("/v1/views", json={**VIEW, **fields})
    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
    assert client.get("/v1/views/late-harbour").status_code == 404


@pytest.mark.parametrize(
    ("changes", "pointer"), [({}, "#"), ({"sort": None}, "#/sort"), ({"name": "x"}, "#/name")]
)
def test_a_bad_change_of_a_view_is_refused(
    client: TestClient, changes: dict[str, Any], pointer: str
) -> None:
    client.post("/v1/views", json=VIEW)
    response = client.patch("/v1/views/late-harbour", json=changes, headers={"If-Match": '"1"'})
    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


def test_every_filter_of_the_list_can_be_saved(client: TestClient) -> None:
    filters = {
        "workflow": "new",
        "verdict": "false",
        "publication": "paused",
        "kind": "event",
        "speaker": "x",
        "article_id": "2a07e3af-78ec-4600-911a-fb1f7d586d71",
        "assignee": "mira",
        "tag": "t",
        "min_check_worthiness": 1,
        "q": "lock",
        "updated_since": "2025-06-04",
        "assigned": True,
        "open": True,
        "min_hours_in_workflow": 0,
    }
    assert client.post("/v1/views", json={**VIEW, "filters": filters}).status_code == 201
    assert client.get("/v1/claims?view=late-harbour").json()["items"] == []


def test_a_name_is_taken_once_and_built_in_views_stay(client: TestClient) -> None:
    assert client.post("/v1/views", json=VIEW).status_code == 201
    assert client.post("/v1/views", json=VIEW).status_code == 409
    for name in ("unassigned", "open", "overdue", "disputed"):
        url = f"/v1/views/{name}"
        assert client.get(url).json()["built_in"] is True
        assert client.post("/v1/views", json={**VIEW, "name": name}).status_code == 409
        tag = {"If-Match": client.get(url).headers["etag"]}
        assert client.patch(url, json={"sort": "created_at"}, headers=tag).status_code == 409
        assert client.delete(url, headers=tag).status_code == 409


def test_views_come_in_pages_the_built_in_ones_first(client: TestClient) -> None:
    for name in ("b", "a"):
        client.post("/v1/views", json={**VIEW, "name": name})
    names: list[str] = []
    url = "/v1/views?limit=2"
    while url:
        response = client.get(url)
        names += [view["name"] for view in response.json()["items"]]
        url = response.headers.get("link", "").split(";")[0].strip("<>")
    assert names == ["unassigned", "open", "overdue", "disputed", "a", "b"]
    assert client.get("/v1/views?cursor=x").status_code == 422


def test_stats_sum_a_period_up(desk: Desk, claims: list[dict[str, Any]], clock: Clock) -> None:
    claim = desk.move(desk.move(claims[0], workflow="triaged"), workflow="in_progress")
    clock.now += timedelta(hours=2)
    desk.move(claim, **RULING)
    stats = desk.client.get("/v1/stats").json()
    assert stats["claims"] == 2
    assert stats["workflow"]["in_progress"] == 1
    assert stats["verdict"] == {
        "none": 1,
        "true": 1,
        "mostly_true": 0,
        "misleading": 0,
        "false": 0,
        "unproven": 0,
    }
    assert stats["publication"] == {"unpublished": 2, "published": 0, "paused": 0}
    times = stats["time_to_verdict"]
    assert times["verdicts"] == 1
    assert 7_200 <= times["median_seconds"] == times["p90_seconds"] < 7_230
    assert {group["kind"]: group["claims"] for group in stats["kinds"]}["event"] == 2
    assert [(group["publisher"], group["claims"]) for group in stats["publishers"]] == [(None, 2)]


def test_stats_are_of_the_period_that_is_asked_for(desk: Desk, clock: Clock) -> None:
    desk.article()
    day = START.date().isoformat()
    query = f"since={day}&until={day}T23:59:59%2B01:00"
    stats = desk.client.get(f"/v1/stats?{query}").json()
    assert (stats["claims"], stats["since"]) == (2, f"{day}T00:00:00Z")
    assert stats["until"] == f"{day}T22:59:59Z"
    clock.now += timedelta(days=31)
    assert desk.client.get("/v1/stats").json()["claims"] == 0, "the last 30 days by default"


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("since=2025-06-04&until=2025-06-04", "#/query/until"),
        ("since=2030-01-01", "#/query/until"),
        ("since=yesterday", "#/query/since"),
        ("days=3", "#/query/days"),
    ],
)
def test_a_bad_period_is_refused(client: TestClient, query: str, pointer: str) -> None:
    response = client.get(f"/v1/stats?{query}")
    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
