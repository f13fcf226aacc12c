"""Status: how a claim is moved along its three axes, and the history of its changes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue

from service.api.schemas import examples
from service.api.schemas.base import Line, Note, OnBehalfOf, Schema, Timestamp, Url
from service.domain.claim import (
    ClaimEvent,
    Evidence,
    Publication,
    Stance,
    StatusChange,
    Verdict,
    Workflow,
)
from service.domain.claim_action import ClaimAction

MAX_EVIDENCE = 50


class EvidenceCreate(Schema):
    """A source that a verdict rests on."""

    url: Url = Field(
        description="Where the source can be read; http or https.",
        examples=[examples.EVIDENCE["url"]],
    )
    title: Line = Field(
        description="What the source calls itself.", examples=[examples.EVIDENCE["title"]]
    )
    quote: Note | None = Field(
        default=None, description="The passage that matters.", examples=[examples.EVIDENCE["quote"]]
    )
    stance: Annotated[Stance, Field(strict=False)] = Field(
        description="Whether the source supports or refutes the claim.", examples=["supports"]
    )


class StatusChangeCreate(Schema):
    """A wish to move a claim: at least one of `workflow`, `verdict` and `publication`."""

    workflow: Annotated[Workflow, Field(strict=False)] | None = Field(
        default=None,
        description="Where the claim shall stand; absent or null leaves it.",
        examples=["triaged"],
    )
    verdict: Annotated[Verdict, Field(strict=False)] | None = Field(
        default=None,
        description="What verification found; needs a reason and, unless it is `unproven`, "
        "evidence. Once given, it can be changed but not taken back.",
        examples=["true"],
    )
    publication: Annotated[Publication, Field(strict=False)] | None = Field(
        default=None,
        description="Whether the verdict is public; only a closed claim can be published.",
        examples=["published"],
    )
    reason: Note | None = Field(
        default=None,
        description="Why; needed for a verdict and for dismissing.",
        examples=[examples.CLAIM_EVENT["reason"]],
    )
    evidence: list[EvidenceCreate] = Field(
        default=[],
        max_length=MAX_EVIDENCE,
        description="What the verdict rests on.",
        examples=[[examples.EVIDENCE]],
    )
    correction_note: Note | None = Field(
        default=None,
        description="What readers are told when a verdict that has been published changes.",
        examples=["An earlier version rated this claim 'misleading'."],
    )
    on_behalf_of: OnBehalfOf = None

    def to_domain(self) -> StatusChange:
        """Return the change as the domain knows it."""
        return StatusChange(
            workflow=self.workflow,
            verdict=self.verdict,
            publication=self.publication,
            reason=self.reason,
            evidence=tuple(
                Evidence(url=item.url, title=item.title, stance=item.stance, quote=item.quote)
                for item in self.evidence
            ),
            correction_note=self.correction_note,
            on_behalf_of=self.on_behalf_of,
        )


class EvidenceRead(Schema):
    """A source that a verdict rests on."""

    url: str = Field(
        description="Where the source can be read.", examples=[examples.EVIDENCE["url"]]
    )
    title: str = Field(
        description="What the source calls itself.", examples=[examples.EVIDENCE["title"]]
    )
    quote: str | None = Field(
        description="The passage that matters.", examples=[examples.EVIDENCE["quote"]]
    )
    stance: Stance = Field(
        description="Whether the source supports or refutes the claim.", examples=["supports"]
    )


class ClaimEventRead(Schema):
    """One entry of a claim's append-only history."""

    sequence: int = Field(
        ge=1, description="1 for the first event of the claim, then without gaps.", examples=[5]
    )
    action: ClaimAction = Field(description="What happened.", examples=["status_changed"])
    occurred_at: Timestamp = Field(description="When, UTC.", examples=[examples.CLOSED_AT])
    actor: str = Field(
        description="Who did it: `claimdesk` for the pipeline, `local` for a caller of a service "
        "without API keys.",
        examples=["local"],
    )
    on_behalf_of: str | None = Field(
        description="The desk user for whom a program acted.", examples=["j.moreau"]
    )
    before: dict[str, JsonValue] = Field(
        description="The changed fields as they were.",
        examples=[examples.CLAIM_EVENT["before"]],
    )
    after: dict[str, JsonValue] = Field(
        description="The same fields as they became.", examples=[examples.CLAIM_EVENT["after"]]
    )
    reason: str | None = Field(
        description="Why, in the words of whoever decided.",
        examples=[examples.CLAIM_EVENT["reason"]],
    )
    evidence: list[EvidenceRead] = Field(
        description="What the verdict rests on.", examples=[[examples.EVIDENCE]]
    )
    correction_note: str | None = Field(
        description="What readers were told.",
        examples=["An earlier version rated this claim 'misleading'."],
    )

    @classmethod
    def from_domain(cls, event: ClaimEvent) -> ClaimEventRead:
        """Build it from the domain's event."""
        return cls.model_validate(
            {
                "sequence": event.sequence,
                "action": event.action,
                "occurred_at": event.occurred_at,
                "actor": event.actor,
                "on_behalf_of": event.on_behalf_of,
                "before": dict(event.before),
                "after": dict(event.after),
                "reason": event.reason,
                "evidence": [
                    {
                        "url": item.url,
                        "title": item.title,
                        "quote": item.quote,
                        "stance": item.stance,
                    }
                    for item in event.evidence
                ],
                "correction_note": event.correction_note,
            }
        )
