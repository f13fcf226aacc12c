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
    "actor": "anonymous",
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
