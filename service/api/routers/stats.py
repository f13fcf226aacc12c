"""Stats: how many claims there are of what sort, and how long verdicts take."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from service.api.dependencies import ExchangeDep
from service.api.responses import problems, success
from service.api.schemas import view_examples
from service.api.schemas.queries import StatsQuery
from service.api.schemas.stats import StatsRead
from service.api.transactional_route import TransactionalRoute
from service.use_cases.read_stats import read_stats

router = APIRouter(prefix="/v1/stats", tags=["queues"], route_class=TransactionalRoute)


@router.get(
    "",
    summary="Read the stats of a period",
    responses={
        **success(200, "The stats of the period.", view_examples.STATS),
        **problems(422),
    },
)
def get_stats(query: Annotated[StatsQuery, Query()], exchange: ExchangeDep) -> StatsRead:
    """Count the claims of a period by axis, kind and publisher, and tell how long verdicts took.

    Claims count in the period in which they were stored, with the state that they have now;
    verdicts in the period in which they were first given. Fact-checks that were taken in from
    others are left out.
    """
    since, until = query.period(exchange.services.clock())
    return StatsRead.from_domain(read_stats(exchange.uow, since, until), since, until)
