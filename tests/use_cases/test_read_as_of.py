"""Reading as of an instant: the state as it stood, step by step."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from service.domain.article import ArticleStatus
from service.domain.claim import Claim, StatusChange, Workflow
from service.domain.errors import InvalidInputError, NotFoundError
from service.use_cases.create_claim import create_claim
from service.use_cases.delete_article import delete_article
from service.use_cases.edit_claim import edit_claim
from service.use_cases.read_articles import get_article
from service.use_cases.read_as_of import get_article_as_of, get_claim_as_of
from service.use_cases.retry_analysis import retry_analysis
from tests.use_cases.conftest import SENTENCES, START, TEXT, analysis_of

if TYPE_CHECKING:
    from tests.use_cases.conftest import Desk

LATER = START + timedelta(days=9)
TICK = timedelta(microseconds=1)


def _states(desk: Desk, claim: Claim) -> list[Claim]:
    """Edit and publish a claim; return it as it was after each step."""
    states = [claim]
    for changes in (
        {"text": "The port of Halden was busy.", "tags": ["port"]},
        {"speaker": "Mira", "assignee": "jonas"},
        {"speaker": None, "tags": ["crane", "port"]},
    ):
        edited = edit_claim(desk.uow, claim.id, None, changes, actor="mira", now=desk.now())
        states.append(edited)
    states.append(desk.publish(claim.id))
    return states


def test_a_claim_is_read_as_it_stood_after_each_of_its_changes(desk: Desk) -> None:
    states = _states(desk, desk.claims()[0])
    for state in states:
        found = get_claim_as_of(desk.uow, states[0].id, state.updated_at, LATER)
        assert found == state
    for before, after in pairwise(states[:4]):
        just_before = after.updated_at - TICK
        assert get_claim_as_of(desk.uow, before.id, just_before, LATER) == before


def test_a_deleted_claim_is_read_as_it_stood_and_is_gone_afterwards(desk: Desk) -> None:
    claim = desk.move(desk.claims()[0].id, StatusChange(workflow=Workflow.TRIAGED))
    deleted_at = desk.now()
    delete_article(desk.uow, claim.article_id, actor="mira", now=deleted_at)
    desk.uow.commit()
    assert get_claim_as_of(desk.uow, claim.id, deleted_at - TICK, LATER) == claim
    with pytest.raises(NotFoundError):
        get_claim_as_of(desk.uow, claim.id, deleted_at, LATER)


def test_there_is_nothing_before_it_existed(desk: Desk) -> None:
    claim = desk.claims()[0]
    with pytest.raises(NotFoundError, match="There was no claim"):
        get_claim_as_of(desk.uow, claim.id, claim.created_at - TICK, LATER)
    with pytest.raises(NotFoundError, match="There was no article"):
        get_article_as_of(desk.uow, claim.article_id, START - TICK, LATER)
    with pytest.raises(NotFoundError):
        get_claim_as_of(desk.uow, uuid4(), START, LATER)
    with pytest.raises(NotFoundError):
        get_article_as_of(desk.uow, uuid4(), START, LATER)


def test_the_future_is_refused_by_name(desk: Desk) -> None:
    claim = desk.claims()[0]
    for read, identifier in (
        (get_claim_as_of, claim.id),
        (get_article_as_of, claim.article_id),
    ):
        with pytest.raises(InvalidInputError) as caught:
            read(desk.uow, identifier, LATER + TICK, LATER)
        assert [problem.pointer for problem in caught.value.problems] == ["#/query/as_of"]


def test_an_article_is_read_with_its_claims_as_they_stood(desk: Desk) -> None:
    article = desk.ready()
    first = get_article(desk.uow, article.id)
    create_claim(
        desk.uow,
        article_id=article.id,
        text="The crane was late.",
        quote=SENTENCES[1],
        actor="mira",
        now=desk.now(),
    )
    with_editors = get_article(desk.uow, article.id)
    instant = desk.now()
    desk.publish(first.claims[0].id)
    assert get_article_as_of(desk.uow, article.id, first.article.updated_at, LATER) == first
    found = get_article_as_of(desk.uow, article.id, instant, LATER)
    assert {claim.id: claim for claim in found.claims} == {
        claim.id: claim for claim in with_editors.claims
    }
    now = get_article_as_of(desk.uow, article.id, LATER, LATER)
    assert set(now.claims) == set(get_article(desk.uow, article.id).claims)


def test_an_article_that_failed_and_was_retried_is_read_in_each_status(desk: Desk) -> None:
    failed = desk.failed()
    queued = retry_analysis(desk.uow, failed.id, desk.now())
    processing_at = desk.now()
    desk.uow.articles.mark_processing(failed.id, processing_at)
    desk.uow.articles.store_analysis(failed.id, analysis_of(TEXT, SENTENCES), desk.now())
    ready = get_article(desk.uow, failed.id)
    assert get_article_as_of(desk.uow, failed.id, failed.updated_at, LATER).article == failed
    assert get_article_as_of(desk.uow, failed.id, queued.updated_at, LATER).article == queued
    found = get_article_as_of(desk.uow, failed.id, processing_at, LATER)
    assert (found.article.status, found.claims) == (ArticleStatus.PROCESSING, ())
    assert found.article.attempt == 2
    assert get_article_as_of(desk.uow, failed.id, LATER, LATER) == ready
    assert get_article_as_of(desk.uow, failed.id, START, LATER).article.attempt == 1
