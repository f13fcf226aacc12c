"""Claims against annotated ones: each figure on an article worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.data import GoldArticle, GoldClaim
from benchmarks.tasks.claims import from_record, overlapping, same_speaker, score_article

TEXT = "Acme Motors closed its plant in Graz. Ann Lee said 40 people left. What a day!"
SENTENCES = ((0, 37), (38, 66), (67, 78))
ARTICLE = GoldArticle(
    sha="00000000deadbeef",
    source="made up",
    text=TEXT,
    sentences=SENTENCES,
    headline="Acme Motors closes plant",
    summary="Acme Motors closed its plant in Graz.",
    claims=(
        GoldClaim(0, "Acme Motors closed its plant in Graz.", "event", 3, None),
        GoldClaim(1, "Ann Lee said 40 people left.", "statement", 1, "Ann Lee"),
    ),
    skipped={2: "no_fact"},
)
ROW = {
    "article_sha": ARTICLE.sha,
    "claims": [
        {"text": "Acme Motors closed its plant.", "start": 0, "end": 37, "kind": "event"},
        {
            "text": "He said 50 people left.",
            "start": 38,
            "end": 66,
            "kind": "quantity",
            "speaker": "Lee",
            "method": "extractive",
        },
        {"text": "The plant made cars.", "start": 0, "end": 37},
    ],
    "skipped": [{"start": 67, "end": 78, "reason": "opinion"}],
}
OURS = np.eye(3)
THEIRS = np.eye(3)[:2]


def test_every_figure_counts_what_its_definition_says() -> None:
    counts = score_article(ARTICLE, from_record(ROW, ARTICLE), OURS, THEIRS)
    assert counts == {
        "precision": (2, 3),
        "recall": (2, 2),
        "f1": (4, 5),
        "precision worth 2+": (1, 3),
        "recall worth 2+": (1, 1),
        "sentence precision 1+": (2, 2),
        "sentence recall 1+": (2, 2),
        "sentence precision 2+": (1, 2),
        "sentence recall 2+": (1, 1),
        "standalone": (2, 3),
        "foreign": (1, 3),
        "duplicates": (0, 3),
        "kind accuracy": (1, 2),
        "speaker accuracy": (1, 1),
        "speaker accuracy, named": (1, 1),
        "extractive": (1, 1),
        "claims an article": (3, 1),
        "skip reason accuracy": (0, 1),
    }


def test_an_article_that_gave_nothing_counts_against_recall() -> None:
    empty = from_record({"claims": []}, ARTICLE)
    counts = score_article(ARTICLE, empty, OURS[:0], THEIRS)
    assert counts["recall"] == (0, 2)
    assert counts["precision"] == (0, 0)


def test_an_article_without_annotated_claims_counts_against_precision() -> None:
    bare = GoldArticle("0" * 16, "made up", TEXT, SENTENCES, "", "", (), {0: "no_fact"})
    counts = score_article(bare, from_record(ROW, bare), OURS, THEIRS[:0])
    assert counts["precision"] == (0, 3)


def test_claims_may_be_given_as_bare_strings() -> None:
    found = from_record({"claims": ["Acme Motors closed its plant."]}, ARTICLE)
    counts = score_article(ARTICLE, found, OURS[:1], THEIRS)
    assert counts["precision"] == (1, 1)
    assert "sentence recall 1+" not in counts
    assert counts["kind accuracy"] == counts["speaker accuracy"] == (0, 0)


def test_a_sentence_with_a_claim_is_not_skipped_as_well() -> None:
    row = {**ROW, "skipped": [{"start": 0, "end": 37, "reason": "opinion"}]}
    assert from_record(row, ARTICLE).skipped == {}


@pytest.mark.parametrize(
    ("span", "sentences"),
    [((0, 66), [0, 1]), ((30, 66), [1]), ((0, 10), [0]), ((70, 78), [2])],
)
def test_sentences_that_are_parted_otherwise_are_found(
    span: tuple[int, int], sentences: list[int]
) -> None:
    assert list(overlapping(ARTICLE, *span)) == sentences


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("Ann Lee", "Lee", True),
        ("the Harbour Office", "Harbour Office", True),
        (None, None, True),
        ("Ann Lee", None, False),
        (None, "Ann Lee", False),
        ("Ann Lee", "Ann Kim", False),
    ],
)
def test_speakers_are_compared_by_name(ours: str | None, theirs: str | None, same: bool) -> None:
    assert same_speaker(ours, theirs) is same
