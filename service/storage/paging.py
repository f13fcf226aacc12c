"""Paging: pages of a list by what its last row was, so that none is missed or told twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, and_, or_

from service.storage.records import ArticleRecord
from service.storage.webhook_records import WebhookDeliveryRecord, WebhookRecord

Statement = TypeVar("Statement", bound=Select[Any])


#: Record classes whose rows have an identifier and an instant of creation.
_Created = ArticleRecord | WebhookRecord | WebhookDeliveryRecord


def newest_first(
    statement: Statement,
    record: type[_Created],
    before: tuple[datetime, UUID] | None,
    limit: int | None,
) -> Statement:
    """Order a statement by creation, the newest first, and cut a page out of it.

    Args:
        statement: Over the rows of `record`, filtered already.
        record: The record class.
        before: Creation and identifier of the row that the page follows; None for the first.
        limit: The most rows; None for all.
    """
    if before is not None:
        created_at, last = before
        statement = statement.where(
            or_(
                record.created_at < created_at,
                and_(record.created_at == created_at, record.id < last),
            )
        )
    return statement.order_by(record.created_at.desc(), record.id.desc()).limit(limit)
