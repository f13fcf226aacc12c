"""Reading, deleting and retrying articles."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from service.domain.article import ArticleStatus
from service.domain.claim import Publication, StatusChange, Workflow
from service.domain.errors import InvalidInputError, NotFoundError, StateConflictError
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.delete_article import delete_article
from service.use_cases.read_articles import get_article, list_articles
from service.use_cases.read_claims import read_history
from service.use_cases.retry_analysis import retry_analysis

if TYPE_CHECKING:
    from tests.use_cases.conftest import Desk

TEXT = "The town council voted on Monday to repair bridge number {}."


def _forge(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def test_an_analysed_article_comes_with_its_summary_and_claims(desk: Desk) -> None:
    article = desk.ready()
    found = get_article(desk.uow, article.id)
    assert found.article.status is ArticleStatus.READY
    assert found.summary is not None
    assert [claim.selector.start for claim in found.claims] == sorted(
        claim.selector.start for claim in found.claims
    )
    assert len(found.claims) == 3


def test_an_unknown_article_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        get_article(desk.uow, uuid4())


def test_pages_show_every_article_once_newest_first(desk: Desk) -> None:
    stored = [desk.submit(TEXT.format(number)).id for number in range(5)]
    seen, cursor, sizes = [], None, []
    while True:
        page = list_articles(desk.uow, cursor=cursor, limit=2)
        seen += [article.id for article in page.items]
        sizes.append(len(page.items))
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == stored[::-1]
    assert sizes == [2, 2, 1]


def test_articles_of_one_instant_are_all_paged_through(desk: Desk) -> None:
    desk.now = lambda: desk_instant
    desk_instant = type(desk).now(desk)
    stored = {desk.submit(TEXT.format(number)).id for number in range(5)}
    seen, cursor = [], None
    for _ in range(5):
        page = list_articles(desk.uow, cursor=cursor, limit=1)
        seen += [article.id for article in page.items]
        cursor = page.next_cursor
    assert cursor is None
    assert len(seen) == 5
    assert set(seen) == stored


def test_a_page_that_ends_the_list_exactly_has_no_next(desk: Desk) -> None:
    for number in range(2):
        desk.submit(TEXT.format(number))
    assert list_articles(desk.uow, limit=2).next_cursor is None


def test_an_article_added_between_pages_moves_nothing(desk: Desk) -> None:
    stored = [desk.submit(TEXT.format(number)).id for number in range(3)]
    first = list_articles(desk.uow, limit=2)
    desk.submit(TEXT.format("nine"))
    second = list_articles(desk.uow, cursor=first.next_cursor, limit=2)
    assert [article.id for article in second.items] == [stored[0]]


def test_articles_are_filtered_by_each_field(desk: Desk) -> None:
    wanted = desk.submit(
        TEXT.format(1), title="Harbour fire", publisher="Halden Post", external_id="hp-1"
    )
    desk.submit(TEXT.format(2), title="Budget", publisher="Moss Times", external_id="mt-1")
    for filters in ({"publisher": "Halden Post"}, {"external_id": "hp-1"}, {"q": "harbour"}):
        assert [a.id for a in list_articles(desk.uow, **filters).items] == [wanted.id]
    assert list_articles(desk.uow, status=ArticleStatus.READY).items == ()
    assert len(list_articles(desk.uow, status=ArticleStatus.QUEUED).items) == 2


INSTANT = "2024-05-06T09:00:00+00:00"
IDENTIFIER = "5f8d0d55-7e0f-4b5c-9c53-0d8d3f6f0001"


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "?",
        "Ä",
        "a",
        "bnVsbA",
        "not/base64==",
        _forge("articles:-created_at"),
        _forge("claims:-created_at", INSTANT, IDENTIFIER),
        _forge("articles:-created_at", "yesterday", IDENTIFIER),
        _forge("articles:-created_at", "2024-05-06T09:00:00", IDENTIFIER),
        _forge("articles:-created_at", 7, IDENTIFIER),
        _forge("articles:-created_at", INSTANT, None),
        _forge("articles:-created_at", INSTANT, 7),
        _forge("articles:-created_at", INSTANT, "7"),
        _forge("articles:-created_at", {}, IDENTIFIER),
        "W1tb" * 20_000,
    ],
)
def test_a_cursor_that_is_malformed_or_of_another_list_is_refused(desk: Desk, cursor: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        list_articles(desk.uow, cursor=cursor)
    assert [problem.pointer for problem in caught.value.problems] == ["#/query/cursor"]


def test_a_deleted_article_is_gone_with_its_claims(desk: Desk) -> None:
    article = desk.ready()
    claim = desk.uow.claims.list_of_article(article.id)[0]
    delete_article(desk.uow, article.id, actor="mira", now=desk.now())
    desk.uow.commit()
    with pytest.raises(NotFoundError):
        get_article(desk.uow, article.id)
    with pytest.raises(NotFoundError):
        desk.uow.claims.get(claim.id)
    with pytest.raises(NotFoundError):
        delete_article(desk.uow, article.id, actor="mira", now=desk.now())


def test_an_article_with_a_public_claim_stays_and_the_claim_is_named(desk: Desk) -> None:
    first, second, third = desk.claims()
    desk.publish(first.id)
    desk.publish(second.id)
    desk.move(second.id, StatusChange(workflow=Workflow.IN_PROGRESS))
    with pytest.raises(StateConflictError) as caught:
        delete_article(desk.uow, first.article_id, actor="mira", now=desk.now())
    assert str(first.id) in caught.value.detail
    assert f"{second.id} (paused)" in caught.value.detail
    assert str(third.id) not in caught.value.detail
    assert get_article(desk.uow, first.article_id).article.id == first.article_id


def test_an_article_can_go_once_its_claims_are_unpublished(desk: Desk) -> None:
    claim = desk.publish(desk.claims()[0].id)
    desk.move(
        claim.id,
        StatusChange(publication=Publication.PAUSED),
        StatusChange(publication=Publication.UNPUBLISHED),
    )
    delete_article(desk.uow, claim.article_id, actor="mira", now=desk.now())
    with pytest.raises(NotFoundError):
        get_article(desk.uow, claim.article_id)


def test_a_failed_analysis_is_queued_again_and_committed(
    desk: Desk, unit_of_work: Callable[[], UnitOfWork]
) -> None:
    failed = desk.failed()
    assert failed.failure is not None
    queued = retry_analysis(desk.uow, failed.id, desk.now())
    assert (queued.status, queued.attempt, queued.failure) == (ArticleStatus.QUEUED, 2, None)
    desk.uow.rollback()
    with unit_of_work() as other:
        assert other.articles.get(failed.id) == queued


def test_only_a_failed_analysis_can_be_retried(desk: Desk) -> None:
    ready = desk.ready()
    queued = desk.submit(TEXT.format(1))
    processing = desk.submit(TEXT.format(2))
    desk.uow.articles.mark_processing(processing.id, desk.now())
    for article in (ready, queued, processing):
        status = desk.uow.articles.get(article.id).status
        with pytest.raises(StateConflictError, match=f"'{status.value}'"):
            retry_analysis(desk.uow, article.id, desk.now())
    with pytest.raises(NotFoundError):
        retry_analysis(desk.uow, uuid4(), desk.now())


@pytest.mark.parametrize("name", ["external_id", "publisher", "q"])
@pytest.mark.parametrize("value", ["\x00", "a\ud800", " "])
def test_a_filter_that_is_not_text_is_refused_at_its_name(
    desk: Desk, name: str, value: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        list_articles(desk.uow, **{name: value})
    assert [problem.pointer for problem in caught.value.problems] == [f"#/query/{name}"]


def test_the_history_of_a_deleted_claim_ends_with_its_deletion_and_all_it_was(desk: Desk) -> None:
    claim = desk.move(desk.claims()[0].id, StatusChange(workflow=Workflow.TRIAGED))
    delete_article(desk.uow, claim.article_id, actor="mira", now=desk.now())
    desk.uow.commit()
    *_, triaged, deleted = read_history(desk.uow, claim.id).items
    assert triaged.after == {"workflow": "triaged"}
    assert (deleted.action, deleted.actor, deleted.after) == ("deleted", "mira", {})
    assert deleted.before["text"] == claim.text
    assert deleted.before["workflow"] == "triaged"
    assert deleted.before["article_id"] == str(claim.article_id)
