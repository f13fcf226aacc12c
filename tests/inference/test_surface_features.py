from __future__ import annotations

from service.inference.surface_features import FEATURE_NAMES, surface_features

EXAMPLES = [
    "The harbour authority spent 4.2 million euros on the new pier in 2021.",
    "Unemployment in the province rose to 7.9 percent, the highest level since 2013.",
    "Police arrested twelve people after the clashes in Dorrin on Saturday.",
    "Thank you very much, everyone.",
    "I think we should all be proud of that.",
    "She never told him that they could not vote twice, or that it was more than half.",
    "\u201cWe paid you in cents, not pounds,\u201d he said, and nobody signed it.",
    "Is that all of our money?",
]


def test_every_feature_reacts_to_some_sentence() -> None:
    rows = [surface_features(text) for text in EXAMPLES]
    idle = [
        name for i, name in enumerate(FEATURE_NAMES) if len({round(row[i], 6) for row in rows}) == 1
    ]
    assert idle == []


def test_curly_and_straight_apostrophes_count_alike() -> None:
    assert surface_features("It isn't ours, let's go.") == surface_features(
        "It isn\u2019t ours, let\u2019s go."
    )
