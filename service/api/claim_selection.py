"""Claim selection: the filters and the order that a query and its view ask for together."""

from __future__ import annotations

from service.api.dependencies import Exchange
from service.api.schemas.queries import ClaimSelection
from service.domain.claim_query import ClaimFilters, ClaimSort
from service.use_cases.manage_views import find_view_of_query


def selected(exchange: Exchange, query: ClaimSelection) -> tuple[ClaimFilters, ClaimSort]:
    """Return the filters and the order of a query, those of its view among them.

    Raises:
        InvalidInputError: With pointer `#/query/view` where there is no such view.
    """
    if query.view is not None:
        query = query.within(find_view_of_query(exchange.uow, query.view))
    return query.filters(exchange.services.clock()), query.sort
