"""Imports: fact-checks that were published elsewhere, stored as claims."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from service.api.dependencies import IDEMPOTENCY_KEY, ExchangeDep
from service.api.responses import problems, success
from service.api.schemas import examples
from service.api.schemas.imports import FactChecksCreate, ImportReportRead
from service.api.transactional_route import TransactionalRoute
from service.use_cases.import_fact_checks import import_fact_checks as store_fact_checks
from service.use_cases.read_fact_checks import read_fact_checks

router = APIRouter(prefix="/v1/imports", tags=["interchange"], route_class=TransactionalRoute)


@router.post(
    "",
    status_code=200,
    summary="Import fact-checks",
    dependencies=[IDEMPOTENCY_KEY],
    responses={
        **success(
            200,
            "What became of each row; those that are valid are stored, also where others are not.",
            examples.IMPORT_REPORT,
            with_headers=("Idempotency-Replayed",),
        ),
        **problems(400, 409, 413, 415, 422),
    },
)
def import_fact_checks(
    fact_checks: Annotated[FactChecksCreate, Body(examples=[examples.FACT_CHECKS])],
    exchange: ExchangeDep,
) -> ImportReportRead:
    """Store fact-checks that were published elsewhere as claims that new ones are matched with.

    A claim of the origin `imported` is `closed` with the verdict that the table of ratings has
    for its rating, and `new` without one where it has none. What was imported before is left as
    it is. Larger imports go by `claimdesk import`.
    """
    report = store_fact_checks(
        exchange.uow,
        list(read_fact_checks(fact_checks.items)),
        actor=exchange.actor,
        now=exchange.services.clock(),
    )
    return ImportReportRead.from_domain(report)
