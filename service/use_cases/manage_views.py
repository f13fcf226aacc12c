"""Manage views: name a question to the claims, change it, ask it, forget it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from service.domain.claim_query import ClaimSort
from service.domain.errors import NotFoundError, StateConflictError
from service.domain.page import Page
from service.domain.view import BUILT_IN_VIEWS, SavedView, is_view_name
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.clean_fields import clean_optional_line, refused
from service.use_cases.read_cursor import make_page, read_cursor, refused_cursor, write_cursor

#: More would be no help to anybody, and the list is read as a whole.
MAX_VIEWS = 500
_LIST = "views"


def create_view(  # noqa: PLR0913 - what a view is made of
    uow: UnitOfWork,
    *,
    name: str,
    description: str | None,
    filters: Mapping[str, object],
    sort: ClaimSort,
    actor: str,
    now: datetime,
) -> SavedView:
    """Store a view under a new name.

    Raises:
        InvalidInputError: Where the name is no name of a view.
        StateConflictError: Where there is a view of that name, or there are too many.
    """
    if not is_view_name(name):
        raise refused(
            "This must have 1 to 63 small letters, digits, hyphens and underscores, and begin "
            "with a letter or digit.",
            "#/name",
        )
    if name in BUILT_IN_VIEWS:
        message = f"'{name}' is a view that comes with the service; choose another name."
        raise StateConflictError(message)
    if uow.views.count() >= MAX_VIEWS:
        message = f"There are {MAX_VIEWS} views already; delete one that nobody needs."
        raise StateConflictError(message)
    view = SavedView(
        name=name,
        description=clean_optional_line(description, "#/description"),
        filters=filters,
        sort=sort,
        created_by=actor,
        created_at=now,
        updated_at=now,
    )
    uow.views.add(view)
    return view


def get_view(uow: UnitOfWork, name: str) -> SavedView:
    """Return one view.

    Raises:
        NotFoundError: Where there is none of that name.
    """
    return BUILT_IN_VIEWS.get(name) or uow.views.get(name)


def find_view_of_query(uow: UnitOfWork, name: str) -> SavedView:
    """Return the view that a list is asked for by.

    Raises:
        InvalidInputError: With pointer `#/query/view` where there is none of that name.
    """
    try:
        return get_view(uow, name)
    except NotFoundError as error:
        raise refused(error.detail, "#/query/view") from error


def list_views(uow: UnitOfWork, *, cursor: str | None = None, limit: int = 50) -> Page[SavedView]:
    """Return a page of all views by name, those that come with the service first.

    Raises:
        InvalidInputError: With pointer `#/query/cursor` where the cursor is malformed.
    """
    after = None if cursor is None else _read_name(cursor)
    known = list(BUILT_IN_VIEWS)
    rest = known if after is None else known[known.index(after) + 1 :] if after in known else []
    stored = uow.views.list(None if after in known else after, limit + 1)
    found = [*(BUILT_IN_VIEWS[name] for name in rest), *stored]
    return make_page(found[: limit + 1], limit, lambda view: write_cursor(_LIST, view.name))


def update_view(
    uow: UnitOfWork, view: SavedView, changes: Mapping[str, object], *, now: datetime
) -> SavedView:
    """Change the description, filters or sort of a view; filters are replaced as a whole.

    Raises:
        InvalidInputError: Where the description is blank.
        StateConflictError: Where it comes with the service.
        VersionMismatchError: Where it has another version by now.
    """
    _refuse_built_in(view)
    changed = replace(view, **changes)  # type: ignore[arg-type]  # the schema's field names
    changed = replace(
        changed, description=clean_optional_line(changed.description, "#/description")
    )
    return view if changed == view else uow.views.update(replace(changed, updated_at=now))


def delete_view(uow: UnitOfWork, view: SavedView) -> None:
    """Delete a view.

    Raises:
        StateConflictError: Where it comes with the service.
        VersionMismatchError: Where it has another version by now.
    """
    _refuse_built_in(view)
    uow.views.delete(view)


def _refuse_built_in(view: SavedView) -> None:
    if view.built_in:
        raise StateConflictError(
            f"The view '{view.name}' comes with the service and stays as it is; save another one."
        )


def _read_name(cursor: str) -> str:
    name, _ = read_cursor(cursor, _LIST)
    if not isinstance(name, str):
        raise refused_cursor()
    return name
