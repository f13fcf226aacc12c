from __future__ import annotations

import pytest

from service.domain.claim import ClaimKind
from service.inference.claim_classifier import TrainedClaimClassifier
from service.inference.sentence_reader import SentenceReader

CLAIMS = {
    "The Orrin Bridge carries about 38,000 vehicles a day.": ClaimKind.QUANTITY,
    "Ana Low said the quay of Tessmark was safe.": ClaimKind.STATEMENT,
    "Police arrested Jon Marsh in Tessmark on Monday.": ClaimKind.EVENT,
    "Ana Low is the mayor of Tessmark.": ClaimKind.STATUS,
    "The bridge was closed because of cracks in the cables.": ClaimKind.CAUSAL,
}


def test_no_claims_have_no_kinds(tiny_reader: SentenceReader) -> None:
    assert TrainedClaimClassifier(tiny_reader).classify([]) == []


def test_each_claim_has_one_kind_whatever_its_company(tiny_reader: SentenceReader) -> None:
    classifier = TrainedClaimClassifier(tiny_reader)
    together = classifier.classify(list(CLAIMS))
    assert together == [classifier.classify([claim])[0] for claim in CLAIMS]


@pytest.mark.weights
def test_plain_claims_have_the_kind_that_a_reader_would_give(real_reader: SentenceReader) -> None:
    assert TrainedClaimClassifier(real_reader).classify(list(CLAIMS)) == list(CLAIMS.values())
