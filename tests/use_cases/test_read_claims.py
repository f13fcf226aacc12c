"""Reading claims and their history."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from service.domain.claim import Claim, ClaimEvent, StatusChange, Verdict, Workflow
from service.domain.claim_query import ClaimFilters, ClaimSort
from service.domain.errors import InvalidInputError, NotFoundError
from service.use_cases.create_claim import create_claim
from service.use_cases.edit_claim import edit_claim
from service.use_cases.read_claims import (
    get_claim,
    list_claims,
    list_claims_of_article,
    read_history,
)

if TYPE_CHECKING:
    from tests.use_cases.conftest import Desk


def _forge(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def _all_pages(desk: Desk, sort: ClaimSort, limit: int) -> list[Claim]:
    found: list[Claim] = []
    cursor = None
    for _ in range(20):
        page = list_claims(desk.uow, ClaimFilters(), sort, cursor=cursor, limit=limit)
        assert len(page.items) <= limit
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found
    pytest.fail("the pages do not end")


def _fill(desk: Desk) -> list[Claim]:
    """Store five claims: scored ones of one instant, edited ones, unscored ones."""
    claims = desk.claims()
    edit_claim(desk.uow, claims[0].id, None, {"tags": ["port"]}, actor="a", now=desk.now())
    for text in ("Ferries stopped.", "The crane was late."):
        create_claim(
            desk.uow,
            article_id=claims[0].article_id,
            text=text,
            quote=claims[1].quote,
            actor="mira",
            now=desk.now(),
        )
    desk.uow.commit()
    return desk.uow.claims.list_of_article(claims[0].article_id)


def test_one_claim_is_found_and_an_unknown_one_is_not(desk: Desk) -> None:
    claim = desk.claims()[0]
    assert get_claim(desk.uow, claim.id) == claim
    with pytest.raises(NotFoundError):
        get_claim(desk.uow, uuid4())


def test_the_claims_of_an_article_come_in_the_order_of_its_text(desk: Desk) -> None:
    claims = _fill(desk)
    listed = list_claims_of_article(desk.uow, claims[0].article_id)
    starts = [claim.selector.start for claim in listed]
    assert starts == sorted(starts)
    assert len(listed) == 5
    with pytest.raises(NotFoundError):
        list_claims_of_article(desk.uow, uuid4())


@pytest.mark.parametrize("sort", list(ClaimSort))
@pytest.mark.parametrize("limit", [1, 2, 5])
def test_pages_of_every_sort_show_each_claim_once_and_in_order(
    desk: Desk, sort: ClaimSort, limit: int
) -> None:
    stored = _fill(desk)
    found = _all_pages(desk, sort, limit)
    assert len(found) == len(stored)
    assert {claim.id for claim in found} == {claim.id for claim in stored}
    field, descending = sort.value.removeprefix("-"), sort.value.startswith("-")
    values = [
        getattr(claim.milestones if hasattr(claim.milestones, field) else claim, field)
        for claim in found
    ]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=descending)
    assert values == known + [None] * (len(values) - len(known))


def test_filters_are_kept_to_on_every_page(desk: Desk) -> None:
    claims = desk.claims()
    for claim in claims[:2]:
        desk.move(claim.id, StatusChange(workflow=Workflow.TRIAGED))
    filters = ClaimFilters(workflow=Workflow.TRIAGED)
    first = list_claims(desk.uow, filters, ClaimSort("created_at"), limit=1)
    second = list_claims(
        desk.uow, filters, ClaimSort("created_at"), cursor=first.next_cursor, limit=1
    )
    found = {claim.id for claim in (*first.items, *second.items)}
    assert found == {claim.id for claim in claims[:2]}
    assert second.next_cursor is None


IDENTIFIER = "5f8d0d55-7e0f-4b5c-9c53-0d8d3f6f0001"
INSTANT = "2024-05-06T09:00:00+00:00"


@pytest.mark.parametrize(
    ("sort", "cursor"),
    [
        ("created_at", _forge("claims:-created_at", INSTANT, IDENTIFIER)),
        ("created_at", _forge("claims:created_at", 0.5, IDENTIFIER)),
        ("created_at", _forge("claims:created_at", None, IDENTIFIER)),
        ("updated_at", _forge("claims:created_at", INSTANT, IDENTIFIER)),
        ("check_worthiness", _forge("claims:check_worthiness", "0.5", IDENTIFIER)),
        ("check_worthiness", _forge("claims:check_worthiness", True, IDENTIFIER)),
        ("check_worthiness", _forge("claims:check_worthiness", [0.5], IDENTIFIER)),
        ("check_worthiness", _forge("claims:check_worthiness", 0.5, "x")),
        ("check_worthiness", _forge("claims:check_worthiness", float("nan"), IDENTIFIER)),
        ("check_worthiness", _forge("claims:check_worthiness", float("inf"), IDENTIFIER)),
        ("check_worthiness", _forge("claims:check_worthiness", 10**400, IDENTIFIER)),
        ("check_worthiness", "%%%"),
    ],
)
def test_a_cursor_of_another_sort_or_of_nobody_is_refused(
    desk: Desk, sort: str, cursor: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        list_claims(desk.uow, ClaimFilters(), ClaimSort(sort), cursor=cursor)
    assert [problem.pointer for problem in caught.value.problems] == ["#/query/cursor"]


def test_history_is_paged_from_the_first_event_on(desk: Desk) -> None:
    claim = desk.publish(desk.claims()[0].id)
    events: list[ClaimEvent] = []
    cursor = None
    sizes = []
    while True:
        page = read_history(desk.uow, claim.id, cursor=cursor, limit=3)
        events += page.items
        sizes.append(len(page.items))
        cursor = page.next_cursor
        if cursor is None:
            break
    assert [event.sequence for event in events] == [1, 2, 3, 4, 5, 6, 7]
    assert sizes == [3, 3, 1]
    assert events[0].action == "created"


def test_the_states_of_a_claim_follow_from_its_history(desk: Desk) -> None:
    claim = desk.publish(desk.claims()[0].id)
    state: dict[str, object] = {}
    for event in read_history(desk.uow, claim.id).items:
        assert {name: state.get(name) for name in event.before} == dict(event.before)
        state |= event.after
    axes = {name: state[name] for name in ("workflow", "verdict", "publication")}
    assert axes == {
        "workflow": "closed",
        "verdict": Verdict.TRUE.value,
        "publication": "published",
    }


def test_a_history_cursor_holds_for_its_claim_alone(desk: Desk) -> None:
    first, second, _ = desk.claims()
    desk.publish(first.id)
    cursor = read_history(desk.uow, first.id, limit=2).next_cursor
    forged = [_forge(f"history:{second.id}", value, None) for value in (-1, "1", True, 1.5, 10**40)]
    for unusable in (cursor, *forged):
        with pytest.raises(InvalidInputError) as caught:
            read_history(desk.uow, second.id, cursor=unusable)
        assert [problem.pointer for problem in caught.value.problems] == ["#/query/cursor"]
    with pytest.raises(NotFoundError):
        read_history(desk.uow, uuid4())


@pytest.mark.parametrize("name", ["speaker", "assignee", "tag", "q"])
@pytest.mark.parametrize("value", ["\x00", "a\ud800", " "])
def test_a_filter_that_is_not_text_is_refused_at_its_name(
    desk: Desk, name: str, value: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        list_claims(desk.uow, ClaimFilters(**{name: value}), ClaimSort.CREATED_AT)
    assert [problem.pointer for problem in caught.value.problems] == [f"#/query/{name}"]
