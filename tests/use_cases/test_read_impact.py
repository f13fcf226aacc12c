"""What states a claim: in the texts as they stand, in former ones, and in their summaries."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from service.domain.claim import Verdict
from service.domain.errors import NotFoundError
from service.use_cases.correct_article import Correction, correct_article
from service.use_cases.find_disputes import find_disputes
from service.use_cases.read_impact import find_stating_articles, read_impacts
from service.use_cases.store_analysis import store_analysis
from tests.use_cases.conftest import FALSE, TEXT, WORK, analysis_of

if TYPE_CHECKING:
    from uuid import UUID

    from service.domain.article import Article
    from service.domain.claim import Claim
    from tests.use_cases.conftest import Desk


def _correct(desk: Desk, article_id: UUID, text: str) -> None:
    correct_article(
        desk.uow, article_id, None, Correction(text, "mira"), queue_limit=10, now=desk.now()
    )


def test_a_corrected_passage_no_longer_states_what_was_found_false(
    desk: Desk, article: Article
) -> None:
    claim = desk.move(desk.claim_of(article).id, *WORK, FALSE)
    text = TEXT.replace("4,000", "400")
    _correct(desk, article.id, text)
    assert find_disputes(desk.uow, article.id) == ()
    desk.uow.articles.mark_processing(article.id, desk.now())
    store_analysis(desk.uow, article.id, analysis_of(text, ()), desk.now())
    desk.uow.commit()
    newest, former = desk.uow.summaries.list(article.id)
    assert (newest.is_stale, former.is_stale) == (False, True)
    (stating,) = find_stating_articles(desk.uow, claim.id)
    (impact,) = read_impacts(desk.uow, [stating])
    assert impact.states_it_now is False
    assert [one.summary.id for one in impact.statements] == [former.id]
    assert impact.newest_summary_id == newest.id


def test_a_passage_that_was_only_polished_still_states_it(desk: Desk, article: Article) -> None:
    claim = desk.move(desk.claim_of(article).id, *WORK, FALSE)
    text = TEXT.replace("handled 4,000 containers", "handled some 4,000 containers")
    _correct(desk, article.id, text)
    (dispute,) = find_disputes(desk.uow, article.id)
    assert (dispute.claim_id, dispute.verdict) == (claim.id, Verdict.FALSE)
    assert text[dispute.start : dispute.end] == dispute.quote
    desk.uow.articles.mark_processing(article.id, desk.now())
    store_analysis(desk.uow, article.id, analysis_of(text, ()), desk.now())
    desk.uow.commit()
    assert desk.uow.summaries.list(article.id)[0].article_revision == 2
    assert desk.uow.summaries.list(article.id)[0].is_stale


def test_the_impact_lists_articles_summaries_and_sentences_and_no_unknown_claim(
    desk: Desk, article: Article, other: Article, pair: tuple[Claim, Claim]
) -> None:
    found = find_stating_articles(desk.uow, pair[1].id)
    assert [(one.article.id, one.claims) for one in found] == [
        (article.id, (desk.uow.claims.get(pair[0].id),)),
        (other.id, (desk.uow.claims.get(pair[1].id),)),
    ]
    (impact,) = read_impacts(desk.uow, found[1:])
    (statement,) = impact.statements
    assert impact.states_it_now
    assert statement.sentences == {0: (pair[1].id,)}
    assert statement.summary.id == impact.newest_summary_id
    with pytest.raises(NotFoundError):
        find_stating_articles(desk.uow, uuid4())
