"""The repository of imports: fact-checks come back as stored, and are known again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.domain.article import ArticleKind, ArticleStatus
from service.domain.claim import ClaimOrigin
from service.domain.errors import ArticleExistsError
from service.storage.unit_of_work import UnitOfWork
from tests.storage.rows import add_fact_check


def test_a_fact_check_comes_back_as_it_was_stored(unit_of_work: Callable[[], UnitOfWork]) -> None:
    with unit_of_work() as uow:
        claim = add_fact_check(uow)
        uow.commit()
    with unit_of_work() as uow:
        assert uow.claims.get(claim.id) == claim
        assert claim.origin is ClaimOrigin.IMPORTED
        article = uow.articles.get(claim.article_id)
        assert (article.kind, article.status) == (ArticleKind.FACT_CHECK, ArticleStatus.READY)
        (event,) = uow.claims.events(claim.id)
        assert (event.sequence, event.version, event.action) == (1, 1, "imported")
        assert uow.imports.find_claims([article.text_sha256, "0" * 64]) == {
            article.text_sha256: claim
        }
        assert uow.imports.find_digests([article.text_sha256, "0" * 64]) == {article.text_sha256}


def test_the_same_fact_check_at_the_same_moment_is_refused(
    unit_of_work: Callable[[], UnitOfWork],
) -> None:
    with unit_of_work() as uow:
        add_fact_check(uow)
        uow.commit()
    with unit_of_work() as uow, pytest.raises(ArticleExistsError):
        add_fact_check(uow)
