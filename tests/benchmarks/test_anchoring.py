"""Anchoring: a wrong offset is seen, a right one is not."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.pipeline import Analysed, prepare_text
from benchmarks.tasks.anchoring import analysed_counts, prepared_counts
from service.domain.analysis import Analysis, ClaimDraft, ModelRun, SkippedSentence
from service.domain.claim import ClaimKind, Method, SkipReason
from service.text.selectors import make_selector

TEXT = "The ferry left at noon on Friday. 🚢 It came back at dusk, Ann Lee said."
ARTICLE = prepare_text(TEXT)
FIRST, *REST = ARTICLE.sentences


def _analysed(claim_end: int) -> Analysed:
    claim = ClaimDraft(
        "The ferry left.",
        make_selector(TEXT, FIRST.start, claim_end),
        ClaimKind.EVENT,
        None,
        0.9,
        0.9,
        Method.ABSTRACTIVE,
    )
    skipped = tuple(SkippedSentence(s.start, s.end, SkipReason.NO_FACT) for s in REST)
    analysis = Analysis(None, (claim,), skipped, ModelRun("made up", "0", {}, 0.0))
    return Analysed(ARTICLE, (0.9,) * len(ARTICLE.sentences), analysis, {})


def test_the_first_stage_anchors_exactly_past_a_character_outside_the_basic_plane() -> None:
    assert all(top == bottom > 0 for top, bottom in prepared_counts(ARTICLE).values())


def test_a_sentence_one_character_off_is_seen() -> None:
    moved = replace(ARTICLE, sentences=(replace(FIRST, start=FIRST.start + 1), *REST))
    counts = prepared_counts(moved)
    assert counts["sentence exact"][0] < counts["sentence exact"][1]
    assert counts["text covered"][0] < counts["text covered"][1]


def test_every_sentence_ends_as_a_claim_or_skipped() -> None:
    assert all(top == bottom > 0 for top, bottom in analysed_counts(_analysed(FIRST.end)).values())
    lost = analysed_counts(_analysed(FIRST.end - 1))
    assert lost["accounted for"][0] == lost["accounted for"][1] - 1
