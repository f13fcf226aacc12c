"""Articles over HTTP: submitting, waiting, reading, listing, deleting, retrying."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

if TYPE_CHECKING:
    from tests.api.conftest import Desk, QueueDouble

TEXT = (
    "The ferry to Sundholm was cancelled on Monday because of high waves.\n"
    "The company carried 48,000 passengers in 2023."
)


def submit(client: TestClient, **headers: str) -> Any:
    return client.post("/v1/articles", json={"text": TEXT, "title": "Ferry"}, headers=headers)


def test_a_submitted_article_is_accepted_and_queued(client: TestClient, queue: QueueDouble) -> None:
    response = submit(client)
    article = response.json()
    assert response.status_code == 202
    assert response.headers["location"] == f"/v1/articles/{article['id']}"
    assert "preference-applied" not in response.headers
    assert article["status"] == "queued"
    assert (article["summary"], article["claims"], article["skipped"]) == (None, [], [])
    assert article["coverage"] is None
    assert list(queue.queued) == [f"analyse-{article['id']}-1"]
    assert queue.timeouts == []


def test_preferring_to_wait_gives_the_finished_analysis(
    client: TestClient, queue: QueueDouble
) -> None:
    response = submit(client, prefer="wait=30")
    article = response.json()
    assert response.status_code == 201
    assert response.headers["preference-applied"] == "wait=30"
    assert response.headers["location"] == f"/v1/articles/{article['id']}"
    assert queue.timeouts == [30]
    assert article["status"] == "ready"
    assert [claim["text"] for claim in article["claims"]] == TEXT.splitlines()
    assert article["summary"]["text"] == TEXT.splitlines()[0]
    for claim in article["claims"]:
        selector = claim["selector"]
        assert article["text"][selector["start"] : selector["end"]] == selector["exact"]


def test_a_wait_that_runs_out_is_answered_as_accepted(
    client: TestClient, queue: QueueDouble
) -> None:
    queue.hangs = True
    response = submit(client, prefer="wait=1")
    assert response.status_code == 202
    assert response.headers["preference-applied"] == "wait=1"
    assert response.json()["status"] == "queued"


def test_waits_beyond_two_minutes_are_cut(client: TestClient, queue: QueueDouble) -> None:
    response = submit(client, prefer="wait=600")
    assert queue.timeouts == [120]
    assert response.headers["preference-applied"] == "wait=120"


def test_malformed_preferences_are_ignored(client: TestClient, queue: QueueDouble) -> None:
    assert submit(client, prefer='wait="').status_code == 202
    assert queue.timeouts == []


def test_a_failed_analysis_is_a_finished_one(client: TestClient, queue: QueueDouble) -> None:
    queue.fails = True
    response = submit(client, prefer="wait=30")
    assert response.status_code == 201
    article = response.json()
    assert article["status"] == "failed"
    assert article["failure"]["stage"] == "claims"
    assert article["failure"]["detail"] == "The weights are damaged."


def test_the_same_text_again_returns_the_stored_article(
    client: TestClient, queue: QueueDouble
) -> None:
    first = submit(client, prefer="wait=30").json()
    again = client.post("/v1/articles", json={"text": f"\r\n{TEXT}\r\n".strip(), "title": "Other"})
    assert again.status_code == 200
    assert again.json() == first
    assert again.headers["content-location"] == f"/v1/articles/{first['id']}"
    assert again.headers["location"] == f"/v1/articles/{first['id']}"
    assert len(queue.queued) == 1


def test_the_same_text_again_can_wait_for_the_analysis_that_runs(
    client: TestClient, queue: QueueDouble
) -> None:
    first = submit(client).json()
    again = submit(client, prefer="wait=9")
    assert again.status_code == 200
    assert again.json()["id"] == first["id"]
    assert again.json()["status"] == "ready"
    assert again.headers["preference-applied"] == "wait=9"
    assert len(queue.queued) == 1


def test_all_metadata_come_back(client: TestClient) -> None:
    fields = {
        "title": "Ferry cancelled",
        "url": "https://example.org/ferry?id=1",
        "publisher": "Example Agency",
        "author": "N. Holm",
        "published_at": "2025-06-03T10:00:00+02:00",
        "language": "en",
        "external_id": "ferry-1",
    }
    article = client.post("/v1/articles", json={"text": TEXT, **fields}).json()
    assert article["published_at"] == "2025-06-03T08:00:00Z"
    for name in fields.keys() - {"published_at"}:
        assert article[name] == fields[name]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/text"),
        ({"text": ""}, "#/text"),
        ({"text": " \n\t\u00a0"}, "#/text"),
        ({"text": 5}, "#/text"),
        ({"text": "a\u0000b"}, "#/text"),
        ({"text": TEXT, "titel": "x"}, "#/titel"),
        ({"text": TEXT, "title": "a\u0000"}, "#/title"),
        ({"text": TEXT, "published_at": "2025-06-12T18:15:00Z"}, "#/published_at"),
        ({"text": TEXT, "published_at": "1066-10-14"}, "#/published_at"),
        ({"text": TEXT, "options": {"sentences": 9}}, "#/options/sentences"),
        ({"text": TEXT, "language": "de"}, "#/language"),
        ([TEXT], "#"),
        (TEXT, "#"),
        (None, "#"),
    ],
)
def test_a_bad_article_is_refused_by_field(client: TestClient, body: object, pointer: str) -> None:
    response = client.post("/v1/articles", json=body)
    problem = response.json()
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["status"] == 422
    assert problem["instance"] == "/v1/articles"
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert client.get("/v1/articles").json()["items"] == []


def test_a_lone_surrogate_is_refused_by_field(client: TestClient) -> None:
    response = client.post(
        "/v1/articles",
        content=rb'{"text": "half \ud83d pair", "title": "\udc00"}',
        headers={"content-type": "application/json"},
    )
    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == ["#/text", "#/title"]


def test_a_lone_surrogate_in_a_name_is_no_server_error(client: TestClient) -> None:
    response = client.post(
        "/v1/articles",
        content=rb'{"text": "A text.", "\ud800": 1}',
        headers={"content-type": "application/json"},
    )
    assert response.status_code == 422


def test_a_text_in_another_language_is_refused_with_its_name(client: TestClient) -> None:
    text = (
        "Der Hafen von Elmsund verlor im vergangenen Jahr zwölf Prozent seiner Fracht. "
        "Die Behörde will nun neue Kräne kaufen und die Gebühren senken."
    )
    response = client.post("/v1/articles", json={"text": text})
    assert response.status_code == 422
    assert response.json()["type"] == "urn:claimdesk:problem:unsupported-language"
    assert "German" in response.json()["detail"]


def test_a_text_over_the_limit_is_413_and_one_at_the_limit_is_not(client: TestClient) -> None:
    sentence = "The harbour board met on Monday. "
    text = (sentence * (200_000 // len(sentence) + 1))[:200_000]
    text = text.rstrip().ljust(200_000, ".")
    response = client.post("/v1/articles", json={"text": text + "."})
    assert response.status_code == 413
    assert response.json()["errors"][0]["pointer"] == "#/text"
    assert client.post("/v1/articles", json={"text": text}).status_code == 202


def test_a_text_of_characters_beyond_the_basic_plane_is_not_refused_for_its_bytes(
    client: TestClient,
) -> None:
    text = "The board met on Monday. " + "😀" * 199_000
    body = json.dumps({"text": text}, ensure_ascii=True).encode()
    assert len(body) > 2_300_000
    response = client.post(
        "/v1/articles", content=body, headers={"content-type": "application/json"}
    )
    assert response.status_code in {202, 422}


def test_a_full_queue_is_503_with_a_time_to_retry(
    client: TestClient, app: Any, services: Any
) -> None:
    from dataclasses import replace  # noqa: PLC0415  only here

    app.state.services = replace(services, queue_limit=1)
    assert submit(client).status_code == 202
    response = client.post("/v1/articles", json={"text": TEXT + " It was a storm."})
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert submit(client).status_code == 200, "what is stored already needs no place"


def test_an_article_is_read_with_an_entity_tag_of_what_it_says(desk: Desk) -> None:
    article = desk.article()
    url = f"/v1/articles/{article['id']}"
    first = desk.client.get(url)
    assert first.json() == article
    tag = first.headers["etag"]
    unchanged = desk.client.get(url, headers={"If-None-Match": tag})
    assert unchanged.status_code == 304
    assert unchanged.content == b""
    assert unchanged.headers["etag"] == tag
    desk.move(article["claims"][0], workflow="triaged")
    changed = desk.client.get(url, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


def test_the_answer_tells_how_much_was_read(desk: Desk) -> None:
    article = desk.article()
    coverage, text = article["coverage"], article["text"]
    lines = text.splitlines()
    assert coverage == {
        "characters": len(text),
        "boilerplate_characters": 0,
        "article_characters": sum(map(len, lines)),
        "unread_characters": 0,
        "sentences": len(lines),
        "claimed_sentences": len(lines) - 1,
        "skipped_sentences": 1,
        "summary_characters_read": None,
    }


def test_a_claim_that_an_editor_adds_counts_as_no_sentence_read(desk: Desk) -> None:
    article = desk.article()
    added = {"article_id": article["id"], "text": "A firm is in Rotterdam.", "quote": "Rotterdam"}
    assert desk.client.post("/v1/claims", json=added).status_code == 201
    again = desk.client.get(f"/v1/articles/{article['id']}").json()
    assert len(again["claims"]) == len(article["claims"]) + 1
    assert again["coverage"] == article["coverage"]


def test_the_day_of_publication_is_the_publishers(desk: Desk) -> None:
    article = desk.article(published_at="2025-06-03T23:30:00-04:00")
    assert article["published_at"] == "2025-06-04T03:30:00Z"
    assert article["published_on"] == "2025-06-03"


def test_skipped_sentences_come_with_their_reason(desk: Desk) -> None:
    article = desk.article()
    skipped = [
        (article["text"][item["start"] : item["end"]], item["reason"])
        for item in article["skipped"]
    ]
    assert skipped == [("Is that enough to bring the ships back?", "question")]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("DELETE", ""),
        ("POST", "/retry"),
        ("GET", "/claims"),
        ("GET", "/summaries"),
        # The same each time: the processes that share the tests must find the same ones.
        ("GET", "/summaries/6f1ed002-ab55-4a1a-8f39-7e0d6f1d6c2a"),
    ],
)
def test_an_unknown_article_is_404(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, f"/v1/articles/{uuid4()}{path}")
    assert response.status_code == 404
    assert response.json()["type"] == "urn:claimdesk:problem:not-found"


@pytest.mark.parametrize("identifier", ["x", "%00", "1", "%ff%fe", "a" * 500])
def test_what_is_no_identifier_is_422_by_parameter(client: TestClient, identifier: str) -> None:
    response = client.get(f"/v1/articles/{identifier}")
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "#/path/article_id"


def test_articles_are_listed_page_by_page_newest_first(client: TestClient) -> None:
    identifiers = [
        client.post("/v1/articles", json={"text": f"{TEXT} Number {number}."}).json()["id"]
        for number in range(5)
    ]
    seen: list[str] = []
    url: str | None = "/v1/articles?limit=2"
    while url is not None:
        response = client.get(url)
        seen += [item["id"] for item in response.json()["items"]]
        cursor = response.json()["next_cursor"]
        link = response.headers.get("link")
        assert (cursor is None) == (link is None)
        if link is None:
            break
        url, relation = link.split(";")
        url = url.strip("<>")
        assert relation.strip() == 'rel="next"'
        assert "limit=2" in url
    assert seen == identifiers[::-1]


def test_articles_are_filtered(desk: Desk) -> None:
    desk.article(publisher="Example Agency", external_id="a-1")
    desk.client.post("/v1/articles", json={"text": TEXT, "publisher": "Other"})

    def texts(**query: str) -> int:
        return len(desk.client.get("/v1/articles", params=query).json()["items"])

    assert texts() == 2
    assert texts(status="ready") == 1
    assert texts(status="queued", publisher="Other") == 1
    assert texts(external_id="a-1") == 1
    assert texts(external_id="a-2") == 0
    assert texts(q="ferry sundholm") == 1


def test_a_deleted_article_is_gone_with_its_claims(desk: Desk) -> None:
    article = desk.article()
    url = f"/v1/articles/{article['id']}"
    response = desk.client.delete(url)
    assert response.status_code == 204
    assert response.content == b""
    assert desk.client.get(url).status_code == 404
    assert desk.client.get(f"/v1/claims/{article['claims'][0]['id']}").status_code == 404
    assert desk.client.delete(url).status_code == 404


def test_a_failed_article_is_analysed_again(client: TestClient, queue: QueueDouble) -> None:
    queue.fails = True
    article = submit(client, prefer="wait=5").json()
    queue.fails = False
    response = client.post(f"/v1/articles/{article['id']}/retry", headers={"Prefer": "wait=5"})
    assert response.status_code == 200
    assert response.headers["content-location"] == f"/v1/articles/{article['id']}"
    assert response.json()["status"] == "ready"
    assert response.json()["failure"] is None
    assert list(queue.queued) == [f"analyse-{article['id']}-1", f"analyse-{article['id']}-2"]


def test_a_retry_without_a_wait_is_accepted(client: TestClient, queue: QueueDouble) -> None:
    queue.fails = True
    article = submit(client, prefer="wait=5").json()
    response = client.post(f"/v1/articles/{article['id']}/retry")
    assert response.status_code == 202
    assert response.headers["location"] == f"/v1/articles/{article['id']}"
    assert response.json()["status"] == "queued"


def test_an_article_that_has_not_failed_cannot_be_retried(desk: Desk) -> None:
    response = desk.client.post(f"/v1/articles/{desk.article()['id']}/retry")
    assert response.status_code == 409
    assert response.json()["type"] == "urn:claimdesk:problem:state-conflict"


def test_the_claims_of_an_article_come_in_the_order_of_its_text(desk: Desk) -> None:
    article = desk.article()
    url = f"/v1/articles/{article['id']}/claims"
    first = desk.client.get(url, params={"limit": 1})
    assert [claim["id"] for claim in first.json()["items"]] == [article["claims"][0]["id"]]
    second = desk.client.get(first.headers["link"].split(";")[0].strip("<>"))
    assert [claim["id"] for claim in second.json()["items"]] == [article["claims"][1]["id"]]
    assert second.json()["next_cursor"] is None
    assert desk.client.get(url, params={"cursor": str(uuid4())}).status_code == 422
