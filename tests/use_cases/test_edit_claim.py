"""Editing a claim's fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from service.domain.claim import Claim, Method, Publication, StatusChange, Workflow
from service.domain.errors import (
    InvalidInputError,
    NotFoundError,
    StateConflictError,
    VersionMismatchError,
)
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.edit_claim import edit_claim
from service.use_cases.read_claims import read_history

if TYPE_CHECKING:
    from tests.use_cases.conftest import Desk


def _edit(desk: Desk, claim: Claim, version: int | None = None, **changes: object) -> Claim:
    return edit_claim(desk.uow, claim.id, version, changes, actor="jonas", now=desk.now())


def test_an_edit_changes_the_fields_and_counts_the_version_up(desk: Desk) -> None:
    claim = desk.claims()[0]
    edited = _edit(
        desk,
        claim,
        1,
        text="Halden  port handled 4,000 containers.",
        speaker="Ann Berg",
        assignee="jonas",
        tags=["port", "port", "trade"],
    )
    desk.uow.commit()
    assert edited == desk.uow.claims.get(claim.id)
    assert edited.text == "Halden port handled 4,000 containers."
    assert (edited.speaker, edited.assignee) == ("Ann Berg", "jonas")
    assert edited.tags == ("port", "trade")
    assert edited.version == 2
    assert edited.updated_at > claim.updated_at
    assert (edited.state, edited.selector, edited.created_at) == (
        claim.state,
        claim.selector,
        claim.created_at,
    )


def test_the_event_holds_only_what_changed(desk: Desk) -> None:
    claim = desk.claims()[0]
    edited = _edit(desk, claim, text=claim.text, assignee="jonas", tags=["port"])
    event = read_history(desk.uow, claim.id).items[-1]
    assert (event.sequence, event.action, event.actor) == (2, "edited", "jonas")
    assert event.before == {"assignee": None, "tags": []}
    assert event.after == {"assignee": "jonas", "tags": ["port"]}
    assert event.occurred_at == edited.updated_at


def test_a_field_is_cleared_by_null_and_tags_by_an_empty_list(desk: Desk) -> None:
    claim = desk.claims()[0]
    _edit(desk, claim, speaker="Ann Berg", assignee="jonas", tags=["port"])
    cleared = _edit(desk, claim, speaker=None, assignee=None, tags=[])
    assert (cleared.speaker, cleared.assignee, cleared.tags) == (None, None, ())


@pytest.mark.parametrize("changes", [{}, {"assignee": None}, {"tags": []}])
def test_an_edit_that_changes_nothing_keeps_version_and_history(
    desk: Desk, changes: dict[str, object]
) -> None:
    claim = desk.claims()[0]
    same = _edit(desk, claim, 1, text=f" {claim.text}\n", **changes)
    assert same == claim
    assert desk.uow.claims.get(claim.id) == claim
    assert len(read_history(desk.uow, claim.id).items) == 1


@pytest.mark.parametrize("changes", [{"assignee": "jonas"}, {}])
def test_a_version_that_is_not_the_current_one_changes_nothing(
    desk: Desk, changes: dict[str, object]
) -> None:
    claim = desk.claims()[0]
    _edit(desk, claim, 1, assignee="mira")
    for version in (1, 3, 0):
        with pytest.raises(VersionMismatchError, match="version 2"):
            _edit(desk, claim, version, **changes)
    assert desk.uow.claims.get(claim.id).assignee == "mira"


def test_of_two_edits_at_once_the_later_is_refused(
    desk: Desk, unit_of_work: Callable[[], UnitOfWork], monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = desk.claims()[0]
    desk.uow.rollback()
    with unit_of_work() as other:
        edit_claim(other, claim.id, 1, {"assignee": "mira"}, actor="mira", now=desk.now())
        other.commit()
    monkeypatch.setattr(desk.uow.claims, "get", lambda _: claim)
    with pytest.raises(VersionMismatchError):
        _edit(desk, claim, 1, assignee="jonas")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"verdict": "true"}, "#/verdict"),
        ({"id": "1"}, "#/id"),
        ({"text": None}, "#/text"),
        ({"text": ""}, "#/text"),
        ({"text": 7}, "#/text"),
        ({"speaker": ["Ann"]}, "#/speaker"),
        ({"assignee": "\x00"}, "#/assignee"),
        ({"tags": None}, "#/tags"),
        ({"tags": "port"}, "#/tags"),
        ({"tags": ["port", 7]}, "#/tags/1"),
    ],
)
def test_what_cannot_be_stored_is_refused_at_its_field(
    desk: Desk, changes: dict[str, object], pointer: str
) -> None:
    claim = desk.claims()[0]
    with pytest.raises(InvalidInputError) as caught:
        _edit(desk, claim, **changes)
    assert [problem.pointer for problem in caught.value.problems] == [pointer]
    assert desk.uow.claims.get(claim.id) == claim


def test_the_text_stays_as_it_was_when_a_verdict_was_given_on_it(desk: Desk) -> None:
    claim = desk.publish(desk.claims()[0].id)
    withdrawn = (
        StatusChange(publication=Publication.PAUSED),
        StatusChange(publication=Publication.UNPUBLISHED),
        StatusChange(workflow=Workflow.IN_PROGRESS),
    )
    for change in withdrawn:
        with pytest.raises(StateConflictError, match="verdict"):
            _edit(desk, claim, text="Another wording.")
        desk.move(claim.id, change)
    with pytest.raises(StateConflictError, match="verdict"):
        _edit(desk, claim, text="Another wording.")


def test_what_was_measured_on_the_former_wording_goes_with_it(desk: Desk) -> None:
    claim = desk.claims()[0]
    edited = _edit(desk, claim, text="Another wording.")
    assert (edited.support, edited.method) == (None, Method.ABSTRACTIVE)
    back = _edit(desk, edited, text=claim.quote)
    assert (back.support, back.method) == (None, Method.EXTRACTIVE)


def test_other_fields_of_a_public_claim_can_be_edited(desk: Desk) -> None:
    claim = desk.publish(desk.claims()[0].id)
    assert _edit(desk, claim, text=claim.text, assignee="jonas").assignee == "jonas"


def test_a_claim_cannot_take_the_text_of_another_of_its_article(desk: Desk) -> None:
    first, second, _ = desk.claims()
    with pytest.raises(StateConflictError, match=str(second.id)):
        _edit(desk, first, text=second.text)


def test_a_claim_that_is_not_there_cannot_be_edited(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        edit_claim(desk.uow, uuid4(), None, {"assignee": "a"}, actor="a", now=desk.now())
