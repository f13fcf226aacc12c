"""Manage API keys: make them, list them, take them back."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from argon2 import PasswordHasher

from service.domain.api_key import RESERVED_NAMES, ApiKey, KeyToken, Role
from service.domain.errors import NotFoundError
from service.domain.page import Page
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.clean_fields import clean_line, refused
from service.use_cases.read_cursor import make_page, read_instant_cursor, write_cursor

MAX_NAME_CHARACTERS = 100
_LIST = "keys"

#: Argon2id with the least memory that OWASP's Password Storage Cheat Sheet recommends: the
#: secret is 256 random bits, which no guessing reaches, so that slowness guards nothing more.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def create_key(  # noqa: PLR0913 - what a key is made of
    uow: UnitOfWork,
    *,
    name: str,
    role: Role,
    expires_at: datetime | None = None,
    actor: str,
    now: datetime,
) -> tuple[ApiKey, KeyToken]:
    """Make a key; its token is returned this once and stored as a hash alone.

    Args:
        uow: Where keys are stored.
        name: Who acts with it, in the history; one line.
        role: What it may do.
        expires_at: From when on it is refused, after `now`; None for never.
        actor: Who makes it.
        now: The current instant, UTC.

    Raises:
        InvalidInputError: Where the name is blank, too long or reserved, or the expiry past.
        StateConflictError: Where a key that is not revoked has the name.
    """
    cleaned = clean_line(name, "#/name", MAX_NAME_CHARACTERS)
    if cleaned.lower() in RESERVED_NAMES:
        raise refused(
            f"'{cleaned}' names the service itself in the history; choose another name.", "#/name"
        )
    if expires_at is not None and expires_at <= now:
        raise refused("This must lie in the future.", "#/expires_at")
    token = KeyToken.generate()
    key = ApiKey(
        id=uuid.uuid4(),
        name=cleaned,
        role=role,
        prefix=token.prefix,
        created_at=now,
        created_by=actor,
        expires_at=expires_at,
    )
    uow.keys.add(key, HASHER.hash(token.secret))
    return key, token


def get_key(uow: UnitOfWork, key_id: UUID) -> ApiKey:
    """Return one key.

    Raises:
        NotFoundError: Where there is no such key.
    """
    return uow.keys.get(key_id)


def list_keys(uow: UnitOfWork, *, cursor: str | None = None, limit: int = 50) -> Page[ApiKey]:
    """Return a page of all keys, revoked and expired ones too, the newest first.

    Raises:
        InvalidInputError: With pointer `#/query/cursor` where the cursor is malformed.
    """
    after = None if cursor is None else read_instant_cursor(cursor, _LIST)
    found = uow.keys.list(after, limit + 1)
    return make_page(
        found, limit, lambda key: write_cursor(_LIST, key.created_at.isoformat(), str(key.id))
    )


def revoke_key(uow: UnitOfWork, key_id: UUID, *, actor: str, now: datetime) -> ApiKey:
    """Revoke a key for good; one that is revoked already stays as it is.

    Raises:
        NotFoundError: Where there is no such key.
    """
    return uow.keys.revoke(key_id, actor, now)


def revoke_key_named(uow: UnitOfWork, name_or_prefix: str, *, actor: str, now: datetime) -> ApiKey:
    """Revoke the key of a name or of a prefix.

    Raises:
        NotFoundError: Where there is none, or the one of that name is revoked already.
    """
    found = uow.keys.find_by_prefix(name_or_prefix)
    key = found[0] if found else uow.keys.find_by_name(name_or_prefix)
    if key is None:
        raise NotFoundError(f"There is no API key '{name_or_prefix}' that is not revoked.")
    return uow.keys.revoke(key.id, actor, now)
