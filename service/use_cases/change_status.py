"""Change the status of a claim along its three axes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from service.domain.claim import (
    Claim,
    ClaimEvent,
    ClaimState,
    Evidence,
    StatusChange,
    change_state,
)
from service.domain.claim_action import ClaimAction
from service.domain.claim_change import instant_of_change
from service.domain.outgoing_event import claim_status_changed
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.check_version import check_version
from service.use_cases.clean_fields import (
    MAX_ADDRESS_CHARACTERS,
    clean_line,
    clean_optional_line,
    clean_optional_text,
    refused,
)
from service.use_cases.refresh_staleness import refresh_staleness


def change_status(  # noqa: PLR0913 - what a decision is made of
    uow: UnitOfWork,
    claim_id: UUID,
    expected_version: int | None,
    change: StatusChange,
    *,
    actor: str,
    now: datetime,
) -> Claim:
    """Move a claim along its axes, write one `status_changed` event, and have it told.

    A verdict marks the summaries that state what it finds false or misleading, or clears them.

    Args:
        uow: Where claims are stored.
        claim_id: The claim.
        expected_version: The version that the caller has read; None for any.
        change: What is wanted, with reason and evidence.
        actor: Who decides, for the history.
        now: The instant of the decision, UTC.

    Raises:
        NotFoundError: Where there is no such claim.
        VersionMismatchError: Where the claim has another version.
        InvalidInputError: Where the change lacks what it needs, or a field is not text.
        TransitionError: Where the tables forbid it.
    """
    claim = uow.claims.get(claim_id)
    check_version(claim, expected_version)
    changed = move_claim(uow, claim, change, actor=actor, now=now)
    if changed.state.verdict is not claim.state.verdict:
        refresh_staleness(uow, [claim_id], actor=actor, now=now)
    return changed


def move_claim(
    uow: UnitOfWork, claim: Claim, change: StatusChange, *, actor: str, now: datetime
) -> Claim:
    """Change the status of a claim as it was read, and leave it to the caller to mark summaries.

    Raises what `change_status` does.
    """
    change = _clean(change)
    now = instant_of_change(claim, now)
    state = change_state(claim.state, change)
    before, after = _axes(claim.state), _axes(state)
    changed = [axis for axis in before if before[axis] != after[axis]]
    if "verdict" in changed:
        uow.claim_links.lock()
    event = ClaimEvent(
        sequence=claim.version + 1,
        action=ClaimAction.STATUS_CHANGED,
        occurred_at=now,
        actor=actor,
        before={axis: before[axis] for axis in changed},
        after={axis: after[axis] for axis in changed},
        reason=change.reason,
        evidence=change.evidence,
        correction_note=change.correction_note,
        on_behalf_of=change.on_behalf_of,
    )
    changed_claim = uow.claims.update(
        replace(claim, state=state, updated_at=now), claim.version, event
    )
    uow.outgoing_events.append(
        claim_status_changed(claim, changed_claim, actor, change.on_behalf_of)
    )
    return changed_claim


def _clean(change: StatusChange) -> StatusChange:
    return replace(
        change,
        reason=clean_optional_text(change.reason, "#/reason"),
        correction_note=clean_optional_text(change.correction_note, "#/correction_note"),
        on_behalf_of=clean_optional_line(change.on_behalf_of, "#/on_behalf_of"),
        evidence=tuple(
            _clean_evidence(evidence, f"#/evidence/{index}")
            for index, evidence in enumerate(change.evidence)
        ),
    )


def _clean_evidence(evidence: Evidence, pointer: str) -> Evidence:
    url = clean_line(evidence.url, f"{pointer}/url", MAX_ADDRESS_CHARACTERS)
    if not url.lower().startswith(("http://", "https://")):
        raise refused("The address of evidence begins with http:// or https://.", f"{pointer}/url")
    return replace(
        evidence,
        url=url,
        title=clean_line(evidence.title, f"{pointer}/title"),
        quote=clean_optional_text(evidence.quote, f"{pointer}/quote"),
    )


def _axes(state: ClaimState) -> dict[str, str | None]:
    return {
        "workflow": state.workflow.value,
        "verdict": None if state.verdict is None else state.verdict.value,
        "publication": state.publication.value,
    }
