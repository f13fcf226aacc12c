"""Importing fact-checks: stored once, with verdict and history, and never at the cost of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from service.domain.article import ArticleKind, ArticleStatus
from service.domain.claim import Claim, ClaimOrigin, Stance, Verdict, Workflow
from service.domain.claim_import import MAX_REFUSED_ROWS, ImportReport
from service.domain.claim_query import ClaimFilters, ClaimSort
from service.domain.errors import StateConflictError
from service.use_cases.correct_article import Correction, correct_article
from service.use_cases.delete_article import delete_article
from service.use_cases.import_fact_checks import import_fact_checks
from service.use_cases.read_articles import get_article, list_articles
from service.use_cases.read_fact_checks import read_fact_checks

if TYPE_CHECKING:
    from tests.use_cases.conftest import Desk

ROW: dict[str, Any] = {
    "text": "Ships fly over Halden.",
    "url": "https://checks.example/ships",
    "title": "No, ships do not fly",
    "publisher": "Example Checks",
    "speaker": "Dorian Hale",
    "published_at": "2024-05-06",
    "rating": "Pants on Fire",
    "body": "We looked.\n\nThey float.",
    "tags": ["ships"],
}


def load(desk: Desk, *rows: object) -> ImportReport:
    report = import_fact_checks(
        desk.uow, list(read_fact_checks(rows)), actor="mira", now=desk.now()
    )
    desk.uow.commit()
    return report


def claims(desk: Desk) -> list[Claim]:
    return desk.uow.claims.list(ClaimFilters(), ClaimSort.CREATED_AT, None, 100)


def test_a_fact_check_becomes_a_closed_claim_with_its_verdict(desk: Desk) -> None:
    report = load(desk, ROW)
    assert (report.imported, report.known, report.refused) == (1, 0, [])
    claim = desk.uow.claims.get(report.claim_ids[0])
    assert claim.origin is ClaimOrigin.IMPORTED
    assert claim.text == ROW["text"]
    assert (claim.state.workflow, claim.state.verdict) == (Workflow.CLOSED, Verdict.FALSE)
    assert claim.state.publication == "unpublished"
    assert claim.original_rating == "Pants on Fire"
    assert (claim.speaker, claim.tags) == ("Dorian Hale", ("ships",))


def test_its_article_is_the_fact_check_and_holds_the_claim(desk: Desk) -> None:
    claim = desk.uow.claims.get(load(desk, ROW).claim_ids[0])
    found = get_article(desk.uow, claim.article_id)
    article = found.article
    assert (article.kind, article.status) == (ArticleKind.FACT_CHECK, ArticleStatus.READY)
    assert article.submission.url == ROW["url"]
    assert article.submission.title == ROW["title"]
    text = article.submission.text
    assert text == f"{ROW['text']}\n\n{ROW['body']}\n\n{ROW['url']}"
    assert text[claim.selector.start : claim.selector.end] == claim.quote == claim.text
    assert found.claims == (claim,)
    assert found.summary is None
    assert found.coverage is None


def test_the_text_of_a_fact_check_cannot_be_corrected(desk: Desk) -> None:
    claim = desk.uow.claims.get(load(desk, ROW).claim_ids[0])
    correction = Correction("Another text about ships in the harbour of Norvik.", "mira")
    with pytest.raises(StateConflictError):
        correct_article(
            desk.uow, claim.article_id, None, correction, queue_limit=10, now=desk.now()
        )
    assert desk.uow.articles.get(claim.article_id).revision == 1


def test_the_history_tells_where_the_claim_came_from(desk: Desk) -> None:
    claim_id = load(desk, ROW).claim_ids[0]
    (event,) = desk.uow.claims.events(claim_id)
    assert (event.sequence, event.action, event.actor) == (1, "imported", "mira")
    assert event.before == {}
    assert event.after["verdict"] == "false"
    assert event.after["workflow"] == "closed"
    assert event.reason == "Example Checks rated it “Pants on Fire”."
    (evidence,) = event.evidence
    assert (evidence.url, evidence.title) == (ROW["url"], ROW["title"])
    assert evidence.stance is Stance.REFUTES


def test_importing_twice_doubles_nothing(desk: Desk) -> None:
    first = load(desk, ROW, {"text": "Quays swim."}, {**ROW, "text": "Ships swim."})
    second = load(desk, ROW, {"text": "Quays swim."}, {**ROW, "text": "Ships swim."}, ROW)
    assert (first.imported, first.known) == (3, 0)
    assert (second.imported, second.known, second.refused) == (0, 4, [])
    assert len(claims(desk)) == 3


def test_the_same_row_twice_in_one_import_is_stored_once(desk: Desk) -> None:
    report = load(desk, ROW, ROW)
    assert (report.imported, report.known) == (1, 1)


def test_an_identifier_of_the_publisher_tells_fact_checks_apart(desk: Desk) -> None:
    rows = [{"text": "Ships fly.", "publisher": "A", "external_id": str(n)} for n in (1, 2)]
    assert load(desk, *rows).imported == 2
    reworded = {**rows[0], "text": "Some ships fly."}
    assert load(desk, reworded).known == 1


def test_a_rating_that_changed_is_reported_and_changes_nothing(desk: Desk) -> None:
    claim_id = load(desk, ROW).claim_ids[0]
    report = load(desk, {**ROW, "rating": "True"})
    assert (report.imported, report.known, report.refused_count) == (0, 0, 1)
    (problem,) = report.refused[0].problems
    assert problem.pointer == "#/rating"
    assert str(claim_id) in problem.detail
    assert desk.uow.claims.get(claim_id).state.verdict is Verdict.FALSE


def test_an_unknown_rating_is_kept_and_gives_no_verdict(desk: Desk) -> None:
    report = load(desk, {**ROW, "rating": "Full Flop"}, {"text": "x", "rating": "False"})
    assert report.without_verdict == 2
    assert report.unknown_ratings == {"Full Flop": 1}
    for claim_id in report.claim_ids:
        claim = desk.uow.claims.get(claim_id)
        assert (claim.state.workflow, claim.state.verdict) == (Workflow.NEW, None)
        assert claim.original_rating in {"Full Flop", "False"}
        assert desk.uow.claims.events(claim_id)[0].evidence == ()


def test_bad_rows_are_refused_and_good_ones_kept(desk: Desk) -> None:
    report = load(desk, ROW, {"url": "https://checks.example/2"}, {"text": "Quays swim."})
    assert report.imported == 2
    assert [(row.number, row.problems[0].pointer) for row in report.refused] == [(2, "#/text")]
    assert {claim.text for claim in claims(desk)} == {ROW["text"], "Quays swim."}


def test_a_fact_check_whose_text_is_a_submitted_article_is_refused(desk: Desk) -> None:
    text = "The port of Halden handled 4,000 containers in March."
    desk.ready(text, (text,))
    report = load(desk, {"text": text}, {"text": text})
    assert report.imported == 0
    assert [row.problems[0].pointer for row in report.refused] == ["#/text", "#"]
    assert load(desk, {"text": text, "url": "https://checks.example/3"}).imported == 1


def test_fact_checks_are_not_listed_among_the_news(desk: Desk) -> None:
    article = desk.ready()
    load(desk, ROW)
    assert [found.id for found in list_articles(desk.uow).items] == [article.id]
    (check,) = list_articles(desk.uow, kind=ArticleKind.FACT_CHECK).items
    assert check.submission.url == ROW["url"]


def test_a_deleted_fact_check_can_be_imported_again(desk: Desk) -> None:
    claim = desk.uow.claims.get(load(desk, ROW).claim_ids[0])
    delete_article(desk.uow, claim.article_id, actor="mira", now=desk.now())
    desk.uow.commit()
    assert load(desk, ROW).imported == 1


def test_the_report_of_a_large_import_stays_small() -> None:
    whole = ImportReport()
    for _ in range(3):
        part = ImportReport()
        for number in range(MAX_REFUSED_ROWS // 2):
            part.refuse(number, ())
        whole.add(part)
    assert len(whole.refused) == MAX_REFUSED_ROWS
    assert whole.rows == whole.refused_count == 3 * (MAX_REFUSED_ROWS // 2)


@pytest.mark.parametrize("count", [0, 1])
def test_an_import_of_nothing_stores_nothing(desk: Desk, count: int) -> None:
    assert load(desk, *[{}] * count).imported == 0
    assert claims(desk) == []
