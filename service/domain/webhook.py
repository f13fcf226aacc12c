"""Webhooks: who is told of which events, and how a delivery is tried until it succeeds."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from service.domain.outgoing_event import OutgoingEvent, OutgoingEventType

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

#: The waits after each failed attempt: the schedule that Standard Webhooks recommends
#: ("Deliverability and reliability"), 75 hours and 35 minutes in all.
RETRY_DELAYS: tuple[timedelta, ...] = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
#: A wait is made longer or shorter by up to this share, so that what failed together does not
#: come back together.
JITTER = 0.2
#: The longest wait that a receiver can ask for.
MAX_RETRY_AFTER = timedelta(hours=24)
#: What a filter may ask of an event's data, field by field.
FILTER_FIELDS = (
    "article_id",
    "claim_id",
    "publisher",
    "kind",
    "speaker",
    "origin",
    "workflow",
    "verdict",
    "publication",
)
_GONE = 410
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class DeliveryStatus(StrEnum):
    """How far the delivery of one event to one webhook has come."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told of events.

    Attributes:
        url: Where events are posted to.
        events: The types that it is told of.
        filter: For fields of an event's data, the values that are wanted. An event that has
            no such field is not held against it.
        enabled: False while nothing is sent.
        disabled_reason: Why the service itself stopped sending; None where somebody did.
        secret: What deliveries are signed with. Never shown after it was made.
        previous_secret: Signs as well until `previous_secret_expires_at`.
        last_sequence: The number of the last event that was looked at for it.
        version: 1 when created, one more for each change by a caller.
        last_delivered_at: When an event was last taken.
    """

    id: UUID
    url: str
    description: str | None
    events: tuple[OutgoingEventType, ...]
    filter: Mapping[str, tuple[str | None, ...]]
    enabled: bool
    disabled_reason: str | None
    secret: str
    previous_secret: str | None
    previous_secret_expires_at: datetime | None
    last_sequence: int
    version: int
    created_by: str
    created_at: datetime
    updated_at: datetime
    last_delivered_at: datetime | None = None

    def wants(self, event: OutgoingEvent) -> bool:
        """Tell whether an event is to be sent here."""
        return event.type in self.events and all(
            name not in event.data or event.data[name] in values
            for name, values in self.filter.items()
        )

    def secrets_at(self, now: datetime) -> tuple[str, ...]:
        """Return the secrets to sign with, the current one first."""
        expires_at = self.previous_secret_expires_at
        if self.previous_secret is None or expires_at is None or expires_at <= now:
            return (self.secret,)
        return (self.secret, self.previous_secret)


@dataclass(frozen=True, slots=True)
class DeliveryAttempt:
    """One try to deliver.

    Attributes:
        status_code: What the receiver answered; None where it did not.
        error: Why there was no answer, in words; None where there was one.
        seconds: How long it took.
        retry_after_seconds: The wait that the receiver asked for.
    """

    attempted_at: datetime
    status_code: int | None
    error: str | None
    seconds: float
    retry_after_seconds: int | None = None

    @property
    def is_success(self) -> bool:
        """Tell whether the receiver took the event."""
        return self.status_code is not None and 200 <= self.status_code < 300  # noqa: PLR2004  2xx

    @property
    def is_gone(self) -> bool:
        """Tell whether the receiver wants nothing more, ever."""
        return self.status_code == _GONE


@dataclass(frozen=True, slots=True)
class WebhookDelivery:
    """One event on its way to one webhook.

    Attributes:
        next_attempt_at: When it is tried next; None once it is settled.
        attempts: What has been tried so far, the first one first.
        redelivery_of: The delivery that was asked for once more.
    """

    id: UUID
    webhook_id: UUID
    event_id: UUID
    event_type: OutgoingEventType
    status: DeliveryStatus
    next_attempt_at: datetime | None
    attempts: tuple[DeliveryAttempt, ...]
    redelivery_of: UUID | None
    created_at: datetime
    updated_at: datetime


def next_attempt_at(attempts: tuple[DeliveryAttempt, ...], jitter: float) -> datetime | None:
    """Return when to try again after failed attempts, None where there were enough.

    Args:
        attempts: All so far, the last one failed.
        jitter: From -1 to 1; how much of the jitter is added to the wait.
    """
    if len(attempts) > len(RETRY_DELAYS):
        return None
    last = attempts[-1]
    delay = RETRY_DELAYS[len(attempts) - 1] * (1 + JITTER * jitter)
    asked_for = min(timedelta(seconds=last.retry_after_seconds or 0), MAX_RETRY_AFTER)
    return last.attempted_at + max(delay, asked_for)


def is_public(address: IpAddress) -> bool:
    """Tell whether an address is one of the public Internet, not of this machine or network.

    Addresses that carry an IPv4 address in themselves are judged by it: IPv4-mapped ones,
    NAT64 (RFC 6052), 6to4 and Teredo.
    """
    if isinstance(address, ipaddress.IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour
        if address.teredo is not None:
            carried = address.teredo[1]
        if address in _NAT64:
            carried = ipaddress.IPv4Address(address.packed[-4:])
        if carried is not None:
            return is_public(carried)
    return address.is_global and not address.is_multicast and not address.is_reserved
