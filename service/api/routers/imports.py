"""Imports: fact-checks that were published elsewhere, stored as claims."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Body

from service.api.dependencies import IDEMPOTENCY_KEY, ExchangeDep
from service.api.responses import problems, success
from service.api.schemas import examples
from service.api.schemas.imports import FactChecksCreate, ImportReportRead
from service.api.transactional_route import TransactionalRoute
from service.use_cases.embed_claims import embed_unattended
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
    background_tasks: BackgroundTasks,
) -> ImportReportRead:
    """Store fact-checks that were published elsewhere as claims that new ones are matched with.

    A claim of the origin `imported` is `closed` with the verdict that the table of ratings has
    for its rating, and `new` without one where it has none. What was imported before is left as
    it is. New ones are found by their words at once, and by their meaning within moments. Larger
    imports go by `claimdesk import`.
    """
    services = exchange.services
    report = store_fact_checks(
        exchange.uow,
        list(read_fact_checks(fact_checks.items)),
        actor=exchange.actor,
        now=services.clock(),
    )
    # It runs once the answer has left; the transaction is committed by then.
    background_tasks.add_task(embed_unattended, services.unit_of_work, services.matcher)
    return ImportReportRead.from_domain(report)
