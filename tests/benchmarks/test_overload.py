"""The overload: what counts as coming through, and that a full queue is really met."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.desk.clock import Times
from benchmarks.faults.desk import running_desk
from benchmarks.faults.overload import Outcome, overload

WELL = Outcome(
    times=20.0,
    capacity=1.0,
    offered=20.0,
    seconds=300.0,
    answers=Counter({202: 10, 503: 90}),
    without_retry=0,
    livez=Times((4.0, 5.0)),
    memory=(100.0, 105.0),
    recovery_seconds=2.0,
    ended={"ready": 10},
)


def test_all_goals_are_reached_where_nothing_went_wrong() -> None:
    assert all(holds for _, _, holds in WELL.rows())


@pytest.mark.parametrize(
    ("change", "missed"),
    [
        ({"answers": Counter({202: 10, 503: 90, 500: 1})}, 0),
        ({"answers": Counter({202: 10})}, 0),
        ({"without_retry": 1}, 0),
        ({"offered": 17.0}, 1),
        ({"livez": Times((4.0, 400.0))}, 2),
        ({"memory": (100.0, 200.0)}, 3),
        ({"recovery_seconds": 61.0}, 4),
        ({"ended": {"ready": 9, "failed": 1}}, 5),
        ({"ended": {"ready": 9}}, 5),
    ],
)
def test_a_goal_that_is_missed_is_told(change: dict[str, object], missed: int) -> None:
    outcome = replace(WELL, **change)  # type: ignore[arg-type]  # any field
    assert [number for number, row in enumerate(outcome.rows()) if not row[2]] == [missed]


def test_a_service_that_is_offered_too_much_takes_what_it_can_and_finishes_it(
    tmp_path: Path,
) -> None:
    settings = {"QUEUE_LIMIT": "3", "RATE_LIMIT_ADMIN": "1000000/second"}
    with running_desk(tmp_path, stage_seconds=0.05, settings=settings) as desk:
        service = desk.api(worker=True)
        service.start()
        outcome = overload(desk, service, seconds=5, times=20, callers=2)
    taken = outcome.answers[201] + outcome.answers[202]
    assert outcome.ended == {"ready": taken}
    assert set(outcome.answers) <= {201, 202, 503}
    assert outcome.answers[503] > 0
    assert outcome.without_retry == 0
