"""Matches, search, links and groups, as callers see them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from service.api.dependencies import Services
from service.domain.errors import WeightsError
from tests.api.conftest import Desk
from tests.matching_double import MatcherDouble

FIRST = "The harbour of Elmsund lost 12 percent of its freight last year, the port board said."
AGAIN = "The harbour of Elmsund lost 12 percent of its freight last year, said the port board."
OTHER = "A bakery in Tarn was closed by the health inspectors in May."


def publish(desk: Desk, text: str) -> dict[str, Any]:
    """Submit an article of one sentence and return its claim."""
    claim: dict[str, Any] = desk.article(text, title=f"About {text[:20]}")["claims"][0]
    return claim


def link(
    client: TestClient, one: Any, other: Any, relation: str = "same_claim", **headers: str
) -> Any:
    return client.put(
        f"/v1/claims/{one['id']}/links/{other['id']}", json={"relation": relation}, headers=headers
    )


@pytest.fixture
def pair(desk: Desk) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two claims of two articles that say the same."""
    return publish(desk, FIRST), publish(desk, AGAIN)


def test_a_repeated_claim_arrives_with_its_suggested_match(
    client: TestClient, desk: Desk, pair: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    first, again = pair
    publish(desk, OTHER)
    (link,) = client.get(f"/v1/claims/{again['id']}/links").json()["items"]
    assert (link["other_id"], link["relation"]) == (first["id"], "suggested")
    assert link["score"] > 0.9
    body = client.get(f"/v1/claims/{again['id']}/matches", params={"min_score": 0.5}).json()
    (match,) = body["items"]
    assert match["claim"]["id"] == first["id"]
    assert match["article"]["title"] == f"About {FIRST[:20]}"
    assert match["link"] == link


def test_search_finds_a_claim_in_other_words_best_first_and_page_by_page(
    client: TestClient, desk: Desk, pair: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    publish(desk, OTHER)
    asked = {"text": "Elmsund's harbour lost 12 percent of freight", "min_score": 0, "limit": 1}
    seen, scores, cursor = [], [], None
    while True:
        body = client.post("/v1/claims/search", json={**asked, "cursor": cursor}).json()
        seen += [item["claim"]["id"] for item in body["items"]]
        scores += [item["score"] for item in body["items"]]
        cursor = body["next_cursor"]
        if cursor is None:
            break
    assert set(seen[:2]) == {claim["id"] for claim in pair}
    assert len(seen) == len(set(seen)) == 3
    assert scores == sorted(scores, reverse=True)


def test_search_keeps_to_its_filters(
    client: TestClient, desk: Desk, pair: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    moved = desk.move(pair[0], workflow="triaged")
    asked = {"text": FIRST, "filters": {"workflow": "triaged"}}
    items = client.post("/v1/claims/search", json=asked).json()["items"]
    assert [item["claim"]["id"] for item in items] == [moved["id"]]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/text"),
        ({"text": "  "}, "#/text"),
        ({"text": "A claim.", "limit": 0}, "#/limit"),
        ({"text": "A claim.", "limit": 101}, "#/limit"),
        ({"text": "A claim.", "min_score": 1.5}, "#/min_score"),
        ({"text": "A claim.", "cursor": "nonsense"}, "#/query/cursor"),
        ({"text": "A claim.", "filters": {"verdict": "wrong"}}, "#/filters/verdict"),
        ({"text": "A claim.", "filters": {"colour": "red"}}, "#/filters/colour"),
    ],
)
def test_a_search_that_makes_no_sense_is_refused_by_field(
    client: TestClient, body: dict[str, Any], pointer: str
) -> None:
    response = client.post("/v1/claims/search", json=body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == pointer


def test_search_tells_where_the_weights_are_missing(
    services: Services, client: TestClient, desk: Desk
) -> None:
    def refuse() -> MatcherDouble:
        raise WeightsError("the weights of the embedder are missing")

    claim = desk.claim()
    object.__setattr__(services, "matcher", refuse)
    assert client.post("/v1/claims/search", json={"text": "A claim."}).status_code == 503
    assert client.get(f"/v1/claims/{claim['id']}/matches").status_code == 503
    # What editors write is stored all the same, and embedded later.
    article_id = claim["article_id"]
    body = {"article_id": article_id, "text": "A crane came.", "quote": "A new crane"}
    assert client.post("/v1/claims", json=body).status_code == 201


def test_an_editors_claim_and_a_new_wording_are_matched_as_well(
    client: TestClient, desk: Desk
) -> None:
    first = publish(desk, FIRST)
    other = publish(desk, OTHER)
    body = {"article_id": other["article_id"], "text": AGAIN, "quote": "A bakery in Tarn"}
    added = client.post("/v1/claims", json=body).json()
    (link,) = client.get(f"/v1/claims/{added['id']}/links").json()["items"]
    assert link["other_id"] == first["id"]
    edited = client.patch(
        f"/v1/claims/{added['id']}",
        json={"text": "The baker of Tarn has retired to Spain."},
        headers={"If-Match": '"1"'},
    )
    assert edited.status_code == 200
    # It was suggested for the former wording.
    assert client.get(f"/v1/claims/{added['id']}/links").json()["items"] == []


def test_a_rejected_pair_is_never_suggested_again(
    client: TestClient, pair: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    first, again = pair
    assert link(client, again, first, "rejected").status_code == 200
    assert client.get(f"/v1/claims/{again['id']}/matches").json()["items"] == []
    assert client.get(f"/v1/claims/{first['id']}/matches").json()["items"] == []
    renamed = client.patch(
        f"/v1/claims/{again['id']}", json={"text": FIRST}, headers={"If-Match": '"1"'}
    )
    assert renamed.status_code == 200
    (kept,) = client.get(f"/v1/claims/{again['id']}/links").json()["items"]
    assert kept["relation"] == "rejected"


def test_both_claims_keep_the_decision_in_their_history(
    client: TestClient, pair: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    first, again = pair
    decided = link(client, again, first)
    assert decided.headers["ETag"] == '"2"'
    for claim, other in ((first, again), (again, first)):
        event = client.get(f"/v1/claims/{claim['id']}/history").json()["items"][-1]
        assert event["action"] == "linked"
        assert event["before"] == {"link": [other["id"], "suggested"]}
        assert event["after"] == {"link": [other["id"], "same_claim"]}


def test_changing_a_decision_needs_its_version(
    client: TestClient, pair: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    first, again = pair
    link(client, first, again)
    assert link(client, first, again, "related").status_code == 428
    assert link(client, first, again, "related", **{"If-Match": '"1"'}).status_code == 412
    changed = link(client, first, again, "related", **{"If-Match": '"2"'})
    assert changed.status_code == 200
    assert changed.json()["version"] == 3
    path = f"/v1/claims/{first['id']}/links/{again['id']}"
    assert client.delete(path).status_code == 428
    assert client.delete(path, headers={"If-Match": '"2"'}).status_code == 412
    assert client.delete(path, headers={"If-Match": '"3"'}).status_code == 204
    assert client.get(path).status_code == 404


def test_a_claim_cannot_be_linked_to_itself(client: TestClient, desk: Desk) -> None:
    claim = desk.claim()
    response = link(client, claim, claim)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "#/path/other_id"


@pytest.mark.parametrize("operation", ["matches", "links", "group"])
def test_an_unknown_claim_is_not_found(client: TestClient, operation: str) -> None:
    assert client.get(f"/v1/claims/{uuid4()}/{operation}").status_code == 404


def test_a_link_to_an_unknown_claim_is_not_found(client: TestClient, desk: Desk) -> None:
    assert link(client, desk.claim(), {"id": uuid4()}).status_code == 404


def test_claims_of_one_group_cannot_contradict_each_other(client: TestClient, desk: Desk) -> None:
    one, two, three = (publish(desk, f"{FIRST} {n}") for n in ("One.", "Two.", "Three."))
    link(client, one, two)
    link(client, two, three)
    for relation in ("contradicts", "rejected", "related"):
        response = link(client, one, three, relation)
        assert response.status_code == 409, relation
        assert response.json()["errors"][0]["pointer"] == "#/relation"
    group = client.get(f"/v1/claims/{one['id']}/group").json()["items"]
    assert {claim["id"] for claim in group} == {one["id"], two["id"], three["id"]}


def test_groups_that_contradict_each_other_cannot_be_joined(client: TestClient, desk: Desk) -> None:
    one, two, three = (publish(desk, f"{FIRST} {n}") for n in ("One.", "Two.", "Three."))
    link(client, one, two)
    link(client, one, three, "contradicts")
    assert link(client, two, three).status_code == 409
    assert len(client.get(f"/v1/claims/{two['id']}/group").json()["items"]) == 2


VERDICT = {
    "verdict": "false",
    "reason": "The board's own figures say 3 percent.",
    "evidence": [{"url": "https://e.org/1", "title": "Figures", "stance": "refutes"}],
}


def decide(client: TestClient, claim: Any, tag: str, **fields: Any) -> Any:
    return client.post(
        f"/v1/claims/{claim['id']}/group/verdict",
        json={**VERDICT, **fields},
        headers={"If-Match": tag},
    )


def test_a_verdict_goes_to_all_of_a_group_each_with_its_own_event(
    client: TestClient, desk: Desk, pair: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    first, again = pair
    link(client, first, again)
    desk.move(first, workflow="triaged")
    group = client.get(f"/v1/claims/{first['id']}/group")
    decided = decide(client, again, group.headers["ETag"])
    assert decided.status_code == 200, decided.text
    assert [claim["verdict"] for claim in decided.json()["items"]] == ["false", "false"]
    for claim in pair:
        events = client.get(f"/v1/claims/{claim['id']}/history").json()["items"]
        assert events[-1]["after"] == {"verdict": "false"}
        assert events[-1]["evidence"][0]["title"] == "Figures"
        workflows = [e["after"]["workflow"] for e in events if "workflow" in e["after"]]
        assert workflows == ["new", "triaged", "in_progress"]


def test_a_group_that_changed_meanwhile_takes_no_verdict(
    client: TestClient, desk: Desk, pair: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    first, again = pair
    link(client, first, again)
    tag = client.get(f"/v1/claims/{first['id']}/group").headers["ETag"]
    desk.move(again, workflow="triaged")
    assert decide(client, first, tag).status_code == 412
    assert client.post(f"/v1/claims/{first['id']}/group/verdict", json=VERDICT).status_code == 428


def test_a_verdict_that_one_claim_cannot_take_is_given_to_none(
    client: TestClient, desk: Desk, pair: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    first, again = pair
    link(client, first, again)
    desk.move(again, workflow="dismissed", reason="Too old.")
    refused = decide(client, first, "*")
    assert refused.status_code == 409
    assert again["id"] in refused.json()["detail"]
    assert client.get(f"/v1/claims/{first['id']}").json()["workflow"] == "new"
    no_evidence = decide(client, first, "*", evidence=[])
    assert no_evidence.status_code == 422
    assert no_evidence.json()["errors"][0]["pointer"] == "#/evidence"
