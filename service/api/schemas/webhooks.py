"""Webhooks: what goes in to make one, and what is told of it and of its deliveries."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from service.api.schemas import examples
from service.api.schemas.base import Line, Schema, Timestamp, Url
from service.api.schemas.events import EVENT
from service.api.schemas.pages import CursorPage
from service.api.schemas.queries import PageQuery
from service.domain.claim import ClaimKind, ClaimOrigin, Publication, Verdict, Workflow
from service.domain.outgoing_event import OutgoingEventType
from service.domain.webhook import DeliveryAttempt, DeliveryStatus, Webhook, WebhookDelivery

_MAX_WANTED = 50
WEBHOOK_ID = "0b0f7c1e-50a3-4d0a-9a3b-64d0a2b1c9f7"
DELIVERY_ID = "c4a7a8a2-5a44-4c57-8d2f-1b8f6f0f6a10"
#: The shape of a secret, with none in it.
_SECRET = "whsec_" + "x" * 43 + "="

WEBHOOK_CREATE: dict[str, Any] = {
    "url": "https://newsroom.example.org/hooks/claims",
    "events": ["claim.status_changed", "summary.stale"],
    "filter": {"verdict": ["false", "misleading"]},
    "description": "Tells the site's editors of bad news.",
}
_NOT_ROTATED = None
WEBHOOK: dict[str, Any] = {
    "id": WEBHOOK_ID,
    **WEBHOOK_CREATE,
    "enabled": True,
    "disabled_reason": None,
    "previous_secret_expires_at": _NOT_ROTATED,
    "version": 1,
    "created_by": "local",
    "created_at": examples.CREATED_AT,
    "updated_at": examples.CREATED_AT,
    "last_delivered_at": None,
}
DELIVERY: dict[str, Any] = {
    "id": DELIVERY_ID,
    "webhook_id": WEBHOOK_ID,
    "event_id": EVENT["id"],
    "event_type": EVENT["type"],
    "status": "pending",
    "next_attempt_at": examples.UPDATED_AT,
    "attempts": [
        {
            "attempted_at": examples.CREATED_AT,
            "status_code": 503,
            "error": None,
            "seconds": 0.21,
        }
    ],
    "redelivery_of": None,
    "created_at": examples.CREATED_AT,
    "updated_at": examples.CREATED_AT,
}

_Words = Annotated[list[Line], Field(min_length=1, max_length=_MAX_WANTED)]


def _wanted(what: str, example: str) -> Any:  # noqa: ANN401 - Pydantic's own type for defaults
    return Field(
        default=None,
        min_length=1,
        max_length=_MAX_WANTED,
        description=f"Only events whose {what} is one of these.",
        examples=[[example]],
    )


class WebhookFilter(Schema):
    """What the data of an event must say for it to be sent.

    Every given field must have one of its values. An event that has no such field (an article
    has no verdict) isn't held against it.
    """

    article_id: _Words | None = _wanted("article", examples.ARTICLE_ID)
    claim_id: _Words | None = _wanted("claim", examples.CLAIM_ID)
    publisher: _Words | None = _wanted("article's publisher", "Elmsund Post")
    speaker: _Words | None = _wanted("claim's speaker", "Ilse Brandt")
    kind: list[Annotated[ClaimKind, Field(strict=False)]] | None = _wanted("kind", "quantity")
    origin: list[Annotated[ClaimOrigin, Field(strict=False)]] | None = _wanted("origin", "editor")
    workflow: list[Annotated[Workflow, Field(strict=False)]] | None = _wanted("workflow", "closed")
    verdict: list[Annotated[Verdict, Field(strict=False)]] | None = _wanted("verdict", "false")
    publication: list[Annotated[Publication, Field(strict=False)]] | None = _wanted(
        "publication", "published"
    )

    def to_domain(self) -> dict[str, list[str | None]]:
        """Return the given fields with the values that are wanted."""
        return {
            name: [str(value) for value in values]
            for name, values in self.model_dump(exclude_none=True).items()
        }


_Events = Annotated[
    list[Annotated[OutgoingEventType, Field(strict=False)]],
    Field(
        min_length=1,
        max_length=len(OutgoingEventType),
        description="The types of events to send.",
        examples=[WEBHOOK_CREATE["events"]],
    ),
]


class WebhookCreate(Schema):
    """A webhook to be made."""

    url: Url = Field(
        description="Where events are posted to: http or https, on a public address. Nothing is "
        "sent to this machine or its network unless the service is set to allow it.",
        examples=[WEBHOOK_CREATE["url"]],
    )
    events: _Events
    filter: WebhookFilter = Field(
        default=WebhookFilter(),
        description="Which of these events to send; all where it is absent or empty.",
        examples=[WEBHOOK_CREATE["filter"]],
    )
    description: Line | None = Field(
        default=None, description="What it is for.", examples=[WEBHOOK_CREATE["description"]]
    )


class WebhookUpdate(Schema):
    """Changes of a webhook; what is absent stays as it is."""

    url: Url | None = Field(
        default=None,
        description="Where events are posted to from now on.",
        examples=[WEBHOOK_CREATE["url"]],
    )
    events: _Events | None = Field(
        default=None,
        description="The types of events to send from now on.",
        examples=[WEBHOOK_CREATE["events"]],
    )
    filter: WebhookFilter | None = Field(
        default=None,
        description="Takes the place of the whole filter; an empty one lets all events through.",
        examples=[WEBHOOK_CREATE["filter"]],
    )
    description: Line | None = Field(
        default=None, description="What it is for.", examples=[WEBHOOK_CREATE["description"]]
    )
    enabled: bool | None = Field(
        default=None,
        description="False to send nothing; true to send again, beginning with what comes next.",
        examples=[True],
    )


class SecretRotation(Schema):
    """How a secret is changed."""

    overlap_hours: int = Field(
        default=24,
        ge=0,
        le=168,
        description="How long deliveries are signed with the former secret as well.",
        examples=[24],
    )


class WebhookRead(Schema):
    """A webhook; its secret is shown once, where it was made."""

    id: UUID = Field(description="The webhook's identifier.", examples=[WEBHOOK_ID])
    url: str = Field(description="Where events are posted to.", examples=[WEBHOOK["url"]])
    events: list[OutgoingEventType] = Field(
        description="The types of events that are sent.", examples=[WEBHOOK["events"]]
    )
    filter: dict[str, list[str]] = Field(
        description="The values that are wanted, by field of the event's data.",
        examples=[WEBHOOK["filter"]],
    )
    description: str | None = Field(
        description="What it is for.", examples=[WEBHOOK["description"]]
    )
    enabled: bool = Field(description="Whether anything is sent.", examples=[True])
    disabled_reason: str | None = Field(
        description="Why the service stopped sending by itself; null where it did not.",
        examples=["The receiver answered 410 Gone."],
    )
    previous_secret_expires_at: Timestamp | None = Field(
        description="Until when the former secret signs as well; null where none does.",
        examples=[examples.UPDATED_AT],
    )
    version: int = Field(ge=1, description="One more for each change; its `ETag`.", examples=[1])
    created_by: str = Field(description="Who made it.", examples=["local"])
    created_at: Timestamp = Field(description="When, UTC.", examples=[examples.CREATED_AT])
    updated_at: Timestamp = Field(
        description="When it was last changed, UTC.", examples=[examples.CREATED_AT]
    )
    last_delivered_at: Timestamp | None = Field(
        description="When the receiver last took an event, UTC.", examples=[examples.UPDATED_AT]
    )

    @classmethod
    def from_domain(cls, webhook: Webhook) -> WebhookRead:
        """Build it from the domain's webhook, without its secrets."""
        return cls.model_validate(_describe(webhook))


