"""Keys: what administrators send about API keys, and what the service answers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from pydantic import Field

from service.api.schemas import examples, key_examples
from service.api.schemas.base import Instant, Line, Schema, Timestamp
from service.domain.api_key import ApiKey, KeyToken, Role
from service.use_cases.manage_keys import MAX_NAME_CHARACTERS

_NAME = "Who acts with it, in the history of what it changes."
_ROLE = (
    "What it may do: `reader` reads, `submitter` also submits articles, `editor` also works on "
    "claims, `admin` also manages keys."
)


class KeyCreate(Schema):
    """A wish for a new API key."""

    name: Annotated[Line, Field(max_length=MAX_NAME_CHARACTERS)] = Field(
        description=f"{_NAME} Only one key that is not revoked can have it.",
        examples=[key_examples.KEY["name"]],
    )
    role: Annotated[Role, Field(strict=False)] = Field(description=_ROLE, examples=["submitter"])
    expires_at: Instant | None = Field(
        default=None,
        description="From when on it is refused; null for never.",
        examples=[key_examples.KEY["expires_at"]],
    )


class KeyRead(Schema):
    """An API key, without its secret."""

    id: UUID = Field(description="The key's identifier.", examples=[key_examples.KEY_ID])
    name: str = Field(description=_NAME, examples=[key_examples.KEY["name"]])
    role: Role = Field(description=_ROLE, examples=["submitter"])
    prefix: str = Field(
        description="How the token begins; by it a key is recognised, and it is no secret.",
        examples=[key_examples.KEY["prefix"]],
    )
    created_at: Timestamp = Field(
        description="When it was made, UTC.", examples=[examples.CREATED_AT]
    )
    created_by: str = Field(description="Who made it.", examples=["desk-admin"])
    expires_at: Timestamp | None = Field(
        description="From when on it is refused, UTC; null for never.",
        examples=[key_examples.KEY["expires_at"]],
    )
    last_used_at: Timestamp | None = Field(
        description="When it was last seen, UTC, to the minute; null for never.",
        examples=[examples.UPDATED_AT],
    )
    revoked_at: Timestamp | None = Field(
        description="When it was revoked, UTC; null while it is not.", examples=[None]
    )
    revoked_by: str | None = Field(description="Who revoked it.", examples=[None])

    @classmethod
    def from_domain(cls, key: ApiKey) -> KeyRead:
        """Build it from the domain's key."""
        return cls.model_validate(asdict(key))


class KeyCreated(KeyRead):
    """A new API key with its token, which is shown this once."""

    token: str | None = Field(
        description="The whole key, to be sent as `Authorization: Bearer …`. Nobody can read it "
        "again; null where a repeated request is answered.",
        examples=[key_examples.KEY_TOKEN],
    )

    @classmethod
    def from_token(cls, key: ApiKey, token: KeyToken) -> KeyCreated:
        """Build it from the domain's key and its token."""
        return cls.model_validate({**asdict(key), "token": token.reveal()})
