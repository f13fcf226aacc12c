"""The material of the day: two articles that state one claim, and what is found out about it.

All of it is invented: what the repair of a bridge cost, told by a newspaper and an agency.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).with_name("articles")


def read_text(name: str) -> str:
    """Return the text of an article."""
    return (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").strip()


#: What both articles state.
SUM = "2.4 million euros"

COURIER: dict[str, Any] = {
    "title": "Harbour bridge repair cost Brennick 2.4 million euros",
    "url": "https://courier.example/bridge",
    "publisher": "The Brennick Courier",
    "published_at": "2025-05-12T06:30:00Z",
    "text": read_text("courier"),
}

WIRE: dict[str, Any] = {
    "title": "Brennick paid millions for its harbour bridge",
    "url": "https://wire.example/brennick-bridge",
    "publisher": "Coast Wire",
    "published_at": "2025-05-12T08:00:00Z",
    "text": read_text("wire"),
}

#: The agency adds a sentence, and puts a fraction right: a quarter of the customers, not a third.
CORRECTION = {
    "text": read_text("wire_corrected"),
    "reason": "It was a quarter of the customers, not a third.",
}

FOUND_TRUE: dict[str, Any] = {
    "verdict": "true",
    "reason": "The treasurer's report to the council names the same sum.",
    "evidence": [
        {
            "url": "https://brennick.example/report.pdf",
            "title": "Report to the council, 12 May",
            "stance": "supports",
        }
    ],
}

FOUND_FALSE: dict[str, Any] = {
    "verdict": "false",
    "reason": "The audited accounts say 1.6 million; the report counted one bill twice.",
    "correction_note": "This review first rested on a report that counted one bill twice.",
    "evidence": [
        {
            "url": "https://brennick.example/accounts.pdf",
            "title": "Audited accounts of the harbour bridge",
            "stance": "refutes",
            "quote": "Total cost of repair: 1,604,300 euros.",
        }
    ],
}
