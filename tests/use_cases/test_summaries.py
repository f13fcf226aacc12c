"""Requesting and reading summaries."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from service.domain.analysis import SummaryDraft, SummarySentence
from service.domain.article import Article
from service.domain.claim import Method
from service.domain.errors import InvalidInputError, NotFoundError, StateConflictError
from service.domain.summary import Summary
from service.text.selectors import find_selector
from service.use_cases.read_summaries import get_summary, list_summaries
from service.use_cases.request_summary import request_summary

if TYPE_CHECKING:
    from tests.use_cases.conftest import Desk


def _second_summary(desk: Desk, article: Article) -> Summary:
    text = article.submission.text
    first = list_summaries(desk.uow, article.id)[0]
    sentences = tuple(
        SummarySentence(line, Method.EXTRACTIVE, 1.0, (find_selector(text, line),))
        for line in text.split("\n")
    )
    draft = SummaryDraft("Port news again", Method.ABSTRACTIVE, sentences, first.model)
    return desk.uow.summaries.add(
        uuid4(), article.id, draft, desk.now(), requested_sentences=len(sentences)
    )


def test_summaries_are_listed_newest_first_and_found_one_by_one(desk: Desk) -> None:
    article = desk.ready()
    (first,) = list_summaries(desk.uow, article.id)
    second = _second_summary(desk, article)
    assert list_summaries(desk.uow, article.id) == [second, first]
    assert get_summary(desk.uow, article.id, first.id) == first


def test_an_article_without_analysis_has_no_summaries(desk: Desk) -> None:
    assert list_summaries(desk.uow, desk.submit().id) == []


def test_a_summary_is_found_only_under_its_own_article(desk: Desk) -> None:
    (summary,) = list_summaries(desk.uow, desk.ready().id)
    other = desk.submit("The council met on Monday to vote on the bridge.")
    for article_id, summary_id in ((other.id, summary.id), (summary.article_id, uuid4())):
        with pytest.raises(NotFoundError):
            get_summary(desk.uow, article_id, summary_id)
    with pytest.raises(NotFoundError):
        list_summaries(desk.uow, uuid4())


def test_a_length_that_is_stored_is_returned_and_another_has_to_be_written(desk: Desk) -> None:
    article = desk.ready()
    second = _second_summary(desk, article)
    assert request_summary(desk.uow, article.id, len(second.sentences)) == second
    assert request_summary(desk.uow, article.id, 5) is None


def test_an_article_that_is_not_ready_gets_no_other_summary(desk: Desk) -> None:
    with pytest.raises(StateConflictError, match="'queued'"):
        request_summary(desk.uow, desk.submit().id, 2)
    failed = desk.failed("The council met on Monday to vote on the bridge.")
    with pytest.raises(StateConflictError, match="'failed'"):
        request_summary(desk.uow, failed.id, 2)
    with pytest.raises(NotFoundError):
        request_summary(desk.uow, uuid4(), 2)


@pytest.mark.parametrize("sentences", [0, 7, -1])
def test_a_length_out_of_range_is_refused(desk: Desk, sentences: int) -> None:
    article = desk.ready()
    with pytest.raises(InvalidInputError) as caught:
        request_summary(desk.uow, article.id, sentences)
    assert [problem.pointer for problem in caught.value.problems] == ["#/sentences"]
