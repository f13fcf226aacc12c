"""Claims: find, read, add and edit them, move them along, and read their history."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query
from starlette.responses import Response

from service.api.claim_selection import selected
from service.api.dependencies import (
    IDEMPOTENCY_KEY,
    ClaimId,
    Exchange,
    ExchangeDep,
    IfMatchDep,
    IfNoneMatchDep,
)
from service.api.entity_tags import Condition, choose_version, is_unchanged, version_tag
from service.api.responses import FORBIDDEN_TRANSITION, problems, success
from service.api.schemas import examples
from service.api.schemas.claim_contexts import ClaimContextRead
from service.api.schemas.claims import ClaimCreate, ClaimRead, ClaimUpdate
from service.api.schemas.context_examples import CLAIM_CONTEXT
from service.api.schemas.pages import ClaimEventPage, ClaimPage
from service.api.schemas.queries import AsOfQuery, ClaimQuery, PageQuery
from service.api.schemas.status import ClaimEventRead, StatusChangeCreate
from service.api.transactional_route import TransactionalRoute
from service.domain.errors import FieldProblem, InvalidInputError
from service.use_cases.change_status import change_status
from service.use_cases.create_claim import create_claim as store_claim
from service.use_cases.edit_claim import edit_claim
from service.use_cases.explain_claim import explain_claim
from service.use_cases.find_matches import embed_wording
from service.use_cases.read_as_of import get_claim_as_of
from service.use_cases.read_claims import get_claim as read_claim
from service.use_cases.read_claims import list_claims as read_claims
from service.use_cases.read_claims import read_history

router = APIRouter(prefix="/v1/claims", tags=["claims"], route_class=TransactionalRoute)


@router.get(
    "",
    summary="List claims",
    responses={
        **success(
            200,
            "A page of claims.",
            {"items": [examples.CLAIM], "next_cursor": None},
            with_headers=("Link",),
        ),
        **problems(422),
    },
)
def list_claims(
    query: Annotated[ClaimQuery, Query()],
    exchange: ExchangeDep,
) -> ClaimPage:
    """List the claims that match every given filter, and those of the view, where one is named.

    `assigned=false&open=true&min_check_worthiness=0.5&sort=-check_worthiness` is what nobody
    has taken up, `assignee=NAME&open=true` what is mine,
    `workflow=in_review&min_hours_in_workflow=24` what waits for over a day, and
    `disputed=true` what was published and has been contradicted since.
    """
    filters, sort = selected(exchange, query)
    page = read_claims(exchange.uow, filters, sort, cursor=query.cursor, limit=query.limit)
    exchange.link_next(page.next_cursor)
    items = [ClaimRead.from_domain(claim) for claim in page.items]
    return ClaimPage(items=items, next_cursor=page.next_cursor)


@router.post(
    "",
    status_code=201,
    summary="Add a claim",
    dependencies=[IDEMPOTENCY_KEY],
    responses={
        **success(
            201,
            "The claim is stored.",
            {**examples.CLAIM, "origin": "editor", "check_worthiness": None, "support": None},
            with_headers=("Location", "ETag", "Idempotency-Replayed"),
        ),
        **problems(400, 404, 409, 413, 415, 422),
    },
)
def create_claim(
    claim: Annotated[ClaimCreate, Body(examples=[examples.CLAIM_CREATE])],
    exchange: ExchangeDep,
) -> ClaimRead:
    """Add an editor's own claim to an article, anchored by its quote or by offsets.

    The first event of its history names the caller as the actor.
    """
    worded = embed_wording(exchange.find_matcher(), claim.text)
    stored = store_claim(
        exchange.uow,
        article_id=claim.article_id,
        text=claim.text,
        quote=claim.quote,
        start=claim.start,
        end=claim.end,
        kind=claim.kind,
        speaker=claim.speaker,
        assignee=claim.assignee,
        tags=claim.tags,
        actor=exchange.actor,
        on_behalf_of=claim.on_behalf_of,
        now=exchange.services.clock(),
        worded=worded,
    )
    exchange.set_header("Location", exchange.url(f"/v1/claims/{stored.id}"))
    exchange.set_header("ETag", version_tag(stored.version))
    return ClaimRead.from_domain(stored)


@router.get(
    "/{claim_id}",
    summary="Read a claim",
    response_model=ClaimRead,
    responses={
        **success(200, "The claim.", examples.CLAIM, with_headers=("ETag",)),
        **success(304, "The caller has the current version.", with_headers=("ETag",)),
        **problems(400, 404, 422),
    },
)
def get_claim(
    claim_id: ClaimId,
    if_none_match: IfNoneMatchDep,
    exchange: ExchangeDep,
    query: Annotated[AsOfQuery, Query()],
) -> ClaimRead | Response:
    """Read a claim; its `ETag` goes into `If-Match` of what changes it.

    With `as_of`, read it as it stood at that instant, also where it was deleted since.
    """
    if query.as_of is None:
        claim = read_claim(exchange.uow, claim_id)
    else:
        claim = get_claim_as_of(exchange.uow, claim_id, query.as_of, exchange.services.clock())
    tag = version_tag(claim.version)
    if is_unchanged(if_none_match, tag):
        return Response(status_code=304, headers={"ETag": tag})
    exchange.set_header("ETag", tag)
    return ClaimRead.from_domain(claim)


@router.get(
    "/{claim_id}/context",
    summary="Read what introduces a claim",
    responses={
        **success(200, "The claim's context.", CLAIM_CONTEXT),
        **problems(404, 422),
    },
)
def get_claim_context(claim_id: ClaimId, exchange: ExchangeDep) -> ClaimContextRead:
    """Read the sentences of the article that tell who and what a claim speaks of.

    A claim stands alone by its form, but "the vote" or a person named in passing is clearer to
    who has read the article. These are its own sentences, word for word: the one that opens
    the story, those that introduce a name or a noun of the claim, or its speaker, and the one
    right in front of the claim's own. Rules find them, and show none rather than a wrong one
    where the article has two of a name, or two reports that "the report" may be.
    """
    return ClaimContextRead.from_domain(explain_claim(exchange.uow, claim_id))


@router.patch(
    "/{claim_id}",
    summary="Edit a claim",
    responses={
        **success(
            200,
            "The claim as it is now.",
            {**examples.CLAIM, **examples.CLAIM_UPDATE, "version": 2},
            with_headers=("ETag",),
        ),
        **problems(400, 404, 409, 412, 413, 415, 422, 428),
    },
)
def update_claim(
    claim_id: ClaimId,
    changes: Annotated[ClaimUpdate, Body(examples=[examples.CLAIM_UPDATE])],
    if_match: IfMatchDep,
    exchange: ExchangeDep,
) -> ClaimRead:
    """Change a claim's text, speaker, assignee or tags; what is absent stays as it is.

    Null clears speaker or assignee. Each change is one event of the claim's history.
    """
    nulls = changes.null_fields()
    if nulls:
        found = tuple(FieldProblem(detail, f"#/{name}") for name, detail in nulls.items())
        raise InvalidInputError(" ".join(nulls.values()), found)
    worded = None
    if changes.text is not None:
        worded = embed_wording(exchange.find_matcher(), changes.text)
    edited = edit_claim(
        exchange.uow,
        claim_id,
        _expected_version(exchange, claim_id, if_match),
        changes.changes(),
        actor=exchange.actor,
        on_behalf_of=changes.on_behalf_of,
        now=exchange.services.clock(),
        worded=worded,
    )
    exchange.set_header("ETag", version_tag(edited.version))
    return ClaimRead.from_domain(edited)


@router.post(
    "/{claim_id}/status",
    status_code=200,
    summary="Change the status of a claim",
    dependencies=[IDEMPOTENCY_KEY],
    responses={
        **success(
            200,
            "The claim as it is now.",
            {**examples.CLAIM, "workflow": "triaged", "version": 2},
            with_headers=("ETag", "Idempotency-Replayed"),
        ),
        **problems(400, 404, 412, 413, 415, 422, 428),
        **FORBIDDEN_TRANSITION,
    },
)
def change_claim_status(
    claim_id: ClaimId,
    change: Annotated[StatusChangeCreate, Body(examples=[examples.STATUS_CHANGE])],
    if_match: IfMatchDep,
    exchange: ExchangeDep,
) -> ClaimRead:
    """Move a claim along its workflow, give it a verdict, publish it or take it back.

    `new` → `triaged` → `in_progress` → `in_review` → `closed`; `dismissed` from any open
    state; `closed` and `dismissed` reopen to `in_progress`. A verdict needs a reason and, unless
    it is `unproven`, evidence; `closed` needs a verdict; only a closed claim is published. Each
    change is one event of the claim's history.
    """
    changed = change_status(
        exchange.uow,
        claim_id,
        _expected_version(exchange, claim_id, if_match),
        change.to_domain(),
        actor=exchange.actor,
        now=exchange.services.clock(),
    )
    exchange.set_header("ETag", version_tag(changed.version))
    return ClaimRead.from_domain(changed)


@router.get(
    "/{claim_id}/history",
    summary="Read the history of a claim",
    responses={
        **success(
            200,
            "A page of the claim's events, the first one first.",
            {"items": [examples.CLAIM_EVENT], "next_cursor": None},
            with_headers=("Link",),
        ),
        **problems(404, 422),
    },
)
def get_claim_history(
    claim_id: ClaimId,
    query: Annotated[PageQuery, Query()],
    exchange: ExchangeDep,
) -> ClaimEventPage:
    """Read every change of a claim: who, when, what from, what to, why, on what evidence.

    The history of a claim that was deleted with its article can still be read.
    """
    page = read_history(exchange.uow, claim_id, cursor=query.cursor, limit=query.limit)
    exchange.link_next(page.next_cursor)
    items = [ClaimEventRead.from_domain(event) for event in page.items]
    return ClaimEventPage(items=items, next_cursor=page.next_cursor)


def _expected_version(exchange: Exchange, claim_id: UUID, if_match: Condition) -> int | None:
    return choose_version(if_match, exchange.uow.claims.version_of(claim_id))
