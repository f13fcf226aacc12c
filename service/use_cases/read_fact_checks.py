"""Read fact-checks: from rows of our own form, and from ClaimReviews as schema.org has them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from service.domain.claim_import import ImportRow
from service.domain.errors import InvalidInputError
from service.domain.fact_check import FactCheck, OriginalRating
from service.use_cases.clean_fields import (
    MAX_ADDRESS_CHARACTERS,
    clean_claim_text,
    clean_optional_line,
    clean_optional_text,
    clean_tags,
    refused,
)

MAX_BODY_CHARACTERS = 100_000
_MAX_NAME_CHARACTERS = 40
_WEB_ADDRESS = re.compile(r"https?://[^\s\"<>\\^`{|}]+", re.IGNORECASE)
_FIELDS = frozenset(
    {"text", "url", "title", "publisher", "speaker", "published_at", "rating", "best_rating",
     "worst_rating", "body", "external_id", "tags"}
)  # fmt: skip


def read_fact_checks(values: Iterable[object], first_number: int = 1) -> Iterator[ImportRow]:
    """Yield each JSON value as a row: a fact-check, or what is wrong with it."""
    for number, value in enumerate(values, first_number):
        yield read_fact_check(number, value)


def read_fact_check(number: int, value: object) -> ImportRow:
    """Return a JSON value as a row; a ClaimReview is told by its members."""
    try:
        if not isinstance(value, dict):
            raise refused("This must be a JSON object.", "#")
        is_review = "claimReviewed" in value or "@type" in value
        return ImportRow(number, (_from_review if is_review else _from_row)(value))
    except InvalidInputError as error:
        return ImportRow(number, error.problems)


def unfold_feed(value: object) -> list[object]:
    """Return the reviews that a document of schema.org holds.

    It may be one ClaimReview, a list, an `@graph`, or a DataFeed whose elements have one or
    several reviews as their `item`, which is the form of Google's and of our own feed. Empty
    places are left out.
    """
    if isinstance(value, list):
        return [review for item in value for review in unfold_feed(item)]
    if isinstance(value, dict):
        for name in ("dataFeedElement", "@graph"):
            if name in value:
                return unfold_feed(value[name])
        if value.get("@type") == "DataFeedItem" or set(value) == {"item"}:
            return unfold_feed(value.get("item"))
    return [] if value is None else [value]


def _from_row(row: Mapping[str, Any]) -> FactCheck:
    unknown = sorted(set(row) - _FIELDS)
    if unknown:
        raise refused(
            "There is no such field here; check the spelling.",
            f"#/{quote(unknown[0][:_MAX_NAME_CHARACTERS], safe='', errors='replace')}",
        )
    rating = row.get("rating")
    is_number = isinstance(rating, int | float) and not isinstance(rating, bool)
    return FactCheck(
        text=_text(row.get("text"), "#/text"),
        url=_url(row.get("url"), "#/url"),
        title=clean_optional_line(row.get("title"), "#/title"),
        publisher=clean_optional_line(row.get("publisher"), "#/publisher"),
        speaker=clean_optional_line(row.get("speaker"), "#/speaker"),
        rating=_rating(
            None if is_number else clean_optional_line(rating, "#/rating"),
            _number(rating if is_number else None, "#/rating"),
            _number(row.get("best_rating"), "#/best_rating"),
            _number(row.get("worst_rating"), "#/worst_rating"),
        ),
        body=_body(row.get("body"), "#/body"),
        external_id=clean_optional_line(row.get("external_id"), "#/external_id"),
        tags=clean_tags(row["tags"]) if row.get("tags") is not None else (),
        **_published(row.get("published_at"), "#/published_at"),
    )


def _from_review(review: Mapping[str, Any]) -> FactCheck:
    kind = review.get("@type", "ClaimReview")
    if "ClaimReview" not in (kind if isinstance(kind, list) else [kind]):
        raise refused("This must be a ClaimReview.", "#/@type")
    language = review.get("inLanguage")
    if isinstance(language, str) and language.lower().split("-")[0] not in {"en", "english"}:
        raise refused(
            f"The language '{language[:40]}' is not supported; only 'en' is.", "#/inLanguage"
        )
    item = _object(review.get("itemReviewed"))
    rating = _object(review.get("reviewRating"))
    words = rating.get("alternateName") or rating.get("name")
    at_rating = "#/reviewRating"
    return FactCheck(
        text=_text(review.get("claimReviewed"), "#/claimReviewed"),
        url=_url(review.get("url"), "#/url"),
        title=clean_optional_line(
            _blank(review.get("headline") or review.get("name")), "#/headline"
        ),
        publisher=_name(review.get("author") or review.get("publisher"), "#/author"),
        speaker=_name(item.get("author"), "#/itemReviewed/author"),
        rating=_rating(
            clean_optional_line(_blank(words), f"{at_rating}/alternateName"),
            _number(rating.get("ratingValue"), f"{at_rating}/ratingValue"),
            _number(rating.get("bestRating"), f"{at_rating}/bestRating"),
            _number(rating.get("worstRating"), f"{at_rating}/worstRating"),
        ),
        body=_body(_blank(review.get("reviewBody")), "#/reviewBody"),
        **_published(_blank(review.get("datePublished")), "#/datePublished"),
    )


def _text(value: object, pointer: str) -> str:
    if value is None or (isinstance(value, str) and not value.strip()):
        raise refused("There is no claim without a text.", pointer)
    return clean_claim_text(value, pointer)


def _body(value: object, pointer: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise refused("This must be a string.", pointer)
    body = clean_optional_text(value, pointer)
    if body is not None and len(body) > MAX_BODY_CHARACTERS:
        raise refused(
            f"This has {len(body):,} characters; {MAX_BODY_CHARACTERS:,} are the most.", pointer
        )
    return body


def _url(value: object, pointer: str) -> str | None:
    url = clean_optional_line(_blank(value), pointer, MAX_ADDRESS_CHARACTERS)
    if url is not None and _WEB_ADDRESS.fullmatch(url) is None:
        raise refused("This must be an http or https address.", pointer)
    return url


def _blank(value: object) -> object:
    """Return None for what feeds write where they have nothing."""
    return None if isinstance(value, str) and not value.strip() else value


def _object(value: object) -> Mapping[str, Any]:
    """Return a nested object, the first one where there are several."""
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, dict) else {}


def _name(value: object, pointer: str) -> str | None:
    """Return the name of a person or body, which feeds also write as a plain text."""
    first = value[0] if isinstance(value, list) and value else value
    name = first.get("name") if isinstance(first, dict) else first
    return clean_optional_line(_blank(None if name == [] else name), pointer)


def _rating(
    words: str | None, value: float | None, best: float | None, worst: float | None
) -> OriginalRating | None:
    if words is None and value is None:
        return None
    return OriginalRating(words, value, best, worst)


def _number(value: object, pointer: str) -> float | None:
    """Return a number, which feeds also write as a text."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise refused("This must be a number.", pointer)
    try:
        number = float(value)
    except (ValueError, OverflowError) as error:
        raise refused("This must be a number.", pointer) from error
    if not math.isfinite(number):
        raise refused("This must be a finite number.", pointer)
    return number


def _published(value: object, pointer: str) -> dict[str, Any]:
    """Return the instant and the day of publication; a day alone is its midnight in UTC."""
    if value is None:
        return {"published_at": None, "published_on": None}
    detail = "This must be a date or an ISO 8601 date-time, such as 2019-06-29T08:15:00Z."
    if not isinstance(value, str):
        raise refused(detail, pointer)
    try:
        # A day alone is read as its midnight.
        instant = datetime.fromisoformat(value.strip())
        aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        return {"published_at": aware.astimezone(UTC), "published_on": aware.date()}
    except (ValueError, OverflowError) as error:
        raise refused(detail, pointer) from error
