"""Correcting an article: its claims are carried over, and nothing that was said is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from service.domain.anchor import Anchor, AnchorStatus
from service.domain.article import ArticleStatus
from service.domain.claim import Claim, StatusChange, Verdict, Workflow
from service.domain.claim_action import ClaimAction
from service.domain.claim_history import rebuild
from service.domain.claim_query import ClaimFilters, ClaimSort
from service.domain.errors import (
    ArticleExistsError,
    InvalidInputError,
    NotFoundError,
    StateConflictError,
    SupersededError,
    TextTooLongError,
    UnsupportedLanguageError,
    VersionMismatchError,
)
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.correct_article import Correction, correct_article
from service.use_cases.create_claim import create_claim
from service.use_cases.edit_claim import edit_claim
from service.use_cases.read_as_of import get_article_as_of
from service.use_cases.read_claims import list_claims, list_claims_of_article
from service.use_cases.read_revisions import get_revision, list_claim_changes, list_revisions
from service.use_cases.store_analysis import store_analysis
from tests.use_cases.conftest import EVIDENCE, SENTENCES, TEXT, analysis_of

if TYPE_CHECKING:
    from uuid import UUID

    from tests.use_cases.conftest import Desk

PORT, CRANE, FERRY = SENTENCES
MORE = PORT.replace("4,000", "4,500")
CORRECTED = TEXT.replace("4,000", "4,500")


def _correct(desk: Desk, article_id: UUID, text: str, revision: int | None = None) -> bool:
    _, is_new = correct_article(
        desk.uow,
        article_id,
        revision,
        Correction(text, "mira", reason="The port put its figure right."),
        queue_limit=1000,
        now=desk.now(),
    )
    return is_new


def _claims(desk: Desk, article_id: UUID) -> dict[str, Claim]:
    return {claim.text: claim for claim in desk.uow.claims.list_of_article(article_id)}


def test_the_former_text_stays_readable_and_the_next_one_waits_for_its_analysis(
    desk: Desk,
) -> None:
    article = desk.ready()
    assert _correct(desk, article.id, CORRECTED, 1)
    corrected = desk.uow.articles.get(article.id)
    assert corrected.submission.text == CORRECTED
    assert (corrected.revision, corrected.attempt, corrected.status) == (
        2,
        2,
        ArticleStatus.QUEUED,
    )
    newest, first = list_revisions(desk.uow, article.id)
    assert (newest.number, newest.actor, newest.reason) == (
        2,
        "mira",
        "The port put its figure right.",
    )
    assert newest.analysed_at is None
    assert first.analysed_at is not None
    assert get_revision(desk.uow, article.id, 1).text == TEXT
    assert get_revision(desk.uow, article.id, 2).text == CORRECTED


def test_each_claim_is_carried_over_at_once_with_an_event_of_what_changed(desk: Desk) -> None:
    article = desk.ready()
    text = f"{FERRY}\n{MORE}\n{CRANE}"
    _correct(desk, article.id, text)
    found = _claims(desk, article.id)
    assert found[PORT].anchor == Anchor(AnchorStatus.FUZZY, 2, PORT)
    assert found[CRANE].anchor.status is AnchorStatus.MOVED
    assert found[FERRY].anchor.status is AnchorStatus.MOVED
    for claim in found.values():
        assert text[claim.selector.start : claim.selector.end] == claim.selector.exact
        event = desk.uow.claims.events(claim.id)[-1]
        assert (event.action, event.actor) == (ClaimAction.REANCHORED, "mira")
        assert event.before["article_revision"] == 1
        assert event.after["article_revision"] == 2
        assert event.before["selector"] != event.after["selector"]
        assert (claim.version, event.version) == (2, 2)
    shown = [(part.kind.value, part.text) for part in found[PORT].difference]
    assert ("removed", "4,000") in shown
    assert ("added", "4,500") in shown


def test_a_claim_that_a_correction_does_not_concern_keeps_its_version(desk: Desk) -> None:
    article = desk.ready()
    _correct(desk, article.id, TEXT.replace(FERRY, "The ferries were not running at all."))
    assert _claims(desk, article.id)[PORT].version == 1


def test_the_state_before_a_correction_can_be_rebuilt_from_the_history(desk: Desk) -> None:
    article = desk.ready()
    before = _claims(desk, article.id)
    morning = desk.now()
    _correct(desk, article.id, f"{MORE}\n{FERRY}")
    for text, claim in _claims(desk, article.id).items():
        events = desk.uow.claims.events(claim.id)
        assert rebuild(claim.id, claim, events, morning) == before[text]


def test_a_corrected_article_is_read_as_it_stood_before_and_after(desk: Desk) -> None:
    article = desk.ready()
    before = desk.uow.articles.get_analysed(article.id)
    morning = desk.now()
    _correct(desk, article.id, f"{MORE}\n{FERRY}")
    noon = desk.now()
    corrected = desk.uow.articles.get_analysed(article.id)
    _correct(desk, article.id, CRANE)
    later = desk.now()
    assert get_article_as_of(desk.uow, article.id, morning, later) == before
    assert get_article_as_of(desk.uow, article.id, noon, later) == corrected


def test_the_present_text_makes_no_revision(desk: Desk) -> None:
    article = desk.ready()
    assert not _correct(desk, article.id, TEXT.replace("\n", "\r\n"), 1)
    assert desk.uow.articles.get(article.id) == article
    assert len(list_revisions(desk.uow, article.id)) == 1


def test_a_correction_of_another_revision_is_refused_and_changes_nothing(desk: Desk) -> None:
    article = desk.ready()
    _correct(desk, article.id, CORRECTED, 1)
    with pytest.raises(VersionMismatchError, match="revision 2, not 1"):
        _correct(desk, article.id, "Another text.", 1)
    assert desk.uow.articles.get(article.id).submission.text == CORRECTED


def test_of_two_corrections_of_one_revision_the_later_is_refused(
    desk: Desk, unit_of_work: Callable[[], UnitOfWork]
) -> None:
    article = desk.ready()
    with unit_of_work() as uow:
        # Both have read revision 1.
        stale = uow.articles.get(article.id)
        uow.rollback()
        _correct(desk, article.id, CORRECTED)
        revision = replace(desk.uow.revisions.get(article.id, 2), text="Late.", text_sha256="0")
        assert stale.revision == 1
        with pytest.raises(VersionMismatchError, match="revision 2, not 1"):
            uow.articles.revise(revision)


def test_the_text_of_another_article_is_refused_and_named(desk: Desk) -> None:
    other = desk.ready("The council of Halden opened a new school in June.", ())
    article = desk.ready()
    with pytest.raises(ArticleExistsError, match=str(other.id)) as raised:
        _correct(desk, article.id, other.submission.text)
    assert [problem.pointer for problem in raised.value.problems] == ["#/text"]
    assert desk.uow.articles.get(article.id) == article


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("a" * 200_001, TextTooLongError),
        ("  ", InvalidInputError),
        ("nul\x00", InvalidInputError),
        (
            (
                "Die Stadt hat am Montag eine neue Schule am Hafen eröffnet, wie der Bürgermeister "
                "der Zeitung sagte. Die Kosten betragen vier Millionen Euro."
            ),
            UnsupportedLanguageError,
        ),
    ],
)
def test_what_is_no_article_is_no_correction(desk: Desk, text: str, error: type[Exception]) -> None:
    article = desk.ready()
    with pytest.raises(error):
        _correct(desk, article.id, text)
    assert desk.uow.articles.get(article.id) == article


def test_an_unknown_article_cannot_be_corrected_or_compared(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        _correct(desk, uuid4(), TEXT)
    with pytest.raises(NotFoundError):
        list_revisions(desk.uow, uuid4())
    article = desk.ready()
    with pytest.raises(NotFoundError):
        get_revision(desk.uow, article.id, 2)
    with pytest.raises(InvalidInputError) as raised:
        list_claim_changes(desk.uow, article.id, 1, 1)
    assert [problem.pointer for problem in raised.value.problems] == ["#/query/since"]


def test_a_verdict_outlives_the_sentence_that_it_was_given_on(desk: Desk) -> None:
    article = desk.ready()
    claim = _claims(desk, article.id)[PORT]
    ruling = StatusChange(verdict=Verdict.TRUE, reason="As reported.", evidence=EVIDENCE)
    ruled = desk.move(
        claim.id,
        StatusChange(workflow=Workflow.TRIAGED),
        StatusChange(workflow=Workflow.IN_PROGRESS),
        ruling,
    )
    _correct(desk, article.id, f"{CRANE}\n{FERRY}")
    lost = desk.uow.claims.get(claim.id)
    assert lost.anchor == Anchor(AnchorStatus.LOST, 1)
    assert lost.state == ruled.state
    assert TEXT[lost.selector.start : lost.selector.end] == PORT
    assert len(desk.uow.claims.events(claim.id)) == 5
    analysed = desk.uow.articles.get_analysed(article.id)
    assert [found.id for found in analysed.lost_claims] == [claim.id]
    assert claim.id not in {found.id for found in analysed.claims}
    assert list_claims_of_article(desk.uow, article.id)[-1].id == claim.id


def test_lost_claims_are_in_the_queue_only_where_somebody_has_worked_on_them(desk: Desk) -> None:
    article = desk.ready()
    claims = _claims(desk, article.id)
    desk.move(claims[PORT].id, StatusChange(workflow=Workflow.TRIAGED))
    _correct(desk, article.id, FERRY)

    def listed(**filters: object) -> set[str]:
        page = list_claims(
            desk.uow,
            ClaimFilters(**filters),  # type: ignore[arg-type]  # any filter
            ClaimSort.CREATED_AT,
        )
        return {claim.text for claim in page.items}

    assert listed() == {PORT, FERRY}
    assert listed(anchor=AnchorStatus.LOST) == {PORT, CRANE}
    edit_claim(
        desk.uow, claims[CRANE].id, None, {"assignee": "jonas"}, actor="mira", now=desk.now()
    )
    assert listed() == {PORT, CRANE, FERRY}


def test_a_lost_claim_is_found_again_when_its_passage_comes_back(desk: Desk) -> None:
    article = desk.ready()
    _correct(desk, article.id, f"{CRANE}\n{FERRY}")
    _correct(desk, article.id, TEXT)
    found = _claims(desk, article.id)[PORT]
    assert found.anchor == Anchor(AnchorStatus.MOVED, 3)
    assert TEXT[found.selector.start : found.selector.end] == PORT


def test_a_new_wording_by_an_editor_is_of_the_passage_as_it_is_now(desk: Desk) -> None:
    article = desk.ready()
    _correct(desk, article.id, CORRECTED)
    claim = _claims(desk, article.id)[PORT]
    edited = edit_claim(desk.uow, claim.id, None, {"text": MORE}, actor="mira", now=desk.now())
    assert edited.anchor == Anchor(AnchorStatus.EXACT, 2)
    event = desk.uow.claims.events(claim.id)[-1]
    assert "anchor" in event.before


def test_the_result_of_a_superseded_analysis_is_not_stored(desk: Desk) -> None:
    article = desk.submit()
    desk.uow.articles.mark_processing(article.id, desk.now(), 1)
    desk.uow.commit()
    _correct(desk, article.id, CORRECTED)
    analysis = analysis_of(TEXT, SENTENCES)
    with pytest.raises(SupersededError):
        store_analysis(desk.uow, article.id, analysis, desk.now(), attempt=1)
    with pytest.raises(SupersededError):
        desk.uow.articles.mark_processing(article.id, desk.now(), 1)
    assert _claims(desk, article.id) == {}


def test_a_failed_article_can_be_corrected(desk: Desk) -> None:
    article = desk.failed()
    _correct(desk, article.id, CORRECTED)
    found = desk.uow.articles.get(article.id)
    assert (found.status, found.failure) == (ArticleStatus.QUEUED, None)


def test_a_claim_cannot_be_anchored_in_a_text_that_was_corrected_meanwhile(
    desk: Desk, unit_of_work: Callable[[], UnitOfWork], monkeypatch: pytest.MonkeyPatch
) -> None:
    article = desk.ready()
    with unit_of_work() as uow:
        stale = uow.articles.get(article.id)
        uow.rollback()
        _correct(desk, article.id, f"{CRANE}\n{FERRY}")
        monkeypatch.setattr(uow.articles, "get", lambda _: stale)
        with pytest.raises(StateConflictError, match="corrected"):
            create_claim(
                uow,
                article_id=article.id,
                text="Halden handled 4,000 containers.",
                quote=PORT,
                actor="jonas",
                now=desk.now(),
            )
    assert "Halden handled 4,000 containers." not in _claims(desk, article.id)


def test_a_text_that_was_corrected_since_is_still_known(desk: Desk) -> None:
    article = desk.ready()
    _correct(desk, article.id, CORRECTED)
    assert desk.submit(TEXT).id == article.id


def test_claims_are_compared_between_any_two_revisions(desk: Desk) -> None:
    article = desk.ready()
    _correct(desk, article.id, CORRECTED)
    _correct(desk, article.id, f"{FERRY}\n{MORE}")

    def changes(number: int, since: int | None) -> dict[str, str]:
        found = list_claim_changes(desk.uow, article.id, number, since)
        return {change.claim.text: change.kind.value for change in found}

    assert changes(1, None) == dict.fromkeys(SENTENCES, "added")
    assert changes(2, None) == {PORT: "reworded"}
    assert changes(3, None) == {FERRY: "moved", PORT: "moved", CRANE: "lost"}
    assert changes(3, 1) == {FERRY: "moved", PORT: "reworded", CRANE: "lost"}
    assert changes(3, 0) == {FERRY: "added", PORT: "added"}
    (change,) = list_claim_changes(desk.uow, article.id, 2, 1)
    assert "".join(p.text for p in change.quote_difference if p.kind.value != "added") == PORT
