"""What states a claim: in the texts as they stand, in former ones, and in their summaries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from service.domain.analysis import SummarySentence
from service.domain.claim import Method, Verdict
from service.domain.errors import NotFoundError
from service.text.selectors import find_selector
from service.use_cases.correct_article import Correction, correct_article
from service.use_cases.find_disputes import find_disputes
from service.use_cases.read_impact import find_stating_articles, read_impacts
from service.use_cases.store_analysis import store_analysis
from service.use_cases.store_summary import store_summary
from tests.use_cases.conftest import FALSE, SENTENCES, TEXT, WORK, analysis_of

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


@pytest.mark.parametrize(
    ("headline", "told"),
    [
        # In words of its own, of which the claim's passage has no more than half.
        ("Halden's port sees containers pile up", True),
        ("March was a busy month for Halden's port", True),
        # Nearest to what another sentence of the summary says.
        ("New crane late, harbour board of Halden says", False),
        # Another figure than the one that was found false.
        ("Halden's port handled 5,000 containers", False),
        ("A quiet week in the north", False),
    ],
)
def test_a_headline_tells_of_the_claim_that_it_is_nearest_to(
    desk: Desk, article: Article, headline: str, told: bool
) -> None:
    draft = analysis_of(TEXT, SENTENCES).summary
    assert draft is not None
    crane = SummarySentence(
        SENTENCES[1], Method.EXTRACTIVE, 1.0, (find_selector(TEXT, SENTENCES[1]),)
    )
    draft = replace(draft, headline=headline, sentences=(*draft.sentences, crane))
    summary = store_summary(desk.uow, uuid4(), article.id, TEXT, draft, 2, desk.now())
    claim = desk.move(desk.claim_of(article).id, *WORK, FALSE)
    marks = {mark.summary_id: mark for mark in desk.uow.staleness.list_open([claim.id])}
    assert marks[summary.id].in_headline is told
    (impact,) = read_impacts(desk.uow, find_stating_articles(desk.uow, claim.id))
    (statement,) = [one for one in impact.statements if one.summary.id == summary.id]
    assert statement.headline == ((claim.id,) if told else ())


def test_a_headline_alone_makes_its_summary_stale(desk: Desk, article: Article) -> None:
    draft = analysis_of(TEXT, SENTENCES).summary
    assert draft is not None
    draft = replace(draft, headline="No ferry: islands cut off for two days")
    summary = store_summary(desk.uow, uuid4(), article.id, TEXT, draft, 1, desk.now())
    claim = desk.move(desk.claim_of(article, SENTENCES[2]).id, *WORK, FALSE)
    (mark,) = desk.uow.staleness.list_open([claim.id])
    assert (mark.summary_id, mark.sentences, mark.in_headline) == (summary.id, (), True)


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
