"""Summaries are rechecked: those that state what was found false before marks were kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from service.domain.outgoing_event import OutgoingEventType
from service.use_cases import recheck_summaries as module
from service.use_cases.recheck_summaries import Recheck, recheck_summaries
from tests.use_cases.conftest import FALSE, WORK

if TYPE_CHECKING:
    from service.domain.article import Article
    from service.domain.claim import Claim
    from service.storage.unit_of_work import UnitOfWork
    from tests.use_cases.conftest import Desk

UnitsOfWork = Callable[[], "UnitOfWork"]


def _stale(desk: Desk, article: Article) -> bool:
    (summary,) = desk.uow.summaries.list(article.id)
    return summary.is_stale


def _forget_marks(desk: Desk) -> None:
    desk.uow._session.execute(text("DELETE FROM summary_staleness"))
    desk.uow.commit()


def test_verdicts_that_marked_nothing_do_so_at_last_and_are_told_once(
    desk: Desk,
    article: Article,
    other: Article,
    pair: tuple[Claim, Claim],
    unit_of_work: UnitsOfWork,
) -> None:
    desk.move(pair[0].id, *WORK, FALSE)
    _forget_marks(desk)
    before = desk.uow.outgoing_events.last_sequence()
    desk.uow.rollback()
    told: list[tuple[int, int]] = []
    found = recheck_summaries(unit_of_work, desk.now, lambda *counts: told.append(counts))
    assert (found, told) == (Recheck(1, 0, 2), [(1, 0)])
    assert _stale(desk, article)
    assert _stale(desk, other)
    events = desk.uow.outgoing_events.list_after(before, 9)
    assert [event.type for event in events] == [OutgoingEventType.SUMMARY_STALE] * 2
    desk.uow.rollback()
    assert recheck_summaries(unit_of_work, desk.now) == Recheck(1, 2, 2)
    assert desk.uow.outgoing_events.last_sequence() == before + 2


def test_a_mark_whose_claim_is_no_longer_found_false_is_cleared(
    desk: Desk, article: Article, unit_of_work: UnitsOfWork
) -> None:
    claim = desk.move(desk.claim_of(article).id, *WORK, FALSE)
    desk.uow._session.execute(text("UPDATE claim SET verdict = 'true'"))
    desk.uow.commit()
    assert _stale(desk, article)
    desk.uow.rollback()
    assert recheck_summaries(unit_of_work, desk.now) == Recheck(1, 1, 0)
    assert not _stale(desk, article)
    assert claim.state.verdict is FALSE.verdict


def test_claims_are_rechecked_in_several_transactions(
    desk: Desk, unit_of_work: UnitsOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH_SIZE", 2)
    for number in range(5):
        sentence = f"The port of Halden handled 4,000 containers in week {number}."
        desk.move(desk.claim_of(desk.ready(sentence, (sentence,)), sentence).id, *WORK, FALSE)
    _forget_marks(desk)
    desk.uow.rollback()
    told: list[tuple[int, int]] = []
    found = recheck_summaries(unit_of_work, desk.now, lambda *counts: told.append(counts))
    assert (found, told) == (Recheck(5, 0, 5), [(2, 3), (4, 1), (5, 0)])
