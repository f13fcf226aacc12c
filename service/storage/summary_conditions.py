"""Summary conditions: what the summary of an article must be, in the words of the database."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, exists, or_, select, tuple_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, aliased
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import InternalTraversal

from service.domain.article import ArticleStatus
from service.storage.records import ArticleRecord, SummaryRecord
from service.storage.staleness_records import StalenessRecord

T = TypeVar("T")


class Unindexed(ColumnElement[T]):
    """A column that SQLite must not look rows up by, since it knows a better way.

    Without statistics it takes any equality for one that hardly a row meets.
    """

    inherit_cache = True
    _traverse_internals = [("column", InternalTraversal.dp_clauseelement)]  # noqa: RUF012  the base class says so

    def __init__(self, column: InstrumentedAttribute[T]) -> None:
        self.column = column.expression
        self.type = self.column.type


@compiles(Unindexed)
def _compile_unindexed(element: Unindexed[Any], compiler: SQLCompiler, **options: object) -> str:
    sign = "+" if compiler.dialect.name == "sqlite" else ""
    return sign + compiler.process(element.column, **options)


def shows_stale_summary() -> ColumnElement[bool]:
    """Return the condition that the summary that reading an article shows is stale.

    It is looked up for each article; `is_among_stale` finds all of them.
    """
    shown = aliased(SummaryRecord)
    is_stale = exists().where(
        shown.article_id == ArticleRecord.id,
        shown.article_revision == ArticleRecord.revision,
        StalenessRecord.summary_id == shown.id,
        StalenessRecord.cleared_at.is_(None),
        ~_is_outdone(shown),
    )
    return and_(ArticleRecord.status == ArticleStatus.READY, is_stale)


def is_among_stale() -> ColumnElement[bool]:
    """Return the same condition, made to start from the marks, which are few."""
    shown = aliased(SummaryRecord)
    found = (
        select(shown.article_id, shown.article_revision)
        .join(StalenessRecord, StalenessRecord.summary_id == shown.id)
        .where(StalenessRecord.cleared_at.is_(None), ~_is_outdone(shown))
    )
    return and_(
        Unindexed(ArticleRecord.status) == ArticleStatus.READY,
        tuple_(ArticleRecord.id, ArticleRecord.revision).in_(found),
    )


def _is_outdone(shown: type[SummaryRecord]) -> ColumnElement[bool]:
    newer = aliased(SummaryRecord)
    return exists().where(
        newer.article_id == shown.article_id,
        newer.article_revision == shown.article_revision,
        or_(
            newer.created_at > shown.created_at,
            and_(newer.created_at == shown.created_at, newer.id < shown.id),
        ),
    )
