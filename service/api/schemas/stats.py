"""Stats: claims by axis, kind and publisher, and the time that verdicts take."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from service.api.schemas import view_examples
from service.api.schemas.base import Schema, Timestamp
from service.domain.claim import ClaimKind
from service.domain.stats import ClaimStats, GroupStats, TimeToVerdict

#: What the counts by verdict call claims without one.
_UNDECIDED = "none"


class TimeToVerdictRead(Schema):
    """How long it took from storing a claim to its first verdict."""

    verdicts: int = Field(ge=0, description="How many first verdicts there were.", examples=[12])
    median_seconds: float | None = Field(
        description="Half of them took no longer; null without any.", examples=[5400.0]
    )
    p90_seconds: float | None = Field(
        description="Nine of ten took no longer; null without any.", examples=[86400.0]
    )

    @classmethod
    def from_domain(cls, times: TimeToVerdict) -> TimeToVerdictRead:
        """Build it from the domain's figures."""
        return cls(
            verdicts=times.verdicts,
            median_seconds=times.median_seconds,
            p90_seconds=times.p90_seconds,
        )


class _GroupRead(Schema):
    claims: int = Field(ge=0, description="Its claims of the period.", examples=[40])
    time_to_verdict: TimeToVerdictRead = Field(
        description="Of its first verdicts of the period.",
        examples=[view_examples.TIME_TO_VERDICT],
    )


class KindStatsRead(_GroupRead):
    """The claims of one kind."""

    kind: ClaimKind = Field(description="The kind.", examples=["quantity"])

    @classmethod
    def from_domain(cls, kind: ClaimKind, group: GroupStats) -> KindStatsRead:
        """Build it from the domain's figures."""
        times = TimeToVerdictRead.from_domain(group.time_to_verdict)
        return cls(kind=kind, claims=group.claims, time_to_verdict=times)


class PublisherStatsRead(_GroupRead):
    """The claims of the articles of one publisher."""

    publisher: str | None = Field(
        description="The publisher; null for articles without one.",
        examples=[view_examples.PUBLISHER_STATS["publisher"]],
    )

    @classmethod
    def from_domain(cls, publisher: str | None, group: GroupStats) -> PublisherStatsRead:
        """Build it from the domain's figures."""
        times = TimeToVerdictRead.from_domain(group.time_to_verdict)
        return cls(publisher=publisher, claims=group.claims, time_to_verdict=times)


class StatsRead(Schema):
    """The claims stored, and the verdicts given, in a period."""

    since: Timestamp = Field(
        description="The first instant of the period, UTC.",
        examples=[view_examples.STATS["since"]],
    )
    until: Timestamp = Field(
        description="The first instant after it, UTC.", examples=[view_examples.STATS["until"]]
    )
    claims: int = Field(
        ge=0, description="How many claims were stored in the period.", examples=[40]
    )
    workflow: dict[str, int] = Field(
        description="Those claims by where they stand on the desk now.",
        examples=[view_examples.STATS["workflow"]],
    )
    verdict: dict[str, int] = Field(
        description="Those claims by their verdict now; `none` for those without one.",
        examples=[view_examples.STATS["verdict"]],
    )
    publication: dict[str, int] = Field(
        description="Those claims by whether their verdict is public now.",
        examples=[view_examples.STATS["publication"]],
    )
    time_to_verdict: TimeToVerdictRead = Field(
        description="Of all first verdicts that were given in the period, whenever their claims "
        "were stored.",
        examples=[view_examples.TIME_TO_VERDICT],
    )
    kinds: list[KindStatsRead] = Field(
        description="The same by kind, every kind once.", examples=[[view_examples.KIND_STATS]]
    )
    publishers: list[PublisherStatsRead] = Field(
        description="The same by publisher of the article, the 50 with most claims.",
        examples=[[view_examples.PUBLISHER_STATS]],
    )

    @classmethod
    def from_domain(cls, stats: ClaimStats, since: datetime, until: datetime) -> StatsRead:
        """Build it from the domain's figures."""
        return cls(
            since=since,
            until=until,
            claims=stats.claims,
            workflow={key.value: count for key, count in stats.workflow.items()},
            verdict={
                _UNDECIDED if key is None else key.value: count
                for key, count in stats.verdict.items()
            },
            publication={key.value: count for key, count in stats.publication.items()},
            time_to_verdict=TimeToVerdictRead.from_domain(stats.time_to_verdict),
            kinds=[KindStatsRead.from_domain(*group) for group in stats.kinds.items()],
            publishers=[
                PublisherStatsRead.from_domain(*group) for group in stats.publishers.items()
            ],
        )
