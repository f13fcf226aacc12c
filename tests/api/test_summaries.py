"""Summaries over HTTP: asking for other lengths, waiting, reading, listing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from tests.api.conftest import Desk, QueueDouble


def url_of(article: dict[str, str]) -> str:
    return f"/v1/articles/{article['id']}/summaries"


def test_another_summary_is_accepted_with_where_it_will_be(desk: Desk, queue: QueueDouble) -> None:
    article = desk.article()
    response = desk.client.post(url_of(article), json={"sentences": 2})
    assert response.status_code == 202
    location = response.headers["location"]
    assert location == f"{url_of(article)}/{response.json()['id']}"
    assert desk.client.get(location).status_code == 404
    queue.queued[f"summarise-{response.json()['id']}"]()
    summary = desk.client.get(location)
    assert summary.status_code == 200
    assert len(summary.json()["sentences"]) == 2


def test_waiting_gives_the_written_summary(desk: Desk) -> None:
    article = desk.article()
    response = desk.client.post(
        url_of(article), json={"sentences": 2}, headers={"Prefer": "wait=20"}
    )
    assert response.status_code == 201
    assert response.headers["preference-applied"] == "wait=20"
    assert desk.client.get(response.headers["location"]).json() == response.json()


def test_a_summary_of_a_length_that_exists_is_returned(desk: Desk) -> None:
    article = desk.article()
    first = desk.client.post(
        url_of(article), json={"sentences": 2}, headers={"Prefer": "wait=20"}
    ).json()
    again = desk.client.post(url_of(article), json={"sentences": 2})
    assert again.status_code == 200
    assert again.json() == first
    assert again.headers["content-location"] == f"{url_of(article)}/{first['id']}"


def test_summaries_are_listed_newest_first(desk: Desk) -> None:
    article = desk.article()
    newer = desk.client.post(
        url_of(article), json={"sentences": 2}, headers={"Prefer": "wait=20"}
    ).json()
    listed = desk.client.get(url_of(article)).json()
    assert [item["id"] for item in listed["items"]] == [newer["id"], article["summary"]["id"]]
    page = desk.client.get(url_of(article), params={"limit": 1})
    assert page.json()["next_cursor"]
    rest = desk.client.get(page.headers["link"].split(";")[0].strip("<>"))
    assert [item["id"] for item in rest.json()["items"]] == [article["summary"]["id"]]


def test_the_summary_of_one_article_is_not_found_under_another(desk: Desk) -> None:
    article = desk.article()
    other = desk.article("The ferry sailed on Monday with 40 passengers.")
    response = desk.client.get(f"{url_of(other)}/{article['summary']['id']}")
    assert response.status_code == 404


def test_an_article_that_is_not_ready_gets_no_summary_yet(desk: Desk) -> None:
    article = desk.client.post("/v1/articles", json={"text": "The board met on Monday."}).json()
    response = desk.client.post(url_of(article), json={"sentences": 2})
    assert response.status_code == 409


def test_a_summary_that_could_not_be_written_is_a_server_error(
    desk: Desk, queue: QueueDouble
) -> None:
    article = desk.article()
    queue.fails = True
    response = desk.client.post(
        url_of(article), json={"sentences": 3}, headers={"Prefer": "wait=20"}
    )
    assert response.status_code == 500
    assert response.json()["type"] == "urn:claimdesk:problem:generation-failed"


@pytest.mark.parametrize("body", [{}, {"sentences": 0}, {"sentences": 7}, {"sentences": "2"}])
def test_a_bad_length_is_refused_by_field(desk: Desk, body: object) -> None:
    response = desk.client.post(f"/v1/articles/{uuid4()}/summaries", json=body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "#/sentences"
