"""Stats: counts and percentiles over claims, computed by the database.

Neither SQLite nor a common SQL function gives percentiles on both databases, so they come
from ranks: the value at rank 1 + (n - 1) p, between two ranks in proportion, as the
`inclusive` method of Python's `statistics.quantiles` and `percentile_cont` have it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    Integer,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from service.domain.claim import ClaimKind, ClaimOrigin, Publication, Verdict, Workflow
from service.domain.stats import NO_VERDICTS, ClaimStats, GroupStats, TimeToVerdict
from service.storage.records import ArticleRecord, ClaimRecord

#: Publishers that are told apart; a desk has few that matter.
MAX_PUBLISHERS = 50
#: What others checked says nothing about the desk.
_OWN = ClaimRecord.origin != ClaimOrigin.IMPORTED


class _SecondsBetween(FunctionElement[float]):
    """The seconds from one instant to a later one, as a float."""

    type = Double()
    inherit_cache = True


@compiles(_SecondsBetween, "postgresql")
def _between_on_postgresql(element: _SecondsBetween, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401  whatever the compiler hands on
    earlier, later = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST(EXTRACT(EPOCH FROM ({later} - {earlier})) AS DOUBLE PRECISION)"


@compiles(_SecondsBetween, "sqlite")
def _between_on_sqlite(element: _SecondsBetween, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401  as above
    # A day's fraction holds 40 microseconds; rounded to milliseconds, the noise is gone.
    earlier, later = (compiler.process(clause, **options) for clause in element.clauses)
    return f"round((julianday({later}) - julianday({earlier})) * 86400.0, 3)"


class StatsRepository:
    """Counts claims and measures their verdicts within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def compute(self, since: datetime, until: datetime) -> ClaimStats:
        """Return the stats of the claims stored, and of the verdicts given, in a period.

        Args:
            since: The first instant of the period.
            until: The first instant after it.
        """
        stored = and_(_OWN, ClaimRecord.created_at >= since, ClaimRecord.created_at < until)
        axes = (
            ClaimRecord.workflow,
            ClaimRecord.verdict,
            ClaimRecord.publication,
            ClaimRecord.kind,
        )
        rows = self._session.execute(
            select(*axes, func.count()).where(stored).group_by(*axes)
        ).all()
        workflow, verdict, publication, kind = (_sum_up(rows, index) for index in range(4))
        kind_times = self._times(since, until, ClaimRecord.kind)
        return ClaimStats(
            claims=sum(workflow.values()),
            workflow={value: workflow[value] for value in Workflow},
            verdict={value: verdict[value] for value in (None, *Verdict)},
            publication={value: publication[value] for value in Publication},
            time_to_verdict=self._times(since, until).get(None, NO_VERDICTS),
            kinds={
                value: GroupStats(kind[value], kind_times.get(value, NO_VERDICTS))
                for value in ClaimKind
            },
            publishers=self._publishers(stored, since, until),
        )

    def _publishers(
        self, stored: ColumnElement[bool], since: datetime, until: datetime
    ) -> dict[str | None, GroupStats]:
        count = func.count()
        statement = (
            select(ArticleRecord.publisher, count)
            .join(ClaimRecord, ClaimRecord.article_id == ArticleRecord.id)
            .where(stored)
            .group_by(ArticleRecord.publisher)
            .order_by(count.desc(), ArticleRecord.publisher)
            .limit(MAX_PUBLISHERS)
        )
        counts = dict(self._session.execute(statement).all())
        times = self._times(since, until, ArticleRecord.publisher)
        return {
            publisher: GroupStats(claims, times.get(publisher, NO_VERDICTS))
            for publisher, claims in counts.items()
        }

    def _times(
        self, since: datetime, until: datetime, group: InstrumentedAttribute[Any] | None = None
    ) -> dict[Any, TimeToVerdict]:
        """Return the time to verdict of each group, or of all claims under None."""
        ranked = _rank(since, until, literal(None) if group is None else group)
        statement = select(
            ranked.c.grouped,
            func.max(ranked.c.size),
            _percentile(ranked, 5),
            _percentile(ranked, 9),
        ).group_by(ranked.c.grouped)
        return {
            value: TimeToVerdict(size, median, p90)
            for value, size, median, p90 in self._session.execute(statement)
        }


def _sum_up(rows: Sequence[Sequence[Any]], index: int) -> Counter[Any]:
    """Return the counts by one of the columns that rows were grouped by."""
    counts: Counter[Any] = Counter()
    for row in rows:
        counts[row[index]] += row[-1]
    return counts


def _rank(
    since: datetime, until: datetime, group: ColumnElement[Any] | InstrumentedAttribute[Any]
) -> Subquery:
    """Return the seconds of each first verdict of a period, ranked within its group."""
    seconds = _SecondsBetween(ClaimRecord.created_at, ClaimRecord.decided_at)
    return (
        select(
            group.label("grouped"),
            seconds.label("seconds"),
            func.row_number().over(partition_by=group, order_by=seconds).label("rank"),
            func.count().over(partition_by=group).label("size"),
        )
        .join(ArticleRecord, ClaimRecord.article_id == ArticleRecord.id)
        .where(_OWN, ClaimRecord.decided_at >= since, ClaimRecord.decided_at < until)
        .subquery()
    )


def _percentile(ranked: Subquery, tenths: int) -> ColumnElement[float]:
    """Return the percentile at so many tenths of the ranks of a group."""
    place = (ranked.c.size - 1) * tenths
    # Whole numbers, so that both databases divide them alike.
    below = cast(1 + (place - place % 10) / 10, Integer)
    beyond = cast(place % 10, Double) / 10.0
    return func.sum(
        case(
            (ranked.c.rank == below, ranked.c.seconds * (1.0 - beyond)),
            (ranked.c.rank == below + 1, ranked.c.seconds * beyond),
            else_=0.0,
        )
    )
