"""Annotations over HTTP: the claims of an article as the Web Annotation Data Model has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from tests.api.conftest import Desk

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TEXT = "\n".join(f"Quay {number} was closed in March 🚢." for number in range(5))
RULING = {"verdict": "unproven", "reason": "Nobody counted."}


def read(desk: Desk, article: dict[str, Any], query: str = "") -> Any:
    return desk.client.get(f"/v1/articles/{article['id']}/annotations{query}")


def test_each_claim_is_an_annotation_of_its_passage(desk: Desk) -> None:
    article = desk.article(TEXT, url="https://news.example/quays", title="Quays close")
    response = read(desk, article)
    assert response.headers["content-type"] == f'application/ld+json; profile="{CONTEXT}"'
    collection = response.json()
    assert collection["@context"] == CONTEXT
    assert collection["type"] == "AnnotationCollection"
    assert collection["id"] == f"http://testserver/v1/articles/{article['id']}/annotations"
    assert (collection["label"], collection["total"]) == ("Claims of “Quays close”", 5)
    assert collection["first"]["type"] == "AnnotationPage"
    for claim, annotation in zip(article["claims"], collection["first"]["items"], strict=True):
        assert annotation["type"] == "Annotation"
        assert annotation["id"] == f"http://testserver/v1/claims/{claim['id']}#annotation"
        assert annotation["body"][0]["value"] == claim["text"]
        target = annotation["target"]
        assert target["source"] == f"http://testserver/v1/articles/{article['id']}"
        assert target["scope"] == "https://news.example/quays"
        quote, position = target["selector"]
        assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        start, end = position["start"], position["end"]
        # Code points, as both Python and the service count.
        assert TEXT[start:end] == quote["exact"] == claim["quote"]
        assert TEXT[:start].endswith(quote["prefix"])
        assert TEXT[end:].startswith(quote["suffix"])


def test_pages_follow_each_other_by_next(desk: Desk) -> None:
    article = desk.article(TEXT)
    response = read(desk, article, "?limit=2")
    collection = response.json()
    page = collection["first"]
    values = [item["body"][0]["value"] for item in page["items"]]
    while "next" in page:
        page = desk.client.get(page["next"]).json()
        assert page["@context"] == CONTEXT
        assert page["type"] == "AnnotationPage"
        assert page["partOf"] == collection["id"]
        values += [item["body"][0]["value"] for item in page["items"]]
    assert values == [claim["text"] for claim in article["claims"]]
    assert "cursor=" in response.headers["link"]
    assert read(desk, article, f"?cursor={uuid4()}").status_code == 422


def test_a_verdict_is_annotated_only_while_it_is_published(desk: Desk) -> None:
    article = desk.article(TEXT)
    claim = article["claims"][0]

    def verdicts() -> list[str]:
        bodies = read(desk, article).json()["first"]["items"][0]["body"]
        return [body["value"] for body in bodies if body["purpose"] == "assessing"]

    for change in (
        {"workflow": "triaged"},
        {"workflow": "in_progress"},
        {"workflow": "in_review", **RULING},
        {"workflow": "closed"},
    ):
        claim = desk.move(claim, **change)
    assert verdicts() == []
    claim = desk.move(claim, publication="published")
    assert verdicts() == ["unproven"]
    desk.move(claim, publication="paused")
    assert verdicts() == []


def test_tags_are_annotated(desk: Desk) -> None:
    article = desk.article(TEXT)
    claim = article["claims"][0]
    desk.client.patch(
        f"/v1/claims/{claim['id']}", json={"tags": ["ports"]}, headers={"If-Match": '"1"'}
    )
    bodies = read(desk, article).json()["first"]["items"][0]["body"]
    assert [(body["purpose"], body["value"]) for body in bodies[1:]] == [("tagging", "ports")]


def test_an_article_without_claims_has_an_empty_collection(desk: Desk) -> None:
    queued = desk.client.post("/v1/articles", json={"text": TEXT}).json()
    collection = read(desk, queued).json()
    assert collection["total"] == 0
    assert "first" not in collection


@pytest.mark.parametrize(("accept", "status"), [("application/json", 200), ("text/html", 406)])
def test_plain_json_is_answered_to_those_who_ask_for_it(
    desk: Desk, accept: str, status: int
) -> None:
    article = desk.article(TEXT)
    url = f"/v1/articles/{article['id']}/annotations"
    response = desk.client.get(url, headers={"Accept": accept})
    assert response.status_code == status
    if status == 200:
        assert response.headers["content-type"] == accept


def test_an_unknown_article_is_404(desk: Desk) -> None:
    assert read(desk, {"id": uuid4()}).status_code == 404
