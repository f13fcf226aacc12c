"""Keys: make API keys, list them, take them back."""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import APIRouter, Body, Query

from service.api.dependencies import IDEMPOTENCY_KEY, ExchangeDep, KeyId
from service.api.responses import problems, success
from service.api.schemas import examples, key_examples
from service.api.schemas.keys import KeyCreate, KeyCreated, KeyRead
from service.api.schemas.pages import KeyPage
from service.api.schemas.queries import PageQuery
from service.api.transactional_route import TransactionalRoute
from service.use_cases.manage_keys import create_key as store_key
from service.use_cases.manage_keys import get_key as read_key
from service.use_cases.manage_keys import list_keys as read_keys
from service.use_cases.manage_keys import revoke_key as take_key_back

logger = logging.getLogger(__name__)

router = APIRouter(prefix="/v1/keys", tags=["keys"], route_class=TransactionalRoute)


@router.post(
    "",
    status_code=201,
    summary="Make an API key",
    dependencies=[IDEMPOTENCY_KEY],
    responses={
        **success(
            201,
            "The key is made; its token is shown this once.",
            {**key_examples.KEY, "last_used_at": None, "token": key_examples.KEY_TOKEN},
            with_headers=("Location", "Idempotency-Replayed"),
        ),
        **problems(400, 409, 413, 415, 422),
    },
)
def create_key(
    key: Annotated[KeyCreate, Body(examples=[key_examples.KEY_CREATE])], exchange: ExchangeDep
) -> KeyCreated:
    """Make an API key for a program or a person.

    The token is stored as a hash alone and cannot be read again. From the first key on,
    every operation but the probes and this documentation needs one.
    """
    stored, token = store_key(
        exchange.uow,
        name=key.name,
        role=key.role,
        expires_at=key.expires_at,
        actor=exchange.actor,
        now=exchange.services.clock(),
    )
    exchange.withhold("token")
    exchange.forget_keys()
    logger.info("API key %s (%s, %s) made", stored.prefix, stored.name, stored.role)
    exchange.set_header("Location", exchange.url(f"/v1/keys/{stored.id}"))
    return KeyCreated.from_token(stored, token)


@router.get(
    "",
    summary="List API keys",
    responses={
        **success(
            200,
            "A page of keys, newest first.",
            {"items": [key_examples.KEY], "next_cursor": None},
            with_headers=("Link",),
        ),
        **problems(422),
    },
)
def list_keys(query: Annotated[PageQuery, Query()], exchange: ExchangeDep) -> KeyPage:
    """List all keys, revoked and expired ones too, without their secrets."""
    page = read_keys(exchange.uow, cursor=query.cursor, limit=query.limit)
    exchange.link_next(page.next_cursor)
    items = [KeyRead.from_domain(key) for key in page.items]
    return KeyPage(items=items, next_cursor=page.next_cursor)


@router.get(
    "/{key_id}",
    summary="Read an API key",
    responses={**success(200, "The key.", key_examples.KEY), **problems(404, 422)},
)
def get_key(key_id: KeyId, exchange: ExchangeDep) -> KeyRead:
    """Read one key, without its secret."""
    return KeyRead.from_domain(read_key(exchange.uow, key_id))


@router.post(
    "/{key_id}/revoke",
    status_code=200,
    summary="Revoke an API key",
    dependencies=[IDEMPOTENCY_KEY],
    responses={
        **success(
            200,
            "The key is revoked.",
            {**key_examples.KEY, "revoked_at": examples.CLOSED_AT, "revoked_by": "desk-admin"},
            with_headers=("Idempotency-Replayed",),
        ),
        **problems(404, 409, 422),
    },
)
def revoke_key(key_id: KeyId, exchange: ExchangeDep) -> KeyRead:
    """Take a key back for good; a second time changes nothing.

    It is refused at once by the process that answers here, and within a second by others that
    serve the same database.
    """
    revoked = take_key_back(
        exchange.uow, key_id, actor=exchange.actor, now=exchange.services.clock()
    )
    exchange.forget_keys()
    logger.info("API key %s (%s) revoked", revoked.prefix, revoked.name)
    return KeyRead.from_domain(revoked)
