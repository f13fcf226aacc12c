"""The articles that show a stale summary: found from the marks, not by a look at all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

from service.domain.article import ArticleKind, ArticleStatus
from tests.statements import recorded_statements
from tests.storage.rows import TEXT, add_claim, add_ready_article, later, make_mark

if TYPE_CHECKING:
    from uuid import UUID

    from service.storage.unit_of_work import UnitOfWork

    UnitsOfWork = Callable[[], UnitOfWork]


def _add(uow: UnitOfWork, number: int, *, stale: bool) -> UUID:
    article = add_ready_article(uow, f"{TEXT}\nThis is copy {number}.")
    (summary,) = uow.summaries.list(article.id)
    claim = add_claim(uow, article.id, text=f"Claim {number}.")
    marks = [make_mark(summary.id, claim.id)]
    if not stale:
        marks = [make_mark(summary.id, claim.id, cleared_at=later(5))]
    uow.staleness.add(marks)
    return article.id


def _list(uow: UnitOfWork, *, stale: bool, **given: object) -> list[UUID]:
    filters = {"status": None, "external_id": None, "publisher": None, "q": None, "before": None}
    found = uow.articles.list(stale_summary=stale, limit=9, **(filters | given))  # type: ignore[arg-type]  # any filter
    return [article.id for article in found]


def test_both_ways_to_ask_agree(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        stale = {_add(uow, number, stale=True) for number in range(3)}
        fresh = {_add(uow, number, stale=False) for number in range(10, 12)}
        assert set(_list(uow, stale=True)) == stale == uow.articles.find_stale(stale | fresh)
        assert set(_list(uow, stale=False)) == fresh
        assert _list(uow, stale=True, status=ArticleStatus.QUEUED) == []
        assert _list(uow, stale=True, kind=ArticleKind.FACT_CHECK) == []
        assert set(_list(uow, stale=True, status=ArticleStatus.READY)) == stale


def test_stale_ones_are_looked_up_from_their_marks(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        stale = _add(uow, 1, stale=True)
        for number in range(10, 30):
            _add(uow, number, stale=False)
        uow.commit()
        asked = {"status": ArticleStatus.READY, "before": (later(9_000), uuid4())}
        with recorded_statements() as statements:
            assert _list(uow, stale=True, **asked) == [stale]
        ((statement, parameters),) = statements
        connection = uow._session.connection()
        if connection.dialect.name == "postgresql":
            # Without many rows and their statistics its plan says nothing of large tables.
            return
        plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all())
        assert "SEARCH article USING INDEX sqlite_autoindex_article_1 (id=?)" in plan
        assert "ix_summary_staleness_summary_id" in plan
        assert "ix_article_kind" not in plan
        assert "ix_article_status" not in plan