class WebhookSecretRead(WebhookRead):
    """A webhook with the secret that was just made."""

    secret: str | None = Field(
        description="What deliveries are signed with. It is shown this once: keep it. Null in the "
        "repeated answer to a request with the same idempotency key.",
        examples=[_SECRET],
    )

    @classmethod
    def from_domain(cls, webhook: Webhook) -> WebhookSecretRead:
        """Build it from the domain's webhook, with its secret."""
        return cls.model_validate({**_describe(webhook), "secret": webhook.secret})


class DeliveryAttemptRead(Schema):
    """One try to deliver."""

    attempted_at: Timestamp = Field(description="When, UTC.", examples=[examples.CREATED_AT])
    status_code: int | None = Field(
        description="What the receiver answered; null where it did not.", examples=[503]
    )
    error: str | None = Field(
        description="Why there was no answer.", examples=["The receiver took too long."]
    )
    seconds: float = Field(ge=0, description="How long it took.", examples=[0.21])

    @classmethod
    def from_domain(cls, attempt: DeliveryAttempt) -> DeliveryAttemptRead:
        """Build it from the domain's attempt."""
        return cls(
            attempted_at=attempt.attempted_at,
            status_code=attempt.status_code,
            error=attempt.error,
            seconds=attempt.seconds,
        )


