"""Batches over HTTP: many articles at once, progress, and what was refused or failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from service.api.schemas import batch_examples
from service.domain.article import Lane

if TYPE_CHECKING:
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    from tests.api.conftest import QueueDouble

TEXTS = [f"The port of Halden handled {n},000 containers in March." for n in range(1, 8)]


def send(client: TestClient, *articles: object, **headers: str) -> Any:
    return client.post("/v1/batches", json={"articles": articles}, headers=headers)


def test_a_batch_is_taken_row_by_row_and_its_progress_can_be_followed(
    client: TestClient, queue: QueueDouble
) -> None:
    rows = [{"text": TEXTS[0], "external_id": "cms-1"}, {"title": "x"}, {"text": TEXTS[1], "a": 1}]
    answer = send(client, *rows, {"text": TEXTS[2], "published_at": "2999-01-01"})
    batch = answer.json()
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/v1/batches/{batch['id']}"
    assert (batch["rows"], batch["known"], batch["done"]) == (4, 0, False)
    assert {status: n for status, n in batch["counts"].items() if n} == {"queued": 1, "refused": 3}
    found = {row["row"]: row["errors"][0]["pointer"] for row in batch["failures"]}
    assert found == {2: "#/text", 3: "#/a", 4: "#/published_at"}
    assert set(queue.lanes.values()) == {Lane.BULK}
    queue.run_all()
    batch = client.get(answer.headers["location"]).json()
    assert (batch["done"], batch["counts"]["ready"]) == (True, 1)
    rows = client.get(f"{answer.headers['location']}/rows").json()["items"]
    assert [(row["row"], row["status"], row["external_id"]) for row in rows] == [
        (1, "ready", "cms-1"),
        (2, "refused", None),
        (3, "refused", None),
        (4, "refused", None),
    ]
    assert client.get(f"/v1/articles/{rows[0]['article_id']}").json()["status"] == "ready"


def test_articles_whose_analysis_fails_are_named_with_the_reason(
    client: TestClient, queue: QueueDouble
) -> None:
    queue.fails = True
    location = send(client, {"text": TEXTS[0]}).headers["location"]
    queue.run_all()
    (row,) = client.get(location).json()["failures"]
    assert (row["row"], row["status"], row["errors"]) == (1, "failed", [])
    assert row["failure"]["detail"] == "The weights are damaged."


def test_the_documented_example_gives_the_documented_answer(client: TestClient) -> None:
    batch = client.post("/v1/batches", json=batch_examples.BATCH_CREATE).json()
    expected = {**batch_examples.BATCH, "id": batch["id"], "created_at": batch["created_at"]}
    assert batch == expected


def test_the_same_batch_again_is_answered_with_the_first_or_as_known(client: TestClient) -> None:
    key = {"Idempotency-Key": "batch-1"}
    first, again = send(client, {"text": TEXTS[0]}, **key), send(client, {"text": TEXTS[0]}, **key)
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert send(client, {"text": TEXTS[1]}, **key).status_code == 422
    assert send(client, {"text": TEXTS[0]}).json()["known"] == 1


def test_past_the_bound_batches_are_refused_for_now_and_single_articles_are_not(
    client: TestClient, app: FastAPI
) -> None:
    object.__setattr__(app.state.services, "batch_queue_limit", 2)
    assert send(client, *({"text": text} for text in TEXTS[:3])).status_code == 202
    refused = send(client, {"text": TEXTS[3]})
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert client.post("/v1/articles", json={"text": TEXTS[3]}).status_code == 202


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/articles"),
        ({"articles": []}, "#/articles"),
        ({"articles": [{"text": "x"}] * 1_001}, "#/articles"),
        ({"articles": ["x"]}, "#/articles/0"),
        ({"articles": [{"text": "x"}], "lane": "interactive"}, "#/lane"),
    ],
)
def test_a_bad_body_is_refused_by_field(client: TestClient, body: object, pointer: str) -> None:
    response = client.post("/v1/batches", json=body)
    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


def test_a_batch_may_be_larger_than_another_body_and_not_larger_than_it_says(
    client: TestClient,
) -> None:
    text = "The port of Halden was busy in March. " * 4_500
    rows = [{"text": f"{n}. {text}"} for n in range(25)]
    assert send(client, *rows).status_code == 202
    assert client.post("/v1/articles", content=b"x" * 4_000_000).status_code == 413
    assert client.post("/v1/batches", content=b"x" * 12_000_001).status_code == 413


def test_rows_come_in_pages_and_a_strange_cursor_is_refused(client: TestClient) -> None:
    location = send(client, *({"text": text} for text in TEXTS)).headers["location"]
    first = client.get(f"{location}/rows", params={"limit": 4})
    assert 'rel="next"' in first.headers["link"]
    cursor = first.json()["next_cursor"]
    rest = client.get(f"{location}/rows", params={"limit": 4, "cursor": cursor}).json()
    assert [row["row"] for row in rest["items"]] == [5, 6, 7]
    assert rest["next_cursor"] is None
    assert client.get(f"{location}/rows", params={"cursor": "-1"}).status_code == 422


def test_a_batch_that_is_not_there_is_not_found(client: TestClient) -> None:
    path = f"/v1/batches/{batch_examples.BATCH_ID}"
    assert client.get(path).status_code == client.get(f"{path}/rows").status_code == 404
