"""The rules that every move of a claim is held against, each broken and each kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from service.domain.claim import (
    RULES,
    ClaimState,
    Evidence,
    Publication,
    Stance,
    StatusChange,
    Verdict,
    Workflow,
    change_state,
)
from service.domain.errors import ClaimdeskError, InvalidInputError, TransitionError

EVIDENCE = (Evidence("https://example.org/report", "Annual report", Stance.REFUTES),)
WORKING = ClaimState(workflow=Workflow.IN_PROGRESS)
REVIEWED = ClaimState(workflow=Workflow.IN_REVIEW)
PUBLIC = ClaimState(Workflow.CLOSED, Verdict.TRUE, Publication.PUBLISHED)
PAUSED = ClaimState(Workflow.IN_PROGRESS, Verdict.TRUE, Publication.PAUSED)
UNPUBLISHED = ClaimState(Workflow.CLOSED, Verdict.TRUE)
RULING = StatusChange(verdict=Verdict.FALSE, reason="The register differs.", evidence=EVIDENCE)


@dataclass(frozen=True)
class Case:
    """A move that breaks one rule alone, and the nearest one that breaks none."""

    rule: str
    state: ClaimState
    breaking: StatusChange
    keeping: StatusChange
    keeping_state: ClaimState | None = None
    error: type[ClaimdeskError] = InvalidInputError


CASES = (
    Case("verdict_needs_reason", WORKING, replace(RULING, reason=None), RULING),
    Case("verdict_needs_reason", WORKING, replace(RULING, reason=" \n"), RULING),
    Case("verdict_needs_evidence", WORKING, replace(RULING, evidence=()), RULING),
    Case(
        "verdict_needs_evidence",
        WORKING,
        replace(RULING, evidence=()),
        replace(RULING, evidence=(), verdict=Verdict.UNPROVEN),
    ),
    Case(
        "evidence_needs_verdict",
        WORKING,
        StatusChange(workflow=Workflow.IN_REVIEW, evidence=EVIDENCE),
        replace(RULING, workflow=Workflow.IN_REVIEW),
    ),
    Case(
        "dismissed_needs_reason",
        ClaimState(),
        StatusChange(workflow=Workflow.DISMISSED),
        StatusChange(workflow=Workflow.DISMISSED, reason="Nobody can check this."),
    ),
    Case(
        "public_verdict_change_needs_correction_note",
        PUBLIC,
        RULING,
        replace(RULING, correction_note="An earlier version called this true."),
    ),
    Case(
        "public_verdict_change_needs_correction_note",
        PAUSED,
        replace(RULING, correction_note=" "),
        replace(RULING, correction_note="An earlier version called this true."),
    ),
    Case(
        "public_verdict_change_needs_correction_note",
        PUBLIC,
        RULING,
        replace(RULING, verdict=Verdict.TRUE),
    ),
    Case("public_verdict_change_needs_correction_note", PUBLIC, RULING, RULING, UNPUBLISHED),
    Case(
        "verdict_needs_started_work",
        ClaimState(workflow=Workflow.TRIAGED),
        RULING,
        replace(RULING, workflow=Workflow.IN_PROGRESS),
        error=TransitionError,
    ),
    Case(
        "verdict_needs_started_work",
        WORKING,
        replace(RULING, workflow=Workflow.DISMISSED),
        RULING,
        error=TransitionError,
    ),
    Case(
        "closed_needs_verdict",
        REVIEWED,
        StatusChange(workflow=Workflow.CLOSED),
        replace(RULING, workflow=Workflow.CLOSED),
        error=TransitionError,
    ),
    Case(
        "closed_needs_verdict",
        REVIEWED,
        StatusChange(workflow=Workflow.CLOSED),
        StatusChange(workflow=Workflow.CLOSED),
        replace(REVIEWED, verdict=Verdict.UNPROVEN),
        error=TransitionError,
    ),
    Case(
        "published_needs_closed",
        replace(REVIEWED, verdict=Verdict.TRUE),
        StatusChange(publication=Publication.PUBLISHED),
        StatusChange(workflow=Workflow.CLOSED, publication=Publication.PUBLISHED),
        error=TransitionError,
    ),
    Case(
        "published_needs_closed",
        PAUSED,
        StatusChange(publication=Publication.PUBLISHED),
        StatusChange(publication=Publication.UNPUBLISHED),
        error=TransitionError,
    ),
    Case(
        "published_needs_closed",
        replace(PUBLIC, publication=Publication.PAUSED),
        StatusChange(workflow=Workflow.IN_PROGRESS, publication=Publication.PUBLISHED),
        StatusChange(publication=Publication.PUBLISHED),
        error=TransitionError,
    ),
)
BY_NAME = {rule.name: rule for rule in RULES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_move_that_breaks_a_rule_is_refused_with_its_words(case: Case) -> None:
    rule = BY_NAME[case.rule]
    with pytest.raises(case.error) as caught:
        change_state(case.state, case.breaking)
    assert caught.value.detail == rule.detail
    assert [problem.pointer for problem in caught.value.problems] == [rule.pointer]
    assert rule.conflict is (case.error is TransitionError)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_the_nearest_move_that_keeps_the_rule_is_taken(case: Case) -> None:
    state = case.keeping_state or case.state
    after = change_state(state, case.keeping)
    assert after.workflow is (case.keeping.workflow or state.workflow)
    assert after.verdict is (case.keeping.verdict or state.verdict)
    assert after.publication is (case.keeping.publication or state.publication)


def test_every_rule_is_tested_here() -> None:
    assert {case.rule for case in CASES} == set(BY_NAME)
    assert len(BY_NAME) == len(RULES)


def test_all_that_a_request_lacks_is_reported_together() -> None:
    with pytest.raises(InvalidInputError) as caught:
        change_state(PUBLIC, StatusChange(verdict=Verdict.FALSE))
    assert [problem.pointer for problem in caught.value.problems] == [
        "#/reason",
        "#/evidence",
        "#/correction_note",
    ]


def test_a_conflict_comes_before_what_the_request_lacks() -> None:
    with pytest.raises(TransitionError) as caught:
        change_state(ClaimState(), StatusChange(verdict=Verdict.FALSE))
    assert [problem.pointer for problem in caught.value.problems] == ["#/verdict"]
