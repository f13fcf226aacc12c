"""Revisions: correct the text of an article, and read what it was and what that changed."""

from __future__ import annotations

from typing import Annotated
from uuid import uuid5

from fastapi import APIRouter, Body, Path, Query

from service.api.analyses import run_analysis
from service.api.dependencies import (
    ArticleId,
    ExchangeDep,
    IfMatchDep,
    WaitSecondsDep,
)
from service.api.entity_tags import article_tag, choose_revision
from service.api.pagination import cut_page
from service.api.responses import problems, success
from service.api.schemas import examples
from service.api.schemas.articles import ArticleRead
from service.api.schemas.queries import PageQuery
from service.api.schemas.revisions import (
    CORRECTION,
    REVISION,
    ArticleTextUpdate,
    ClaimChangePage,
    ClaimChangeQuery,
    ClaimChangeRead,
    RevisionOverview,
    RevisionPage,
    RevisionRead,
)
from service.api.transactional_route import TransactionalRoute
from service.api.waiting import Outcome
from service.domain.article import ArticleStatus
from service.use_cases.correct_article import Correction, correct_article
from service.use_cases.read_articles import get_article as read_article
from service.use_cases.read_revisions import get_revision, list_claim_changes, list_revisions

router = APIRouter(
    prefix="/v1/articles/{article_id}", tags=["articles"], route_class=TransactionalRoute
)
RevisionNumber = Annotated[
    int, Path(ge=1, le=2**31 - 1, description="The number of the revision.", examples=[2])
]


@router.put(
    "/text",
    status_code=202,
    summary="Correct the text of an article",
    responses={
        **success(
            200,
            "The analysis ended within the wait that was preferred, well or badly; or the text is "
            "the present one, so that nothing has changed and there is no new revision.",
            {**examples.ARTICLE, "revision": 2},
            with_headers=("Content-Location", "ETag", "Preference-Applied"),
            model=ArticleRead,
        ),
        **success(
            202,
            "The correction is stored and the claims are re-anchored; the analysis of what is new "
            "will run. Read the article again at `Location`.",
            {**examples.QUEUED_ARTICLE, "revision": 2},
            with_headers=("Location", "ETag", "Preference-Applied"),
        ),
        **problems(400, 404, 409, 412, 413, 415, 422, 428, 503),
    },
)
def correct_article_text(
    article_id: ArticleId,
    update: Annotated[ArticleTextUpdate, Body(examples=[CORRECTION])],
    if_match: IfMatchDep,
    exchange: ExchangeDep,
    wait_seconds: WaitSecondsDep,
) -> ArticleRead:
    """Give an article its corrected text; the former one stays readable as a revision.

    `If-Match` takes the article's `ETag`, of which only the revision counts here: a claim that
    was triaged meanwhile does not stand in the way of a correction, another correction does
    (412). Every claim is re-anchored at once: its `anchor` tells whether its passage stands
    (`exact`), stands elsewhere (`moved`), was reworded (`fuzzy`, with the difference) or is gone
    (`lost`). A claim that somebody has worked on keeps its wording, verdict and history whatever
    its anchor; a claim of the service that nobody has worked on takes the new wording of its
    sentence. Then the analysis runs: only sentences that are new, were reworded, or whose claims
    no longer fit the article are worded again, and a new summary is written. A correction that
    comes while the analysis of the former text runs supersedes it. The text of another article
    is refused with 409, and so is a correction of an imported fact-check.
    """
    current = read_article(exchange.uow, article_id).article.revision
    article, is_new = correct_article(
        exchange.uow,
        article_id,
        choose_revision(if_match, current),
        Correction(
            text=update.text,
            reason=update.reason,
            actor=exchange.actor,
            on_behalf_of=update.on_behalf_of,
        ),
        queue_limit=exchange.services.queue_limit,
        now=exchange.services.clock(),
    )
    outcome = run_analysis(exchange, article, wait_seconds) if is_new else Outcome.ENDED
    read = ArticleRead.from_analysed(read_article(exchange.uow, article_id))
    location = exchange.url(f"/v1/articles/{article_id}")
    waiting = read.status in {ArticleStatus.QUEUED, ArticleStatus.PROCESSING}
    if is_new and (waiting or outcome is not Outcome.ENDED):
        exchange.set_header("Location", location)
    else:
        exchange.response.status_code = 200
        exchange.set_header("Content-Location", location)
    exchange.set_header("ETag", article_tag(read.revision, read.model_dump_json().encode()))
    return read


@router.get(
    "/revisions",
    summary="List the revisions of an article",
    responses={
        **success(
            200,
            "A page of the article's revisions, newest first.",
            {"items": [REVISION], "next_cursor": None},
            with_headers=("Link",),
        ),
        **problems(404, 422),
    },
)
def list_article_revisions(
    article_id: ArticleId, query: Annotated[PageQuery, Query()], exchange: ExchangeDep
) -> RevisionPage:
    """List the texts that an article has had: who submitted them, when and why."""
    found = list_revisions(exchange.uow, article_id)
    page = cut_page([(uuid5(article_id, str(item.number)), item) for item in found], query)
    exchange.link_next(page.next_cursor)
    items = [RevisionOverview.from_domain(revision) for revision in page.items]
    return RevisionPage(items=items, next_cursor=page.next_cursor)


@router.get(
    "/revisions/{number}",
    summary="Read a revision of an article",
    responses={
        **success(
            200,
            "The text of the revision, with what its analysis left out.",
            {**REVISION, "text": CORRECTION["text"], "boilerplate": [], "skipped": []},
        ),
        **problems(404, 422),
    },
)
def get_article_revision(
    article_id: ArticleId, number: RevisionNumber, exchange: ExchangeDep
) -> RevisionRead:
    """Read a text that an article has or had."""
    return RevisionRead.from_domain(get_revision(exchange.uow, article_id, number))


@router.get(
    "/revisions/{number}/changes",
    summary="Compare the claims of two revisions",
    responses={
        **success(
            200,
            "A page of the claims that were added, reworded, moved or lost.",
            {"items": [], "next_cursor": None},
            with_headers=("Link",),
        ),
        **problems(404, 422),
    },
)
def list_revision_changes(
    article_id: ArticleId,
    number: RevisionNumber,
    query: Annotated[ClaimChangeQuery, Query()],
    exchange: ExchangeDep,
) -> ClaimChangePage:
    """Compare the claims of a revision with those of a former one, word by word.

    While the analysis of the newest revision runs, its new claims are not among them yet.
    """
    found = list_claim_changes(exchange.uow, article_id, number, query.since)
    page = cut_page([(change.claim.id, change) for change in found], query)
    exchange.link_next(page.next_cursor)
    items = [ClaimChangeRead.from_domain(change) for change in page.items]
    return ClaimChangePage(items=items, next_cursor=page.next_cursor)
