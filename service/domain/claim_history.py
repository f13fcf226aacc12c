"""Claim history: a claim as JSON fields, and as it stood at an instant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

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


def describe_fields(claim: Claim) -> dict[str, object]:
    """Return every field of a claim that its history tells of, as JSON values."""
    verdict = claim.state.verdict
    return {
        "article_id": str(claim.article_id),
        "text": claim.text,
        "selector": asdict(claim.selector),
        "kind": claim.kind.value,
        "speaker": claim.speaker,
        "check_worthiness": claim.check_worthiness,
        "support": claim.support,
        "method": claim.method.value,
        "origin": claim.origin.value,
        "workflow": claim.state.workflow.value,
        "verdict": None if verdict is None else verdict.value,
        "publication": claim.state.publication.value,
        "assignee": claim.assignee,
        "tags": list(claim.tags),
    }


def creation_of(claim: Claim, actor: str) -> ClaimEvent:
    """Return the first event of a claim, which tells of all its fields."""
    return ClaimEvent(
        sequence=1,
        action=ClaimAction.CREATED,
        occurred_at=claim.created_at,
        actor=actor,
        before={},
        after=describe_fields(claim),
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
    if not past or past[-1].action == ClaimAction.DELETED:
        return None
    fields = {} if current is None else describe_fields(current)
    for event in reversed(events[len(past) :]):
        fields.update(event.before)
    return _read_fields(claim_id, fields, past)


def _read_fields(claim_id: UUID, fields: Mapping[str, object], past: Sequence[ClaimEvent]) -> Claim:
    last_version = past[-1].version
    changed_at = next(event.occurred_at for event in past if event.version == last_version)
    selector = fields["selector"]
    tags = fields["tags"]
    if not isinstance(selector, Mapping) or not isinstance(tags, list):
        message = f"the history of claim {claim_id} holds no selector or no tags"
        raise TypeError(message)
    verdict = fields["verdict"]
    return Claim(
        id=claim_id,
        article_id=UUID(str(fields["article_id"])),
        text=str(fields["text"]),
        selector=Selector(**selector),
        kind=ClaimKind(str(fields["kind"])),
        speaker=_text(fields["speaker"]),
        check_worthiness=_number(fields["check_worthiness"]),
        support=_number(fields["support"]),
        method=Method(str(fields["method"])),
        origin=ClaimOrigin(str(fields["origin"])),
        state=ClaimState(
            Workflow(str(fields["workflow"])),
            None if verdict is None else Verdict(str(verdict)),
            Publication(str(fields["publication"])),
        ),
        assignee=_text(fields["assignee"]),
        tags=tuple(str(tag) for tag in tags),
        version=last_version,
        created_at=past[0].occurred_at,
        updated_at=changed_at,
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
