"""Which summaries are stale, since when and why; and that subscribers are told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from service.domain.analysis import SummarySentence
from service.domain.claim import Claim, Method, Verdict
from service.domain.claim_link import LinkRelation
from service.domain.outgoing_event import OutgoingEvent, OutgoingEventType, describe_event
from service.domain.summary import Summary
from service.text.selectors import find_selector
from service.use_cases.change_status import change_status
from service.use_cases.decide_group import decide_group
from service.use_cases.delete_article import delete_article
from service.use_cases.link_claims import link_claims, unlink_claims
from service.use_cases.read_as_of import get_article_as_of
from service.use_cases.request_summary import request_summary
from service.use_cases.store_summary import store_summary
from tests.use_cases.conftest import (
    AGAIN,
    FALSE,
    OTHER_TEXT,
    SENTENCES,
    TEXT,
    WORK,
    analysis_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from service.domain.article import Article
    from service.storage.unit_of_work import UnitOfWork
    from tests.use_cases.conftest import Desk

PORT, CRANE, FERRY = SENTENCES


def _summary(desk: Desk, article: Article) -> Summary:
    return desk.uow.summaries.list(article.id)[0]


def _told(desk: Desk) -> list[OutgoingEvent]:
    wanted = [OutgoingEventType.SUMMARY_STALE]
    return desk.uow.outgoing_events.list_after(0, 100, wanted)


@pytest.mark.parametrize("verdict", [Verdict.FALSE, Verdict.MISLEADING])
def test_a_verdict_marks_the_summary_that_states_the_claim(
    desk: Desk, article: Article, verdict: Verdict
) -> None:
    claim = desk.claim_of(article)
    desk.move(claim.id, *WORK, replace(FALSE, verdict=verdict))
    summary = _summary(desk, article)
    (mark,) = summary.open_marks
    assert summary.is_stale
    assert (mark.claim_id, mark.verdict, mark.reason) == (claim.id, verdict, "It was 400.")
    assert (mark.sentences, mark.in_headline) == ((0,), False)
    analysed = desk.uow.articles.get_analysed(article.id)
    assert analysed.summary == summary
    (event,) = _told(desk)
    assert (event.actor, event.article_id, event.claim_id) == ("mira", article.id, claim.id)
    assert event.data["summary_id"] == str(summary.id)
    assert (event.data["verdict"], event.data["reason"]) == (verdict.value, "It was 400.")
    assert event.data["sentences"] == [{"index": 0, "text": PORT}]
    assert event.data["is_newest"] is True
    assert len(describe_event(event).encode()) < 20_000


@pytest.mark.parametrize("verdict", [Verdict.TRUE, Verdict.MOSTLY_TRUE, Verdict.UNPROVEN])
def test_other_verdicts_mark_nothing(desk: Desk, article: Article, verdict: Verdict) -> None:
    desk.move(desk.claim_of(article).id, *WORK, replace(FALSE, verdict=verdict))
    assert _summary(desk, article).marks == ()
    assert _told(desk) == []


def test_a_claim_that_the_summary_does_not_state_marks_nothing(
    desk: Desk, article: Article
) -> None:
    desk.move(desk.claim_of(article, FERRY).id, *WORK, FALSE)
    assert not _summary(desk, article).is_stale


def test_a_verdict_marks_the_summaries_of_confirmed_siblings_too(
    desk: Desk, article: Article, other: Article, pair: tuple[Claim, Claim]
) -> None:
    desk.move(pair[0].id, *WORK, FALSE)
    for one in (article, other):
        (mark,) = _summary(desk, one).open_marks
        assert mark.claim_id == pair[0].id
    assert {event.article_id for event in _told(desk)} == {article.id, other.id}


def test_a_suggestion_marks_nothing_until_it_is_confirmed(
    desk: Desk, article: Article, other: Article
) -> None:
    one, two = desk.claim_of(article), desk.claim_of(other, AGAIN)
    desk.link(one, two, LinkRelation.RELATED)
    desk.move(one.id, *WORK, FALSE)
    assert not _summary(desk, other).is_stale
    desk.link(one, two)
    assert _summary(desk, other).is_stale
    assert [event.article_id for event in _told(desk)] == [article.id, other.id]


def test_a_link_that_is_taken_back_clears_what_came_by_it(
    desk: Desk, article: Article, other: Article, pair: tuple[Claim, Claim]
) -> None:
    desk.move(pair[0].id, *WORK, FALSE)
    unlink_claims(desk.uow, pair[0].id, pair[1].id, None, "mira", desk.now())
    desk.uow.commit()
    assert _summary(desk, article).is_stale
    assert not _summary(desk, other).is_stale


def test_a_verdict_that_is_put_right_clears_the_marks_without_an_event(
    desk: Desk, article: Article, other: Article, pair: tuple[Claim, Claim]
) -> None:
    desk.move(pair[0].id, *WORK, FALSE)
    told = _told(desk)
    desk.move(pair[0].id, replace(FALSE, verdict=Verdict.TRUE, reason="It was 4,000."))
    for one in (article, other):
        summary = _summary(desk, one)
        assert not summary.is_stale
        (mark,) = summary.marks
        assert mark.cleared_at is not None
    assert _told(desk) == told


def test_another_verdict_is_told_again_and_takes_the_place_of_the_former(
    desk: Desk, article: Article
) -> None:
    claim = desk.claim_of(article)
    desk.move(claim.id, *WORK, FALSE, replace(FALSE, verdict=Verdict.MISLEADING))
    summary = _summary(desk, article)
    assert [mark.verdict for mark in summary.marks] == [Verdict.FALSE, Verdict.MISLEADING]
    assert [mark.verdict for mark in summary.open_marks] == [Verdict.MISLEADING]
    assert [event.data["verdict"] for event in _told(desk)] == ["false", "misleading"]


def test_a_verdict_of_the_group_is_told_once_a_summary(
    desk: Desk, article: Article, other: Article, pair: tuple[Claim, Claim]
) -> None:
    decide_group(desk.uow, pair[1].id, None, FALSE, actor="mira", now=desk.now())
    desk.uow.commit()
    for one in (article, other):
        causes = {mark.claim_id for mark in _summary(desk, one).open_marks}
        assert causes == {claim.id for claim in pair}
    assert sorted(event.article_id for event in _told(desk)) == sorted([article.id, other.id])
    decide_group(
        desk.uow,
        pair[0].id,
        None,
        replace(FALSE, verdict=Verdict.TRUE),
        actor="mira",
        now=desk.now(),
    )
    desk.uow.commit()
    assert not any(_summary(desk, one).is_stale for one in (article, other))


def test_a_link_and_a_verdict_of_the_same_moment_miss_nothing(
    desk: Desk, article: Article, other: Article, unit_of_work: Callable[[], UnitOfWork]
) -> None:
    one, two = desk.claim_of(article), desk.claim_of(other, AGAIN)
    desk.move(one.id, *WORK)
    now = desk.now()

    def find_false() -> None:
        with unit_of_work() as uow:
            change_status(uow, one.id, None, FALSE, actor="mira", now=now)
            uow.commit()

    link_claims(
        desk.uow,
        one.id,
        two.id,
        None,
        relation=LinkRelation.SAME_CLAIM,
        note=None,
        actor="jonas",
        now=now,
    )
    with ThreadPoolExecutor() as pool:
        verdict = pool.submit(find_false)
        # It waits for the link, since it could not see it yet.
        assert wait([verdict], timeout=0.5).not_done == {verdict}
        desk.uow.commit()
        verdict.result(timeout=20)
    assert _summary(desk, article).is_stale
    assert _summary(desk, other).is_stale


def test_what_is_rolled_back_marks_nothing_and_is_told_to_nobody(
    desk: Desk, article: Article
) -> None:
    claim = desk.move(desk.claim_of(article).id, *WORK)
    change_status(desk.uow, claim.id, None, FALSE, actor="mira", now=desk.now())
    assert _summary(desk, article).is_stale
    desk.uow.rollback()
    assert not _summary(desk, article).is_stale
    assert _told(desk) == []


def test_an_article_is_read_as_of_an_instant_without_later_marks(
    desk: Desk, article: Article
) -> None:
    claim = desk.move(desk.claim_of(article).id, *WORK)
    morning = desk.now()
    desk.move(claim.id, FALSE)
    noon = desk.now()
    desk.move(claim.id, replace(FALSE, verdict=Verdict.TRUE))
    evening = desk.now()

    def stale(instant: datetime) -> bool:
        summary = get_article_as_of(desk.uow, article.id, instant, desk.now()).summary
        assert summary is not None
        return summary.is_stale

    assert [stale(instant) for instant in (morning, noon, evening)] == [False, True, False]


def test_deleting_the_article_that_held_the_verdict_clears_the_marks_of_others(
    desk: Desk, article: Article, other: Article, pair: tuple[Claim, Claim]
) -> None:
    assert pair
    desk.move(pair[0].id, *WORK, FALSE)
    delete_article(desk.uow, article.id, actor="mira", now=desk.now())
    desk.uow.commit()
    assert not _summary(desk, other).is_stale


def test_deleting_what_joined_a_group_clears_what_came_by_it(desk: Desk, article: Article) -> None:
    bridge = desk.ready(OTHER_TEXT, (AGAIN,))
    far = desk.ready(f"At Halden they say: {AGAIN}", (AGAIN,))
    one, two, three = (
        desk.claim_of(article),
        desk.claim_of(bridge, AGAIN),
        desk.claim_of(far, AGAIN),
    )
    desk.link(one, two)
    desk.link(two, three)
    desk.move(one.id, *WORK, FALSE)
    assert _summary(desk, far).is_stale
    delete_article(desk.uow, bridge.id, actor="mira", now=desk.now())
    desk.uow.commit()
    assert not _summary(desk, far).is_stale
    assert _summary(desk, article).is_stale


def test_a_summary_that_is_stored_after_the_verdict_is_stale_at_once_where_it_states_it(
    desk: Desk, article: Article
) -> None:
    desk.move(desk.claim_of(article).id, *WORK, FALSE)
    draft = analysis_of(TEXT, SENTENCES).summary
    assert draft is not None
    own = (SummarySentence(CRANE, Method.EXTRACTIVE, 1.0, (find_selector(TEXT, CRANE),)),)
    clean = replace(draft, sentences=own)
    stored = {
        length: store_summary(
            desk.uow, uuid4(), article.id, TEXT, wanted, length, desk.now()
        ).is_stale
        for length, wanted in ((1, draft), (2, clean))
    }
    assert stored == {1: True, 2: False}
    # Only what is not stale is passed on for what was asked for.
    assert request_summary(desk.uow, article.id, 1) is None
    assert request_summary(desk.uow, article.id, 2) is not None


def test_a_sentence_that_repeats_the_claim_from_another_passage_states_it_too(
    desk: Desk,
) -> None:
    once_more = PORT.replace("Halden handled", "Halden, it said again, handled")
    text = f"{TEXT}\n{once_more}"
    article = desk.ready(text)
    draft = analysis_of(text, SENTENCES).summary
    assert draft is not None
    repeated = SummarySentence(PORT, Method.ABSTRACTIVE, 0.9, (find_selector(text, once_more),))
    headline = "Halden port handled 4,000 containers"
    draft = replace(draft, sentences=(repeated,), headline=headline)
    store_summary(desk.uow, uuid4(), article.id, text, draft, 1, desk.now())
    desk.move(desk.claim_of(article).id, *WORK, FALSE)
    (mark,) = _summary(desk, article).open_marks
    assert (mark.sentences, mark.in_headline) == ((0,), True)
    told = {event.data["summary_id"]: event.data["in_headline"] for event in _told(desk)}
    assert told[str(mark.summary_id)] is True
