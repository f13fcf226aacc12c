"""Corrections on the real queue: what is worded again, what stands, and what is superseded."""

from __future__ import annotations

from importlib.resources import files
from threading import Event
from typing import TYPE_CHECKING

import pytest

from service.domain.anchor import Anchor, AnchorStatus
from service.domain.article import ArticleStatus
from service.domain.claim import Claim, StatusChange, Workflow
from service.domain.claim_action import ClaimAction
from service.inference.news_writer import NewsWriter, Question, Writing
from service.main import build_pipeline
from service.settings import Settings
from service.use_cases.change_status import change_status
from service.use_cases.correct_article import Correction, correct_article
from tests.jobs.conftest import TEXT, WAIT_SECONDS, now

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from service.domain.article import Article
    from tests.jobs.conftest import Desk

#: Two cores that others use as well take minutes for an analysis.
WEIGHTS_WAIT_SECONDS = 900
PORT, CRANE = TEXT.split(". ", maxsplit=1)[0] + ".", TEXT.split(". ", maxsplit=1)[1]
LATER = CRANE.replace("April", "May")
FERRY = "Ferry traffic to the islands stopped for two days."


def _correct(desk: Desk, article_id: UUID, text: str) -> Article:
    with desk.unit_of_work() as uow:
        article, _ = correct_article(
            uow, article_id, None, Correction(text, "mira"), queue_limit=1000, now=now()
        )
    return article


def _analyse(desk: Desk, article: Article) -> Article:
    assert desk.launched is not None
    job = desk.launched.enqueue_analysis(article.id, article.attempt)
    assert desk.launched.wait(job, WAIT_SECONDS)
    return desk.article(article.id)


def _claims(desk: Desk, article_id: UUID) -> dict[str, Claim]:
    with desk.unit_of_work() as uow:
        return {claim.text: claim for claim in uow.claims.list_of_article(article_id)}


def _triage(desk: Desk, claim: Claim) -> None:
    with desk.unit_of_work() as uow:
        change = StatusChange(workflow=Workflow.TRIAGED)
        change_status(uow, claim.id, None, change, actor="mira", now=now())
        uow.commit()


def _asked(desk: Desk) -> list[tuple[str, ...]]:
    return [texts for network, texts in desk.networks.calls if network == "rewriter"]


def test_only_the_changed_sentence_is_worded_again_and_the_summary_is_renewed(
    desk: Desk,
) -> None:
    desk.launch()
    article = desk.analyse()
    before = _claims(desk, article.id)
    assert _asked(desk) == [(PORT, CRANE)]
    corrected = _analyse(desk, _correct(desk, article.id, f"{PORT} {LATER}"))
    assert corrected.status is ArticleStatus.READY
    assert _asked(desk) == [(PORT, CRANE), (LATER,)]
    found = _claims(desk, article.id)
    assert found[PORT].id == before[PORT].id
    # Nobody had worked on the other one, so it takes the new wording.
    assert found[LATER].id == before[CRANE].id
    assert set(found) == {PORT, LATER}
    with desk.unit_of_work() as uow:
        newest, former = uow.summaries.list(article.id)
        assert (newest.article_revision, former.article_revision) == (2, 1)
        analysed = uow.articles.get_analysed(article.id)
        assert analysed.summary == newest
        assert analysed.coverage is not None
        assert analysed.coverage.unread_characters == 0
        event = uow.claims.events(found[LATER].id)[-1]
    assert (event.action, event.before["text"]) == (ClaimAction.REANCHORED, CRANE)


def test_a_new_sentence_gives_a_new_claim_and_subscribers_are_told_of_that_one_only(
    desk: Desk,
) -> None:
    desk.launch()
    article = desk.analyse()
    with desk.unit_of_work() as uow:
        seen = uow.outgoing_events.last_sequence()
    _analyse(desk, _correct(desk, article.id, f"{PORT} {FERRY} {CRANE}"))
    found = _claims(desk, article.id)
    assert set(found) == {PORT, FERRY, CRANE}
    assert found[FERRY].first_revision == 2
    assert found[CRANE].anchor == Anchor(AnchorStatus.MOVED, 2)
    with desk.unit_of_work() as uow:
        told = uow.outgoing_events.list_after(seen, 100)
    assert [event.type.value for event in told] == ["article.ready", "claim.created"]
    assert told[1].claim_id == found[FERRY].id


def test_a_claim_that_somebody_has_worked_on_keeps_its_wording_beside_the_new_one(
    desk: Desk,
) -> None:
    desk.launch()
    article = desk.analyse()
    _triage(desk, _claims(desk, article.id)[CRANE])
    _analyse(desk, _correct(desk, article.id, f"{PORT} {LATER}"))
    found = _claims(desk, article.id)
    assert set(found) == {PORT, CRANE, LATER}
    assert found[CRANE].anchor == Anchor(AnchorStatus.FUZZY, 2, CRANE)
    assert found[CRANE].state.workflow is Workflow.TRIAGED
    assert found[LATER].revises == found[CRANE].id
    # The next correction elsewhere asks for neither of them again.
    asked = len(_asked(desk))
    _analyse(desk, _correct(desk, article.id, f"{PORT} {LATER} {FERRY}"))
    assert _asked(desk)[asked:] == [(FERRY,)]
    assert set(_claims(desk, article.id)) == {PORT, CRANE, LATER, FERRY}


