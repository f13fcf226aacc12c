"""Webhooks: who is told of what happens, and what became of each delivery."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Path, Query

from service.api.dependencies import IDEMPOTENCY_KEY, ExchangeDep, IfMatchDep
from service.api.entity_tags import choose_version, version_tag
from service.api.responses import problems, success
from service.api.schemas.queries import PageQuery
from service.api.schemas.webhooks import (
    DELIVERY,
    DELIVERY_ID,
    WEBHOOK,
    WEBHOOK_CREATE,
    WEBHOOK_ID,
    DeliveryQuery,
    SecretRotation,
    WebhookCreate,
    WebhookDeliveryPage,
    WebhookDeliveryRead,
    WebhookPage,
    WebhookRead,
    WebhookSecretRead,
    WebhookUpdate,
)
from service.api.transactional_route import TransactionalRoute
from service.use_cases import manage_webhooks
from service.use_cases.manage_webhooks import WebhookChange

router = APIRouter(prefix="/v1/webhooks", tags=["events"], route_class=TransactionalRoute)

WebhookId = Annotated[UUID, Path(description="The webhook's identifier.", examples=[WEBHOOK_ID])]
DeliveryId = Annotated[UUID, Path(description="The delivery's identifier.", examples=[DELIVERY_ID])]
_WITH_SECRET = {**WEBHOOK, "secret": "whsec_" + "x" * 43 + "="}


@router.post(
    "",
    status_code=201,
    summary="Add a webhook",
    dependencies=[IDEMPOTENCY_KEY],
    responses={
        **success(
            201,
            "The webhook, with its secret, which is shown this once.",
            _WITH_SECRET,
            with_headers=("Location", "ETag", "Idempotency-Replayed"),
        ),
        **problems(400, 409, 413, 415, 422),
    },
)
def create_webhook(
    webhook: Annotated[WebhookCreate, Body(examples=[WEBHOOK_CREATE])], exchange: ExchangeDep
) -> WebhookSecretRead:
    """Have events posted to an address, from now on, as Standard Webhooks has it.

    Each request carries `webhook-id` (the event's, the same each time that it is sent),
    `webhook-timestamp` and `webhook-signature`. Whatever is not answered with 2xx within the
    time-out is tried again, ten times in three days. An address that answers 410 is sent
    nothing more. Redirects are not followed.
    """
    stored = manage_webhooks.create_webhook(
        exchange.uow,
        url=webhook.url,
        events=webhook.events,
        filter_by=webhook.filter.to_domain(),
        description=webhook.description,
        allow_private=exchange.services.allow_private_webhooks,
        actor=exchange.actor,
        now=exchange.services.clock(),
    )
    exchange.withhold("secret")
    exchange.set_header("Location", exchange.url(f"/v1/webhooks/{stored.id}"))
    exchange.set_header("ETag", version_tag(stored.version))
    return WebhookSecretRead.from_domain(stored)


@router.get(
    "",
    summary="List webhooks",
    responses={
        **success(
            200,
            "A page of webhooks, newest first.",
            {"items": [WEBHOOK], "next_cursor": None},
            with_headers=("Link",),
        ),
        **problems(422),
    },
)
def list_webhooks(query: Annotated[PageQuery, Query()], exchange: ExchangeDep) -> WebhookPage:
    """List the webhooks, newest first, without their secrets."""
    page = manage_webhooks.list_webhooks(exchange.uow, cursor=query.cursor, limit=query.limit)
    exchange.link_next(page.next_cursor)
    items = [WebhookRead.from_domain(webhook) for webhook in page.items]
    return WebhookPage(items=items, next_cursor=page.next_cursor)


@router.get(
    "/{webhook_id}",
    summary="Read a webhook",
    responses={
        **success(200, "The webhook.", WEBHOOK, with_headers=("ETag",)),
        **problems(404, 422),
    },
)
def get_webhook(webhook_id: WebhookId, exchange: ExchangeDep) -> WebhookRead:
    """Read a webhook, without its secret."""
    webhook = manage_webhooks.get_webhook(exchange.uow, webhook_id)
    exchange.set_header("ETag", version_tag(webhook.version))
    return WebhookRead.from_domain(webhook)


@router.patch(
    "/{webhook_id}",
    summary="Change a webhook",
    responses={
        **success(
            200, "The webhook as it is now.", {**WEBHOOK, "version": 2}, with_headers=("ETag",)
        ),
        **problems(400, 404, 412, 413, 415, 422, 428),
    },
)
def update_webhook(
    webhook_id: WebhookId,
    changes: Annotated[WebhookUpdate, Body(examples=[{"enabled": False}])],
    if_match: IfMatchDep,
    exchange: ExchangeDep,
) -> WebhookRead:
    """Change where events are posted to, which ones, or whether any; what is absent stays."""
    current = manage_webhooks.get_webhook(exchange.uow, webhook_id)
    changed = manage_webhooks.change_webhook(
        exchange.uow,
        webhook_id,
        choose_version(if_match, current.version, "The webhook"),
        WebhookChange(
            url=changes.url,
            description=changes.description,
            events=None if changes.events is None else tuple(changes.events),
            filter=None if changes.filter is None else changes.filter.to_domain(),
            enabled=changes.enabled,
        ),
        allow_private=exchange.services.allow_private_webhooks,
        now=exchange.services.clock(),
    )
    exchange.set_header("ETag", version_tag(changed.version))
    return WebhookRead.from_domain(changed)


@router.delete(
    "/{webhook_id}",
    status_code=204,
    summary="Delete a webhook",
    responses={
        **success(204, "The webhook is gone, with the record of its deliveries."),
        **problems(404, 422),
    },
)
def delete_webhook(webhook_id: WebhookId, exchange: ExchangeDep) -> None:
    """Delete a webhook with the record of its deliveries; what is due is not sent."""
    manage_webhooks.delete_webhook(exchange.uow, webhook_id)


@router.post(
    "/{webhook_id}/rotate-secret",
    status_code=200,
    summary="Change the secret of a webhook",
    dependencies=[IDEMPOTENCY_KEY],
    responses={
        **success(
            200,
            "The webhook, with its new secret, which is shown this once.",
            {**_WITH_SECRET, "version": 2},
            with_headers=("ETag", "Idempotency-Replayed"),
        ),
        **problems(400, 404, 409, 412, 413, 415, 422),
    },
)
def rotate_webhook_secret(
    webhook_id: WebhookId,
    rotation: Annotated[SecretRotation, Body(examples=[{"overlap_hours": 24}])],
    exchange: ExchangeDep,
) -> WebhookSecretRead:
    """Give a webhook a new secret; the former one signs as well until the overlap is over.

    Meanwhile `webhook-signature` holds both signatures, so that the receiver can change over
    at any moment.
    """
    rotated = manage_webhooks.rotate_secret(
        exchange.uow,
        webhook_id,
        timedelta(hours=rotation.overlap_hours),
        exchange.services.clock(),
    )
    exchange.withhold("secret")
    exchange.set_header("ETag", version_tag(rotated.version))
    return WebhookSecretRead.from_domain(rotated)


@router.get(
    "/{webhook_id}/deliveries",
    summary="List the deliveries to a webhook",
    responses={
        **success(
            200,
            "A page of deliveries, newest first.",
            {"items": [DELIVERY], "next_cursor": None},
            with_headers=("Link",),
        ),
        **problems(404, 422),
    },
)
def list_webhook_deliveries(
    webhook_id: WebhookId, query: Annotated[DeliveryQuery, Query()], exchange: ExchangeDep
) -> WebhookDeliveryPage:
    """List what was sent to a webhook and what is to be sent, with every attempt."""
    page = manage_webhooks.list_deliveries(
        exchange.uow, webhook_id, status=query.status, cursor=query.cursor, limit=query.limit
    )
    exchange.link_next(page.next_cursor)
    items = [WebhookDeliveryRead.from_domain(delivery) for delivery in page.items]
    return WebhookDeliveryPage(items=items, next_cursor=page.next_cursor)


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/redeliver",
    status_code=202,
    summary="Deliver an event once more",
    dependencies=[IDEMPOTENCY_KEY],
    responses={
        **success(
            202,
            "The new delivery, which is tried at once.",
            {**DELIVERY, "attempts": [], "redelivery_of": DELIVERY_ID},
            with_headers=("Idempotency-Replayed",),
        ),
        **problems(400, 404, 409, 422),
    },
)
def redeliver_webhook(
    webhook_id: WebhookId, delivery_id: DeliveryId, exchange: ExchangeDep
) -> WebhookDeliveryRead:
    """Send an event again that was delivered or given up, under the identifier that it had."""
    delivery = manage_webhooks.redeliver(
        exchange.uow, webhook_id, delivery_id, exchange.services.clock()
    )
    return WebhookDeliveryRead.from_domain(delivery)
