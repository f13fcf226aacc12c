"""What a new summary leaves out, since it was found false or misleading."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from service.domain.claim import Verdict
from service.domain.claim_link import LinkRelation
from service.domain.errors import StateConflictError
from service.text.preparation import prepare
from service.use_cases.compare_revisions import Comparison, Recheck
from service.use_cases.correct_article import Correction, correct_article
from service.use_cases.find_disputes import Dispute, find_disputes, without_disputed
from service.use_cases.link_claims import link_claims, unlink_claims
from service.use_cases.read_context import is_prose
from service.use_cases.request_summary import request_summary
from tests.use_cases.conftest import FALSE, SENTENCES, TEXT, WORK, analysis_of

if TYPE_CHECKING:
    from uuid import UUID

    from tests.use_cases.conftest import Desk

PORT, CRANE, FERRY = SENTENCES
NEW_TEXT = f"{PORT}\nThe mayor of Halden was pleased with the year."


def _found_false(desk: Desk) -> tuple[UUID, UUID]:
    """Return an article and its claim of the first sentence, which is false."""
    article = desk.ready()
    claim = desk.uow.claims.list_of_article(article.id)[0]
    desk.move(claim.id, *WORK, FALSE)
    return article.id, claim.id


def test_the_passages_of_claims_that_were_found_false_are_disputed(desk: Desk) -> None:
    article_id, claim_id = _found_false(desk)
    assert find_disputes(desk.uow, article_id) == (
        Dispute(0, len(PORT), PORT, PORT, claim_id, Verdict.FALSE),
    )


def test_the_very_wording_of_a_claim_that_was_found_false_is_disputed_in_a_new_article(
    desk: Desk,
) -> None:
    _, claim_id = _found_false(desk)
    article = desk.submit(NEW_TEXT)
    same, unlike = (
        analysis_of(NEW_TEXT, (line,)).claims for line in NEW_TEXT.split("\n", maxsplit=1)
    )
    (dispute,) = find_disputes(desk.uow, article.id, same)
    assert (dispute.claim_id, dispute.start) == (claim_id, 0)
    assert find_disputes(desk.uow, article.id, unlike) == ()


def test_the_very_wording_stays_disputed_once_it_is_stored_unless_an_editor_decides(
    desk: Desk,
) -> None:
    _, claim_id = _found_false(desk)
    article = desk.ready(NEW_TEXT, (PORT,))
    (claim,) = desk.uow.claims.list_of_article(article.id)
    (dispute,) = find_disputes(desk.uow, article.id)
    assert (dispute.claim_id, dispute.quote) == (claim_id, PORT)
    link_claims(
        desk.uow,
        claim.id,
        claim_id,
        None,
        relation=LinkRelation.REJECTED,
        note="Another year.",
        actor="mira",
        now=desk.now(),
    )
    assert find_disputes(desk.uow, article.id) == ()
    unlink_claims(desk.uow, claim.id, claim_id, None, "mira", desk.now())
    assert len(find_disputes(desk.uow, article.id)) == 1
    desk.move(claim.id, *WORK, replace(FALSE, verdict=Verdict.UNPROVEN))
    assert find_disputes(desk.uow, article.id) == ()


def test_a_sibling_disputes_a_claim_only_once_it_is_confirmed(desk: Desk) -> None:
    _, claim_id = _found_false(desk)
    text = "Halden's port counted 4,000 boxes in spring.\nThe mayor was pleased."
    article = desk.ready(text, (text.split("\n", maxsplit=1)[0],))
    (claim,) = desk.uow.claims.list_of_article(article.id)
    for relation, count in ((LinkRelation.RELATED, 0), (LinkRelation.SAME_CLAIM, 1)):
        link_claims(
            desk.uow,
            claim.id,
            claim_id,
            None,
            relation=relation,
            note=None,
            actor="mira",
            now=desk.now(),
        )
        assert len(find_disputes(desk.uow, article.id)) == count


def test_a_corrected_passage_is_disputed_by_what_the_checker_finds_of_it(desk: Desk) -> None:
    article_id, claim_id = _found_false(desk)
    text = TEXT.replace("handled 4,000", "came to handle 4,000")
    correct_article(
        desk.uow, article_id, None, Correction(text, "mira"), queue_limit=10, now=desk.now()
    )
    for support, count in ((0.9, 1), (0.1, 0)):
        check = Recheck(claim_id, PORT, support, passed=support > 0.5)
        comparison = Comparison((), (), (), (), (check,))
        assert len(find_disputes(desk.uow, article_id, (), comparison)) == count


def test_disputed_sentences_their_repetitions_and_the_title_are_kept_from_the_summary(
    desk: Desk,
) -> None:
    article_id, claim_id = _found_false(desk)
    once_more = PORT.replace("Halden handled", "Halden, it said again, handled")
    text = f"{PORT}\n{CRANE}\n{once_more}"
    article = prepare(text, "Port of Halden handled 4,000 containers", None)
    disputes = find_disputes(desk.uow, article_id)
    left, left_out = without_disputed(article, disputes)
    assert left.title is None
    assert [s.text for s in left.sentences if is_prose(s)] == [CRANE]
    assert [text[item.start : item.end] for item in left_out] == [PORT, once_more]
    assert {item.claim_id for item in left_out} == {claim_id}
    other, _ = without_disputed(replace(article, title="A crane is late"), disputes)
    assert other.title == "A crane is late"
    assert without_disputed(article, ()) == (article, ())


def test_a_summary_of_nothing_but_disputed_sentences_is_refused(desk: Desk) -> None:
    article = desk.ready(PORT, (PORT,))
    assert request_summary(desk.uow, article.id, 2) is None
    (claim,) = desk.uow.claims.list_of_article(article.id)
    desk.move(claim.id, *WORK, FALSE)
    with pytest.raises(StateConflictError, match="found false"):
        request_summary(desk.uow, article.id, 2)
