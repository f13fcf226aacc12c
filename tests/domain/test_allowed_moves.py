"""What is listed as allowed, held against every request that can be made."""

from __future__ import annotations

from itertools import product

import pytest

from service.domain.claim import (
    ClaimState,
    Evidence,
    Publication,
    Stance,
    StatusChange,
    Verdict,
    Workflow,
    allowed_moves,
    change_state,
)
from service.domain.errors import ClaimdeskError

EVIDENCE = (Evidence("https://example.org/report", "Annual report", Stance.SUPPORTS),)
STATES = [
    ClaimState(*axes) for axes in product(tuple(Workflow), (None, *Verdict), tuple(Publication))
]


def _moves(state: ClaimState) -> list[tuple[StatusChange, ClaimState]]:
    """Return every request with all that it may need which the state takes."""
    found = []
    for workflow, verdict, publication in product(
        (None, *Workflow), (None, *Verdict), (None, *Publication)
    ):
        change = StatusChange(
            workflow=workflow,
            verdict=verdict,
            publication=publication,
            reason="Looked up.",
            evidence=EVIDENCE if verdict else (),
            correction_note="An earlier version said otherwise.",
        )
        try:
            found.append((change, change_state(state, change)))
        except ClaimdeskError:
            continue
    return found


def _name(state: ClaimState) -> str:
    return f"{state.workflow}-{state.verdict}-{state.publication}"


def _reachable() -> set[ClaimState]:
    seen = {ClaimState()}
    edge = [ClaimState()]
    while edge:
        after = {state for _, state in _moves(edge.pop())} - seen
        seen |= after
        edge.extend(after)
    return seen


@pytest.mark.parametrize("state", STATES, ids=_name)
def test_what_is_listed_is_exactly_what_some_complete_request_reaches(state: ClaimState) -> None:
    taken = [change for change, _ in _moves(state)]
    listed = allowed_moves(state)
    assert set(listed["workflow"]) == {str(c.workflow) for c in taken if c.workflow}
    assert set(listed["verdict"]) == {str(c.verdict) for c in taken if c.verdict}
    assert set(listed["publication"]) == {str(c.publication) for c in taken if c.publication}


def test_no_walk_leads_to_a_published_claim_that_is_open_or_without_verdict() -> None:
    reachable = _reachable()
    published = [s for s in reachable if s.publication is Publication.PUBLISHED]
    assert published
    assert all(s.workflow is Workflow.CLOSED and s.verdict is not None for s in published)
    closed = [s for s in reachable if s.workflow is Workflow.CLOSED]
    assert all(state.verdict is not None for state in closed)


def test_every_workflow_verdict_and_publication_can_be_reached_from_a_new_claim() -> None:
    reachable = _reachable()
    assert {state.workflow for state in reachable} == set(Workflow)
    assert {state.verdict for state in reachable} == {None, *Verdict}
    assert {state.publication for state in reachable} == set(Publication)
