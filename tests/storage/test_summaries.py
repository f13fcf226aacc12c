"""The repository of summaries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from service.domain.errors import NotFoundError
from tests.storage.rows import NOW, RUN, SENTENCES, add_article, later, make_summary

if TYPE_CHECKING:
    from service.storage.unit_of_work import UnitOfWork

    UnitsOfWork = Callable[[], UnitOfWork]

DRAFT = make_summary("Third written, first read.", *SENTENCES)


def test_a_summary_comes_back_as_it_was_stored_its_sentences_in_order(
    unit_of_work: UnitsOfWork,
) -> None:
    identifier = uuid4()
    with unit_of_work() as uow:
        article = add_article(uow)
        stored = uow.summaries.add(identifier, article.id, DRAFT, NOW, 3)
        uow.commit()
    with unit_of_work() as uow:
        found = uow.summaries.get(article.id, identifier)
    assert found == stored
    assert (found.id, found.article_id, found.article_revision) == (identifier, article.id, 1)
    assert (found.headline, found.headline_method) == (DRAFT.headline, DRAFT.headline_method)
    assert found.sentences == DRAFT.sentences
    assert found.model == RUN
    assert found.created_at == NOW


def test_a_summary_that_is_added_twice_is_stored_once(unit_of_work: UnitsOfWork) -> None:
    identifier = uuid4()
    with unit_of_work() as uow:
        article = add_article(uow)
        first = uow.summaries.add(identifier, article.id, DRAFT, NOW, 3)
        uow.commit()
    with unit_of_work() as uow:
        again = uow.summaries.add(identifier, article.id, make_summary("Other."), later(1), 1)
        uow.commit()
        assert uow.summaries.list(article.id) == [first]
    assert again == first


def test_a_summary_of_an_article_that_is_gone_is_refused(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow, pytest.raises(NotFoundError):
        uow.summaries.add(uuid4(), uuid4(), DRAFT, NOW)


def test_the_newest_summary_of_the_length_asked_for_is_found(unit_of_work: UnitsOfWork) -> None:
    def add(uow: UnitOfWork, article_id: UUID, minutes: int, length: int | None) -> UUID:
        return uow.summaries.add(uuid4(), article_id, DRAFT, later(minutes), length).id

    with unit_of_work() as uow:
        article, other = add_article(uow), add_article(uow, "Another text.")
        add(uow, article.id, 1, 3)
        newest = add(uow, article.id, 3, 3)
        add(uow, article.id, 2, 3)
        add(uow, article.id, 4, None)
        add(uow, article.id, 5, 2)
        add(uow, other.id, 6, 3)
        found = uow.summaries.find_by_length(article.id, 1, 3)
        assert found is not None
        assert found.id == newest
        assert uow.summaries.find_by_length(article.id, 2, 3) is None
        assert uow.summaries.find_by_length(article.id, 1, 6) is None
