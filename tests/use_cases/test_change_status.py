"""Changing the status of a claim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from service.domain.claim import (
    Claim,
    ClaimState,
    Evidence,
    Publication,
    Stance,
    StatusChange,
    Verdict,
    Workflow,
)
from service.domain.errors import (
    InvalidInputError,
    NotFoundError,
    TransitionError,
    VersionMismatchError,
)
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.change_status import change_status
from service.use_cases.edit_claim import edit_claim
from service.use_cases.read_claims import read_history

if TYPE_CHECKING:
    from tests.use_cases.conftest import Desk

EVIDENCE = (
    Evidence("https://example.org/report", "Annual report", Stance.SUPPORTS, "page 4"),
    Evidence("https://example.org/register", "Register", Stance.REFUTES),
)
RULING = StatusChange(
    verdict=Verdict.MISLEADING,
    reason="Two years are left out.",
    evidence=EVIDENCE,
    on_behalf_of="ann",
)


def _change(desk: Desk, claim: Claim, version: int | None, change: StatusChange) -> Claim:
    return change_status(desk.uow, claim.id, version, change, actor="mira", now=desk.now())


def test_the_walk_from_new_to_published_is_stored_and_on_record(
    desk: Desk, unit_of_work: Callable[[], UnitOfWork]
) -> None:
    claim = desk.claims()[0]
    published = desk.publish(claim.id)
    assert published.state == ClaimState(Workflow.CLOSED, Verdict.TRUE, Publication.PUBLISHED)
    assert published.version == 7
    desk.uow.rollback()
    with unit_of_work() as other:
        assert other.claims.get(claim.id) == published
        events = read_history(other, claim.id).items
    assert [event.sequence for event in events] == [1, 2, 3, 4, 5, 6, 7]
    assert [event.after for event in events[1:]] == [
        {"workflow": "triaged"},
        {"workflow": "in_progress"},
        {"verdict": "true"},
        {"workflow": "in_review"},
        {"workflow": "closed"},
        {"publication": "published"},
    ]
    assert events[3].before == {"verdict": None}
    assert events[6].before == {"publication": "unpublished"}


def test_the_event_keeps_who_decided_why_and_on_what(desk: Desk) -> None:
    claim = desk.claims()[0]
    desk.move(claim.id, StatusChange(workflow=Workflow.TRIAGED))
    changed = _change(
        desk,
        claim,
        2,
        StatusChange(
            workflow=Workflow.IN_PROGRESS,
            verdict=RULING.verdict,
            reason=RULING.reason,
            evidence=EVIDENCE,
            on_behalf_of="ann",
        ),
    )
    event = read_history(desk.uow, claim.id).items[-1]
    assert (event.sequence, event.action, event.actor) == (3, "status_changed", "mira")
    assert event.before == {"workflow": "triaged", "verdict": None}
    assert event.after == {"workflow": "in_progress", "verdict": "misleading"}
    assert (event.reason, event.evidence) == (RULING.reason, EVIDENCE)
    assert (event.correction_note, event.on_behalf_of) == (None, "ann")
    assert event.occurred_at == changed.updated_at
    assert changed.version == 3


def test_reopening_a_published_claim_records_that_it_was_paused(desk: Desk) -> None:
    claim = desk.publish(desk.claims()[0].id)
    _change(desk, claim, claim.version, StatusChange(workflow=Workflow.IN_PROGRESS))
    event = read_history(desk.uow, claim.id).items[-1]
    assert event.before == {"workflow": "closed", "publication": "published"}
    assert event.after == {"workflow": "in_progress", "publication": "paused"}


def test_a_public_verdict_changes_with_a_note_that_is_kept(desk: Desk) -> None:
    claim = desk.publish(desk.claims()[0].id)
    with pytest.raises(InvalidInputError) as caught:
        _change(desk, claim, claim.version, RULING)
    assert [problem.pointer for problem in caught.value.problems] == ["#/correction_note"]
    note = "An earlier version called this true."
    change = StatusChange(
        verdict=Verdict.FALSE, reason="New figures.", evidence=EVIDENCE, correction_note=note
    )
    assert _change(desk, claim, claim.version, change).state.verdict is Verdict.FALSE
    assert read_history(desk.uow, claim.id).items[-1].correction_note == note


def test_a_verdict_given_once_more_puts_its_new_evidence_on_record(desk: Desk) -> None:
    claim = desk.publish(desk.claims()[0].id)
    change = StatusChange(verdict=Verdict.TRUE, reason="Confirmed again.", evidence=EVIDENCE)
    assert _change(desk, claim, claim.version, change).version == claim.version + 1
    event = read_history(desk.uow, claim.id).items[-1]
    assert (event.before, event.after) == ({}, {})
    assert event.evidence == EVIDENCE


def test_a_forbidden_step_changes_nothing_and_names_the_allowed_ones(desk: Desk) -> None:
    claim = desk.claims()[0]
    with pytest.raises(TransitionError) as caught:
        _change(desk, claim, 1, StatusChange(workflow=Workflow.CLOSED))
    assert caught.value.allowed["workflow"] == ("triaged", "dismissed")
    assert desk.uow.claims.get(claim.id) == claim
    assert len(read_history(desk.uow, claim.id).items) == 1


def test_a_stale_version_is_told_before_a_forbidden_step(desk: Desk) -> None:
    claim = desk.move(desk.claims()[0].id, StatusChange(workflow=Workflow.TRIAGED))
    with pytest.raises(VersionMismatchError):
        _change(desk, claim, 1, StatusChange(workflow=Workflow.CLOSED))


def test_no_version_means_the_current_one(desk: Desk) -> None:
    claim = desk.claims()[0]
    _change(desk, claim, None, StatusChange(workflow=Workflow.TRIAGED))
    again = _change(desk, claim, None, StatusChange(workflow=Workflow.IN_PROGRESS))
    assert (again.version, again.state.workflow) == (3, Workflow.IN_PROGRESS)


def test_a_claim_that_is_not_there_has_no_status(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        change_status(
            desk.uow,
            uuid4(),
            None,
            StatusChange(workflow=Workflow.TRIAGED),
            actor="mira",
            now=desk.now(),
        )


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"reason": "with \x00 inside"}, "#/reason"),
        ({"correction_note": "with \ud800 inside"}, "#/correction_note"),
        ({"on_behalf_of": "\x07"}, "#/on_behalf_of"),
        ({"on_behalf_of": " "}, "#/on_behalf_of"),
        ({"evidence": (Evidence("javascript:1", "A", Stance.REFUTES),)}, "#/evidence/0/url"),
        (
            {"evidence": (*EVIDENCE, Evidence("https://example.org", " ", Stance.REFUTES))},
            "#/evidence/2/title",
        ),
        (
            {"evidence": (Evidence("https://example.org", "A", Stance.REFUTES, "\x00"),)},
            "#/evidence/0/quote",
        ),
    ],
)
def test_words_that_are_not_text_are_refused_at_their_field(
    desk: Desk, fields: dict[str, Any], pointer: str
) -> None:
    claim = desk.move(
        desk.claims()[0].id,
        StatusChange(workflow=Workflow.TRIAGED),
        StatusChange(workflow=Workflow.IN_PROGRESS),
    )
    with pytest.raises(InvalidInputError) as caught:
        _change(desk, claim, None, replace(RULING, **fields))
    assert [problem.pointer for problem in caught.value.problems] == [pointer]
    assert desk.uow.claims.get(claim.id) == claim


def test_a_reason_keeps_its_lines(desk: Desk) -> None:
    claim = desk.claims()[0]
    reason = "Nobody can check this.\nThe source is gone."
    _change(desk, claim, 1, StatusChange(workflow=Workflow.DISMISSED, reason=reason))
    assert read_history(desk.uow, claim.id).items[-1].reason == reason


def test_a_change_is_never_dated_before_the_one_that_it_follows(desk: Desk) -> None:
    claim = desk.claims()[0]
    earlier = claim.updated_at - timedelta(hours=1)

    changed = change_status(
        desk.uow,
        claim.id,
        None,
        StatusChange(workflow=Workflow.TRIAGED),
        actor="mira",
        now=earlier,
    )
    edited = edit_claim(desk.uow, claim.id, None, {"assignee": "jonas"}, actor="mira", now=earlier)

    assert changed.updated_at == edited.updated_at == claim.updated_at
    instants = [event.occurred_at for event in read_history(desk.uow, claim.id).items]
    assert instants == sorted(instants)
