"""Claim reviews over HTTP: valid by schema.org's definitions, and only of what is published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from service.api.app import create_app
from service.api.dependencies import Services
from service.api.json_ld import choose_media_type
from service.api.problems import RefusedRequestError
from service.api.schemas import examples
from service.domain.claim import Verdict
from service.domain.claim_review import BEST_RATING, RATINGS, WORST_RATING, Publisher
from tests.api.conftest import TEXT
from tests.api.schema_org import find_faults

if TYPE_CHECKING:
    from tests.api.conftest import Desk

PUBLISHER = Publisher(
    "Example News Agency",
    "https://news.example",
    "https://news.example/fact-checks/{claim_id}",
    "https://news.example/logo.png",
)
EVIDENCE = [{"url": "https://example.org/report", "title": "Report", "stance": "supports"}]
RULING = {"verdict": "true", "reason": "The report says so.", "evidence": EVIDENCE}
ARTICLE = {
    "url": "https://news.example/elmsund",
    "title": "Freight falls",
    "publisher": "Example News Agency",
    "author": "Mara Lindqvist",
    "published_at": "2025-06-03T23:30:00-02:00",
}
#: Required and recommended properties of Google's documentation of fact checks.
GOOGLE_REQUIRED = ("claimReviewed", "reviewRating", "url")
GOOGLE_RECOMMENDED = ("author", "datePublished", "itemReviewed")


@pytest.fixture
def services(services: Services) -> Services:
    return replace(services, publisher=PUBLISHER)


def publish(desk: Desk, **ruling: Any) -> dict[str, Any]:
    claim: dict[str, Any] = desk.article(**ARTICLE)["claims"][0]
    for change in (
        {"workflow": "triaged"},
        {"workflow": "in_progress"},
        {"workflow": "in_review", **RULING, **ruling},
        {"workflow": "closed"},
        {"publication": "published"},
    ):
        claim = desk.move(claim, **change)
    return claim


def review_of(desk: Desk, claim: dict[str, Any]) -> Any:
    return desk.client.get(f"/v1/claims/{claim['id']}/claim-review")


def feed(desk: Desk, **query: str) -> list[dict[str, Any]]:
    response = desk.client.get("/v1/claim-reviews", params=query)
    assert response.status_code == 200, response.text
    return [element["item"][0] for element in response.json()["dataFeedElement"]]


def test_a_published_claim_has_a_review_that_schema_org_and_google_take(desk: Desk) -> None:
    claim = publish(desk)
    response = review_of(desk, claim)
    review = response.json()
    assert response.headers["content-type"] == "application/ld+json"
    assert find_faults(review) == []
    assert all(review[name] for name in (*GOOGLE_REQUIRED, *GOOGLE_RECOMMENDED))
    assert review["@type"] == "ClaimReview"
    assert review["claimReviewed"] == claim["text"]
    assert review["url"] == f"https://news.example/fact-checks/{claim['id']}"
    assert review["author"]["name"] == PUBLISHER.name
    assert review["datePublished"] == claim["updated_at"]
    assert review["reviewRating"] == {
        "@type": "Rating",
        "ratingValue": 5,
        "bestRating": 5,
        "worstRating": 1,
        "alternateName": "True",
    }
    item = review["itemReviewed"]
    assert item["appearance"] == [item["firstAppearance"]]
    assert item["firstAppearance"]["url"] == ARTICLE["url"]
    assert item["firstAppearance"]["headline"] == ARTICLE["title"]
    # The day by the publisher's clock, which in UTC is the next one.
    assert item["datePublished"] == item["firstAppearance"]["datePublished"] == "2025-06-03"
    assert "correction" not in review


def test_the_documented_examples_are_valid_too() -> None:
    assert find_faults(examples.CLAIM_REVIEW) == []
    assert find_faults(examples.CLAIM_REVIEW_FEED) == []


def test_the_check_against_schema_org_finds_what_it_does_not_define() -> None:
    wrong = {
        **examples.CLAIM_REVIEW,
        "verdict": "true",
        "reviewRating": {"@type": "Claim", "text": 3},
        "appearance": [],
        "itemReviewed": {"@type": "Assertion"},
    }
    faults = " ".join(find_faults(wrong))
    for expected in (
        "no property verdict",
        "reviewRating is Claim",
        "text is 3",
        "ClaimReview has no appearance",
        "no type Assertion",
    ):
        assert expected in faults
    assert find_faults({**wrong, "@context": "https://example.org"}) != []


def test_every_verdict_has_a_rating_of_its_own_within_the_scale() -> None:
    assert set(RATINGS) == set(Verdict)
    values = [rating.value for rating in RATINGS.values()]
    assert sorted(values) == list(range(WORST_RATING, BEST_RATING + 1))


@pytest.mark.parametrize(
    ("speaker", "kind"), [("Ilse Brandt", "Person"), ("Port Board", "Organization")]
)
def test_the_speaker_is_the_author_of_the_claim(desk: Desk, speaker: str, kind: str) -> None:
    claim = publish(desk)
    changed = desk.client.patch(
        f"/v1/claims/{claim['id']}",
        json={"speaker": speaker},
        headers={"If-Match": f'"{claim["version"]}"'},
    )
    assert changed.status_code == 200
    review = review_of(desk, claim).json()
    assert review["itemReviewed"]["author"] == {"@type": kind, "name": speaker}
    assert find_faults(review) == []


def test_a_review_names_the_articles_of_confirmed_siblings_too(desk: Desk) -> None:
    claim = publish(desk)
    earlier = desk.article(
        f"{TEXT} The board met on Monday.",
        **{**ARTICLE, "url": "https://other.example/1", "published_at": "2025-05-01T08:00:00Z"},
    )["claims"][0]
    linked = desk.client.put(
        f"/v1/claims/{claim['id']}/links/{earlier['id']}", json={"relation": "same_claim"}
    )
    assert linked.status_code in {200, 201}, linked.text
    reviewed = review_of(desk, claim).json()["itemReviewed"]
    assert [one["url"] for one in reviewed["appearance"]] == [
        "https://other.example/1",
        "https://news.example/elmsund",
    ]
    assert reviewed["firstAppearance"]["url"] == "https://other.example/1"


def test_a_review_without_a_known_source_is_valid(desk: Desk) -> None:
    claim = desk.article()["claims"][0]
    for change in (
        {"workflow": "triaged"},
        {"workflow": "in_progress"},
        {"workflow": "in_review", "verdict": "unproven", "reason": "No record of it."},
        {"workflow": "closed"},
        {"publication": "published"},
    ):
        claim = desk.move(claim, **change)
    review = review_of(desk, claim).json()
    assert find_faults(review) == []
    assert review["itemReviewed"]["firstAppearance"] == {
        "@type": "NewsArticle",
        "identifier": claim["article_id"],
    }
    assert review["reviewRating"]["alternateName"] == "Unproven"


def test_only_published_claims_have_a_review(desk: Desk) -> None:
    published = publish(desk)
    unpublished = desk.client.get("/v1/claims?publication=unpublished").json()["items"][0]
    missing = review_of(desk, unpublished)
    assert missing.status_code == 404
    assert "not published" in missing.json()["detail"]
    assert desk.client.get(f"/v1/claims/{uuid4()}/claim-review").status_code == 404

    paused = desk.move(published, publication="paused")
    withheld = review_of(desk, paused)
    assert withheld.status_code == 409
    assert "withheld" in withheld.json()["detail"]
    assert feed(desk) == []

    withdrawn = desk.move(paused, publication="unpublished")
    assert review_of(desk, withdrawn).status_code == 404


def test_a_correction_is_told_and_the_day_of_publication_kept(desk: Desk) -> None:
    claim = publish(desk)
    changed = desk.move(
        claim,
        verdict="false",
        reason="The report was withdrawn.",
        evidence=[{**EVIDENCE[0], "stance": "refutes"}],
        correction_note="We first rated this claim 'True'.",
    )
    review = review_of(desk, changed).json()
    assert find_faults(review) == []
    assert review["correction"] == ["We first rated this claim 'True'."]
    assert review["datePublished"] == claim["updated_at"]
    assert review["dateModified"] == changed["updated_at"]
    assert review["reviewRating"]["ratingValue"] == 1

    paused = desk.move(changed, publication="paused")
    again = desk.move(paused, publication="published")
    assert review_of(desk, again).json()["datePublished"] == claim["updated_at"]

    withdrawn = desk.move(desk.move(again, publication="paused"), publication="unpublished")
    anew = desk.move(withdrawn, publication="published")
    review = review_of(desk, anew).json()
    assert review["datePublished"] == anew["updated_at"]
    assert "correction" not in review


def test_the_feed_pages_through_all_published_claims(desk: Desk) -> None:
    article = desk.article(
        "\n".join(f"Quay {number} was closed in March." for number in range(5)), **ARTICLE
    )
    for claim in article["claims"]:
        for change in (
            {"workflow": "triaged"},
            {"workflow": "in_progress"},
            {"workflow": "in_review", **RULING},
            {"workflow": "closed", "publication": "published"},
        ):
            claim = desk.move(claim, **change)  # noqa: PLW2901  the claim as it is then
    url: str | None = "/v1/claim-reviews?limit=2"
    seen: list[str] = []
    while url:
        response = desk.client.get(url)
        assert response.headers["content-type"] == "application/ld+json"
        assert find_faults(response.json()) == []
        page = response.json()["dataFeedElement"]
        seen += [element["item"][0]["claimReviewed"] for element in page]
        link = response.headers.get("link")
        url = link.split(";")[0].strip("<>") if link else None
    assert seen == [claim["text"] for claim in article["claims"]]
    assert feed(desk, updated_since="2199-01-01") == []
    assert desk.client.get("/v1/claim-reviews?cursor=x").status_code == 422


@pytest.mark.parametrize("path", ["/v1/claim-reviews", "/v1/claims/{id}/claim-review"])
def test_without_a_publisher_there_are_no_reviews(
    desk: Desk, services: Services, path: str
) -> None:
    claim = publish(desk)
    with TestClient(create_app(replace(services, publisher=None))) as client:
        response = client.get(path.format(id=claim["id"]))
    assert response.status_code == 409
    assert response.json()["type"] == "urn:claimdesk:problem:publisher-unknown"
    assert "CLAIMDESK_PUBLISHER_NAME" in response.json()["detail"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ([], "application/ld+json"),
        ([""], "application/ld+json"),
        (["*/*"], "application/ld+json"),
        (["text/html", "application/*;q=0.5"], "application/ld+json"),
        (["application/json"], "application/json"),
        (["application/ld+json;q=0.2, application/json"], "application/json"),
        (["application/json, application/ld+json"], "application/ld+json"),
        (['application/ld+json; profile="x"; q=nonsense'], "application/ld+json"),
        (["application/ld+json;q=0, */*"], "application/json"),
    ],
)
def test_accept_chooses_between_json_ld_and_json(accept: list[str], media_type: str) -> None:
    assert choose_media_type(accept) == media_type


@pytest.mark.parametrize("accept", ["text/html", "application/ld+json;q=0", "image/*"])
def test_accept_that_rules_everything_out_is_406(desk: Desk, accept: str) -> None:
    with pytest.raises(RefusedRequestError):
        choose_media_type([accept])
    response = desk.client.get("/v1/claim-reviews", headers={"Accept": accept})
    assert response.status_code == 406
    assert response.json()["errors"][0]["pointer"] == "#/header/Accept"
