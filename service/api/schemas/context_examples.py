"""Examples of what an article tells beside a claim, from the article of the other examples."""

from __future__ import annotations

from typing import Any

from service.api.schemas import examples

#: The first words of the sentences that help to understand the example claim, and of what.
_TOLD = {
    "The river port": [],
    "Repairs could": ["Ilse Brandt"],
}


def _passage(opening: str, introduces: list[str]) -> dict[str, Any]:
    text = examples.ARTICLE_TEXT
    start = text.index(opening)
    end = text.index(".", start) + 1
    selector = {
        "start": start,
        "end": end,
        "exact": text[start:end],
        "prefix": text[max(0, start - 32) : start],
        "suffix": text[end : end + 32],
    }
    return {"selector": selector, "introduces": introduces}


CLAIM_CONTEXT: dict[str, Any] = {
    "claim_id": examples.CLAIM_ID,
    "article_id": examples.ARTICLE_ID,
    "revision": 1,
    "title": examples.ARTICLE_TITLE,
    "quote": examples.QUOTE,
    "passages": [_passage(opening, introduces) for opening, introduces in _TOLD.items()],
}
