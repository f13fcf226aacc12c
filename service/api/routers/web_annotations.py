"""Annotations: the claims of an article in the W3C Web Annotation Data Model."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.responses import Response

from service.api.dependencies import ArticleId, ExchangeDep
from service.api.json_ld import JsonLdResponse, answer, documented
from service.api.pagination import cut_page
from service.api.responses import problems
from service.api.schemas import examples
from service.api.schemas.annotations import (
    CONTEXT,
    AnnotationCollection,
    AnnotationPage,
    FirstAnnotationPage,
    collection_label,
    describe_claim,
)
from service.api.schemas.queries import PageQuery
from service.api.transactional_route import TransactionalRoute
from service.use_cases.read_articles import get_article as read_article

router = APIRouter(
    prefix="/v1/articles",
    tags=["interchange"],
    route_class=TransactionalRoute,
    default_response_class=JsonLdResponse,
)


@router.get(
    "/{article_id}/annotations",
    summary="Read the claims of an article as Web Annotations",
    response_model=AnnotationCollection | AnnotationPage,
    responses={
        **documented(
            "The collection with its first page or, with `cursor`, a later page.",
            (AnnotationCollection, AnnotationPage),
            examples.ANNOTATION_COLLECTION,
            "Link",
            "Vary",
        ),
        **problems(404, 406, 422),
    },
)
def list_annotations(
    article_id: ArticleId, query: Annotated[PageQuery, Query()], exchange: ExchangeDep
) -> Response:
    """Read the claims of an article as W3C Web Annotations, in the order of its text.

    Without `cursor` the answer is the AnnotationCollection with its first AnnotationPage; the
    page's `next`, and the `Link` header, lead to the next page. The body is
    `application/ld+json` with the profile `http://www.w3.org/ns/anno.jsonld`;
    `Accept: application/json` gets the same body under that name. A verdict goes along only
    while it is published.
    """
    found = read_article(exchange.uow, article_id)
    page = cut_page([(claim.id, claim) for claim in found.claims], query)
    exchange.link_next(page.next_cursor)
    article_url = exchange.absolute_url(f"/v1/articles/{article_id}")
    collection_url = f"{article_url}/annotations"
    items = [
        describe_claim(
            claim,
            claim_url=exchange.absolute_url(f"/v1/claims/{claim.id}"),
            article_url=article_url,
            published_url=found.article.submission.url,
        )
        for claim in page.items
    ]

    def page_url(cursor: str | None) -> str:
        place = {"limit": query.limit} | ({} if cursor is None else {"cursor": cursor})
        return f"{collection_url}?{urlencode(place)}"

    next_url = None if page.next_cursor is None else page_url(page.next_cursor)
    if query.cursor is not None:
        later = AnnotationPage(
            context=CONTEXT,
            id=page_url(query.cursor),
            type="AnnotationPage",
            part_of=collection_url,
            next=next_url,
            items=items,
        )
        return answer(exchange, later, profile=CONTEXT)
    first = FirstAnnotationPage(
        id=page_url(None), type="AnnotationPage", next=next_url, items=items
    )
    collection = AnnotationCollection(
        context=CONTEXT,
        id=collection_url,
        type="AnnotationCollection",
        label=collection_label(found.article.submission.title, article_id),
        total=len(found.claims),
        first=first if items else None,
    )
    return answer(exchange, collection, profile=CONTEXT)
