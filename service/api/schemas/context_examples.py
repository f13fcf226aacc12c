"""Examples of what an article tells beside a claim, from the article of the other examples."""

from __future__ import annotations

from typing import Any

from service.api.schemas import examples

CLAIM_CONTEXT: dict[str, Any] = {
    "claim_id": examples.CLAIM_ID,
    "article_id": examples.ARTICLE_ID,
    "revision": 1,
    "title": examples.ARTICLE_TITLE,
    "quote": examples.QUOTE,
    "passages": [
        {"selector": examples.select(examples.SUMMARY_QUOTE), "introduces": []},
        {
            "selector": examples.select(
                "Repairs could take up to three weeks, according to harbour master Ilse Brandt."
            ),
            "introduces": ["Ilse Brandt"],
        },
    ],
}
