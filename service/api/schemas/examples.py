"""Examples: the values that the documentation shows and Swagger UI fills in.

They hang together: the claims and the summary are those of the example article, which was
written for this purpose; no such town, mill or person is meant to exist.
"""

from __future__ import annotations

import hashlib
from typing import Any

ARTICLE_TEXT = (
    "The river port of Varnholt closed to freight traffic on Tuesday after a loaded barge "
    "damaged the main lock gate, the harbour authority said. Around 140 ships were waiting "
    "on both sides of the lock by nightfall.\n\n"
    "Repairs could take up to three weeks, according to harbour master Ilse Brandt. She said "
    "divers had found cracks in two of the four hinges. The lock was built in 1964 and was "
    "last overhauled in 2009, she added.\n\n"
    "Varnholt handled 2.3 million tonnes of grain last year, more than any other inland port "
    "in the region. Mill operators warned that flour deliveries may be delayed if the closure "
    "lasts beyond 14 June. Grain prices rose 4 percent on Wednesday.\n\n"
    "Transport Minister Paul Okafor plans to visit the port on Friday. He offered emergency "
    "loans to shipping companies, but the companies' association said they would not replace "
    "lost orders."
)
ARTICLE_TITLE = "Lock damage shuts Varnholt river port"
QUOTE = "The lock was built in 1964 and was last overhauled in 2009, she added."
_START = ARTICLE_TEXT.index(QUOTE)
SUMMARY_QUOTE = ARTICLE_TEXT[: ARTICLE_TEXT.index(" Around")]
ARTICLE_ID = "5f0c9a52-6a0e-4c7e-9d0e-2f4f0c1f7b11"
CLAIM_ID = "0c4a4b1e-8d2b-4f57-9a33-6f1f0c9d2a10"
SUMMARY_ID = "b7f6a1d2-3c45-4e0f-8a9b-1d2c3e4f5a6b"
TEXT_SHA256 = hashlib.sha256(ARTICLE_TEXT.encode()).hexdigest()
CURSOR = "WyJjbGFpbXM6LWNyZWF0ZWRfYXQiLCIyMDI1LTA2LTAzVDA5OjE1OjAwKzAwOjAwIl0"
PUBLISHED_AT = "2025-06-04T17:30:00Z"
PUBLISHED_ON = "2025-06-04"
CREATED_AT = "2025-06-04T18:15:00Z"
UPDATED_AT = "2025-06-04T18:15:21Z"
CLOSED_AT = "2025-06-05T14:02:10Z"
MODEL_NAME = "qwen2.5-coder-0.5b-instruct"
MODEL_REVISION = "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32"


def select(quote: str) -> dict[str, Any]:
    """Return the selector of a passage of the example article."""
    start = ARTICLE_TEXT.index(quote)
    end = start + len(quote)
    return {
        "start": start,
        "end": end,
        "exact": quote,
        "prefix": ARTICLE_TEXT[max(0, start - 32) : start],
        "suffix": ARTICLE_TEXT[end : end + 32],
    }


