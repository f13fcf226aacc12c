"""Claim history: a claim as JSON fields, and as it stood at an instant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from service.domain.anchor import Anchor, AnchorStatus
from service.domain.claim import (
    Claim,
    ClaimEvent,
    ClaimKind,
    ClaimOrigin,
    ClaimState,
    Method,
    Publication,
    Verdict,
    Workflow,
)
from service.domain.claim_action import ClaimAction
from service.domain.milestones import Milestones
from service.domain.selector import Selector


@dataclass(frozen=True, slots=True)
class HistoryBreak:
    """The first place where the chain of history does not hold.

    Attributes:
        position: Of the entry in the chain, from 1; None for an event outside of it.
        claim_id: The claim whose event it is, where that is known.
        sequence: The event's number within the claim.
        detail: What is wrong, in a sentence.
    """

    position: int | None
    claim_id: UUID | None
    sequence: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class HistoryReport:
    """What a walk over the whole history found.

    Attributes:
        event_count: How many events were found to be as they were written.
        head_hash: The hash of the last of them.
        broken: Where the chain breaks; None where it is whole.
    """

    event_count: int
    head_hash: str
    broken: HistoryBreak | None


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a claim that its history tells of.

    Attributes:
        write: Returns its value as JSON.
        read: Returns the value that JSON stands for.
    """

    write: Callable[[Claim], Any]
    read: Callable[[Any], Any]


def _optional(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read(value)


def _write_anchor(anchor: Anchor) -> dict[str, object]:
    return {**asdict(anchor), "status": anchor.status.value}


def read_anchor(value: Mapping[str, Any]) -> Anchor:
    """Return the anchor that JSON stands for."""
    return Anchor(**{**value, "status": AnchorStatus(value["status"])})


#: The fields of a claim itself. Whoever adds a field that can change adds a line here, and
#: writes it into the event of its change.
_FIELDS: Mapping[str, _Field] = {
    "article_id": _Field(lambda claim: str(claim.article_id), UUID),
    "text": _Field(lambda claim: claim.text, str),
    "selector": _Field(lambda claim: asdict(claim.selector), lambda value: Selector(**value)),
    "kind": _Field(lambda claim: claim.kind.value, ClaimKind),
    "speaker": _Field(lambda claim: claim.speaker, _optional(str)),
    "check_worthiness": _Field(lambda claim: claim.check_worthiness, _optional(float)),
    "support": _Field(lambda claim: claim.support, _optional(float)),
    "method": _Field(lambda claim: claim.method.value, Method),
    "origin": _Field(lambda claim: claim.origin.value, ClaimOrigin),
    "original_rating": _Field(lambda claim: claim.original_rating, _optional(str)),
    "assignee": _Field(lambda claim: claim.assignee, _optional(str)),
    "tags": _Field(lambda claim: list(claim.tags), tuple),
    "anchor": _Field(lambda claim: _write_anchor(claim.anchor), read_anchor),
    "first_revision": _Field(lambda claim: claim.first_revision, int),
    "revises": _Field(
        lambda claim: None if claim.revises is None else str(claim.revises), _optional(UUID)
    ),
}
#: The fields of its state.
_AXES: Mapping[str, _Field] = {
    "workflow": _Field(lambda claim: claim.state.workflow.value, Workflow),
    "verdict": _Field(
        lambda claim: None if claim.state.verdict is None else claim.state.verdict.value,
        _optional(Verdict),
    ),
    "publication": _Field(lambda claim: claim.state.publication.value, Publication),
}


def describe_fields(claim: Claim) -> dict[str, object]:
    """Return every field of a claim that its history tells of, as JSON values."""
    return {name: field.write(claim) for name, field in {**_FIELDS, **_AXES}.items()}


def creation_of(claim: Claim, actor: str, on_behalf_of: str | None = None) -> ClaimEvent:
    """Return the first event of a claim, which tells of all its fields."""
    return ClaimEvent(
        sequence=1,
        action=ClaimAction.CREATED,
        occurred_at=claim.created_at,
        actor=actor,
        before={},
        after=describe_fields(claim),
        on_behalf_of=on_behalf_of,
    )


def deletion_of(claim: Claim, actor: str, occurred_at: datetime) -> ClaimEvent:
    """Return the last event of a claim, which keeps all its fields."""
    return ClaimEvent(
        sequence=claim.version + 1,
        action=ClaimAction.DELETED,
        occurred_at=occurred_at,
        actor=actor,
        before=describe_fields(claim),
        after={},
    )


def read_milestones(events: Sequence[ClaimEvent]) -> Milestones:
    """Return the instants that a claim's events tell, given in order."""
    moved = [event.occurred_at for event in events if "workflow" in event.after]
    decided = [event.occurred_at for event in events if event.after.get("verdict") is not None]
    published = [
        event.occurred_at
        for event in events
        if event.after.get("publication") == Publication.PUBLISHED
    ]
    return Milestones(
        workflow_changed_at=moved[-1] if moved else None,
        decided_at=decided[0] if decided else None,
        published_at=published[-1] if published else None,
    )


def rebuild(
    claim_id: UUID, current: Claim | None, events: Sequence[ClaimEvent], as_of: datetime
) -> Claim | None:
    """Return a claim as it stood at an instant, None where it did not exist then.

    The changes since are undone, the last one first.

    Args:
        claim_id: The claim.
        current: As it is stored now; None where it was deleted, which its last event tells.
        events: Its whole history in order.
        as_of: The instant; what happened at it has happened.
    """
    kept = max((event.sequence for event in events if event.occurred_at <= as_of), default=0)
    past = [event for event in events if event.sequence <= kept]
    if not past or past[-1].action is ClaimAction.DELETED:
        return None
    fields = {} if current is None else describe_fields(current)
    for event in reversed(events[len(past) :]):
        fields.update(event.before)
    version = past[-1].version
    values: dict[str, Any] = {
        # An event that was written before a field was known does not tell of it.
        **{name: field.read(fields[name]) for name, field in _FIELDS.items() if name in fields},
        "state": ClaimState(**{name: axis.read(fields[name]) for name, axis in _AXES.items()}),
        "version": version,
        "updated_at": next(event.occurred_at for event in past if event.version == version),
        "milestones": read_milestones(past),
    }
    if current is not None:
        return replace(current, **values)
    return Claim(id=claim_id, created_at=past[0].occurred_at, **values)
