"""Links: what editors decide about pairs of claims, and verdicts for whole groups."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query

from service.api.dependencies import (
    IDEMPOTENCY_KEY,
    ClaimId,
    ExchangeDep,
    IfMatchDep,
    OptionalIfMatchDep,
    OtherClaimId,
)
from service.api.entity_tags import choose_version, require_condition, version_tag
from service.api.pagination import cut_page
from service.api.responses import problems, success
from service.api.schemas import examples
from service.api.schemas.links import (
    ClaimGroupRead,
    ClaimLinkPage,
    ClaimLinkPut,
    ClaimLinkRead,
    GroupVerdictCreate,
)
from service.api.schemas.match_examples import LINK, OTHER_CLAIM, VERDICT
from service.api.schemas.queries import PageQuery
from service.api.transactional_route import TransactionalRoute
from service.domain.claim_link import LinkRelation
from service.use_cases.decide_group import decide_group, group_version
from service.use_cases.link_claims import (
    find_link,
    get_link,
    link_claims,
    list_links,
    read_group,
    unlink_claims,
)

router = APIRouter(prefix="/v1/claims", tags=["matching"], route_class=TransactionalRoute)
_GROUP = {"items": [examples.CLAIM, OTHER_CLAIM]}


@router.get(
    "/{claim_id}/links",
    summary="List the links of a claim",
    responses={
        **success(
            200,
            "A page of the claim's links.",
            {"items": [LINK], "next_cursor": None},
            with_headers=("Link",),
        ),
        **problems(404, 422),
    },
)
def list_claim_links(
    claim_id: ClaimId, query: Annotated[PageQuery, Query()], exchange: ExchangeDep
) -> ClaimLinkPage:
    """List what is known about a claim and others: suggestions first, then decisions."""
    links = [(link.pair.other(claim_id), link) for link in list_links(exchange.uow, claim_id)]
    page = cut_page(links, query)
    exchange.link_next(page.next_cursor)
    items = [ClaimLinkRead.from_domain(link, claim_id) for link in page.items]
    return ClaimLinkPage(items=items, next_cursor=page.next_cursor)


@router.get(
    "/{claim_id}/links/{other_id}",
    summary="Read a link",
    responses={
        **success(200, "What is known about the pair.", LINK, with_headers=("ETag",)),
        **problems(404, 422),
    },
)
def get_claim_link(
    claim_id: ClaimId, other_id: OtherClaimId, exchange: ExchangeDep
) -> ClaimLinkRead:
    """Read what is known about two claims; its `ETag` goes into `If-Match` of what changes it."""
    link = get_link(exchange.uow, claim_id, other_id)
    exchange.set_header("ETag", version_tag(link.version))
    return ClaimLinkRead.from_domain(link, claim_id)


@router.put(
    "/{claim_id}/links/{other_id}",
    summary="Decide about a pair of claims",
    responses={
        **success(200, "The link as it is now.", LINK, with_headers=("ETag",)),
        **problems(400, 404, 409, 412, 413, 415, 422, 428),
    },
)
def put_claim_link(
    claim_id: ClaimId,
    other_id: OtherClaimId,
    link: Annotated[ClaimLinkPut, Body(examples=[{"relation": "same_claim"}])],
    if_match: OptionalIfMatchDep,
    exchange: ExchangeDep,
) -> ClaimLinkRead:
    """Confirm or reject a suggestion, or link two claims that nobody suggested.

    Claims linked as `same_claim` form a group. What would make claims of one group
    contradict each other is refused. `If-Match` is needed to change what an editor decided.
    Both claims get an event in their history.
    """
    known = find_link(exchange.uow, claim_id, other_id)
    expected = None
    if if_match is not None or (known and known.relation is not LinkRelation.SUGGESTED):
        condition = require_condition(if_match, "link")
        expected = choose_version(condition, known.version if known else 0, "The link")
    stored = link_claims(
        exchange.uow,
        claim_id,
        other_id,
        expected,
        relation=link.wanted(),
        note=link.note,
        actor=exchange.actor,
        now=exchange.services.clock(),
    )
    exchange.set_header("ETag", version_tag(stored.version))
    return ClaimLinkRead.from_domain(stored, claim_id)


@router.delete(
    "/{claim_id}/links/{other_id}",
    status_code=204,
    summary="Take a link back",
    responses={
        **success(204, "Nothing is known about the pair any more."),
        **problems(400, 404, 412, 422, 428),
    },
)
def delete_claim_link(
    claim_id: ClaimId, other_id: OtherClaimId, if_match: IfMatchDep, exchange: ExchangeDep
) -> None:
    """Take back what was decided or suggested about two claims; it may be suggested again."""
    known = get_link(exchange.uow, claim_id, other_id)
    unlink_claims(
        exchange.uow,
        claim_id,
        other_id,
        choose_version(if_match, known.version, "The link"),
        actor=exchange.actor,
        now=exchange.services.clock(),
    )


@router.get(
    "/{claim_id}/group",
    summary="Read the group of a claim",
    responses={
        **success(200, "The claims that say the same.", _GROUP, with_headers=("ETag",)),
        **problems(404, 422),
    },
)
def get_claim_group(claim_id: ClaimId, exchange: ExchangeDep) -> ClaimGroupRead:
    """Read the claims that are confirmed to say the same as this one, itself among them.

    The `ETag` changes whenever one of them changes, joins or leaves.
    """
    group = read_group(exchange.uow, claim_id)
    exchange.set_header("ETag", f'"{group_version(group)}"')
    return ClaimGroupRead.from_domain(group)


@router.post(
    "/{claim_id}/group/verdict",
    status_code=200,
    summary="Give a group its verdict",
    dependencies=[IDEMPOTENCY_KEY],
    responses={
        **success(
            200,
            "The group as it is now.",
            {
                "items": [
                    {**claim, "workflow": "in_progress", "verdict": "false", "version": 4}
                    for claim in _GROUP["items"]
                ]
            },
            with_headers=("ETag", "Idempotency-Replayed"),
        ),
        **problems(400, 404, 409, 412, 413, 415, 422, 428),
    },
)
def decide_claim_group(
    claim_id: ClaimId,
    verdict: Annotated[GroupVerdictCreate, Body(examples=[VERDICT])],
    if_match: IfMatchDep,
    exchange: ExchangeDep,
) -> ClaimGroupRead:
    """Give all claims of a group the same verdict, each with events of its own.

    All of them take it or none does. Work on claims that are `new` or `triaged` is begun,
    step by step; a dismissed claim must be reopened or unlinked first; claims that have the
    verdict already are left alone. `If-Match` is the group's `ETag`.
    """
    decided = decide_group(
        exchange.uow,
        claim_id,
        None if if_match.any else if_match.strong,
        verdict.to_domain(),
        actor=exchange.actor,
        now=exchange.services.clock(),
    )
    exchange.set_header("ETag", f'"{group_version(decided)}"')
    return ClaimGroupRead.from_domain(decided)