SELECTOR = select(QUOTE)
ARTICLE_CREATE: dict[str, Any] = {
    "text": ARTICLE_TEXT,
    "title": ARTICLE_TITLE,
    "url": "https://news.example/varnholt-lock",
    "publisher": "Example News Agency",
    "author": "Mara Lindqvist",
    "published_at": PUBLISHED_AT,
    "external_id": "example-2025-06-04-0017",
    "options": {"sentences": 3},
}
MODEL_RUN: dict[str, Any] = {
    "name": MODEL_NAME,
    "revision": MODEL_REVISION,
    "parameters": {"do_sample": False, "max_new_tokens": 96},
    "seconds": 6.4,
}
SUMMARY_SENTENCE: dict[str, Any] = {
    "text": "The river port of Varnholt closed to freight traffic after a barge damaged its lock.",
    "method": "abstractive",
    "support": 0.93,
    "evidence": [select(SUMMARY_QUOTE)],
}
STALE_REASON: dict[str, Any] = {
    "claim_id": CLAIM_ID,
    "verdict": "false",
    "reason": "The builder's records name 1961.",
    "sentences": [0],
    "in_headline": False,
    "marked_at": CLOSED_AT,
}
LEFT_OUT: dict[str, Any] = {
    "start": _START,
    "end": _START + len(QUOTE),
    "claim_id": CLAIM_ID,
    "verdict": "false",
}
SUMMARY: dict[str, Any] = {
    "id": SUMMARY_ID,
    "article_id": ARTICLE_ID,
    "article_revision": 1,
    "headline": ARTICLE_TITLE,
    "text": SUMMARY_SENTENCE["text"],
    "sentences": [SUMMARY_SENTENCE],
    "model": MODEL_RUN,
    "is_stale": False,
    "stale_reasons": [],
    "left_out": [],
    "created_at": UPDATED_AT,
}
ANCHOR: dict[str, Any] = {"status": "exact", "revision": 1, "difference": []}
CLAIM: dict[str, Any] = {
    "id": CLAIM_ID,
    "article_id": ARTICLE_ID,
    "text": "The main lock of Varnholt was built in 1964.",
    "quote": QUOTE,
    "selector": SELECTOR,
    "anchor": ANCHOR,
    "kind": "status",
    "speaker": "Ilse Brandt",
    "check_worthiness": 0.71,
    "support": 0.88,
    "method": "abstractive",
    "origin": "model",
    "original_rating": None,
    "workflow": "new",
    "verdict": None,
    "publication": "unpublished",
    "assignee": None,
    "tags": [],
    "revises": None,
    "version": 1,
    "created_at": UPDATED_AT,
    "updated_at": UPDATED_AT,
}
CLAIM_CREATE: dict[str, Any] = {
    "article_id": ARTICLE_ID,
    "text": "The main lock of Varnholt was last overhauled in 2009.",
    "quote": QUOTE,
    "speaker": "Ilse Brandt",
    "tags": ["infrastructure"],
}
CLAIM_UPDATE: dict[str, Any] = {
    "text": "The main lock of the river port of Varnholt was built in 1964.",
    "assignee": "j.moreau",
    "tags": ["infrastructure", "history"],
}
STATUS_CHANGE: dict[str, Any] = {"workflow": "triaged", "on_behalf_of": "j.moreau"}
EVIDENCE: dict[str, Any] = {
    "url": "https://archive.example/harbour-register/1964",
    "title": "Harbour register of 1964",
    "quote": "Lock gate I, completed 12 May 1964",
    "stance": "supports",
}
_SKIPPED = "He offered emergency loans to shipping companies, but the companies' association "
SKIPPED: dict[str, Any] = {
    "start": ARTICLE_TEXT.index(_SKIPPED),
    "end": len(ARTICLE_TEXT),
    "reason": "below_threshold",
}
COVERAGE: dict[str, Any] = {
    "characters": len(ARTICLE_TEXT),
    "boilerplate_characters": 0,
    "article_characters": 840,
    "unread_characters": 0,
    "sentences": 10,
    "claimed_sentences": 8,
    "skipped_sentences": 2,
    "summary_characters_read": 654,
}
FAILURE: dict[str, Any] = {
    "title": "The summary could not be written",
    "detail": "The generation engine ran out of memory; retry when less is running.",
    "stage": "summarise",
    "occurred_at": UPDATED_AT,
}
ARTICLE_OVERVIEW: dict[str, Any] = {
    "id": ARTICLE_ID,
    "kind": "news",
    "summary_is_stale": False,
    "status": "ready",
    "title": ARTICLE_TITLE,
    "url": ARTICLE_CREATE["url"],
    "publisher": ARTICLE_CREATE["publisher"],
    "author": ARTICLE_CREATE["author"],
    "published_at": PUBLISHED_AT,
    "published_on": PUBLISHED_ON,
    "language": "en",
    "external_id": ARTICLE_CREATE["external_id"],
    "text_sha256": TEXT_SHA256,
    "revision": 1,
    "failure": None,
    "created_at": CREATED_AT,
    "updated_at": UPDATED_AT,
}
ARTICLE: dict[str, Any] = {
    **ARTICLE_OVERVIEW,
    "text": ARTICLE_TEXT,
    "summary": SUMMARY,
    "claims": [CLAIM],
    "lost_claims": [],
    "skipped": [SKIPPED],
    "coverage": COVERAGE,
}
QUEUED_ARTICLE: dict[str, Any] = {
    **ARTICLE,
    "status": "queued",
    "summary": None,
    "claims": [],
    "skipped": [],
    "coverage": None,
    "updated_at": CREATED_AT,
}
CLAIM_EVENT: dict[str, Any] = {
    "sequence": 5,
    "action": "status_changed",
    "occurred_at": CLOSED_AT,
    "actor": "local",
    "on_behalf_of": "j.moreau",
    "before": {"workflow": "in_review", "verdict": None},
    "after": {"workflow": "closed", "verdict": "true"},
    "reason": "The harbour register gives the same year.",
    "evidence": [EVIDENCE],
    "correction_note": None,
}
APPEARANCE: dict[str, Any] = {
    "@type": "NewsArticle",
    "identifier": ARTICLE_ID,
    "url": ARTICLE_CREATE["url"],
    "headline": ARTICLE_TITLE,
    "publisher": {"@type": "Organization", "name": ARTICLE_CREATE["publisher"]},
    "author": {"@type": "Person", "name": ARTICLE_CREATE["author"]},
    "datePublished": PUBLISHED_ON,
}
CLAIM_REVIEW_ITEM: dict[str, Any] = {
    "@type": "ClaimReview",
    "url": f"https://news.example/fact-checks/{CLAIM_ID}",
    "identifier": CLAIM_ID,
    "datePublished": CLOSED_AT,
    "dateModified": CLOSED_AT,
    "author": {
        "@type": "Organization",
        "name": "Example News Agency",
        "url": "https://news.example",
    },
    "claimReviewed": CLAIM["text"],
    "itemReviewed": {
        "@type": "Claim",
        "text": CLAIM["text"],
        "author": {"@type": "Person", "name": CLAIM["speaker"]},
        "datePublished": PUBLISHED_ON,
        "firstAppearance": APPEARANCE,
        "appearance": [APPEARANCE],
    },
    "reviewRating": {
        "@type": "Rating",
        "ratingValue": 5,
        "bestRating": 5,
        "worstRating": 1,
        "alternateName": "True",
    },
}
CLAIM_REVIEW: dict[str, Any] = {"@context": "https://schema.org", **CLAIM_REVIEW_ITEM}
CLAIM_REVIEW_FEED: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "DataFeed",
    "name": "Fact checks of Example News Agency",
    "dataFeedElement": [
        {
            "@type": "DataFeedItem",
            "dateCreated": CLOSED_AT,
            "dateModified": CLOSED_AT,
            "item": [CLAIM_REVIEW_ITEM],
        }
    ],
}
_SERVICE = "http://127.0.0.1:8000"
_ANNOTATIONS_URL = f"{_SERVICE}/v1/articles/{ARTICLE_ID}/annotations"
ANNOTATION: dict[str, Any] = {
    "id": f"{_SERVICE}/v1/claims/{CLAIM_ID}#annotation",
    "type": "Annotation",
    "motivation": "describing",
    "created": UPDATED_AT,
    "modified": UPDATED_AT,
    "body": [
        {
            "type": "TextualBody",
            "purpose": "describing",
            "value": CLAIM["text"],
            "format": "text/plain",
            "language": "en",
        }
    ],
    "target": {
        "type": "SpecificResource",
        "source": f"{_SERVICE}/v1/articles/{ARTICLE_ID}",
        "scope": ARTICLE_CREATE["url"],
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": QUOTE,
                "prefix": SELECTOR["prefix"],
                "suffix": SELECTOR["suffix"],
            },
            {
                "type": "TextPositionSelector",
                "start": SELECTOR["start"],
                "end": SELECTOR["end"],
            },
        ],
    },
}
ANNOTATION_PAGE: dict[str, Any] = {
    "id": f"{_ANNOTATIONS_URL}?limit=50",
    "type": "AnnotationPage",
    "items": [ANNOTATION],
}
ANNOTATION_COLLECTION: dict[str, Any] = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": _ANNOTATIONS_URL,
    "type": "AnnotationCollection",
    "label": f"Claims of “{ARTICLE_TITLE}”",
    "total": 1,
    "first": ANNOTATION_PAGE,
}
FACT_CHECKS: dict[str, Any] = {
    "items": [
        {
            "text": "The main lock of Varnholt was built in 1946.",
            "url": "https://checks.example/varnholt-lock",
            "title": "No, the lock of Varnholt is not from 1946",
            "publisher": "Example Checks",
            "speaker": "Dorian Hale",
            "published_at": PUBLISHED_ON,
            "rating": "False",
        },
        {"url": "https://checks.example/empty", "rating": "False"},
    ]
}
IMPORT_REPORT: dict[str, Any] = {
    "imported": 1,
    "known": 0,
    "refused": [
        {
            "row": 2,
            "errors": [{"detail": "There is no claim without a text.", "pointer": "#/text"}],
        }
    ],
    "claim_ids": [CLAIM_ID],
    "without_verdict": 0,
    "unknown_ratings": [],
}
