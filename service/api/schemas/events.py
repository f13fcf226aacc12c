"""Events: what subscribers are told, by stream and by webhook alike."""

from __future__ import annotations

import re
from typing import Annotated
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from service.api.schemas import examples
from service.api.schemas.base import Schema, Timestamp
from service.domain.outgoing_event import OutgoingEvent, OutgoingEventType, describe_event

_TYPES = tuple(event_type.value for event_type in OutgoingEventType)
_NUMBER = re.compile("[0-9]{1,18}")

EVENT: dict[str, object] = {
    "id": "7d0b2f5e-9c1a-4b53-8a57-5f5b7f3c2c11",
    "type": "claim.status_changed",
    "timestamp": examples.CLOSED_AT,
    "actor": "local",
    "data": {
        "claim_id": examples.CLAIM_ID,
        "article_id": examples.ARTICLE_ID,
        "version": 5,
        "text": examples.CLAIM["text"],
        "workflow": "closed",
        "verdict": "true",
        "publication": "unpublished",
        "before": {"workflow": "in_review", "verdict": None, "publication": "unpublished"},
    },
}


def _check_types(value: str) -> str:
    unknown = [name for name in _split(value) if name not in _TYPES]
    if unknown:
        raise PydanticCustomError(
            "unknown_event_type",
            "There is no event type '{name}'; there are {known}.",
            {"name": unknown[0][:50], "known": ", ".join(_TYPES)},
        )
    return value


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(",")]


def _read_number(value: object) -> object:
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise PydanticCustomError("int_parsing", "This must be the number of an event.")
    return value


class EventQuery(BaseModel):
    """The query parameters of the stream of events."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    types: Annotated[str, AfterValidator(_check_types)] | None = Field(
        default=None,
        max_length=500,
        description="Only events of these types, with commas between; all where it is absent.",
        examples=["claim.created,claim.status_changed"],
    )
    last_event_id: Annotated[
        int | None,
        BeforeValidator(_read_number),
        WithJsonSchema({"type": "integer", "minimum": 0, "examples": [0]}),
    ] = Field(
        default=None,
        description="Begin after the event of this number, for those who cannot send the header "
        "`Last-Event-ID`, which counts where both are sent; 0 for all events that are still kept.",
        examples=[0],
    )

    @property
    def wanted_types(self) -> tuple[OutgoingEventType, ...]:
        """Return the types of events that are wanted; none where all are."""
        if self.types is None:
            return ()
        return tuple(OutgoingEventType(name) for name in _split(self.types))


class OutgoingEventRead(Schema):
    """What happened; the body of a webhook, and the data of an event in the stream."""

    id: UUID = Field(
        description="The event's identifier, the same however often it is sent.",
        examples=[EVENT["id"]],
    )
    type: OutgoingEventType = Field(description="What happened.", examples=[EVENT["type"]])
    timestamp: Timestamp = Field(description="When, UTC.", examples=[EVENT["timestamp"]])
    actor: str = Field(description="Who brought it about.", examples=[EVENT["actor"]])
    data: dict[str, JsonValue] = Field(
        description="What it is about: identifiers, short texts and where things stand. Texts "
        "longer than 2,000 characters are cut, with an ellipsis at the end.",
        examples=[EVENT["data"]],
    )

    @classmethod
    def from_domain(cls, event: OutgoingEvent) -> OutgoingEventRead:
        """Build it from the domain's event."""
        return cls.model_validate_json(describe_event(event))
