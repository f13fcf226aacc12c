"""What introduces a claim, as callers read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from service.api.schemas import examples
from service.api.schemas.context_examples import CLAIM_CONTEXT
from service.text.preparation import prepare
from service.text.tellings import find_tellings

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.api.conftest import Desk

OPENING = "A freighter struck the Orrin Bridge in Tessmark on Friday night."
MAYOR = "Ilse Vandermoor, 50, the mayor, closed the quay to visitors."
DAMAGE = "The bridge has cracks in two of its main cables, the roads authority said."
VOTE = "Vandermoor wants the bridge to stay shut until May."
TEXT = "\n".join((OPENING, MAYOR, DAMAGE, VOTE))


def _claim(article: dict[str, Any], quote: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = article["claims"]
    return next(claim for claim in found if claim["selector"]["exact"] == quote)


def _context(client: TestClient, claim: dict[str, Any]) -> dict[str, Any]:
    answer = client.get(f"/v1/claims/{claim['id']}/context")
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


def test_a_claim_is_read_with_the_sentences_that_introduce_it(
    client: TestClient, desk: Desk
) -> None:
    article = desk.article(TEXT, title="Freighter strikes bridge")
    claim = _claim(article, VOTE)
    context = _context(client, claim)
    assert context["claim_id"] == claim["id"]
    assert context["article_id"] == article["id"]
    assert context["revision"] == 1
    assert context["title"] == "Freighter strikes bridge"
    assert context["quote"] == VOTE
    told = {p["selector"]["exact"]: p["introduces"] for p in context["passages"]}
    assert told == {OPENING: ["bridge"], MAYOR: ["Vandermoor"]}
    for passage in context["passages"]:
        selector = passage["selector"]
        assert TEXT[selector["start"] : selector["end"]] == selector["exact"]


def test_the_first_sentence_of_a_story_has_nothing_before_it(
    client: TestClient, desk: Desk
) -> None:
    assert _context(client, _claim(desk.article(TEXT), OPENING))["passages"] == []


def test_an_editors_claim_has_its_context_as_well(client: TestClient, desk: Desk) -> None:
    article = desk.article(TEXT)
    sent = {"article_id": article["id"], "text": "Vandermoor spoke.", "quote": VOTE}
    claim = client.post("/v1/claims", json={**sent, "kind": "event"}).json()
    told = [p["introduces"] for p in _context(client, claim)["passages"]]
    assert ["Vandermoor"] in told


def test_after_a_correction_the_newest_text_is_read(client: TestClient, desk: Desk) -> None:
    article = desk.article(TEXT)
    claim = _claim(article, VOTE)
    text = TEXT.replace("Friday night", "Saturday night")
    desk.client.put(
        f"/v1/articles/{article['id']}/text",
        json={"text": text, "reason": "It was Saturday."},
        headers={"If-Match": "*"},
    ).raise_for_status()
    context = _context(client, claim)
    assert context["revision"] == 2
    assert "Saturday night" in context["passages"][0]["selector"]["exact"]


def test_a_lost_claim_keeps_the_context_of_the_text_that_had_it(
    client: TestClient, desk: Desk
) -> None:
    article = desk.article(TEXT)
    claim = _claim(article, VOTE)
    text = "\n".join(("A ferry struck a pier in Norvik.", "Nobody was hurt.", "It was dark."))
    client.put(
        f"/v1/articles/{article['id']}/text", json={"text": text}, headers={"If-Match": "*"}
    ).raise_for_status()
    context = _context(client, claim)
    assert client.get(f"/v1/claims/{claim['id']}").json()["anchor"]["status"] == "lost"
    assert context["revision"] == 1
    assert context["passages"][0]["selector"]["exact"] == OPENING


def test_the_published_example_is_what_the_service_tells_of_it() -> None:
    text, claim = examples.ARTICLE_TEXT, examples.CLAIM
    sentences = [sentence.text for sentence in prepare(text, None, None).sentences]
    found = find_tellings(
        claim["text"], claim["speaker"], sentences.index(examples.QUOTE), sentences
    )
    told = [(sentences[item.index], list(item.introduces)) for item in found]
    shown = [(p["selector"]["exact"], p["introduces"]) for p in CLAIM_CONTEXT["passages"]]
    assert told == shown
    for passage in CLAIM_CONTEXT["passages"]:
        selector = passage["selector"]
        assert text[selector["start"] : selector["end"]] == selector["exact"]


def test_an_unknown_claim_has_no_context(client: TestClient) -> None:
    assert client.get(f"/v1/claims/{uuid4()}/context").status_code == 404
    assert client.get("/v1/claims/nothing/context").status_code == 422
