"""The impact of a verdict, as callers see it: what it touches, and stale summaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.api.conftest import TEXT, QueueDouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi.testclient import TestClient

    from service.domain.outgoing_event import OutgoingEvent
    from service.storage.unit_of_work import UnitOfWork
    from tests.api.conftest import Desk

FIRST = "The harbour of Elmsund lost 12 percent of its freight last year, the port board said."
AGAIN = "Last year 12 percent of the freight went past the harbour of Elmsund."
OTHER = "A bakery in Tarn was closed by the health inspectors in May."
VERDICT = {
    "verdict": "false",
    "reason": "The board's own figures say 3 percent.",
    "evidence": [{"url": "https://e.org/1", "title": "Figures", "stance": "refutes"}],
}
Pair = tuple[dict[str, Any], dict[str, Any]]


@pytest.fixture
def pair(client: TestClient, desk: Desk) -> Pair:
    """Two articles whose first claims are confirmed to say the same."""
    articles = desk.article(TEXT, title="Harbour"), desk.article(f"{AGAIN}\n{OTHER}", title="Port")
    one, two = (article["claims"][0]["id"] for article in articles)
    linked = client.put(f"/v1/claims/{one}/links/{two}", json={"relation": "same_claim"})
    assert linked.status_code == 200
    return articles


def decide(client: TestClient, desk: Desk, article: dict[str, Any], **change: Any) -> None:
    """Give the first claim of an article its verdict."""
    claim = client.get(f"/v1/claims/{article['claims'][0]['id']}").json()
    for workflow in ("triaged", "in_progress") if claim["workflow"] == "new" else ():
        claim = desk.move(claim, workflow=workflow)
    desk.move(claim, **{**VERDICT, **change})


def told(unit_of_work: Callable[[], UnitOfWork]) -> list[OutgoingEvent]:
    with unit_of_work() as uow:
        events = uow.outgoing_events.list_after(0, 1000)
    return [event for event in events if event.type.value == "summary.stale"]


def test_the_impact_shows_both_articles_with_their_summaries_and_sentences(
    client: TestClient, desk: Desk, pair: Pair
) -> None:
    first, second = pair
    claim_id = second["claims"][0]["id"]
    body = client.get(f"/v1/claims/{claim_id}/impact").json()
    assert body["next_cursor"] is None
    assert [item["article"]["id"] for item in body["items"]] == [first["id"], second["id"]]
    for item, article in zip(body["items"], pair, strict=True):
        assert item["states_it_now"] is True
        assert item["article"]["title"] == article["title"]
        assert [claim["id"] for claim in item["claims"]] == [article["claims"][0]["id"]]
        (summary,) = item["summaries"]
        assert summary["id"] == article["summary"]["id"]
        assert summary["is_newest"] is True
        assert (summary["is_stale"], summary["stale_reasons"]) == (False, [])
        (sentence,) = summary["sentences"]
        assert sentence == {
            "index": 0,
            "text": article["summary"]["sentences"][0]["text"],
            "claim_ids": [article["claims"][0]["id"]],
        }
    decide(client, desk, first)
    items = client.get(f"/v1/claims/{claim_id}/impact").json()["items"]
    assert [item["summaries"][0]["is_stale"] for item in items] == [True, True]


def test_the_impact_comes_in_pages(client: TestClient, pair: Pair) -> None:
    path = f"/v1/claims/{pair[0]['claims'][0]['id']}/impact"
    page = client.get(path, params={"limit": 1})
    assert [item["article"]["id"] for item in page.json()["items"]] == [pair[0]["id"]]
    rest = client.get(page.links["next"]["url"]).json()
    assert [item["article"]["id"] for item in rest["items"]] == [pair[1]["id"]]
    assert rest["next_cursor"] is None
    refused = client.get(path, params={"cursor": "nonsense"})
    assert refused.json()["errors"][0]["pointer"] == "#/query/cursor"


def test_an_unknown_claim_has_no_impact(client: TestClient) -> None:
    assert client.get(f"/v1/claims/{uuid4()}/impact").status_code == 404


def test_a_fact_check_is_no_article_that_states_the_claim(client: TestClient, desk: Desk) -> None:
    article = desk.article()
    row = {
        "text": "Elmsund's harbour lost a tenth.",
        "rating": "False",
        "url": "https://checks.example/1",
        "publisher": "Checks",
    }
    (check_id,) = client.post("/v1/imports", json={"items": [row]}).json()["claim_ids"]
    claim_id = article["claims"][0]["id"]
    client.put(f"/v1/claims/{claim_id}/links/{check_id}", json={"relation": "same_claim"})
    items = client.get(f"/v1/claims/{check_id}/impact").json()["items"]
    assert [item["article"]["id"] for item in items] == [article["id"]]
    # Its verdict counts from the moment that the link is confirmed.
    (reason,) = client.get(f"/v1/articles/{article['id']}").json()["summary"]["stale_reasons"]
    assert reason["claim_id"] == check_id
    assert reason["reason"] == "Checks rated it “False”."


def test_a_false_verdict_shows_wherever_the_summaries_are_read(
    client: TestClient, desk: Desk, pair: Pair, unit_of_work: Callable[[], UnitOfWork]
) -> None:
    before = client.get(f"/v1/articles/{pair[1]['id']}").headers["ETag"]
    decide(client, desk, pair[0])
    for article in pair:
        path = f"/v1/articles/{article['id']}"
        read = client.get(path)
        listed = client.get(f"{path}/summaries").json()["items"]
        single = client.get(f"{path}/summaries/{article['summary']['id']}").json()
        for summary in (read.json()["summary"], *listed, single):
            assert summary["is_stale"] is True
            (reason,) = summary["stale_reasons"]
            assert reason["claim_id"] == pair[0]["claims"][0]["id"]
            assert (reason["verdict"], reason["reason"]) == ("false", VERDICT["reason"])
            assert (reason["sentences"], reason["in_headline"]) == ([0], False)
    assert client.get(f"/v1/articles/{pair[1]['id']}").headers["ETag"] != before
    assert {str(event.article_id) for event in told(unit_of_work)} == {a["id"] for a in pair}


def test_articles_with_a_stale_summary_are_shown_and_found_in_the_list(
    client: TestClient, desk: Desk, pair: Pair
) -> None:
    path = "/v1/articles"
    assert client.get(path, params={"stale_summary": True}).json()["items"] == []
    desk.article(OTHER)
    decide(client, desk, pair[0])
    ids = [article["id"] for article in pair]
    stale = client.get(path, params={"stale_summary": True}).json()["items"]
    assert sorted(item["id"] for item in stale) == sorted(ids)
    shown = {item["id"]: item["summary_is_stale"] for item in client.get(path).json()["items"]}
    assert {article_id for article_id, is_stale in shown.items() if is_stale} == set(ids)
    (fresh,) = client.get(path, params={"stale_summary": False}).json()["items"]
    assert fresh["id"] not in ids
    # What is shown is the newest one.
    wanted = {"json": {"sentences": 1}, "headers": {"Prefer": "wait=5"}}
    assert client.post(f"{path}/{ids[1]}/summaries", **wanted).status_code == 201
    stale = client.get(path, params={"stale_summary": True}).json()["items"]
    assert [item["id"] for item in stale] == [ids[0]]
    assert client.get(f"{path}/{ids[1]}").json()["summary_is_stale"] is False
    assert client.get(path, params={"stale_summary": "perhaps"}).status_code == 422


def test_a_refused_verdict_marks_nothing_and_tells_nobody(
    client: TestClient, desk: Desk, pair: Pair, unit_of_work: Callable[[], UnitOfWork]
) -> None:
    claim = desk.move(pair[0]["claims"][0], workflow="dismissed", reason="Too old.")
    refused = client.post(
        f"/v1/claims/{pair[1]['claims'][0]['id']}/group/verdict",
        json=VERDICT,
        headers={"If-Match": "*"},
    )
    assert refused.status_code == 409
    assert claim["id"] in refused.json()["detail"]
    for article in pair:
        assert client.get(f"/v1/articles/{article['id']}").json()["summary"]["is_stale"] is False
    assert told(unit_of_work) == []


def test_a_verdict_put_right_clears_and_the_hours_between_can_still_be_asked_for(
    client: TestClient, desk: Desk, pair: Pair
) -> None:
    path = f"/v1/articles/{pair[1]['id']}"
    morning = client.get(path).json()["updated_at"]
    decide(client, desk, pair[0])
    (reason,) = client.get(path).json()["summary"]["stale_reasons"]
    decide(client, desk, pair[0], verdict="true")
    assert client.get(path).json()["summary"]["is_stale"] is False
    then = [
        client.get(path, params={"as_of": instant}).json()["summary"]["is_stale"]
        for instant in (morning, reason["marked_at"])
    ]
    assert then == [False, True]


def test_a_stale_summary_is_written_anew_without_what_was_found_false(
    client: TestClient, desk: Desk, queue: QueueDouble
) -> None:
    article = desk.article()
    path = f"/v1/articles/{article['id']}/summaries"
    wanted = {"json": {"sentences": 1}, "headers": {"Prefer": "wait=5"}}
    stored = client.post(path, **wanted)
    assert stored.json()["text"] == FIRST
    assert client.post(path, **wanted).json()["id"] == stored.json()["id"]
    decide(client, desk, article)
    renewed = client.post(path, **wanted)
    assert renewed.status_code == 201
    assert renewed.json()["id"] != stored.json()["id"]
    assert FIRST not in renewed.json()["text"]
    assert renewed.json()["is_stale"] is False
    assert client.get(f"/v1/articles/{article['id']}").json()["summary"] == renewed.json()
    assert len(queue.queued) == 3


def test_a_summary_of_nothing_but_what_was_found_false_is_refused(
    client: TestClient, desk: Desk
) -> None:
    article = desk.article(FIRST)
    decide(client, desk, article)
    refused = client.post(f"/v1/articles/{article['id']}/summaries", json={"sentences": 2})
    assert refused.status_code == 409
    assert "found false" in refused.json()["detail"]
