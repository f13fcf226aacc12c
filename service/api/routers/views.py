"""Views: save, read, change and delete named questions to the claims."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query
from starlette.responses import Response

from service.api.dependencies import (
    IDEMPOTENCY_KEY,
    ExchangeDep,
    IfMatchDep,
    IfNoneMatchDep,
    ViewName,
)
from service.api.entity_tags import Condition, choose_version, is_unchanged, version_tag
from service.api.responses import problems, success
from service.api.schemas import view_examples
from service.api.schemas.pages import ViewPage
from service.api.schemas.queries import PageQuery
from service.api.schemas.views import ViewCreate, ViewRead, ViewUpdate
from service.api.transactional_route import TransactionalRoute
from service.domain.errors import FieldProblem, InvalidInputError
from service.domain.view import SavedView
from service.use_cases.manage_views import create_view as store_view
from service.use_cases.manage_views import delete_view as delete_stored_view
from service.use_cases.manage_views import get_view as read_view
from service.use_cases.manage_views import list_views as read_views
from service.use_cases.manage_views import update_view as change_view

router = APIRouter(prefix="/v1/views", tags=["queues"], route_class=TransactionalRoute)


@router.post(
    "",
    status_code=201,
    summary="Save a view",
    dependencies=[IDEMPOTENCY_KEY],
    responses={
        **success(
            201,
            "The view is saved.",
            view_examples.VIEW,
            with_headers=("Location", "ETag", "Idempotency-Replayed"),
        ),
        **problems(400, 409, 413, 415, 422),
    },
)
def create_view(
    view: Annotated[ViewCreate, Body(examples=[view_examples.VIEW_CREATE])], exchange: ExchangeDep
) -> ViewRead:
    """Save filters and an order of claims under a name, for the whole desk."""
    saved = store_view(
        exchange.uow,
        name=view.name,
        description=view.description,
        filters=view.filters.given(),
        sort=view.sort,
        actor=exchange.actor,
        now=exchange.services.clock(),
    )
    exchange.set_header("Location", exchange.url(f"/v1/views/{saved.name}"))
    exchange.set_header("ETag", version_tag(saved.version))
    return ViewRead.from_domain(saved)


@router.get(
    "",
    summary="List views",
    responses={
        **success(
            200,
            "A page of views.",
            {"items": [view_examples.VIEW], "next_cursor": None},
            with_headers=("Link",),
        ),
        **problems(422),
    },
)
def list_views(query: Annotated[PageQuery, Query()], exchange: ExchangeDep) -> ViewPage:
    """List the views that come with the service, then the saved ones by name."""
    page = read_views(exchange.uow, cursor=query.cursor, limit=query.limit)
    exchange.link_next(page.next_cursor)
    items = [ViewRead.from_domain(view) for view in page.items]
    return ViewPage(items=items, next_cursor=page.next_cursor)


@router.get(
    "/{view_name}",
    summary="Read a view",
    response_model=ViewRead,
    responses={
        **success(200, "The view.", view_examples.VIEW, with_headers=("ETag",)),
        **success(304, "The caller has the current version.", with_headers=("ETag",)),
        **problems(400, 404, 422),
    },
)
def get_view(
    view_name: ViewName, if_none_match: IfNoneMatchDep, exchange: ExchangeDep
) -> ViewRead | Response:
    """Read a view; its `ETag` goes into `If-Match` of what changes it."""
    view = read_view(exchange.uow, view_name)
    tag = version_tag(view.version)
    if is_unchanged(if_none_match, tag):
        return Response(status_code=304, headers={"ETag": tag})
    exchange.set_header("ETag", tag)
    return ViewRead.from_domain(view)


@router.patch(
    "/{view_name}",
    summary="Change a view",
    responses={
        **success(
            200,
            "The view as it is now.",
            {**view_examples.VIEW, **view_examples.VIEW_UPDATE, "version": 2},
            with_headers=("ETag",),
        ),
        **problems(400, 404, 409, 412, 413, 415, 422, 428),
    },
)
def update_view(
    view_name: ViewName,
    changes: Annotated[ViewUpdate, Body(examples=[view_examples.VIEW_UPDATE])],
    if_match: IfMatchDep,
    exchange: ExchangeDep,
) -> ViewRead:
    """Change the description, filters or order of a saved view; what is absent stays."""
    nulls = changes.null_fields()
    if nulls:
        found = tuple(FieldProblem("Null means nothing here.", f"#/{name}") for name in nulls)
        raise InvalidInputError("Null means nothing here.", found)
    view = _expected(read_view(exchange.uow, view_name), if_match)
    changed = change_view(exchange.uow, view, changes.changes(), now=exchange.services.clock())
    exchange.set_header("ETag", version_tag(changed.version))
    return ViewRead.from_domain(changed)


@router.delete(
    "/{view_name}",
    status_code=204,
    summary="Delete a view",
    responses={
        **success(204, "The view is deleted."),
        **problems(400, 404, 409, 412, 422, 428),
    },
)
def delete_view(view_name: ViewName, if_match: IfMatchDep, exchange: ExchangeDep) -> None:
    """Delete a saved view; the claims stay as they are."""
    delete_stored_view(exchange.uow, _expected(read_view(exchange.uow, view_name), if_match))


def _expected(view: SavedView, if_match: Condition) -> SavedView:
    choose_version(if_match, view.version, f"The view '{view.name}'")
    return view
