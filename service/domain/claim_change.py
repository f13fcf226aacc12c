"""Claim changes: what corrections of an article did to its claims, told by their history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from service.domain.claim import Claim, ClaimEvent
from service.domain.claim_action import ClaimAction
from service.domain.claim_history import describe_fields, read_anchor
from service.domain.difference import DifferencePart, compare_wordings
from service.domain.selector import Selector


class ClaimChangeKind(StrEnum):
    """What became of a claim from one revision to another."""

    ADDED = "added"
    REWORDED = "reworded"
    MOVED = "moved"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class ClaimPlace:
    """A claim as it stood in one revision.

    Attributes:
        source: The words that it was made from, where the passage had others then.
    """

    text: str
    selector: Selector
    source: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """What became of one claim from one revision to another.

    Attributes:
        before: None where the former revision has no passage of it.
        after: None where the later revision has no passage of it.
    """

    kind: ClaimChangeKind
    claim: Claim
    before: ClaimPlace | None
    after: ClaimPlace | None

    @property
    def text_difference(self) -> tuple[DifferencePart, ...]:
        """Return the two wordings of the claim compared; empty where they are the same."""
        if self.before is None or self.after is None:
            return ()
        return _compare(self.before.text, self.after.text)

    @property
    def quote_difference(self) -> tuple[DifferencePart, ...]:
        """Return the two wordings of the passage compared; empty where they are the same."""
        if self.before is None or self.after is None:
            return ()
        return _compare(self.before.selector.exact, self.after.selector.exact)


def instant_of_change(claim: Claim, now: datetime) -> datetime:
    """Return the instant of a claim's next change.

    It is that of the change before where the clock was set back since, so that no history goes
    back in time, and who asks what changed since the last change that they know hears of it.
    """
    return max(now, claim.updated_at)


def reanchored(  # noqa: PLR0913 - what an event is made of
    before: Claim,
    after: Claim,
    *,
    former_revision: int,
    revision: int,
    actor: str,
    now: datetime,
    reason: str,
    on_behalf_of: str | None = None,
) -> ClaimEvent:
    """Return the event of a claim that was carried over into a revision.

    The event names both revisions as `article_revision`, beside the fields that changed.
    """
    old, new = describe_fields(before), describe_fields(after)
    changed = [name for name in old if old[name] != new[name]]
    return ClaimEvent(
        sequence=before.version + 1,
        action=ClaimAction.REANCHORED,
        occurred_at=now,
        actor=actor,
        before={"article_revision": former_revision} | {name: old[name] for name in changed},
        after={"article_revision": revision} | {name: new[name] for name in changed},
        reason=reason,
        on_behalf_of=on_behalf_of,
    )


def place_at(claim: Claim, events: Sequence[ClaimEvent], revision: int) -> ClaimPlace | None:
    """Return a claim as it stood in a revision, or None where it had no passage there.

    Args:
        claim: As it is now.
        events: Its `reanchored` events, in order.
        revision: The number of the revision.
    """
    if claim.first_revision > revision:
        return None
    text, selector, anchor = claim.text, claim.selector, claim.anchor
    for event in reversed(events):
        if int(str(event.after["article_revision"])) <= revision:
            break
        before: Mapping[str, Any] = event.before
        text = before.get("text", text)
        if "selector" in before:
            selector = Selector(**before["selector"])
        if "anchor" in before:
            anchor = read_anchor(before["anchor"])
    return None if anchor.is_lost else ClaimPlace(text, selector, anchor.source)


def compare_revisions(
    claims: Sequence[tuple[Claim, Sequence[ClaimEvent]]], since: int, revision: int
) -> list[ClaimChange]:
    """Return the claims that a revision has, has lost or has otherwise than a former one.

    Args:
        claims: All claims of the article with their `reanchored` events.
        since: The former revision; 0 for none, so that everything is new.
        revision: The later one.

    Returns:
        In the order of the later text; what is lost comes in the order of the former text,
        at the end.
    """
    changes = [
        change
        for claim, events in claims
        if (change := _change(claim, events, since, revision)) is not None
    ]
    return sorted(changes, key=_order)


def _change(
    claim: Claim, events: Sequence[ClaimEvent], since: int, revision: int
) -> ClaimChange | None:
    before, after = place_at(claim, events, since), place_at(claim, events, revision)
    if after is None:
        return None if before is None else ClaimChange(ClaimChangeKind.LOST, claim, before, None)
    if before is None:
        return ClaimChange(ClaimChangeKind.ADDED, claim, None, after)
    if (before.text, before.selector.exact) != (after.text, after.selector.exact):
        return ClaimChange(ClaimChangeKind.REWORDED, claim, before, after)
    if before.selector.start != after.selector.start:
        return ClaimChange(ClaimChangeKind.MOVED, claim, before, after)
    return None


def _order(change: ClaimChange) -> tuple[bool, int, str]:
    place = change.after or change.before
    return change.after is None, 0 if place is None else place.selector.start, str(change.claim.id)


def _compare(before: str, after: str) -> tuple[DifferencePart, ...]:
    return () if before == after else compare_wordings(before, after)