class WebhookDeliveryRead(Schema):
    """One event on its way to one webhook."""

    id: UUID = Field(description="The delivery's identifier.", examples=[DELIVERY_ID])
    webhook_id: UUID = Field(description="Where it goes.", examples=[WEBHOOK_ID])
    event_id: UUID = Field(
        description="What is sent; the `webhook-id` of each attempt.", examples=[EVENT["id"]]
    )
    event_type: OutgoingEventType = Field(
        description="The type of the event.", examples=[EVENT["type"]]
    )
    status: DeliveryStatus = Field(
        description="`delivered` once the receiver answered 2xx, `failed` once it is given up.",
        examples=["pending"],
    )
    next_attempt_at: Timestamp | None = Field(
        description="When it is tried next, UTC; null once it is settled.",
        examples=[examples.UPDATED_AT],
    )
    attempts: list[DeliveryAttemptRead] = Field(
        description="What has been tried, the first one first.", examples=[DELIVERY["attempts"]]
    )
    redelivery_of: UUID | None = Field(
        description="The delivery that was asked for once more.", examples=[DELIVERY_ID]
    )
    created_at: Timestamp = Field(
        description="When it was planned, UTC.", examples=[examples.CREATED_AT]
    )
    updated_at: Timestamp = Field(
        description="When it was last tried, UTC.", examples=[examples.CREATED_AT]
    )

    @classmethod
    def from_domain(cls, delivery: WebhookDelivery) -> WebhookDeliveryRead:
        """Build it from the domain's delivery."""
        return cls(
            id=delivery.id,
            webhook_id=delivery.webhook_id,
            event_id=delivery.event_id,
            event_type=delivery.event_type,
            status=delivery.status,
            next_attempt_at=delivery.next_attempt_at,
            attempts=[DeliveryAttemptRead.from_domain(attempt) for attempt in delivery.attempts],
            redelivery_of=delivery.redelivery_of,
            created_at=delivery.created_at,
            updated_at=delivery.updated_at,
        )


class DeliveryQuery(PageQuery):
    """The filter of the list of deliveries."""

    status: DeliveryStatus | None = Field(
        default=None, description="Only deliveries of this status.", examples=["failed"]
    )


class WebhookPage(CursorPage):
    """A page of webhooks."""

    items: list[WebhookRead] = Field(
        description="The webhooks, newest first.", examples=[[WEBHOOK]]
    )


class WebhookDeliveryPage(CursorPage):
    """A page of deliveries."""

    items: list[WebhookDeliveryRead] = Field(
        description="The deliveries, newest first.", examples=[[DELIVERY]]
    )


def _describe(webhook: Webhook) -> dict[str, Any]:
    return {
        "id": webhook.id,
        "url": webhook.url,
        "events": list(webhook.events),
        "filter": {name: list(values) for name, values in webhook.filter.items()},
        "description": webhook.description,
        "enabled": webhook.enabled,
        "disabled_reason": webhook.disabled_reason,
        "previous_secret_expires_at": webhook.previous_secret_expires_at,
        "version": webhook.version,
        "created_by": webhook.created_by,
        "created_at": webhook.created_at,
        "updated_at": webhook.updated_at,
        "last_delivered_at": webhook.last_delivered_at,
    }
