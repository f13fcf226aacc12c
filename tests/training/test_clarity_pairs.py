from __future__ import annotations

import pytest

from benchmarks.data import GoldArticle, GoldClaim
from training.clarity_pairs import ClarityPair, clarity_pairs

COMPANY = "The company said the bridge would close in May."
NAMED = "Norvik Rail said the Samre bridge would close in May."
ALONE = "Ana Low won the Halden race in 2019."


def pairs_of(sentence: str, *claims: str) -> list[ClarityPair]:
    article = GoldArticle(
        sha="0" * 16,
        source="made up",
        text=sentence,
        sentences=((0, len(sentence)),),
        headline="",
        summary="",
        claims=tuple(GoldClaim(0, text, "event", 2, None) for text in claims),
        skipped={},
    )
    return list(clarity_pairs([article]))


@pytest.mark.parametrize(
    ("kind", "text", "span"),
    [
        ("claim", NAMED, None),
        ("name put back", "The company said the Samre bridge would close in May.", "The company"),
        ("limit left out", "Norvik Rail said the bridge would close in May.", "the bridge"),
        ("sentence left open", COMPANY, None),
    ],
)
def test_what_a_claim_names_is_put_back_as_its_sentence_has_it(
    kind: str, text: str, span: str | None
) -> None:
    (found,) = [pair for pair in pairs_of(COMPANY, NAMED) if pair.kind == kind]

    assert found.text == text
    assert found.stands == (kind == "claim")
    if span is not None:
        assert found.spans is not None
        assert [found.text[start:end] for start, end in found.spans] == [span]


def test_a_sentence_stands_alone_whose_claims_add_nothing() -> None:
    kinds = {pair.kind: pair.stands for pair in pairs_of(ALONE, "Ana Low won the Halden race.")}
    assert kinds == {"claim": True, "sentence": True}


def test_a_sentence_of_which_nothing_is_known_gives_no_pair() -> None:
    kinds = [pair.kind for pair in pairs_of("It rose.", "Halden's river Samre rose by two metres.")]
    assert "sentence" not in kinds
