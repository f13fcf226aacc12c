"""Marks of stale summaries: what they cover, and which held at an instant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from service.domain.analysis import ModelRun
from service.domain.claim import Method, Verdict
from service.domain.staleness import StalenessMark
from service.domain.summary import Summary

NOON = datetime(2024, 5, 6, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MARK = StalenessMark(uuid4(), uuid4(), Verdict.FALSE, "It was 400.", (0, 2), True, NOON)
SUMMARY = Summary(
    id=MARK.summary_id,
    article_id=uuid4(),
    article_revision=1,
    headline="Port news",
    headline_method=Method.EXTRACTIVE,
    sentences=(),
    model=ModelRun("weights", "0" * 64, {}, 1.0),
    created_at=NOON - HOUR,
)


def test_a_mark_covers_its_sentences_and_the_headline_by_verdict() -> None:
    assert MARK.coverage == {(0, Verdict.FALSE), (2, Verdict.FALSE), (None, Verdict.FALSE)}
    assert replace(MARK, in_headline=False, sentences=()).coverage == frozenset()


def test_marks_say_the_same_whenever_they_were_made() -> None:
    later = replace(MARK, id=uuid4(), marked_at=NOON + HOUR, cleared_at=NOON + 2 * HOUR)
    assert MARK.content == later.content
    assert MARK.content != replace(MARK, verdict=Verdict.MISLEADING).content
    assert MARK.content != replace(MARK, sentences=(0,)).content


def test_a_summary_is_stale_from_its_mark_on_until_that_is_cleared() -> None:
    summary = replace(SUMMARY, marks=(replace(MARK, cleared_at=NOON + HOUR),))
    assert not summary.is_stale
    stale = [summary.as_of(NOON + minutes * HOUR / 60).is_stale for minutes in (-1, 0, 59, 60)]
    assert stale == [False, True, True, False]
    assert replace(SUMMARY, marks=(MARK,)).open_marks == (MARK,)
