"""Stats: counts and percentiles by the database, held against Python's own."""

from __future__ import annotations

import random
import statistics
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from service.domain.claim import ClaimKind, ClaimState, Verdict, Workflow
from service.domain.milestones import Milestones
from service.domain.stats import ClaimStats, TimeToVerdict
from service.storage.unit_of_work import UnitOfWork
from tests.storage.rows import NOW, add_article, later, make_claim

UnitOfWorkMaker = Callable[[], UnitOfWork]
SINCE, UNTIL = later(-1), later(100_000)


def add_decided(
    uow: UnitOfWork, article_id: UUID, kind: ClaimKind, seconds: float | None, minute: float = 0
) -> None:
    """Store a claim and, so many seconds later, its first verdict; None for none."""
    decided_at = None if seconds is None else later(minute) + timedelta(seconds=seconds)
    verdict = None if seconds is None else Verdict.FALSE
    claim = replace(
        make_claim(article_id),
        kind=kind,
        created_at=later(minute),
        state=ClaimState(Workflow.IN_PROGRESS, verdict),
        milestones=Milestones(later(minute), decided_at),
    )
    uow.claims.add(claim)


def expected(seconds: list[float]) -> TimeToVerdict:
    if not seconds:
        return TimeToVerdict()
    if len(seconds) == 1:
        return TimeToVerdict(1, seconds[0], seconds[0])
    tenths = statistics.quantiles(seconds, n=10, method="inclusive")
    return TimeToVerdict(len(seconds), tenths[4], tenths[8])


def agrees(found: TimeToVerdict, wanted: TimeToVerdict) -> bool:
    return found.verdicts == wanted.verdicts and (
        found.verdicts == 0
        or (found.median_seconds, found.p90_seconds)
        == pytest.approx((wanted.median_seconds, wanted.p90_seconds), abs=0.002)
    )


@pytest.mark.parametrize("count", [0, 1, 2, 3, 10, 11, 47])
def test_percentiles_agree_with_pythons(unit_of_work: UnitOfWorkMaker, count: int) -> None:
    draw = random.Random(count)  # noqa: S311  no secret
    seconds: dict[ClaimKind, list[float]] = {ClaimKind.EVENT: [], ClaimKind.QUANTITY: []}
    with unit_of_work() as uow:
        article = add_article(uow, publisher="Port News")
        for _ in range(count):
            kind = draw.choice(list(seconds))
            took = round(draw.expovariate(1 / 7_200), 3)
            seconds[kind].append(took)
            add_decided(uow, article.id, kind, took)
        add_decided(uow, article.id, ClaimKind.EVENT, None)
        stats = uow.stats.compute(SINCE, UNTIL)
    everything = [took for some in seconds.values() for took in some]
    assert agrees(stats.time_to_verdict, expected(everything))
    assert agrees(stats.publishers["Port News"].time_to_verdict, expected(everything))
    for kind in ClaimKind:
        assert agrees(stats.kinds[kind].time_to_verdict, expected(seconds.get(kind, [])))
    assert stats.claims == count + 1
    assert stats.verdict[None] == 1
    assert stats.verdict[Verdict.FALSE] == count


def test_claims_count_in_the_period_of_their_storing_and_verdicts_in_that_of_their_giving(
    unit_of_work: UnitOfWorkMaker,
) -> None:
    with unit_of_work() as uow:
        first = add_article(uow, publisher="Port News")
        second = add_article(uow, text="Another text.", publisher=None)
        # Stored before the period, decided in it; stored in it, decided after it.
        add_decided(uow, first.id, ClaimKind.EVENT, 600, minute=-5)
        add_decided(uow, second.id, ClaimKind.STATUS, 6_000, minute=5)
        add_decided(uow, second.id, ClaimKind.STATUS, None, minute=10)
        stats = uow.stats.compute(NOW, later(10))
        whole = uow.stats.compute(later(-10), later(1_000))
    assert counts(stats) == ({"status": 1}, {None: 1})
    assert stats.time_to_verdict == TimeToVerdict(1, 600, 600)
    assert stats.kinds[ClaimKind.EVENT].time_to_verdict.verdicts == 1
    assert counts(whole) == ({"event": 1, "status": 2}, {"Port News": 1, None: 2})
    assert list(whole.publishers) == [None, "Port News"], "most claims first"


def test_an_empty_period_counts_nothing(unit_of_work: UnitOfWorkMaker) -> None:
    with unit_of_work() as uow:
        stats = uow.stats.compute(SINCE, UNTIL)
    assert counts(stats) == ({}, {})
    assert stats.workflow == dict.fromkeys(Workflow, 0)
    assert stats.time_to_verdict == TimeToVerdict()


def counts(stats: ClaimStats) -> tuple[dict[str, int], dict[str | None, int]]:
    kinds = Counter({kind.value: group.claims for kind, group in stats.kinds.items()})
    publishers = {name: group.claims for name, group in stats.publishers.items()}
    return dict(+kinds), publishers
