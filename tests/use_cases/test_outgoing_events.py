"""What subscribers are told: by which use case, and with what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from service.domain.article import Failure
from service.domain.claim import StatusChange, Workflow
from service.domain.errors import TransitionError
from service.domain.outgoing_event import OutgoingEvent, OutgoingEventType
from service.use_cases.change_status import change_status
from service.use_cases.create_claim import create_claim
from service.use_cases.store_analysis import fail_analysis, store_analysis
from tests.use_cases.conftest import SENTENCES, TEXT, analysis_of

if TYPE_CHECKING:
    from tests.use_cases.conftest import Desk


def _told(desk: Desk) -> list[OutgoingEvent]:
    return desk.uow.outgoing_events.list_after(0, 100)


def test_an_analysis_tells_of_the_article_and_each_claim(desk: Desk) -> None:
    article = desk.ready()
    ready, *created = _told(desk)
    assert (ready.type, ready.article_id) == (OutgoingEventType.ARTICLE_READY, article.id)
    assert ready.actor == "claimdesk"
    assert ready.data["claim_count"] == len(SENTENCES)
    assert ready.data["headline"] == "Port news"
    assert {event.type for event in created} == {OutgoingEventType.CLAIM_CREATED}
    assert [event.data["text"] for event in created] == list(SENTENCES)
    claims = desk.uow.claims.list_of_article(article.id)
    assert [event.claim_id for event in created] == [claim.id for claim in claims]


def test_an_analysis_that_is_stored_again_tells_nothing_new(desk: Desk) -> None:
    article = desk.ready()
    before = _told(desk)
    store_analysis(desk.uow, article.id, analysis_of(TEXT, SENTENCES), desk.now())
    desk.uow.commit()
    assert _told(desk) == before


def test_a_failure_is_told_once_with_its_reason(desk: Desk) -> None:
    article = desk.failed()
    fail_analysis(desk.uow, article.id, Failure("Again", "Again.", "rewrite", desk.now()))
    desk.uow.commit()
    (failed,) = _told(desk)
    assert failed.type is OutgoingEventType.ARTICLE_FAILED
    assert failed.data["failure"] == {
        "title": "Generation failed",
        "detail": "The weights are damaged.",
        "stage": "rewrite",
    }


def test_an_editors_claim_is_told_with_its_author(desk: Desk) -> None:
    article = desk.ready(claims=())
    claim = create_claim(
        desk.uow,
        article_id=article.id,
        text="The crane was late.",
        quote=SENTENCES[1],
        actor="mira",
        now=desk.now(),
    )
    desk.uow.commit()
    event = _told(desk)[-1]
    assert (event.type, event.actor) == (OutgoingEventType.CLAIM_CREATED, "mira")
    assert event.data["claim_id"] == str(claim.id)
    assert event.data["origin"] == "editor"


def test_a_change_of_status_tells_where_the_claim_stood_and_stands(desk: Desk) -> None:
    claim = desk.claims()[0]
    change_status(
        desk.uow,
        claim.id,
        1,
        StatusChange(workflow=Workflow.TRIAGED, on_behalf_of="ann"),
        actor="mira",
        now=desk.now(),
    )
    desk.uow.commit()
    event = _told(desk)[-1]
    assert (event.type, event.claim_id) == (OutgoingEventType.CLAIM_STATUS_CHANGED, claim.id)
    assert event.data["workflow"] == "triaged"
    assert event.data["before"] == {
        "workflow": "new",
        "verdict": None,
        "publication": "unpublished",
    }
    assert (event.actor, event.data["on_behalf_of"], event.data["version"]) == ("mira", "ann", 2)


def test_what_is_refused_or_rolled_back_is_not_told(desk: Desk) -> None:
    claim = desk.claims()[0]
    before = _told(desk)
    with pytest.raises(TransitionError):
        change_status(
            desk.uow,
            claim.id,
            1,
            StatusChange(workflow=Workflow.CLOSED),
            actor="mira",
            now=desk.now(),
        )
    desk.uow.commit()
    change_status(
        desk.uow,
        claim.id,
        1,
        StatusChange(workflow=Workflow.TRIAGED),
        actor="mira",
        now=desk.now(),
    )
    desk.uow.rollback()
    desk.uow.commit()
    assert _told(desk) == before


def test_even_the_longest_fields_stay_below_the_size_of_a_payload(desk: Desk) -> None:
    wide = "\U0001f373"
    article = desk.ready(
        title=wide * 500,
        publisher=wide * 500,
        external_id=wide * 500,
        url="https://example.org/" + "x" * 2_000,
    )
    create_claim(
        desk.uow,
        article_id=article.id,
        text=wide * 2_000,
        quote=SENTENCES[1],
        speaker=wide * 500,
        actor="mira",
        now=desk.now(),
    )
    desk.uow.commit()
    sizes = [len(json.dumps(event.data, ensure_ascii=False).encode()) for event in _told(desk)]
    assert max(sizes) < 16_000
