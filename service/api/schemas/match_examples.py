"""Examples of matches and links, about the claim of the other examples."""

from __future__ import annotations

from typing import Any

from service.api.schemas import examples

OTHER_CLAIM_ID = "7d0d5f7e-54a7-4c8e-b0a5-2b5f2a8c9e31"
OTHER_ARTICLE_ID = "9a1be1de-1a77-4f0b-9a53-0c7a3b1f6f02"
OTHER_CLAIM: dict[str, Any] = {
    **examples.CLAIM,
    "id": OTHER_CLAIM_ID,
    "article_id": OTHER_ARTICLE_ID,
    "text": "The lock gate at Varnholt was built in 1964.",
}
LINK: dict[str, Any] = {
    "claim_id": examples.CLAIM_ID,
    "other_id": OTHER_CLAIM_ID,
    "relation": "same_claim",
    "score": 0.94,
    "note": None,
    "actor": "local",
    "version": 2,
    "created_at": examples.UPDATED_AT,
    "updated_at": examples.CLOSED_AT,
}
MATCH: dict[str, Any] = {
    "claim": OTHER_CLAIM,
    "score": 0.94,
    "article": {
        "id": OTHER_ARTICLE_ID,
        "title": "Varnholt lock to stay shut",
        "url": "https://other.example/varnholt",
    },
    "link": LINK,
}
VERDICT: dict[str, Any] = {
    "verdict": "false",
    "reason": "The builder's records name 1961.",
    "evidence": [
        {
            "url": "https://archive.example/lock-1961",
            "title": "Completion record of the lock",
            "stance": "refutes",
            "quote": "Opened on 3 May 1961.",
        }
    ],
    "correction_note": None,
    "on_behalf_of": "j.moreau",
}
IMPACT: dict[str, Any] = {
    "article": {
        "id": examples.ARTICLE_ID,
        "title": examples.ARTICLE_TITLE,
        "url": examples.ARTICLE_CREATE["url"],
    },
    "article_revision": 1,
    "states_it_now": True,
    "claims": [{**examples.CLAIM, "workflow": "in_progress", "verdict": "false", "version": 4}],
    "summaries": [
        {
            "id": examples.SUMMARY_ID,
            "article_revision": 1,
            "is_newest": True,
            "headline": examples.ARTICLE_TITLE,
            "in_headline": False,
            "sentences": [
                {
                    "index": 0,
                    "text": examples.SUMMARY_SENTENCE["text"],
                    "claim_ids": [examples.CLAIM_ID],
                }
            ],
            "is_stale": True,
            "stale_reasons": [examples.STALE_REASON],
            "created_at": examples.UPDATED_AT,
        }
    ],
}
