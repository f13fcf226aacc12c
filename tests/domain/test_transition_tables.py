"""The steps of each axis, cell by cell."""

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
    change_state,
)
from service.domain.errors import InvalidInputError, TransitionError

EVIDENCE = (Evidence("https://example.org/report", "Annual report", Stance.SUPPORTS),)

#: Written down once more by hand, so that a slip in the service's table shows.
WORKFLOW_STEPS = {
    ("new", "triaged"),
    ("new", "dismissed"),
    ("triaged", "in_progress"),
    ("triaged", "dismissed"),
    ("in_progress", "in_review"),
    ("in_progress", "dismissed"),
    ("in_review", "in_progress"),
    ("in_review", "closed"),
    ("in_review", "dismissed"),
    ("closed", "in_progress"),
    ("dismissed", "in_progress"),
}
PUBLICATION_STEPS = {
    ("unpublished", "published"),
    ("published", "paused"),
    ("paused", "published"),
    ("paused", "unpublished"),
}
VERDICT_WORKFLOWS = {Workflow.IN_PROGRESS, Workflow.IN_REVIEW, Workflow.CLOSED}


@pytest.mark.parametrize(("current", "wanted"), list(product(Workflow, Workflow)))
def test_workflow_takes_exactly_the_steps_of_the_table(current: Workflow, wanted: Workflow) -> None:
    state = ClaimState(workflow=current, verdict=Verdict.TRUE)
    change = StatusChange(workflow=wanted, reason="Checked against the register.")
    if (current.value, wanted.value) in WORKFLOW_STEPS:
        assert change_state(state, change) == ClaimState(wanted, Verdict.TRUE)
    else:
        with pytest.raises(TransitionError) as caught:
            change_state(state, change)
        steps = [str(w) for w in Workflow if (current.value, w.value) in WORKFLOW_STEPS]
        assert sorted(caught.value.allowed["workflow"]) == sorted(steps)
        assert [problem.pointer for problem in caught.value.problems] == ["#/workflow"]
        for step in steps:
            assert f"'{step}'" in caught.value.detail


@pytest.mark.parametrize(("current", "wanted"), list(product(Publication, Publication)))
def test_publication_takes_exactly_the_steps_of_the_table(
    current: Publication, wanted: Publication
) -> None:
    state = ClaimState(Workflow.CLOSED, Verdict.FALSE, current)
    change = StatusChange(publication=wanted)
    if (current.value, wanted.value) in PUBLICATION_STEPS:
        assert change_state(state, change) == ClaimState(Workflow.CLOSED, Verdict.FALSE, wanted)
    else:
        with pytest.raises(TransitionError) as caught:
            change_state(state, change)
        steps = [str(p) for p in Publication if (current.value, p.value) in PUBLICATION_STEPS]
        assert sorted(caught.value.allowed["publication"]) == sorted(steps)
        assert [problem.pointer for problem in caught.value.problems] == ["#/publication"]


@pytest.mark.parametrize(("current", "wanted"), list(product((None, *Verdict), Verdict)))
@pytest.mark.parametrize("workflow", list(Workflow))
def test_any_verdict_follows_any_other_once_work_has_started(
    workflow: Workflow, current: Verdict | None, wanted: Verdict
) -> None:
    state = ClaimState(workflow=workflow, verdict=current)
    change = StatusChange(verdict=wanted, reason="The register says so.", evidence=EVIDENCE)
    if workflow in VERDICT_WORKFLOWS:
        assert change_state(state, change) == ClaimState(workflow, wanted)
    else:
        with pytest.raises(TransitionError) as caught:
            change_state(state, change)
        assert [problem.pointer for problem in caught.value.problems] == ["#/verdict"]


def test_a_change_of_nothing_is_bad_input_even_with_a_reason() -> None:
    with pytest.raises(InvalidInputError) as caught:
        change_state(ClaimState(), StatusChange(reason="Nothing in mind."))
    assert [problem.pointer for problem in caught.value.problems] == ["#"]


def test_a_refused_step_names_the_values_that_every_axis_may_take() -> None:
    with pytest.raises(TransitionError) as caught:
        change_state(ClaimState(), StatusChange(workflow=Workflow.CLOSED))
    assert caught.value.allowed == {
        "workflow": ("triaged", "dismissed"),
        "verdict": (),
        "publication": (),
    }


@pytest.mark.parametrize("publication", [None, Publication.PAUSED])
def test_a_published_claim_that_is_reopened_is_paused(publication: Publication | None) -> None:
    state = ClaimState(Workflow.CLOSED, Verdict.TRUE, Publication.PUBLISHED)
    change = StatusChange(workflow=Workflow.IN_PROGRESS, publication=publication)
    assert change_state(state, change) == ClaimState(
        Workflow.IN_PROGRESS, Verdict.TRUE, Publication.PAUSED
    )


@pytest.mark.parametrize("publication", [Publication.UNPUBLISHED, Publication.PAUSED])
def test_reopening_leaves_alone_what_is_not_published(publication: Publication) -> None:
    state = ClaimState(Workflow.CLOSED, Verdict.TRUE, publication)
    after = change_state(state, StatusChange(workflow=Workflow.IN_PROGRESS))
    assert after == ClaimState(Workflow.IN_PROGRESS, Verdict.TRUE, publication)


def test_verdict_closing_and_publishing_fit_into_one_request() -> None:
    change = StatusChange(
        workflow=Workflow.CLOSED,
        verdict=Verdict.MISLEADING,
        publication=Publication.PUBLISHED,
        reason="The figure leaves out two years.",
        evidence=EVIDENCE,
    )
    after = change_state(ClaimState(workflow=Workflow.IN_REVIEW), change)
    assert after == ClaimState(Workflow.CLOSED, Verdict.MISLEADING, Publication.PUBLISHED)
