"""Manage webhooks: create, change, rotate and delete them, and deliver once more."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from service.domain.errors import StateConflictError, VersionMismatchError
from service.domain.outgoing_event import OutgoingEventType
from service.domain.page import Page
from service.domain.webhook import DeliveryStatus, Webhook, WebhookDelivery
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.clean_fields import refused
from service.use_cases.read_cursor import make_page, read_instant_cursor, write_cursor
from service.use_cases.resolve_target import TargetRefusedError, resolve_target, split_target

Filter = Mapping[str, Sequence[str | None]]

#: Between 24 and 64 bytes, says Standard Webhooks ("Signature scheme").
_SECRET_BYTES = 32
_SECRET_PREFIX = "whsec_"  # noqa: S105  what every secret begins with # nosec B105
_SORT = "webhooks:-created_at"


@dataclass(frozen=True, slots=True)
class WebhookChange:
    """What a caller wants of a webhook; None leaves a field as it is."""

    url: str | None = None
    description: str | None = None
    events: tuple[OutgoingEventType, ...] | None = None
    filter: Filter | None = None
    enabled: bool | None = None


def create_webhook(  # noqa: PLR0913 - the fields of a webhook, all by name
    uow: UnitOfWork,
    *,
    url: str,
    events: Sequence[OutgoingEventType],
    filter_by: Filter,
    description: str | None,
    allow_private: bool,
    actor: str,
    now: datetime,
) -> Webhook:
    """Store a webhook that is told of what happens from now on.

    Raises:
        InvalidInputError: With pointer `#/url` where nothing may be sent there.
    """
    _check_url(url, allow_private=allow_private)
    webhook = Webhook(
        id=uuid4(),
        url=url,
        description=description,
        events=tuple(dict.fromkeys(events)),
        filter=_freeze(filter_by),
        enabled=True,
        disabled_reason=None,
        secret=_make_secret(),
        previous_secret=None,
        previous_secret_expires_at=None,
        last_sequence=uow.outgoing_events.last_sequence(),
        version=1,
        created_by=actor,
        created_at=now,
        updated_at=now,
    )
    uow.webhooks.add(webhook)
    return webhook


def change_webhook(  # noqa: PLR0913 - what a change is made of
    uow: UnitOfWork,
    webhook_id: UUID,
    expected_version: int | None,
    change: WebhookChange,
    *,
    allow_private: bool,
    now: datetime,
) -> Webhook:
    """Change fields of a webhook. One that is enabled again is told of what comes from now on.

    Raises:
        NotFoundError: Where there is no such webhook.
        VersionMismatchError: Where it has another version.
        InvalidInputError: With pointer `#/url` where nothing may be sent there.
    """
    webhook = _get_version(uow, webhook_id, expected_version)
    if change.url is not None:
        _check_url(change.url, allow_private=allow_private)
    changed = replace(
        webhook,
        url=change.url or webhook.url,
        description=webhook.description if change.description is None else change.description,
        events=webhook.events if change.events is None else tuple(dict.fromkeys(change.events)),
        filter=webhook.filter if change.filter is None else _freeze(change.filter),
        updated_at=now,
    )
    if change.enabled is not None and change.enabled != webhook.enabled:
        changed = replace(
            changed,
            enabled=change.enabled,
            disabled_reason=None,
            last_sequence=uow.outgoing_events.last_sequence(),
        )
    return uow.webhooks.update(changed, webhook.version)


def rotate_secret(uow: UnitOfWork, webhook_id: UUID, overlap: timedelta, now: datetime) -> Webhook:
    """Give a webhook a new secret; the former one signs as well until the overlap is over.

    Raises:
        NotFoundError: Where there is no such webhook.
    """
    webhook = uow.webhooks.get(webhook_id)
    rotated = replace(
        webhook,
        secret=_make_secret(),
        previous_secret=webhook.secret if overlap else None,
        previous_secret_expires_at=now + overlap if overlap else None,
        updated_at=now,
    )
    return uow.webhooks.update(rotated, webhook.version)


def delete_webhook(uow: UnitOfWork, webhook_id: UUID) -> None:
    """Delete a webhook with the record of its deliveries.

    Raises:
        NotFoundError: Where there is no such webhook.
    """
    uow.webhooks.get(webhook_id)
    uow.webhooks.delete(webhook_id)


def get_webhook(uow: UnitOfWork, webhook_id: UUID) -> Webhook:
    """Return a webhook.

    Raises:
        NotFoundError: Where there is no such webhook.
    """
    return uow.webhooks.get(webhook_id)


def list_webhooks(uow: UnitOfWork, *, cursor: str | None, limit: int) -> Page[Webhook]:
    """Return a page of webhooks, the newest first.

    Raises:
        InvalidInputError: With pointer `#/query/cursor` where the cursor is of no use.
    """
    before = None if cursor is None else read_instant_cursor(cursor, _SORT)
    found = uow.webhooks.list(before, limit + 1)
    return make_page(
        found, limit, lambda w: write_cursor(_SORT, w.created_at.isoformat(), str(w.id))
    )


def list_deliveries(
    uow: UnitOfWork,
    webhook_id: UUID,
    *,
    status: DeliveryStatus | None,
    cursor: str | None,
    limit: int,
) -> Page[WebhookDelivery]:
    """Return a page of what was and is to be delivered to a webhook, the newest first.

    Raises:
        NotFoundError: Where there is no such webhook.
        InvalidInputError: With pointer `#/query/cursor` where the cursor is of no use.
    """
    uow.webhooks.get(webhook_id)
    sort = f"deliveries:{webhook_id}"
    before = None if cursor is None else read_instant_cursor(cursor, sort)
    found = uow.webhooks.list_deliveries(webhook_id, status, before, limit + 1)
    return make_page(
        found, limit, lambda d: write_cursor(sort, d.created_at.isoformat(), str(d.id))
    )


def redeliver(
    uow: UnitOfWork, webhook_id: UUID, delivery_id: UUID, now: datetime
) -> WebhookDelivery:
    """Have an event sent once more, with the identifier that it had.

    Raises:
        NotFoundError: Where the webhook has no such delivery.
        StateConflictError: Where the webhook is disabled, or the delivery not settled yet.
    """
    webhook = uow.webhooks.get(webhook_id)
    delivery = uow.webhooks.get_delivery(webhook_id, delivery_id)
    if not webhook.enabled:
        raise StateConflictError("The webhook is disabled; enable it first.")
    if delivery.status is DeliveryStatus.PENDING:
        raise StateConflictError("The delivery is still being tried.")
    return uow.webhooks.add_delivery(
        webhook_id, delivery.event_id, delivery.event_type, now, redelivery_of=delivery.id
    )


def _get_version(uow: UnitOfWork, webhook_id: UUID, expected_version: int | None) -> Webhook:
    webhook = uow.webhooks.get(webhook_id)
    if expected_version not in {None, webhook.version}:
        raise VersionMismatchError(
            f"The webhook has version {webhook.version}, not {expected_version}; read it again."
        )
    return webhook


def _check_url(url: str, *, allow_private: bool) -> None:
    try:
        host, port = split_target(url)
        resolve_target(host, port, allow_private=allow_private)
    except TargetRefusedError as error:
        raise refused(error.detail, "#/url") from error


def _freeze(filter_by: Filter) -> dict[str, tuple[str | None, ...]]:
    return {name: tuple(values) for name, values in filter_by.items()}


def _make_secret() -> str:
    return _SECRET_PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
