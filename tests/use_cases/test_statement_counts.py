"""What large groups ask of the database: as much as they have claims, never the square of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.use_cases.change_status import change_status
from service.use_cases.decide_group import decide_group
from service.use_cases.read_impact import find_stating_articles, read_impacts
from tests.statements import recorded_statements
from tests.use_cases.conftest import FALSE, WORK

if TYPE_CHECKING:
    from service.domain.claim import Claim
    from tests.use_cases.conftest import Desk

#: Three changes of status, each of which reads the claim, stores it, and notes it in the
#: history and for subscribers.
STATEMENTS_A_CLAIM = 38


def _group(desk: Desk, size: int) -> list[Claim]:
    """Store articles that say the same, and confirm that their claims do."""
    claims = []
    for number in range(size):
        text = f"The port of Halden handled 4,000 containers in March, week {size}-{number}."
        claims.append(desk.claim_of(desk.ready(text, (text,)), text))
    for claim in claims[1:]:
        desk.link(claims[0], claim)
    return claims


@pytest.mark.parametrize("size", [2, 12])
def test_a_verdict_of_a_group_takes_a_bounded_number_of_statements_a_claim(
    desk: Desk, size: int
) -> None:
    claims = _group(desk, size)
    with recorded_statements() as statements:
        decided = decide_group(desk.uow, claims[0].id, None, FALSE, actor="mira", now=desk.now())
        desk.uow.commit()
    assert len(decided) == size
    assert len(statements) <= 40 + STATEMENTS_A_CLAIM * size
    for claim in claims:
        (summary,) = desk.uow.summaries.list(claim.article_id)
        assert len(summary.open_marks) == size


def test_a_verdict_of_one_claim_takes_as_many_statements_in_a_large_group_as_in_a_small_one(
    desk: Desk,
) -> None:
    counts = []
    for size in (2, 12):
        (claim, *_) = _group(desk, size)
        desk.move(claim.id, *WORK)
        with recorded_statements() as statements:
            change_status(desk.uow, claim.id, None, FALSE, actor="mira", now=desk.now())
            desk.uow.commit()
        told = [one for one, _ in statements if one.startswith("INSERT INTO outgoing_event")]
        assert told
        counts.append(len(statements) - len(told))
    assert counts[0] == counts[1]


def test_the_impact_of_many_articles_takes_as_many_statements_as_that_of_two(desk: Desk) -> None:
    counts = []
    for size in (2, 12):
        (claim, *_) = _group(desk, size)
        desk.uow.rollback()
        with recorded_statements() as statements:
            impacts = read_impacts(desk.uow, find_stating_articles(desk.uow, claim.id))
        assert [len(impact.statements) for impact in impacts] == [1] * size
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 20
