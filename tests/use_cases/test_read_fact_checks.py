"""Reading fact-checks: rows of our own form, ClaimReviews of all shapes, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from service.domain.fact_check import FactCheck, OriginalRating
from service.use_cases.read_fact_checks import (
    MAX_BODY_CHARACTERS,
    read_fact_check,
    read_fact_checks,
    unfold_feed,
)

REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://checks.example/ships",
    "headline": "No, ships do not fly",
    "claimReviewed": " Ships   fly. ",
    "author": {"@type": "Organization", "name": "Example Checks"},
    "datePublished": "2024-05-06",
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Dorian Hale"}},
    "reviewRating": {
        "ratingValue": "1",
        "bestRating": "5",
        "worstRating": 1,
        "alternateName": "False",
    },
    "sdPublisher": {"name": "someone"},
}


def test_a_row_gives_a_fact_check() -> None:
    row = {
        "text": "Ships fly.",
        "url": "https://checks.example/ships",
        "publisher": "Example Checks",
        "published_at": "2024-05-06T23:30:00-02:00",
        "rating": 2,
        "best_rating": 5,
        "worst_rating": 1,
        "tags": ["ships", "ships"],
        "external_id": "a-1",
    }
    assert read_fact_check(1, row).content == FactCheck(
        text="Ships fly.",
        url="https://checks.example/ships",
        publisher="Example Checks",
        published_at=datetime(2024, 5, 7, 1, 30, tzinfo=UTC),
        published_on=date(2024, 5, 6),
        rating=OriginalRating(None, 2, 5, 1),
        external_id="a-1",
        tags=("ships",),
    )


def test_a_claim_review_gives_a_fact_check() -> None:
    assert read_fact_check(1, REVIEW).content == FactCheck(
        text="Ships fly.",
        url="https://checks.example/ships",
        title="No, ships do not fly",
        publisher="Example Checks",
        speaker="Dorian Hale",
        published_at=datetime(2024, 5, 6, tzinfo=UTC),
        published_on=date(2024, 5, 6),
        rating=OriginalRating("False", 1, 5, 1),
    )


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"author": "Example Checks"}, "publisher", "Example Checks"),
        ({"author": [{"name": "One"}, {"name": "Two"}]}, "publisher", "One"),
        ({"author": []}, "publisher", None),
        ({"author": None, "publisher": {"name": "Publisher"}}, "publisher", "Publisher"),
        ({"itemReviewed": [{"author": {"name": "First"}}]}, "speaker", "First"),
        ({"itemReviewed": "x"}, "speaker", None),
        ({"reviewRating": {"alternateName": ""}}, "rating", None),
        ({"reviewRating": None}, "rating", None),
        ({"datePublished": ""}, "published_at", None),
        ({"url": ""}, "url", None),
        ({"inLanguage": "en-GB"}, "text", "Ships fly."),
        ({"@type": ["ClaimReview", "Review"]}, "text", "Ships fly."),
    ],
)
def test_feeds_write_the_same_in_many_ways(
    changes: dict[str, Any], field: str, value: object
) -> None:
    content = read_fact_check(1, {**REVIEW, **changes}).content
    assert isinstance(content, FactCheck), content
    assert getattr(content, field) == value


@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        ("text", "#"),
        (None, "#"),
        ({}, "#/text"),
        ({"text": None}, "#/text"),
        ({"text": "  "}, "#/text"),
        ({"text": 3}, "#/text"),
        ({"text": "x" * 2_001}, "#/text"),
        ({"text": "a\ud800b"}, "#/text"),
        ({"text": "x", "ratting": "False"}, "#/ratting"),
        ({"text": "x", "a/b~\ud800": 1}, "#/a%2Fb~%3F"),
        ({"text": "x", "url": "ftp://x"}, "#/url"),
        ({"text": "x", "url": 1}, "#/url"),
        ({"text": "x", "rating": True}, "#/rating"),
        ({"text": "x", "rating": 1, "best_rating": "high"}, "#/best_rating"),
        ({"text": "x", "rating": 10**400}, "#/rating"),
        ({"text": "x", "published_at": "yesterday"}, "#/published_at"),
        ({"text": "x", "published_at": "0001-01-01T00:00:00+23:00"}, "#/published_at"),
        ({"text": "x", "published_at": 2024}, "#/published_at"),
        ({"text": "x", "tags": "ships"}, "#/tags"),
        ({"text": "x", "tags": [1]}, "#/tags/0"),
        ({"text": "x", "body": 1}, "#/body"),
        ({"text": "x", "body": "x" * (MAX_BODY_CHARACTERS + 1)}, "#/body"),
        ({**REVIEW, "claimReviewed": ""}, "#/claimReviewed"),
        ({**REVIEW, "@type": "Review"}, "#/@type"),
        ({**REVIEW, "@type": {}}, "#/@type"),
        ({**REVIEW, "inLanguage": "pt"}, "#/inLanguage"),
        ({**REVIEW, "url": "checks.example"}, "#/url"),
        ({**REVIEW, "datePublished": "6 May"}, "#/datePublished"),
        ({**REVIEW, "reviewRating": {"ratingValue": "NaN"}}, "#/reviewRating/ratingValue"),
        ({**REVIEW, "reviewRating": {"alternateName": ["x"]}}, "#/reviewRating/alternateName"),
        ({**REVIEW, "author": {"name": 3}}, "#/author"),
    ],
)
def test_a_bad_row_names_its_field(value: object, pointer: str) -> None:
    row = read_fact_check(7, value)
    assert row.number == 7
    assert isinstance(row.content, tuple), row.content
    assert [problem.pointer for problem in row.content] == [pointer]


def test_rows_are_numbered_and_one_bad_row_stops_no_other() -> None:
    rows = list(read_fact_checks([{"text": "x"}, {}, REVIEW]))
    assert [row.number for row in rows] == [1, 2, 3]
    assert [isinstance(row.content, FactCheck) for row in rows] == [True, False, True]


@pytest.mark.parametrize(
    "document",
    [
        REVIEW,
        [REVIEW],
        {"@graph": [REVIEW]},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]},
        {"dataFeedElement": [{"item": REVIEW}, {"item": None}, {"item": [None]}, None]},
        [{"@type": "DataFeedItem", "item": [REVIEW]}],
    ],
)
def test_every_form_of_a_feed_is_unfolded(document: object) -> None:
    assert unfold_feed(document) == [REVIEW]
