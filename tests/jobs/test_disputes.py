"""New summaries on the real queue: they leave out what was found false, and say so."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from service.domain.claim import Claim, Evidence, Stance, StatusChange, Verdict, Workflow
from service.use_cases.change_status import change_status
from service.use_cases.correct_article import Correction, correct_article
from tests.jobs.conftest import TEXT, WAIT_SECONDS, now

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from service.domain.summary import Summary
    from tests.jobs.conftest import Desk

PORT, CRANE = TEXT.split(". ", maxsplit=1)[0] + ".", TEXT.split(". ", maxsplit=1)[1]
FERRY = "Ferry traffic to the islands stopped for two days."
_FALSE = StatusChange(
    verdict=Verdict.FALSE,
    reason="It was 400.",
    evidence=(Evidence("https://example.org/report", "Report", Stance.REFUTES),),
)


def _claims(desk: Desk, article_id: UUID) -> dict[str, Claim]:
    with desk.unit_of_work() as uow:
        return {claim.text: claim for claim in uow.claims.list_of_article(article_id)}


def _find_false(desk: Desk, claim_id: UUID) -> None:
    with desk.unit_of_work() as uow:
        steps = (
            StatusChange(workflow=Workflow.TRIAGED),
            StatusChange(workflow=Workflow.IN_PROGRESS),
            _FALSE,
        )
        for step in steps:
            change_status(uow, claim_id, None, step, actor="mira", now=now())
        uow.commit()


def _summaries(desk: Desk, article_id: UUID) -> list[Summary]:
    with desk.unit_of_work() as uow:
        return uow.summaries.list(article_id)


def _correct(desk: Desk, article_id: UUID, text: str) -> None:
    assert desk.launched is not None
    with desk.unit_of_work() as uow:
        article, _ = correct_article(
            uow, article_id, None, Correction(text, "mira"), queue_limit=1000, now=now()
        )
    job = desk.launched.enqueue_analysis(article.id, article.attempt)
    assert desk.launched.wait(job, WAIT_SECONDS)


def test_the_summary_of_a_correction_elsewhere_leaves_out_what_was_found_false(
    desk: Desk,
) -> None:
    desk.launch()
    article = desk.analyse()
    claim = _claims(desk, article.id)[PORT]
    _find_false(desk, claim.id)
    _correct(desk, article.id, f"{PORT} {CRANE} {FERRY}")
    newest, former = _summaries(desk, article.id)
    assert former.is_stale
    assert not newest.is_stale
    assert PORT not in newest.text
    assert "4,000" not in newest.headline
    (left_out,) = newest.left_out
    assert (left_out.start, left_out.end) == (0, len(PORT))
    assert (left_out.claim_id, left_out.verdict) == (claim.id, Verdict.FALSE)


def test_the_summary_of_a_correction_of_the_false_sentence_states_what_it_says_now(
    desk: Desk,
) -> None:
    desk.launch()
    article = desk.analyse()
    _find_false(desk, _claims(desk, article.id)[PORT].id)
    right = PORT.replace("4,000", "400")
    _correct(desk, article.id, f"{right} {CRANE}")
    newest = _summaries(desk, article.id)[0]
    assert right in newest.text
    assert (newest.left_out, newest.is_stale) == ((), False)


def test_the_summary_of_a_new_article_leaves_out_the_wording_that_was_found_false(
    desk: Desk,
) -> None:
    queue = desk.launch()
    article = desk.analyse()
    claim = _claims(desk, article.id)[PORT]
    _find_false(desk, claim.id)
    other = desk.analyse(f"{FERRY} {PORT}")
    # And so does another length, when the article has the claim itself.
    assert queue.wait(queue.enqueue_summary(uuid4(), other.id, 2), WAIT_SECONDS)
    written = _summaries(desk, other.id)
    assert [summary.text for summary in written] == [FERRY, FERRY]
    for summary in written:
        assert [item.claim_id for item in summary.left_out] == [claim.id]
    # Where that is all there is, there is no summary.
    alone = desk.analyse(PORT)
    assert _summaries(desk, alone.id) == []
    with desk.unit_of_work() as uow:
        analysed = uow.articles.get_analysed(alone.id)
    assert [found.text for found in analysed.claims] == [PORT]


def test_another_length_is_written_without_what_was_found_false(desk: Desk) -> None:
    queue = desk.launch()
    article = desk.analyse()
    _find_false(desk, _claims(desk, article.id)[PORT].id)
    assert queue.wait(queue.enqueue_summary(uuid4(), article.id, 2), WAIT_SECONDS)
    newest = _summaries(desk, article.id)[0]
    assert newest.text == CRANE
    assert not newest.is_stale


def test_a_summary_that_a_verdict_overtakes_is_stale_as_it_is_stored(desk: Desk) -> None:
    queue = desk.launch()
    article = desk.analyse()
    claim = _claims(desk, article.id)[PORT]

    def find_false(_: Sequence[str]) -> None:
        if _claims(desk, article.id)[PORT].state.verdict is None:
            _find_false(desk, claim.id)

    desk.networks.hooks["summarizer"] = find_false
    summary_id = uuid4()
    assert queue.wait(queue.enqueue_summary(summary_id, article.id, 1), WAIT_SECONDS)
    written = {summary.id: summary for summary in _summaries(desk, article.id)}
    assert written[summary_id].is_stale
