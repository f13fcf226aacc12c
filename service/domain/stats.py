"""Stats: how many claims there are of what sort, and how long verdicts take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.claim import ClaimKind, Publication, Verdict, Workflow


@dataclass(frozen=True, slots=True)
class TimeToVerdict:
    """How long it took from storing a claim to its first verdict.

    Attributes:
        verdicts: How many first verdicts were measured.
        median_seconds: Half of them took no longer; None without any.
        p90_seconds: Nine of ten took no longer; None without any.
    """

    verdicts: int = 0
    median_seconds: float | None = None
    p90_seconds: float | None = None


NO_VERDICTS = TimeToVerdict()


@dataclass(frozen=True, slots=True)
class GroupStats:
    """The claims of one kind or publisher, and the time that their verdicts took."""

    claims: int = 0
    time_to_verdict: TimeToVerdict = NO_VERDICTS


@dataclass(frozen=True, slots=True)
class ClaimStats:
    """The claims of a period and the verdicts of a period.

    Attributes:
        claims: How many were stored in it; the counts by axis tell where they stand now.
        verdict: None stands for claims without a verdict.
        time_to_verdict: Of the first verdicts that were given in it.
        publishers: Those of most claims; None stands for articles without a publisher.
    """

    claims: int
    workflow: Mapping[Workflow, int]
    verdict: Mapping[Verdict | None, int]
    publication: Mapping[Publication, int]
    time_to_verdict: TimeToVerdict
    kinds: Mapping[ClaimKind, GroupStats]
    publishers: Mapping[str | None, GroupStats]