def test_a_claim_that_is_triaged_while_its_sentence_is_worded_again_keeps_its_wording(
    desk: Desk,
) -> None:
    desk.launch()
    article = desk.analyse()

    def triage(_: Sequence[str]) -> None:
        _triage(desk, _claims(desk, article.id)[CRANE])

    corrected = _correct(desk, article.id, f"{PORT} {LATER}")
    desk.networks.hooks["summarizer"] = triage
    _analyse(desk, corrected)
    found = _claims(desk, article.id)
    assert set(found) == {PORT, CRANE, LATER}
    assert found[LATER].revises == found[CRANE].id


def test_a_correction_supersedes_the_analysis_that_runs(desk: Desk) -> None:
    queue = desk.launch()
    article = desk.submit()
    reached, release = Event(), Event()

    def hold(_: Sequence[str]) -> None:
        desk.networks.hooks.clear()
        reached.set()
        assert release.wait(WAIT_SECONDS)

    desk.networks.hooks["rewriter"] = hold
    first = queue.enqueue_analysis(article.id, 1)
    assert reached.wait(WAIT_SECONDS)
    corrected = _correct(desk, article.id, f"{PORT} {LATER}")
    second = queue.enqueue_analysis(article.id, corrected.attempt)
    release.set()
    assert queue.wait(first, WAIT_SECONDS)
    assert queue.wait(second, WAIT_SECONDS)
    found = desk.article(article.id)
    assert (found.status, found.revision) == (ArticleStatus.READY, 2)
    assert set(_claims(desk, article.id)) == {PORT, LATER}
    # The superseded one wrote no summary.
    assert desk.networks.count("summarizer") == 1


def test_a_correction_whose_job_was_never_queued_is_analysed_after_the_next_launch(
    desk: Desk,
) -> None:
    desk.launch()
    article = desk.analyse()
    corrected = _correct(desk, article.id, f"{PORT} {LATER}")
    desk.close()
    queue = desk.launch()
    assert queue.wait(f"analyse-{article.id}-{corrected.attempt}", WAIT_SECONDS)
    assert desk.article(article.id).status is ArticleStatus.READY
    assert set(_claims(desk, article.id)) == {PORT, LATER}


def test_a_failed_analysis_of_a_correction_keeps_the_claims_where_they_stand(desk: Desk) -> None:
    desk.launch()
    article = desk.analyse()

    def fail(_: Sequence[str]) -> None:
        raise RuntimeError

    desk.networks.hooks["rewriter"] = fail
    corrected = _analyse(desk, _correct(desk, article.id, f"{PORT} {LATER}"))
    assert corrected.status is ArticleStatus.FAILED
    with desk.unit_of_work() as uow:
        analysed = uow.articles.get_analysed(article.id)
    assert [claim.selector.exact for claim in analysed.claims] == [PORT, LATER]


def test_what_was_corrected_twice_is_compared_with_what_was_analysed_last(desk: Desk) -> None:
    desk.launch()
    article = desk.analyse()
    _correct(desk, article.id, f"{PORT} {LATER}")
    _analyse(desk, _correct(desk, article.id, f"{FERRY} {PORT} {CRANE}"))
    assert _asked(desk)[1:] == [(FERRY,)]
    found = _claims(desk, article.id)
    assert set(found) == {PORT, CRANE, FERRY}
    assert found[CRANE].anchor == Anchor(AnchorStatus.MOVED, 3)


@pytest.mark.weights
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_of_a_corrected_sample_only_the_corrected_sentence_is_generated(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    write = NewsWriter.write

    def note(
        writer: NewsWriter, lines: Sequence[str], questions: Sequence[Question], limit: int
    ) -> list[Writing]:
        asked.extend(lines[question.line] for question in questions)
        return write(writer, lines, questions, limit)

    monkeypatch.setattr(NewsWriter, "write", note)
    pipeline = build_pipeline(Settings())
    desk.pipeline = lambda: pipeline
    sample = (files("service.samples") / "harbour_bridge.txt").read_text(encoding="utf-8")
    text = "\n\n".join(sample.split("\n\n")[:5])
    sentence = next(s for s in text.split("\n\n")[4].split(". ") if "21 million" in s) + "."
    corrected_sentence = sentence.replace("21 million", "24 million")
    queue = desk.launch()
    article = desk.submit(text)
    assert queue.wait(queue.enqueue_analysis(article.id, 1), WEIGHTS_WAIT_SECONDS)
    before = _claims(desk, article.id)
    of_sentence = {t for t, claim in before.items() if claim.quote == sentence}
    assert of_sentence
    assert len(set(asked)) > 1
    asked.clear()
    corrected = _correct(desk, article.id, text.replace(sentence, corrected_sentence))
    assert queue.wait(queue.enqueue_analysis(article.id, 2), WEIGHTS_WAIT_SECONDS)
    assert corrected.attempt == 2
    assert desk.article(article.id).status is ArticleStatus.READY
    assert set(asked) == {corrected_sentence}
    found = _claims(desk, article.id)
    for wording, claim in before.items():
        if wording not in of_sentence:
            assert found[wording].id == claim.id
    standing = [claim for claim in found.values() if claim.quote == corrected_sentence]
    assert any("24 million" in claim.text for claim in standing)
    assert not any("21 million" in claim.text for claim in standing)
    with desk.unit_of_work() as uow:
        newest, _ = uow.summaries.list(article.id)
    assert newest.article_revision == 2
